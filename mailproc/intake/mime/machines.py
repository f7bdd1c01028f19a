"""Parts that only a program writes: receipts of delivery and reading, answers to invitations."""

import re

from mailproc.intake.mime.params import Parameters

RECEIPTS = frozenset(
    ("message/delivery-status", "message/disposition-notification", "message/feedback-report")
)
"""RFC 3464, 8098 and 5965; well-formed ones stand in a multipart/report."""
_CALENDARS = ("text/calendar", "application/ics")
_METHOD = re.compile(rb"(?im)^METHOD:[ \t]*([a-z]{1,20})")
_LOOKED_AT = 4_000


def written_by_machine(kind: str, parameters: Parameters, data: bytes) -> str:
    """Why a program must have written the mail that this part stands in, "" if it need not."""
    if kind in RECEIPTS:
        return f"report ({kind.removeprefix('message/')})"
    if kind not in _CALENDARS:
        return ""
    # “Accepted: …” beside its words. A sheet that is just attached has no method, or this one.
    stands = _METHOD.search(data[:_LOOKED_AT])
    method = parameters.get("method") or (stands[1].decode("ascii") if stands else "publish")
    return "calendar" if method.lower() != "publish" else ""
