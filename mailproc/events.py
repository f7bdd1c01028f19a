"""The log: one line an event, `time level module words key=value …`, whatever stands in it.

What comes from outside is quoted and its control characters are escaped, so that no mail can write
a line of its own or colour a terminal. Values are numbers, keys and mail addresses: no subjects, no
names, no contents.
"""

import json
import logging
import traceback
from datetime import datetime
from pathlib import Path

LAYOUT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class OneLine(logging.Formatter):
    """Each record on one line, a traceback too (`--debug` shows it in full)."""

    def __init__(self, *, tracebacks: bool) -> None:
        super().__init__(LAYOUT)
        self._tracebacks = tracebacks

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """ISO 8601 with the machine's offset."""
        local = datetime.fromtimestamp(record.created).astimezone()
        return local.isoformat(timespec="milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        """The record; the message's own key=value pairs were made by `event`."""
        record.message, record.asctime = record.getMessage(), self.formatTime(record)
        line = self.formatMessage(record)
        if record.exc_info and record.exc_info[0] is not None:
            kind, error, trace = record.exc_info
            last = traceback.extract_tb(trace)[-1:]
            at = "".join(f"{Path(f.filename).name}:{f.lineno}" for f in last)
            if self._tracebacks:
                return f"{_plain(line)}\n{self.formatException(record.exc_info)}"
            line += event("", error=f"{kind.__name__}: {error}", at=at)
        return _plain(line)


def event(what: str, **values: object) -> str:
    """`words key=value …`: what happened, and to what. Empty values are left out."""
    pairs = (f"{k}={_value(v)}" for k, v in values.items() if v not in ("", None))
    return " ".join((what, *pairs))


def _value(value: object) -> str:
    text = str(value)
    bare = text and all(c.isalnum() or c in "_-+.:/@<>" for c in text)
    return text if bare else json.dumps(text, ensure_ascii=False)


def _plain(line: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
