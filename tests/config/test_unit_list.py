"""An office's list of units, however its spreadsheet saves it; mistakes by their place."""

import tomllib
from pathlib import Path

import pytest

from mailproc.config import ConfigError
from mailproc.config.unit_list import as_toml, read_units

LIST = """name,kind,addresses,aliases,organizations
อำเภอท่าอุเทน,,tha-uthen@example.go.th,,๑๒
เมืองนครพนม,district,"one@example.go.th; two@example.go.th",,-
เทศบาลเมืองนครพนม,,town@example.go.th,,
องค์การบริหารส่วนจังหวัดนครพนม,อบจ.,pao@example.go.th,สำนักปลัด อบจ.,0
"""


def written(tmp_path: Path, data: str | bytes) -> Path:
    path = tmp_path / "units.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_names_kinds_and_usual_spellings_are_understood(tmp_path: Path) -> None:
    units = read_units(written(tmp_path, LIST))
    assert [(u.id, u.name, u.kind, u.organizations) for u in units] == [
        ("unit-1", "ท่าอุเทน", "district", 12),
        ("unit-2", "เมืองนครพนม", "district", 0),
        ("unit-3", "เทศบาลเมืองนครพนม", "town", 0),
        ("unit-4", "องค์การบริหารส่วนจังหวัดนครพนม", "pao", 0),
    ]
    assert units[1].addresses == ("one@example.go.th", "two@example.go.th")
    assert "ที่ว่าการอำเภอท่าอุเทน" in units[0].aliases
    assert "อ.เมือง" in units[1].aliases
    assert "ทม.นครพนม" in units[2].aliases
    assert {"สำนักปลัด อบจ.", "อบจ.นครพนม"} <= set(units[3].aliases)


@pytest.mark.parametrize(
    ("short", "full"),
    [("อบจ.นครพนม", "องค์การบริหารส่วนจังหวัดนครพนม"), ("ทม.นครพนม", "เทศบาลเมืองนครพนม")],
)
def test_a_short_name_and_the_full_one_are_the_same_unit(
    tmp_path: Path, short: str, full: str
) -> None:
    (by_short,) = read_units(written(tmp_path, f"name\n{short}\n"))
    (by_full,) = read_units(written(tmp_path, f"name\n{full}\n"))
    assert full in by_short.aliases
    assert short in by_full.aliases
    assert full not in by_full.aliases


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + LIST.encode(),
        LIST.encode("cp874"),
        LIST.encode("utf-16"),
        LIST.replace("\n", "\r\n").encode(),
        LIST.replace(";", " ").replace(",", ";").encode("cp874"),
        LIST.replace(",", "\t").encode(),
    ],
    ids=["mark", "Thai Excel", "Unicode text", "Windows lines", "semicolons", "tabs"],
)
def test_every_way_to_save_it_reads_the_same(tmp_path: Path, data: bytes) -> None:
    usual = read_units(written(tmp_path, LIST))
    assert read_units(written(tmp_path, data)) == usual


def test_columns_may_have_thai_names_and_ids(tmp_path: Path) -> None:
    (unit,) = read_units(written(tmp_path, "รหัส,อำเภอ,อีเมล,จำนวน อปท.\nren,เรณูนคร,a@b.go.th,9\n"))
    assert (unit.id, unit.name, unit.organizations) == ("ren", "เรณูนคร", 9)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,addresses\nนาแก,not-an-address\n", "line 2, column addresses: not a mail address"),
        ("name,kind\nนาแก,village\n", "line 2, column kind: .*'village'"),
        ("name,organizations\nนาแก,สิบ\n", "line 2, column organizations: .*'สิบ'"),
        ("id,name\nNa Kae,นาแก\n", "line 2, column id: "),
        ("name\nนาแก\n\nนาแก\n", "line 4, column name: 'นาแก' is on line 2 already"),
        ("name,aliases\nนาแก,บ้าน\nนาหว้า,บ้ าน\n", "line 3, column aliases: .*line 2"),
        ("name,addresses\nนาแก,a@b.go.th\nนาหว้า,A@b.go.th\n", "line 3, column addresses: .*line 2"),
        ("ชื่อเล่น,name\nx,นาแก\n", "line 1: unknown column 'ชื่อเล่น'"),
        ("addresses\na@b.go.th\n", "line 1: no column 'name'"),
        ("name,addresses\nนาแก,a@b.go.th,c@d.go.th\n", "line 2: more cells than columns"),
        ("name,addresses\n,a@b.go.th\n", "line 2, column name: is empty"),
        ("name,organizations\nนาแก,9\nรวมทั้งหมด,9\n", "line 3: 'รวมทั้งหมด' is the list's total"),
        ("name\n", "no units"),
        ("", "no units"),
    ],
)
def test_a_mistake_is_named_by_line_and_column(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_units(written(tmp_path, text))


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        read_units(written(tmp_path, "name,addresses\nนาแก,x\nนาหว้า,y\n"))
    assert len(str(raised.value).splitlines()) == 2


def test_a_list_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        read_units(tmp_path / "nowhere.csv")


def test_what_is_written_is_toml_whatever_the_names_hold(tmp_path: Path) -> None:
    text = 'name\n"นา""แก\\ ]]\n[[x]]"\n'
    tables = tomllib.loads(as_toml(read_units(written(tmp_path, text))))
    assert tables["unit"][0]["name"] == 'นา"แก\\ ]] [[x]]'


def test_a_usual_spelling_that_would_do_for_two_units_is_none_of_either(tmp_path: Path) -> None:
    units = read_units(written(tmp_path, "name\nเมืองร้อยเอ็ด\nเมืองสรวง\nจังหาร\n"))
    assert "อ.เมือง" not in units[0].aliases + units[1].aliases
    assert "อ.เมืองสรวง" in units[1].aliases and "อ.จังหาร" in units[2].aliases
