"""The free list of other channels."""

import pytest

from parsers.reading import Channel
from parsers.values.channels import read_channels


@pytest.mark.parametrize(
    "text",
    [
        "ป้ายไวนิล จำนวน 115 ครั้ง, อสม. จำนวน 3 ครั้ง",
        "ป้ายไวนิล ๑๑๕ ครั้ง / อสม. ๓ ครั้ง /",
        "ป้ายไวนิล 115 ครั้ง อสม. จำนวน 3 ครั้ง",
        "ป้ายไวนิล จำนวน 115 ครั้ง และอสม. 3 ครั้ง",
        "1. ป้ายไวนิล 115 ครั้ง\n2. อสม. 3 ครั้ง",
        "- ป้ายไวนิล (115), อสม. = 3",
        "........ป้ายไวนิล จำนวน 115 ครั้ง อสม จำนวน 3 ครั้ง.......",
    ],
)
def test_every_way_of_listing_gives_the_same(text: str) -> None:
    parsed = read_channels(text)
    assert parsed.value == (Channel("ป้ายไวนิล", 115), Channel("อสม.", 3))
    assert parsed.status == "accepted"


def test_spaces_and_latin_words_within_a_name_stay() -> None:
    assert read_channels("จอ LED หน้าสำนักงาน 9 ครั้ง").value == (Channel("จอ LED หน้าสำนักงาน", 9),)


@pytest.mark.parametrize(
    ("text", "status"), [("", "blank"), ("......", "blank"), ("-", "accepted")]
)
def test_nothing_listed(text: str, status: str) -> None:
    assert (read_channels(text).value, read_channels(text).status) == ((), status)


def test_a_channel_without_a_number_is_in_doubt() -> None:
    parsed = read_channels("ประชุมหมู่บ้าน")
    assert (parsed.value, parsed.status) == ((Channel("ประชุมหมู่บ้าน", None),), "review")
