"""The command line: parse, call one function, print. Each command is imported when it is called."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Add = Callable[[argparse.ArgumentParser], None]


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns its exit status. Errors are one line, never a traceback."""
    args = parser().parse_args(argv)
    _start_log(debug=args.debug)
    module, _, function = args.run.partition(":")
    try:
        status: int = getattr(importlib.import_module(f"mailproc.{module}"), function)(args)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has enough of it; nothing is left to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if args.debug:
            raise
        from mailproc.commands.failure import explain
        from mailproc.terminal import harmless

        line, status = explain(error)
        print(harmless(line), file=sys.stderr)
    return status


def _start_log(*, debug: bool) -> None:
    import logging

    from mailproc.events import OneLine

    handler = logging.StreamHandler()
    handler.setFormatter(OneLine(tracebacks=debug))
    logging.basicConfig(level=logging.DEBUG if debug else logging.INFO, handlers=[handler])
    for chatty in ("pdfminer", "apscheduler", "PIL", "alembic", "pytesseract", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _path(text: str) -> "Path":
    # Imported here, so that `mailproc --help` answers at once.
    from pathlib import Path

    return Path(text)


def _from_to(low: int, high: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if low <= (value := int(text)) <= high:
            return value
        raise argparse.ArgumentTypeError(f"not between {low} and {high}")

    return number


def _year(text: str) -> int:
    """A year A.D.; two digits may be of either calendar."""
    from mailproc.thai_dates import BUDDHIST

    number = int(text) if text.isdecimal() and len(text) == len("2026") else 0
    number -= BUDDHIST if number >= 2000 + BUDDHIST else 0
    if not 2000 <= number < 2100:
        raise argparse.ArgumentTypeError(
            f"{text}: expected four digits, A.D. or B.E., such as 2026 or {2026 + BUDDHIST}"
        )
    return number


# What a database can count to.
_stored = _from_to(1, 2**63 - 1)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="mailproc",
        description="Reads the units' monthly reports from a mailbox, answers, reminds, adds up.",
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for name, words, run, add in _COMMANDS:
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("--config", type=_path, metavar="FILE", help="default: config.toml")
        command.add_argument("--debug", action="store_true", help="show tracebacks and details")
        command.set_defaults(run=run)
        add(command)
    return top


def _nothing(_: argparse.ArgumentParser) -> None:
    pass


def _folder(p: argparse.ArgumentParser) -> None:
    p.add_argument("--folder", type=_path, help="a new folder for the demo's data")


def _init(p: argparse.ArgumentParser) -> None:
    p.add_argument("--units", type=_path, metavar="UNITS.csv", help="the units from a list")
    p.add_argument("--province", metavar="NAME", help="in Thai, where it is not Kalasin")


def _test_mail(p: argparse.ArgumentParser) -> None:
    p.add_argument("--to", metavar="ADDRESS", help="default: all of [staff] addresses")


def _once(p: argparse.ArgumentParser) -> None:
    p.add_argument("--once", action="store_true", help="one tick, then end")


def _read(p: argparse.ArgumentParser) -> None:
    p.add_argument("files", nargs="+", type=_path, metavar="FILE")
    p.add_argument("--json", action="store_true", help="one object per line and file")
    p.add_argument("--explain", type=_path, metavar="OUT.html", help="show how each page was read")


def _import(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "files", nargs="+", type=_path, metavar="FILE", help="a file, or a folder of them"
    )
    p.add_argument("--unit", default="", help="id, name or alias, where the form does not say")
    p.add_argument("--period", default="", help="YYYY-MM, where the form does not say")
    p.add_argument(
        "--via",
        choices=("staff", "line", "paper", "hand"),
        help="how they came; default: as their folder is called, else staff",
    )
    p.add_argument("--received", default="", metavar="DATE", help="YYYY-MM-DD, if not today")


def _status(p: argparse.ArgumentParser) -> None:
    which = p.add_mutually_exclusive_group()
    which.add_argument("--period", help="YYYY-MM; default: the one that is worked on today")
    which.add_argument(
        "--year", type=_year, help="the units by month, A.D. or B.E.; default with --unit: this one"
    )
    p.add_argument("--unit", help="id, name or alias: one unit's year")
    p.add_argument("--campaign", help="where there are several")
    p.add_argument("--json", action="store_true")


def _history(p: argparse.ArgumentParser) -> None:
    p.add_argument("unit", metavar="UNIT", help="id, name or alias")
    p.add_argument("--period", help="YYYY-MM; default: all")


def _show(p: argparse.ArgumentParser) -> None:
    p.add_argument("message", metavar="MESSAGE", help="a number, or a Message-ID")


def _digest(p: argparse.ArgumentParser) -> None:
    p.add_argument("--period", help="YYYY-MM; default: the one that is worked on today")
    p.add_argument("--out", type=_path, metavar="FILE", help="write the HTML there")
    p.add_argument("--send", action="store_true", help="mail it to staff now")


def _reprocess(p: argparse.ArgumentParser) -> None:
    p.add_argument("--period", help="YYYY-MM")
    p.add_argument("--unit", help="id, name or alias")
    p.add_argument("--message", type=_stored, help="the number of one stored message")
    p.add_argument("--all", action="store_true", help="every stored message")
    p.add_argument("--dry-run", action="store_true", help="show the differences, change nothing")
    p.add_argument("--json", action="store_true")


def _compare(p: argparse.ArgumentParser) -> None:
    p.add_argument("sheet", type=_path, metavar="SHEET.xlsx")
    p.add_argument("--period", help="YYYY-MM; default: the one that is worked on today")
    p.add_argument("--campaign", help="where there are several")


def _accept(p: argparse.ArgumentParser) -> None:
    p.add_argument("item", type=_stored, metavar="ITEM")
    p.add_argument("--unit", help="id, name or alias, where it could not be read")
    p.add_argument("--period", help="YYYY-MM, where it could not be read")


def _correct(p: argparse.ArgumentParser) -> None:
    p.add_argument("unit", metavar="UNIT")
    p.add_argument("period", metavar="PERIOD")
    p.add_argument("settings", nargs="+", metavar="FIELD=VALUE")
    p.add_argument("--campaign", help="where there are several")


def _item(text: str) -> int | str:
    """The number of an item; of a mail with its m."""
    if text[:1] == "m" and text[1:].isdecimal():
        return f"m{_stored(text[1:])}"
    return _stored(text)


def _reject(p: argparse.ArgumentParser) -> None:
    p.add_argument("item", type=_item, metavar="ITEM", help="its number; m12 for a held mail")
    p.add_argument("reason", nargs="+", metavar="REASON")


def _senders(p: argparse.ArgumentParser) -> None:
    answers = p.add_subparsers(dest="answer", metavar="approve | remove | suggest")
    suggest = answers.add_parser("suggest", help="propose addresses from the mailbox's older mail")
    approve = answers.add_parser("approve", help="let an address report for a unit")
    approve.add_argument("address", metavar="ADDRESS")
    approve.add_argument("unit", metavar="UNIT")
    remove = answers.add_parser("remove", help="take an approved address back")
    remove.add_argument("address", metavar="ADDRESS")
    for answer in (suggest, approve, remove):
        # Where it is not said here, what was said before counts.
        answer.add_argument("--config", type=_path, metavar="FILE", default=argparse.SUPPRESS)


def _extend(p: argparse.ArgumentParser) -> None:
    p.add_argument("unit", metavar="UNIT")
    p.add_argument("period", metavar="PERIOD")
    p.add_argument("date", metavar="DATE", help="YYYY-MM-DD")
    p.add_argument("--why", default="", metavar="TEXT", help="kept, and shown to staff")
    p.add_argument("--campaign", help="where there are several")


def _export(p: argparse.ArgumentParser) -> None:
    shape = p.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="one object per line (default)")
    shape.add_argument("--csv", action="store_true")
    shape.add_argument("--xlsx", type=_path, metavar="FILE")
    p.add_argument("--period", help="YYYY-MM")
    p.add_argument("--campaign", help="where there are several")
    p.add_argument("--revisions", action="store_true", help="every revision, not only the newest")


def _file(p: argparse.ArgumentParser) -> None:
    p.add_argument("file", type=_path, metavar="FILE")


def _remove(p: argparse.ArgumentParser) -> None:
    p.add_argument("--remove", action="store_true", help="do it, after a backup; else only show")


def _calendar(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "--days", type=_from_to(1, 3660), default=31, help="how far to look ahead (default 31)"
    )
    p.add_argument("--json", action="store_true", help="one object per line")


def _rollup(p: argparse.ArgumentParser) -> None:
    p.add_argument("--period", help="YYYY-MM; default: the one that is worked on today")
    p.add_argument("--campaign", help="where there are several")
    for shape in ("pdf", "xlsx"):
        # Without a name the file is called after its month.
        p.add_argument(f"--{shape}", type=_path, nargs="?", const=_path("."), metavar="FILE")
    way = p.add_mutually_exclusive_group()
    way.add_argument("--send", action="store_true", help="mail it to forward_to, once")
    way.add_argument("--mark-sent", action="store_true", help="it went another way")
    p.add_argument("--signed", type=_path, metavar="SCAN.pdf", help="send this form instead")
    p.add_argument("--supplement", action="store_true", help="pass on what changed since")
    p.add_argument(
        "--informed", choices=("yes", "no"), help="item 1 of that month, about the province's staff"
    )


def _form(p: argparse.ArgumentParser) -> None:
    p.add_argument("unit", metavar="UNIT", help="id, name or alias")
    p.add_argument("period", metavar="PERIOD", help="YYYY-MM")
    p.add_argument("out", type=_path, metavar="OUT.pdf")
    p.add_argument("--campaign", help="where there are several")


def _preview(p: argparse.ArgumentParser) -> None:
    p.add_argument("kind", metavar="KIND", help="receipt, problem, question, reminder, …")
    p.add_argument("--out", type=_path, metavar="FILE", help="default: preview-KIND.html")


_COMMANDS: tuple[tuple[str, str, str, Add], ...] = (
    ("demo", "The whole job on sample mail, in a folder of its own.", "commands.demo:run", _folder),
    ("init", "Write a commented config.toml.", "commands.setup:init", _init),
    ("check", "Try everything the service needs.", "commands.setup:check", _nothing),
    ("test-mail", "Mail samples of the notices to staff.", "commands.samples:run", _test_mail),
    ("run", "The scheduled worker.", "commands.service:run", _once),
    ("health", "Is the worker alive? For a monitor.", "commands.service:health", _nothing),
    ("service", "Print a systemd unit for the worker.", "commands.unit:run", _nothing),
    ("backup", "A consistent copy of everything.", "commands.copies:backup", _file),
    (
        "forget",
        "Remove raw mail that is old enough.",
        "commands.copies:forget",
        _remove,
    ),
    ("restore", "Go on from such a copy.", "commands.copies:restore", _file),
    ("read", "Read files and show what stands in them.", "commands.read:run", _read),
    ("import", "Take in reports that came another way.", "commands.take:run", _import),
    ("status", "Who has reported, and who has not.", "commands.status:status", _status),
    ("history", "Every revision of a unit's reports.", "commands.story:history", _history),
    ("show", "One mail's whole story.", "commands.story:show", _show),
    ("calendar", "What will be sent to whom, and why.", "commands.calendar:run", _calendar),
    ("digest", "The status digest for staff.", "commands.month:digest", _digest),
    ("preview", "Write a sample of a notice as HTML.", "commands.month:preview", _preview),
    ("rollup", "The province's totals, for the department.", "commands.rollup:run", _rollup),
    ("form", "The blank form of a unit, fillable.", "commands.form:run", _form),
    ("export", "The stored values.", "commands.month:export", _export),
    ("compare", "A month beside the office's own sheet.", "commands.month:compare", _compare),
    ("reprocess", "Read stored mail again.", "commands.again:run", _reprocess),
    ("held", "What waits for a person.", "commands.desk:held", _nothing),
    ("accept", "Accept a held item as read.", "commands.desk:accept", _accept),
    ("correct", "Set values of a report.", "commands.desk:correct", _correct),
    ("reject", "Reject an item, or take it back.", "commands.desk:reject", _reject),
    ("senders", "Addresses that may report.", "commands.desk:senders", _senders),
    ("extend", "Move a unit's own due date.", "commands.desk:extend", _extend),
)
