"""How a month stands: squares, bars, totals and what is read aloud in the LINE group."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from PIL import Image

from mailproc.config import CampaignConfig, Config
from mailproc.month.calendar import dates
from mailproc.month.status import MonthStatus, State, UnitStatus
from mailproc.month.strip import years
from mailproc.notices.digest import LONGEST, digest
from mailproc.notices.letters import DigestData
from mailproc.notices.page import page_of
from mailproc.notices.picture import COLOURS, picture
from mailproc.notices.register import register
from mailproc.notices.standing import bars, digits_of, line_text, matrix, others, totals
from parsers.reading import Channel, Value
from tests import make
from tests.notices.samples import AT, revision

DAY = date(2026, 2, 12)
ZONE = ZoneInfo("Asia/Bangkok")


def config_of(folder: Path, count: int, **changes: Any) -> Config:
    units = [
        {"id": f"u{n}", "name": f"หน่วยที่{n}", "addresses": [f"u{n}@example.go.th"]}
        for n in range(count)
    ]
    return make.config(folder, unit=units, **changes)


def month(config: Config, period: str, *states: State | None, **values: Value) -> MonthStatus:
    """The first units in those states (None: need not report); the rest are on time."""
    campaign = config.campaign[0]
    when = dates(campaign, period)
    units = []
    for position, unit in enumerate(config.unit):
        state = states[position] if position < len(states) else "on_time"
        if state is None:
            continue
        counted = None
        if state in ("on_time", "late"):
            readings = make.readings(**{"period": period, **values})
            counted = revision(readings, unit=unit.id, period=period)
        units.append(UnitStatus(unit, state, when.due, AT, counted, None, False))
    return MonthStatus(campaign, when, tuple(units))


def year(config: Config, *states: State | None) -> tuple[MonthStatus, ...]:
    return tuple(month(config, f"2026-{n:02d}", *states, website=n) for n in range(1, 13))


def test_squares_have_the_letter_of_the_state_and_stay_empty_where_nothing_is_due(
    tmp_path: Path,
) -> None:
    config = config_of(tmp_path, 3)
    months = [
        month(config, "2026-01", "on_time", None, None),
        month(config, "2026-02", "late", "held", None),
        month(config, "2026-03", "missing", "not_due", None),
    ]
    found = {name: [s.letter for s in squares] for name, squares in matrix(config, months)}
    assert found == {"หน่วยที่0": ["ต", "ล", "ย"], "หน่วยที่1": ["", "ร", "·"]}


def test_years_stand_over_their_months() -> None:
    assert years(["2026-11", "2026-12", "2027-01"]) == [("๖๙", 2), ("๗๐", 1)]
    assert years([f"2026-{n:02d}" for n in range(1, 13)]) == [("๒๕๖๙", 12)]


def test_completeness_and_timeliness_are_of_the_expected_units(tmp_path: Path) -> None:
    config = config_of(tmp_path, 4)
    now = month(config, "2026-02", "on_time", "late", "held", "missing")
    before = month(config, "2026-01", "on_time", None, None, None)
    (_, complete), (_, timely) = bars(now, before)
    assert [(b.count, b.expected, b.percent) for b in complete] == [(2, 4, 50), (1, 1, 100)]
    assert [(b.count, b.expected, b.percent) for b in timely] == [(1, 4, 25), (1, 1, 100)]
    assert bars(month(config, "2026-02", None, None, None, None), None)[0][1][0].percent is None


def test_a_share_is_never_rounded_to_all_or_nothing(tmp_path: Path) -> None:
    config = config_of(tmp_path, 300)
    one_left = bars(month(config, "2026-02", "missing"), None)[0][1][0]
    assert (one_left.count, one_left.percent) == (299, 99)
    missing: list[State] = ["missing"] * 299
    one_there = bars(month(config, "2026-02", *missing), None)[0][1][0]
    assert (one_there.count, one_there.percent) == (1, 1)


def test_totals_say_what_changed_since_last_month(tmp_path: Path) -> None:
    config = config_of(tmp_path, 2)
    before = month(config, "2026-01", website=2000, facebook_page=30, public_address=4)
    now = month(config, "2026-02", website=2600, facebook_page=30, public_address=1)
    found = {t.name: (t.total, t.given, t.change) for t in totals(config, now, before)}
    assert found["เว็บไซต์ของหน่วยงาน"] == ("5,200 ครั้ง", 2, "▲ 1,200")
    assert found["เพจเฟซบุ๊กของหน่วยงาน"] == ("60 ครั้ง", 2, "เท่าเดิม")
    assert found["เสียงตามสาย"] == ("2 ครั้ง", 2, "▼ 6")
    assert found["สื่อสิ่งพิมพ์"] == ("ยังไม่มี", 0, "")
    assert all(t.change == "" for t in totals(config, now, None))


def test_a_town_that_its_district_counted_is_counted_once(tmp_path: Path) -> None:
    units = [{"id": "u0", "name": "ก"}, {"id": "u1", "name": "ข", "counted_in": "u0"}]
    config = make.config(tmp_path, unit=units)
    found = {t.name: (t.total, t.given) for t in totals(config, month(config, "2026-02"), None)}
    assert found["จำนวน อปท. ทั้งหมด"] == ("9 แห่ง", 1)
    assert found["วิทยุชุมชน"] == ("200 ครั้ง", 2)


def test_other_channels_are_listed_as_written(tmp_path: Path) -> None:
    config = config_of(tmp_path, 2)
    named = (Channel("หอ\nกระจายข่าว", 4), *(Channel(f"ช่อง{n}", None) for n in range(7)))
    said = others(config, month(config, "2026-02", other_channels=named))
    assert said.startswith("หอ กระจายข่าว 8 ครั้ง, ช่อง0, ") and said.endswith("และอีก 2 ช่องทาง")


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("", "ส่งแล้ว 18/21 หน่วย (กำหนดส่ง ๑๐ ก.พ. ๖๙)"),
        ("thai", "ส่งแล้ว ๑๘/๒๑ หน่วย (กำหนดส่ง ๑๐ ก.พ. ๖๙)"),
        ("arabic", "ส่งแล้ว 18/21 หน่วย (กำหนดส่ง 10 ก.พ. 69)"),
    ],
)
def test_the_text_for_the_group_has_the_digits_of_the_setting(
    tmp_path: Path, digits: str, said: str
) -> None:
    config = config_of(tmp_path, 21, staff={"addresses": ["staff@example.go.th"], "digits": digits})
    shown = month(config, "2026-02", "missing", "not_due", "held")
    got = line_text(shown, "รายงาน", digits_of(config))
    assert said in got
    assert "ยังไม่ส่ง: หน่วยที่" in got and "รอตรวจสอบ: หน่วยที่" in got
    sent = digest(config, DigestData((shown,)), DAY)
    assert said in sent.text and said in sent.html
    # What is typed or addressed stays as it is.
    assert "cid:status-2026-02.png" in sent.html
    wrong = {"": "", "thai": "0123456789", "arabic": "๐๑๒๓๔๕๖๗๘๙"}[digits]
    table = sent.text[sent.text.index("== ประจำเดือน") : sent.text.index("== อีเมลแจ้งที่ส่งออก")]
    names = [f"หน่วยที่{n}" for n in range(21)]
    for name in sorted(names, key=len, reverse=True):
        table = table.replace(name, "")
    assert not set(wrong) & set(table)


def test_a_complete_month_is_thanked_for(tmp_path: Path) -> None:
    config = config_of(tmp_path, 2)
    assert "ครบทุกหน่วยแล้ว" in line_text(month(config, "2026-02"), "รายงาน", str)


def test_the_picture_has_a_tile_in_the_colour_of_each_state(tmp_path: Path) -> None:
    config = config_of(tmp_path, 7)
    shown = month(config, "2026-02", "late", "held", "missing", "not_due")
    image = Image.open(BytesIO(picture(shown, "รายงาน", DAY, str))).convert("RGB")
    seen = {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in image.getcolors(1 << 20)}  # type: ignore[union-attr,misc]
    assert {back for back, _ in COLOURS.values()} <= seen
    assert image.width == 1080
    nobody = month(config, "2026-02", *[None] * 7)
    assert Image.open(BytesIO(picture(nobody, "รายงาน", DAY, str))).height < image.height


def test_thai_marks_in_the_picture_find_their_places() -> None:
    from PIL import ImageDraw, features

    from mailproc.notices.picture import _font

    assert features.check("raqm"), "this Pillow sets Thai marks wrongly"
    draw = ImageDraw.Draw(Image.new("L", (10, 10)))
    font = _font("Sarabun-Regular.ttf", 40)
    # A tone mark stands over its consonant, and takes no room of its own.
    assert draw.textlength("กี่", font=font) == draw.textlength("ก", font=font)


def test_the_register_has_every_unit_and_no_formula(tmp_path: Path) -> None:
    config = config_of(tmp_path, 3)
    evil = '=HYPERLINK("http://x.example")'
    shown = month(config, "2026-02", "on_time", "missing", reporter_name=evil, website=41)
    sheet = load_workbook(BytesIO(register(shown, ZONE))).active
    assert sheet is not None
    head, first, second, third = list(sheet.iter_rows(values_only=True))
    assert [first[0], second[0], third[0]] == ["หน่วยที่0", "หน่วยที่1", "หน่วยที่2"]
    assert first[head.index("เว็บไซต์ของหน่วยงาน (ครั้ง)")] == 41
    assert second[1] == "ยังไม่ส่ง" and set(second[4:]) == {None}
    cells = [c for row in sheet.iter_rows() for c in row]
    assert evil in [c.value for c in cells]
    assert all(c.data_type != "f" for c in cells)


def test_the_digest_brings_picture_and_register_and_can_be_shown_alone(tmp_path: Path) -> None:
    config = config_of(tmp_path, 3)
    got = digest(config, DigestData((month(config, "2026-02"),)), DAY)
    assert [a[0] for a in got.attachments] == ["status-2026-02.png", "register-2026-02.xlsx"]
    page = page_of(got)
    assert "cid:" not in page and 'src="data:image/png;base64,' in page


def test_a_first_month_has_one_column_and_compares_nothing(tmp_path: Path) -> None:
    config = config_of(tmp_path, 2)
    got = digest(config, DigestData((month(config, "2026-01", "missing"),)), DAY)
    assert "เดือนก่อน" not in got.text and "เดือนก่อน" not in got.html
    assert "- หน่วยที่0: ย\n" in got.text


def campaigns_of(config: Config, count: int) -> list[CampaignConfig]:
    """As many campaigns at one time, which only differ by their id."""
    return [config.campaign[0].model_copy(update={"id": f"c{n}"}) for n in range(count)]


def test_two_campaigns_stand_one_after_the_other(tmp_path: Path) -> None:
    config = config_of(tmp_path, 2)
    one, two = campaigns_of(config, 2)
    first = replace(month(config, "2026-02"), campaign=one)
    second = replace(first, campaign=two)
    got = digest(config, DigestData((first, second)), DAY)
    names = [a[0] for a in got.attachments]
    assert names[:2] == ["status-c0-2026-02.png", "status-c1-2026-02.png"]
    assert len(set(names)) == 4 and all(f'"cid:{n}"' in got.html for n in names[:2])


@pytest.mark.parametrize(("units", "campaigns"), [(21, 1), (21, 2), (60, 1), (60, 2), (150, 1)])
def test_a_year_of_many_units_is_not_cut_off(tmp_path: Path, units: int, campaigns: int) -> None:
    config = config_of(tmp_path, units)
    months = year(config, "late", "missing", "held")
    found = campaigns_of(config, campaigns)
    shown = tuple(replace(months[-1], campaign=c) for c in found)
    data = DigestData(shown, before={c.id: months[:-1] for c in found})
    got = digest(config, data, DAY)
    assert len(got.html.encode()) < LONGEST
    # The text is whole, whatever the HTML leaves out.
    assert got.text.count("ต ต ต ต ต ต ต ต ต ต ต ต") == (units - 3) * campaigns
    if (units, campaigns) == (21, 1):
        assert "หน่วยที่ส่งตรงเวลา" not in got.html and got.html.count("หน่วยที่20<") == 2
