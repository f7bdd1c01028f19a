"""The one way into the queue of outgoing mail, where a trial month is kept quiet."""

from dataclasses import replace
from datetime import datetime, timedelta

from mailproc.config import Config
from mailproc.notices.message import message_id_of
from storage import mail, notices
from storage.database import Tx
from storage.records import NewNotice, Notice, NoticeState

BOUNCED = "returned as undeliverable:"
NOT_COUNTED = "/not-counted/"
"""In the keys of what tells a unit that a person turned its report down."""
TOLD_ALREADY = "one problem reply an hour to one address"
ASKED_BACK_AN_HOUR = 3
LIMIT_REACHED = "daily_limit of [smtp] is reached"


def queue(tx: Tx, config: Config, notice: NewNotice, now: datetime) -> bool:
    """Queue the notice once; False if its key is there already.

    With `notices = "staff_only"` mail to anybody but staff is stored as suppressed: the digest
    shows what would have gone out.
    """
    return notices.queue(tx, _quieted(config, notice), lasting_id(tx, config, notice), now)


def queue_limited(
    tx: Tx, config: Config, notice: NewNotice, now: datetime, *, answering: bool = False
) -> None:
    """Queue a notice, but no more than one problem reply an hour to one address: one that is left
    out is stored as that, and staff are shown it. `answering`: see `_was_told`.
    """
    if notice.kind == "problem" and _was_told(tx, notice, now, answering=answering):
        notices.skip(tx, notice, lasting_id(tx, config, notice), now, TOLD_ALREADY)
    else:
        queue(tx, config, notice, now)


def _was_told(tx: Tx, notice: NewNotice, now: datetime, *, answering: bool) -> bool:
    """Whether that address got a problem reply within the hour: two machines must not chat.

    `answering`: it is asked back what the words of an answer to a notice of ours mean.
    """
    # One that came back (`failed`) was said, too.
    said: tuple[NoticeState, ...] = ("queued", "sending", "sent", "unclear", "failed")
    recent = notices.recent(tx, now - timedelta(hours=1), said)
    told = [
        n
        for n in recent
        if n.new.kind == "problem"
        and n.new.to == notice.to
        # What a person decided answers nobody; and a clock may have been ahead.
        and NOT_COUNTED not in n.new.key
        and n.queued_at <= now
    ]
    if answering:
        # A person answers at once, and not always clearly; a machine says the same again.
        return len(told) >= ASKED_BACK_AN_HOUR or any(n.new.text == notice.text for n in told)
    return bool(told)


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


def set_apart(tx: Tx, config: Config, notice: Notice, address: str, now: datetime) -> Notice | None:
    """The notice that goes to one of several recipients by itself, queued; None if it cannot be.

    It belongs to no unit and period, so that nobody takes it for one more notice to them.
    """
    new = replace(
        notice.new,
        key=apart(notice.new.key, address),
        to=(address,),
        state="queued",
        campaign="",
        unit="",
        period="",
    )
    message_id = lasting_id(tx, config, new)
    notices.queue(tx, new, message_id, now)
    return notices.by_rfc_message_id(tx, message_id)


def whole(tx: Tx, notice: Notice) -> Notice:
    """The notice to all of which this one was set apart: what it asks is known under that."""
    prefix = apart("", notice.new.to[0]) if notice.new.to else ""
    if not prefix or not notice.new.key.startswith(prefix):
        return notice
    return notices.by_key(tx, notice.new.key.removeprefix(prefix)) or notice
