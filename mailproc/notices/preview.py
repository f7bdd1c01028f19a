"""Letters with made-up values, so that a person can look at each kind before the first real one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from mailproc.config import Config
from mailproc.month.calendar import dates
from mailproc.month.overview import YEAR
from mailproc.notices import compose
from mailproc.notices.digest import digest
from mailproc.notices.letters import (
    DigestData,
    Finding,
    RollupLine,
    ToOpen,
    Upcoming,
)
from mailproc.notices.made_up import (
    ANSWERED,
    TO,
    days_later,
    doubtful_revision,
    made_month,
    made_revision,
    moment,
    report_line,
)
from mailproc.notices.own_words import BOUNCED
from mailproc.paper.blank import place_of
from mailproc.reasons import thai_of_mail
from mailproc.replies import sentences
from mailproc.replies.letters import asked_back, confirmation, numbered, review
from mailproc.replies.orders import Unclear
from mailproc.replies.questions import Question, questions_about
from mailproc.replies.standing import Owed, told
from mailproc.rollup import letters
from mailproc.rollup.figures import Change, figures
from mailproc.rollup.sheet import draw_rollup
from mailproc.rollup.workbook import workbook
from parsers.reading import Problem
from storage.correspondence import NewNotice, Notice
from storage.records import Message, Tick

_CHANGED = "นามน เว็บไซต์ของหน่วยงาน: 12 → 21"
_NEW = "new-officer@district.example"


def preview(config: Config, kind: str) -> NewNotice:
    """A letter of that kind with made-up values. KeyError if there is no such kind."""
    return _MAKERS[kind](config)


def kinds() -> tuple[str, ...]:
    """The kinds that `preview` knows."""
    return tuple(_MAKERS)


def _receipt(config: Config) -> NewNotice:
    return compose.receipt(config, ANSWERED, [report_line(config, "on_time")], [])


def _receipt_late(config: Config) -> NewNotice:
    previous = made_revision(config, 40)
    new = days_later(made_revision(config, 41, change=5), 3)
    line = report_line(config, "late", revision=new, previous=previous)
    letter = Finding("กิจกรรม.docx", (Problem("unsupported_media", detail="Word"),))
    return compose.receipt(config, ANSWERED, [line], [letter])


def _receipt_held(config: Config) -> NewNotice:
    return compose.receipt(
        config, ANSWERED, [report_line(config, "held", doubtful_revision(config))], []
    )


def _problem(config: Config) -> NewNotice:
    findings = [
        Finding("รายงาน.docx", (Problem("unsupported_media", detail="Word"),)),
        Finding("scan0001.pdf", (Problem("encrypted"),)),
    ]
    return compose.problem(config, ANSWERED, findings)


def _question(config: Config) -> NewNotice:
    line = report_line(
        config, "held", made_revision(config, 41, change=7), made_revision(config, 40)
    )
    return compose.question(config, ANSWERED, line)


def _reminder(config: Config) -> NewNotice:
    campaign = config.campaign[0]
    when = dates(campaign, campaign.first_period)
    return compose.reminder(config, campaign, config.unit[0], when, "")


def _warning(config: Config) -> NewNotice:
    campaign = config.campaign[0]
    when = dates(campaign, campaign.first_period)
    return compose.warning(config, campaign, config.unit[0], when, "", 2, (TO,))


def _digest(config: Config) -> NewNotice:
    *before, month = (made_month(config, n) for n in range(YEAR))
    unit = config.unit[-1]
    at = moment(config, YEAR - 1) + timedelta(days=2)
    unread = Message(
        7, "", "mail", "mail", "", "", "", at, "held", 3, "the reader stopped three times",
        "officer@elsewhere.example", "", "รายงานประจำเดือน",
    )  # fmt: skip
    data = DigestData(
        months=(month,),
        held=2,
        asking=numbered(config, _questions(config), {}),
        to_open=(ToOpen(unread, thai_of_mail(unread)),),
        notices_sent=(_sent(_receipt(config), at), _sent(_warning(config), at)),
        suppressed=(_sent(_reminder(config), at),) if config.worker.notices != "on" else (),
        failed=(_failed(_warning(config), at),),
        upcoming=(Upcoming(at.date() + timedelta(days=2), "warning", (unit.name,)),),
        rollups=(
            RollupLine(before[-1].dates.period, before[-1].dates.forward, (_CHANGED,)),
            RollupLine(month.dates.period, month.dates.forward, files=_rollup_files(config)),
        ),
        ticks_failed=1,
        set_aside=1,
        last_tick=Tick(9, at, at, "ok", ""),
        before={month.campaign.id: tuple(before)},
    )
    return digest(config, data, at.astimezone(config.zone).date())


def _questions(config: Config) -> list[Question]:
    """Two doubtful counts of one report, and another one by a new sender."""
    doubtful = questions_about(doubtful_revision(config), overtaken=False, approved=False)
    stranger = replace(
        made_revision(config, 43),
        state="held",
        current=False,
        sender=_NEW,
        reasons=("unknown_sender",),
    )
    return [*doubtful, *questions_about(stranger, overtaken=False, approved=False)]


def _review(config: Config) -> NewNotice:
    return review(config, _questions(config), {})


def _confirmation(config: Config) -> NewNotice:
    found = _questions(config)
    done = [sentences.counted(made_revision(config, 41), config)]
    back = [sentences.unclear(Unclear("3 ไม่แน่ใจ"))]
    still = numbered(config, found[2:], {}, [3])
    return confirmation(config, ANSWERED, done, back, still)


def _asked_back(config: Config) -> NewNotice:
    return asked_back(config, ANSWERED, [sentences.unclear(Unclear("เพจ 24 หรือ 26"))])


def _standing(config: Config) -> NewNotice:
    when = dates(config.campaign[0], config.campaign[0].first_period)
    return told(config, ANSWERED, config.unit[0], [Owed(when.period, "missing", when.due)])


def _rollup_draft(config: Config) -> NewNotice:
    return letters.draft(config, config.campaign[0], figures(config, made_month(config)), "", ())


def _supplement_draft(config: Config) -> NewNotice:
    found, campaign = figures(config, made_month(config)), config.campaign[0]
    changed = (Change(config.unit[0].name, "website", 12, 21),)
    return letters.draft(config, campaign, found, "", (), changed)


def _rollup_files(config: Config) -> tuple[tuple[str, str, bytes], ...]:
    found = figures(config, made_month(config))
    pdf = draw_rollup(found, config.rollup, place_of(config, found.form))
    return letters.attachments(found.period, pdf, workbook(found, [found]))


def _rollup(config: Config) -> NewNotice:
    campaign = config.campaign[0].model_copy(update={"forward_to": TO})
    found = figures(config, made_month(config))
    changed = (Change(config.unit[0].name, "website", 12, 21),)
    return letters.to_department(config, campaign, found, "", 1, (), changed)


_MAKERS: dict[str, Callable[[Config], NewNotice]] = {
    "receipt": _receipt,
    "receipt-late": _receipt_late,
    "receipt-held": _receipt_held,
    "problem": _problem,
    "question": _question,
    "reminder": _reminder,
    "warning": _warning,
    "digest": _digest,
    "review": _review,
    "confirmation": _confirmation,
    "asked-back": _asked_back,
    "standing": _standing,
    "rollup": _rollup,
    "rollup-draft": _rollup_draft,
    "supplement-draft": _supplement_draft,
}


def _sent(new: NewNotice, at: datetime) -> Notice:
    return Notice(1, new, "sent", "<sample@province.example>", 1, at, None, at, "")


def _failed(new: NewNotice, at: datetime) -> Notice:
    error = f"{BOUNCED} 550 5.1.1 no such mailbox"
    return Notice(2, new, "failed", "<sample2@province.example>", 1, at, None, None, error)
