"""The digits of a month's line, drawn and read by the networks themselves."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers.picture import date_digits, nets
from parsers.picture.date_digits import read_date, shows_another, shows_digits
from tests.parsers.picture.pages import FONT

LINE = ((300.0, 200.0), (760.0, 200.0))


def drawn(text: str) -> np.ndarray:
    """A strip of a sheet on which this stands after the word for month, on its dotted line."""
    page = Image.new("L", (1000, 400), 255)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(FONT, 44)
    draw.text((190, 200), f"เดือน {'.' * 40}", fill=0, font=font, anchor="lm")
    draw.text((360, 200), text, fill=0, font=font, anchor="lm")
    return np.asarray(page)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("กันยายน พ.ศ. ๒๕๖๙", "2026-09"),
        ("กันยายน ๒๕๖๘", "2025-09"),
        ("มีนาคม 2571", "2028-03"),
        ("ต.ค. ๗๑", "2028-10"),
        ("04/2570", "2027-04"),
        ("๑๑/๒๕๖๘", "2025-11"),
    ],
)
def test_the_digits_of_a_line_are_those_of_its_own_period_and_of_no_other(
    text: str, period: str
) -> None:
    page, year, month = drawn(text), int(period[:4]), int(period[5:])
    assert shows_digits(page, LINE, period)
    others = [f"{other}-{month:02d}" for other in range(year - 3, year + 4) if other != year]
    if "/" in text:
        others += [f"{year}-{other:02d}" for other in range(1, 13) if other != month]
    assert not any(shows_digits(page, LINE, other) for other in others)


def test_without_a_digit_no_period_is_shown() -> None:
    assert not shows_digits(drawn("กันยายน"), LINE, "2026-09")
    assert read_date(drawn("กันยายน"), LINE) == ("", 0.0)


def test_other_digits_than_those_of_the_year_speak_against_it() -> None:
    page = drawn("ตุลาคม พ.ศ. ๒๕๗๐")
    assert shows_another(page, LINE, "2028-10")
    assert not shows_another(page, LINE, "2027-10")
    assert not shows_another(drawn("ตุลาคม"), LINE, "2027-10")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("04/2570", "2027-04"),
        ("๑๑/๒๕๖๘", "2025-11"),
        ("๘-๒๕๖๙", "2026-08"),
        ("7/70", "2027-07"),
        ("๑๓/๒๕๖๘", ""),
    ],
)
def test_a_date_in_digits_is_read_with_the_stroke_in_it(text: str, period: str) -> None:
    read, chance = read_date(drawn(text), LINE)
    assert read == period and (chance > 0.9 or not period)


@pytest.mark.parametrize(("network", "seen"), [("numbers", "2568"), ("second", "2568")])
def test_one_look_of_either_network_that_sees_another_digit_speaks_against_the_year(
    monkeypatch: pytest.MonkeyPatch, network: nets.Reader, seen: str
) -> None:
    page, left = drawn("กันยายน ๒๕๖๙"), [seen]
    read = date_digits._read

    def once(*args: object) -> str:
        return left.pop() if left and args[2] == network else read(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(date_digits, "_read", once)
    assert not shows_digits(page, LINE, "2026-09")
    assert shows_digits(page, LINE, "2026-09")  # the look was a single one


@pytest.mark.parametrize("network", ["numbers", "second"])
def test_a_network_that_sees_no_whole_year_confirms_none(
    monkeypatch: pytest.MonkeyPatch, network: nets.Reader
) -> None:
    read = date_digits._read

    def short(*args: object) -> str:
        return "69" if args[2] == network else read(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(date_digits, "_read", short)
    assert not shows_digits(drawn("กันยายน ๒๕๖๙"), LINE, "2026-09")
