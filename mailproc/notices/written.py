"""Written: what units wrote in mails that bring no report and that nothing was done about.

Since the program reads the mailbox, nobody else may: a question, or a word about a reminder, must
reach staff all the same. Thanks, greetings and signatures are left out.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from mailproc.config import Config
from mailproc.intake.attachments import split
from mailproc.intake.senders import unit_of
from mailproc.notices.letters import Written
from mailproc.replies.grammar import parse
from mailproc.replies.orders import Unclear
from storage import mail, units
from storage.database import Tx

MOST_READ = 200
"""Mails that are taken apart for one digest."""


def written_by_units(tx: Tx, config: Config, since: datetime) -> Iterator[Written]:
    """The words, by arrival: of authentic mails of units that were stored since then."""
    approved, fields = units.approved_senders(tx), config.forms[config.campaign[0].form].fields
    found = (
        (message, unit)
        for message in mail.with_outcome(tx, "no_report", since)
        if message.kind == "mail" and message.authentic
        if (unit := unit_of(message.sender, config, approved)) is not None
    )
    for message, unit in islice(found, MOST_READ):
        raw = mail.raw_if_kept(tx, message.id)
        text = split(raw).body_text if raw is not None else ""
        said = parse(text, fields, config.places)
        unclear = [order.words for order in said if isinstance(order, Unclear)]
        if said:
            # An order that was given where it means nothing is told as it was written.
            words = " / ".join(unclear) or " ".join(text.split())
            yield Written(message, config.unit_by_id[unit].name, words)
