"""The one way into the queue of outgoing mail, where a trial month is kept quiet."""

from dataclasses import replace
from datetime import datetime

from mailproc.config import Config
from mailproc.notices.message import message_id_of
from storage import mail, notices
from storage.database import Tx
from storage.records import NewNotice, Notice

BOUNCED = "returned as undeliverable:"
NOT_COUNTED = "/not-counted/"
"""In the keys of what tells a unit that a person turned its report down."""
LIMIT_REACHED = "daily_limit of [smtp] is reached"


def queue(tx: Tx, config: Config, notice: NewNotice, now: datetime) -> bool:
    """Queue the notice once; False if its key is there already.

    With `notices = "staff_only"` mail to anybody but staff is stored as suppressed: the digest
    shows what would have gone out.
    """
    return notices.queue(tx, _quieted(config, notice), lasting_id(tx, config, notice), now)


def lasting_id(tx: Tx, config: Config, notice: NewNotice) -> str:
    """The notice's Message-ID. Numbers of messages change with a restore, their bytes do not."""
    name = notice.key
    if notice.message is not None:
        digest = mail.get(tx, notice.message).sha256
        parts = name.split("/")
        if str(notice.message) in parts:
            # The first such part alone: the number of a receipt may be the same.
            parts[parts.index(str(notice.message))] = digest
        name = "/".join(parts)
    return message_id_of(name, config.smtp.from_address)


def _quieted(config: Config, notice: NewNotice) -> NewNotice:
    to_staff = set(notice.to) <= set(config.staff.addresses)
    if config.worker.notices == "staff_only" and not to_staff:
        return replace(notice, state="suppressed")
    return notice


def apart(key: str, address: str) -> str:
    """The key of the notice that goes to one of several recipients by itself."""
    return f"to/{address}/{key}"


def whole(tx: Tx, notice: Notice) -> Notice:
    """The notice to all of which this one was set apart: what it asks is known under that."""
    prefix = apart("", notice.new.to[0]) if notice.new.to else ""
    if not prefix or not notice.new.key.startswith(prefix):
        return notice
    return notices.by_key(tx, notice.new.key.removeprefix(prefix)) or notice
