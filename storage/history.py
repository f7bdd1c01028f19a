"""What had been reported at a moment of the past, for judging a report again as it was at first."""

from storage import reports
from storage.database import Tx
from storage.records import Message, Revision


def counted_before(tx: Tx, campaign: str, unit: str, message: Message) -> tuple[Revision, ...]:
    """What a unit had reported when the message arrived: one revision of each period, in order.

    The newest accepted one of the mails that came before it; a correction goes with its mail.
    """
    found = [
        r
        for r in reports.revisions(tx, campaign, unit=unit)
        if r.state == "accepted" and (r.counted_at, r.message) < (message.received_at, message.id)
    ]
    newest = {r.period or "": r for r in sorted(found, key=lambda r: (r.counted_at, r.id))}
    return tuple(newest[period] for period in sorted(newest))
