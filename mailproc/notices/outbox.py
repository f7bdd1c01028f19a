"""The one way into the queue of outgoing mail, where a trial month is kept quiet."""

from dataclasses import replace
from datetime import datetime, timedelta

from mailproc.config import Config
from mailproc.notices.message import message_id_of
from storage import mail, notices
from storage.correspondence import NewNotice, Notice, NoticeState
from storage.database import Tx

PROBLEM = "problem/"
"""How the keys of problem replies begin: to files that are no report, or in question."""
ASKED_BACK = "asked-back/"
"""How the keys of those begin that ask what the words of an answer to a notice of ours mean."""
MOST_AN_HOUR = {PROBLEM: 1, ASKED_BACK: 3}
"""How many of a sort one address gets within an hour."""
TOLD_ALREADY = "told enough within the hour"


def queue(tx: Tx, config: Config, notice: NewNotice, now: datetime) -> bool:
    """Queue the notice once; False if its key is there already.

    With `notices = "staff_only"` mail to anybody but staff is stored as suppressed: the digest
    shows what would have gone out.
    """
    return notices.queue(tx, _quieted(config, notice), lasting_id(tx, config, notice), now)


def queue_limited(tx: Tx, config: Config, notice: NewNotice, now: datetime) -> None:
    """Queue a notice, but only so many of its sort an hour to one address (`MOST_AN_HOUR`): one
    that is left out is stored as that, and staff are shown it.
    """
    if (sort := _limited_sort(notice)) and _was_told(tx, notice, sort, now):
        notices.skip(tx, notice, lasting_id(tx, config, notice), now, TOLD_ALREADY)
    else:
        queue(tx, config, notice, now)


def _limited_sort(notice: NewNotice) -> str:
    """How the keys of those begin with which it is counted; "": there may be any number of them."""
    return next((s for s in MOST_AN_HOUR if notice.key.startswith(s)), "")


def _was_told(tx: Tx, notice: NewNotice, sort: str, now: datetime) -> bool:
    """Whether that address was told enough within the hour: two machines must not chat."""
    # One that came back (`failed`) was said, too; one that still waits will leave with this one.
    said: tuple[NoticeState, ...] = ("sent", "unclear", "failed")
    recent = notices.recent(tx, now - timedelta(hours=1), said)
    told = [
        n
        for n in (*recent, *notices.unsent(tx, notice.kind))
        # A clock may have been ahead.
        if _limited_sort(n.new) == sort and n.new.to == notice.to and n.queued_at <= now
    ]
    # A person does not answer clearly at once; a machine says the same again.
    return len(told) >= MOST_AN_HOUR[sort] or any(n.new.text == notice.text for n in told)


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
