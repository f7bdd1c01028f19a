"""Unread: the units that hear nothing, since a mail that could not be read may be their report."""

from datetime import datetime, timedelta

from mailproc.config import Config
from mailproc.intake.collect import HEADER_KEPT
from mailproc.intake.mime.headers import read_headers
from mailproc.intake.mime.parts import read_mail
from mailproc.intake.senders import judge, unit_of
from storage import examining, mail, units
from storage.database import Tx

HELD_MAIL_COUNTS = timedelta(days=31)


def units_with_held_mail(tx: Tx, config: Config, now: datetime) -> frozenset[str]:
    """The units whose mail could not be examined: what they sent may well be the report.

    Held, or set aside because the program dies at it. Only authentic mail of late, so that nobody
    else can keep a unit from hearing of us.
    """
    approved = units.approved_senders(tx)
    recent = now - HELD_MAIL_COUNTS
    found = {
        unit_of(m.sender, config, approved)
        for m in mail.held_messages(tx)
        if m.authentic and m.received_at > recent
    }
    for message, beginning in examining.set_aside_mails(tx, HEADER_KEPT):
        # Without the body, which may be what the program dies at.
        headers, sent = read_headers(read_mail(beginning)), message.in_sent_folder
        sender = judge(headers, config, approved, in_sent_folder=sent)
        if sender.authentic and message.received_at > recent:
            found.add(sender.unit)
    return frozenset(unit for unit in found if unit is not None)
