"""News: what one digest tells and no later one repeats, so that it must not pass for another."""

from collections.abc import Sequence

from mailproc.notices.letters import DigestData
from mailproc.notices.message import mark_of


def mark_of_news(data: DigestData, asked: Sequence[str]) -> str:
    """The same for the same news, and the same numbers about the same reports, whatever the ids in
    a database; "" where there is neither. `asked`: what is asked about values that stand out.
    """
    said = [
        *filter(None, [data.asking.mark]),
        *(f"{it.message.sha256} {it.words}" for it in data.written),
        *(f"{it.message.sha256} {it.why}" for it in data.to_open),
        *(notice.rfc_message_id for notice in (*data.failed, *data.suppressed)),
        *(f"{file.path} {file.problem}" for file in data.files_not_taken),
        *([f"{data.not_read} not read"] if data.not_read else []),
        *asked,
    ]
    return mark_of("\n".join(said)) if said else ""
