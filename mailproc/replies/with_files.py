"""Words that stand beside a file which may be a report: the file is dealt with first."""

from collections.abc import Iterable, Sequence

from mailproc.config import Config
from mailproc.notices.letters import Answered
from mailproc.reasons import of_strangers
from mailproc.replies import district_sentences, letters, sentences
from mailproc.replies.answered import answered_notice, fields_of, is_to_staff, still_open
from mailproc.replies.covering import Covering
from mailproc.replies.grammar import is_unclear, parse
from mailproc.replies.incoming import Incoming
from mailproc.replies.orders import SetField
from parsers.forms import all_forms
from storage import questions, reports
from storage.correspondence import NewNotice
from storage.records import NewRevision, Revision


def sets_values(incoming: Incoming, sheets: Iterable[NewRevision]) -> bool:
    """Whether a unit's words set values of its report, in answer to the receipt that shows it.

    `sheets`: what is attached to them; it must be about no other report.
    """
    notice = answered_notice(incoming)
    if incoming.sender.unit is None or notice is None or notice.new.kind != "receipt":
        return False
    asked = questions.asked_in(incoming.tx, notice.id)
    shown = [reports.get_revision(incoming.tx, a.revision) for a in asked]
    about = {(r.unit, r.period) for r in shown}
    if len(about) != 1 or any((s.unit, s.period) not in about for s in sheets):
        return False
    orders = parse(incoming.words, fields_of(incoming, asked), incoming.config.places)
    return any(isinstance(o, SetField) for o in orders)


def said_beside_files(incoming: Incoming, sheets: Sequence[Revision]) -> list[NewNotice]:
    """What is said to a person whose words stand beside a file that was dealt with instead.

    `sheets`: what came of the file. To a unit only where its words say otherwise.
    """
    notice = answered_notice(incoming)
    sender = incoming.sender
    if not sender.authentic or incoming.headers.auto or sender.own:
        return []
    own = [r for r in sheets if sender.unit in (r.unit, r.unit_guess) and not _unsure(r)]
    if own and (told := not_done(incoming.config, incoming.answered, own, incoming.words)):
        return [told]
    if notice is None or not sender.staff or not is_to_staff(notice):
        return []
    asked = questions.asked_in(incoming.tx, notice.id)
    orders = parse(incoming.words, fields_of(incoming, asked), incoming.config.places)
    if is_unclear(orders):
        return []
    back, still = [sentences.beside_files()], still_open(incoming.tx, incoming.config, asked)
    return [letters.confirmation(incoming.config, incoming.answered, [], back, still)]


def not_done(
    config: Config, answered: Answered, own: Sequence[Revision], words: str
) -> NewNotice | None:
    """What a unit is told whose words would change a value of its own sheets, which stand as they
    are; None if they would not.
    """
    fields, unit = all_forms()[own[0].form].fields, own[0].unit or own[0].unit_guess
    said = Covering(config, unit, fields, own).more(words)
    corrects = [one for one in said if one.corrects]
    if not corrects:
        return None
    back = [district_sentences.beside_file(corrects, fields)]
    return letters.asked_back(config, answered, back)


def _unsure(sheet: Revision) -> bool:
    """Whether it waits for more than its values: its sender got no receipt."""
    return sheet.state == "held" and of_strangers(sheet.reasons)
