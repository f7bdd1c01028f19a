"""Bounces: which of our notices came back, and whether that is sure."""

import re
from datetime import datetime

from mailproc.config import Config
from mailproc.intake.mime.bounce import Bounce
from mailproc.intake.senders import Sender, aligned
from mailproc.notices.outbox import apart, set_apart
from mailproc.notices.own_words import BOUNCED
from storage import notices, outgoing
from storage.correspondence import Notice
from storage.database import Tx

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
            error = f"{BOUNCED} {bounce.reason}".strip()
            if _is_sure(sender, notice, config):
                _returned(tx, config, notice, bounce, error, now)
            else:
                outgoing.bounced(tx, notice.id, now, error, "unclear")


def _returned(
    tx: Tx, config: Config, notice: Notice, bounce: Bounce, error: str, now: datetime
) -> None:
    """It did not reach those whom the bounce names: each gets a notice of his own that failed, and
    this one stays for the others. Where it names none of them, nobody can tell whom it reached.
    """
    to = notice.new.to
    returned = [one for one in to if one.lower() in bounce.recipients]
    if not returned and any(
        notices.has_key(tx, apart(notice.new.key, one)) for one in bounce.recipients
    ):
        return  # as was reported before
    reached = [one for one in to if one not in returned]
    kept = reached or returned[-1:]
    for address in (one for one in to if one not in kept):
        stored = set_apart(tx, config, notice, address, now)
        if stored is not None:
            outgoing.sent(tx, stored.id, notice.sent_at or now)
            outgoing.bounced(tx, stored.id, now, error, "failed")
    outgoing.narrow(tx, notice.id, kept)
    if not returned or not reached:
        outgoing.bounced(tx, notice.id, now, error, "failed")


def _is_sure(sender: Sender, notice: Notice, config: Config) -> bool:
    if not sender.authentic or not _MAIL_SYSTEM.match(sender.address):
        return False
    ours = config.smtp.from_address.rpartition("@")[2]
    hosts = [ours, config.smtp.host, *(to.rpartition("@")[2] for to in notice.new.to)]
    if any(aligned(host, google) for host in hosts for google in _GMAIL):
        hosts.append(_OF_GMAIL)
    domain = sender.address.rpartition("@")[2]
    return any(aligned(domain, host) for host in hosts)
