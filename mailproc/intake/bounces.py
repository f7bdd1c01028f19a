"""Bounces: which of our notices came back, and whether that is sure."""

import re
from datetime import datetime
from typing import Literal

from mailproc.config import Config
from mailproc.intake.mime.bounce import Bounce
from mailproc.intake.senders import Sender, aligned
from mailproc.notices.outbox import BOUNCED
from storage import notices, outgoing
from storage.database import Tx
from storage.records import Notice

_MAIL_SYSTEM = re.compile(r"(?:mailer-daemon|postmaster|microsoftexchange[0-9a-f]*)@", re.I)
# Gmail says there that a mail could not be delivered.
_GMAIL, _OF_GMAIL = ("gmail.com", "googlemail.com"), "googlemail.com"


def note_bounce(tx: Tx, bounce: Bounce, sender: Sender, config: Config, now: datetime) -> None:
    """A notice of ours that came back is shown to staff; it is not sent again.

    Anybody can write that it did: unless the mail is authentic, and of a mail system that our mail
    went through or to, it stays open whether.
    """
    for message_id in bounce.message_ids:
        notice = notices.by_rfc_message_id(tx, message_id)
        if notice is not None and notice.state in ("sent", "unclear"):
            state: Literal["failed", "unclear"]
            state = "failed" if _is_sure(sender, notice, config) else "unclear"
            outgoing.bounced(tx, notice.id, now, f"{BOUNCED} {bounce.reason}".strip(), state)


def _is_sure(sender: Sender, notice: Notice, config: Config) -> bool:
    if not sender.authentic or not _MAIL_SYSTEM.match(sender.address):
        return False
    ours = config.smtp.from_address.rpartition("@")[2]
    hosts = [ours, config.smtp.host, *(to.rpartition("@")[2] for to in notice.new.to)]
    if any(aligned(host, google) for host in hosts for google in _GMAIL):
        hosts.append(_OF_GMAIL)
    domain = sender.address.rpartition("@")[2]
    return any(aligned(domain, host) for host in hosts)
