"""Words the mails with the roll-up: the draft for staff, and the one to the department."""

from collections.abc import Sequence

from mailproc.config import CampaignConfig, Config
from mailproc.notices.clean import one_line
from mailproc.notices.compose import topic
from mailproc.notices.render import render
from mailproc.rollup.figures import ITEM_1, Change, Figures, item_one_of
from mailproc.thai_dates import thai_digits, thai_month
from parsers.form import Form
from parsers.forms import all_forms
from storage.correspondence import NewNotice

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CHANGES = 60
REASON_LENGTH = 200


def key_of(campaign: str, period: str) -> str:
    """How the keys of the roll-ups of that month begin; a number follows."""
    return f"rollup/{campaign}/{period}/"


def attachments(period: str, pdf: bytes, xlsx: bytes) -> tuple[tuple[str, str, bytes], ...]:
    """The two files as they are attached."""
    return (
        (f"rollup-{period}.pdf", "application/pdf", pdf),
        (f"rollup-{period}.xlsx", _XLSX, xlsx),
    )


def draft(
    config: Config,
    campaign: CampaignConfig,
    found: Figures,
    key: str,
    files: tuple[tuple[str, str, bytes], ...],
    changed: Sequence[Change] = (),
    undelivered: str = "",
) -> NewNotice:
    """The draft for staff on the forward date, and again when the figures have changed; with
    `changed`, of a supplement to what was passed on. `undelivered`: why the last one came back.
    """
    form = all_forms()[found.form]
    what = "ร่างรายงานรวมจังหวัดเพิ่มเติม" if changed else "ร่างรายงานรวมจังหวัด"
    subject = f"{what} ประจำเดือน{thai_month(found.period)} {_counted(found)}"
    values: dict[str, object] = {
        "asks_item_1": item_one_of(form) is not None,
        "item_1": "" if found.informed is None else _value(form, found.informed),
        "forward_to": campaign.forward_to,
        "changed": in_words(found, changed),
        "what": what,
        "undelivered": one_line(undelivered, REASON_LENGTH),
    }
    return _letter(
        config, "rollup_draft", subject, found, key, config.staff.addresses, files, values
    )


def to_department(
    config: Config,
    campaign: CampaignConfig,
    found: Figures,
    key: str,
    before: int,
    files: tuple[tuple[str, str, bytes], ...],
    changed: Sequence[Change] = (),
) -> NewNotice:
    """The roll-up as it goes to the department, after so many `before`: then it is a supplement
    with what `changed`.
    """
    more = f" (เพิ่มเติม ครั้งที่ {thai_digits(before)})" if before else ""
    province = config.forms[found.form].province
    subject = f"รายงานรวมจังหวัด{province} ประจำเดือน{thai_month(found.period)}{more}"
    to = (campaign.forward_to,)
    values: dict[str, object] = {"changed": in_words(found, changed), "more": more}
    return _letter(config, "rollup", subject, found, key, to, files, values)


def _letter(
    config: Config,
    template: str,
    subject: str,
    found: Figures,
    key: str,
    to: tuple[str, ...],
    files: tuple[tuple[str, str, bytes], ...],
    values: dict[str, object],
) -> NewNotice:
    form = config.forms[found.form]
    totals = [(f.short, _total(found.total(f.key)), f.suffix) for f in form.counts]
    text, html = render(
        template,
        config,
        subject,
        topic=topic(form),
        province=form.province,
        period=found.period,
        counted=_counted(found),
        totals=totals,
        missing=[u.name for u in found.not_reported()],
        remarks=list(found.remarks()),
        signed=config.rollup,
        **values,
    )
    return NewNotice(
        key=key,
        kind="rollup",
        to=to,
        subject=subject,
        text=text,
        html=html,
        campaign=found.campaign,
        period=found.period,
        attachments=files,
    )


def _counted(found: Figures) -> str:
    return f"{len(found.reported)}/{len(found.units)} หน่วย"


def _total(total: int | None) -> str:
    return "–" if total is None else f"{total:,}"


def in_words(found: Figures, changed: Sequence[Change], most: int = MOST_CHANGES) -> list[str]:
    """What has changed, each in a line: unit, field or channel, old → new."""
    form = all_forms()[found.form]
    words = [
        f"{c.name} {c.channel or form.field(c.field).short}: {_value(form, c.old)} → "
        f"{_value(form, c.new)}"
        for c in changed[:most]
    ]
    if len(changed) > most:
        words.append(f"และอีก {len(changed) - most} รายการ")
    return words


def _value(form: Form, value: int | None) -> str:
    """A number, or the answer to item 1 as the form prints it."""
    if isinstance(value, bool):
        item = form.field(ITEM_1)
        return item.yes if value else item.no
    return _total(value)
