"""Units from a list that an office keeps in a spreadsheet: CSV in, tables of `config.toml` out.

Excel in Thai saves CSV in its old code page, others in UTF-8 with or without a mark at the start;
columns are parted by commas, semicolons or tabs. All of these are read.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from mailproc.config.campaigns import UnitConfig, folded
from mailproc.config.load import ConfigError
from mailproc.notices.clean import one_line
from parsers.thai import ascii_digits

_COLUMNS = {
    "id": ("id", "รหัส"),
    "name": ("name", "unit", "ชื่อ", "ชื่อหน่วย", "หน่วยรายงาน", "หน่วยงาน", "อำเภอ"),
    "kind": ("kind", "ประเภท"),
    "addresses": ("addresses", "address", "email", "e-mail", "อีเมล", "ที่อยู่อีเมล"),
    "aliases": ("aliases", "alias", "ชื่ออื่น"),
    "organizations": ("organizations", "จำนวนอปท.", "จำนวนอปท", "อปท."),
}
_KINDS = {
    "district": "district",
    "อำเภอ": "district",
    "pao": "pao",
    "อบจ.": "pao",
    "อบจ": "pao",
    "town": "town",
    "เทศบาลเมือง": "town",
    "ทม.": "town",
    "เทศบาลนคร": "town",
    "ทน.": "town",
}
TOWNS = {"เทศบาลนคร": "ทน.", "เทศบาลเมือง": "ทม.", "เทศบาลตำบล": "ทต.", "เทศบาล": "เทศบาล"}
"""How the names of towns begin, written out and as letters; the shortest last."""
_PAO = "องค์การบริหารส่วนจังหวัด"
_TOTAL = re.compile(r"(?:ยอด|จำนวน)?รวม|ทั้งหมด|total\b", re.IGNORECASE)
_NOTHING = ("", "-", "–")
_MOST_ERRORS = 20


def read_units(path: Path) -> tuple[UnitConfig, ...]:
    """The units of the list, in its order.

    Raises ConfigError with one line for each mistake: file, line, column, what is expected.
    """
    try:
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    rows = list(_rows(path, text))
    problems: list[str] = []
    units: list[UnitConfig] = []
    for number, (line, row) in enumerate(rows, 1):
        try:
            units.append(UnitConfig.model_validate(_unit(row, f"unit-{number}")))
        except ValidationError as error:
            problems += _explained(f"{path}, line {line}", row, error)
    problems += _doubles(path, [line for line, _ in rows], units) if not problems else []
    if problems:
        raise ConfigError("\n".join(problems[:_MOST_ERRORS]))
    if not units:
        raise ConfigError(f"{path}: no units below the line with the names of the columns")
    return _with_usual_aliases(units)


def _with_usual_aliases(units: Sequence[UnitConfig]) -> tuple[UnitConfig, ...]:
    """The units with the usual ways to write them, but those that would do for another unit, too:
    in Roi Et “อ.เมือง” may be เมืองร้อยเอ็ด or เมืองสรวง.
    """
    usual = [[a for a in _usual_aliases(u.name, u.kind) if a != u.name] for u in units]
    owners: dict[str, set[str]] = {}
    for unit, aliases in zip(units, usual, strict=True):
        for name in {*unit.spellings, *map(folded, aliases)}:
            owners.setdefault(name, set()).add(unit.id)
    return tuple(
        unit.model_copy(
            update={
                "aliases": tuple(
                    dict.fromkeys(
                        [*unit.aliases, *(a for a in aliases if len(owners[folded(a)]) == 1)]
                    )
                )
            }
        )
        for unit, aliases in zip(units, usual, strict=True)
    )


def as_toml(units: Sequence[UnitConfig]) -> str:
    """The tables `[[unit]]` of these units."""
    tables = []
    for unit in units:
        # A JSON string is a string of TOML as well.
        values = {
            "id": json.dumps(unit.id),
            "name": json.dumps(unit.name, ensure_ascii=False),
            "kind": json.dumps(unit.kind),
            "aliases": json.dumps(unit.aliases, ensure_ascii=False),
            "addresses": json.dumps(unit.addresses),
            "organizations": str(unit.organizations),
        }
        tables.append("\n".join(["[[unit]]", *(f"{k} = {v}" for k, v in values.items())]))
    return "\n\n".join(tables) + "\n"


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp874", "replace")


def _rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row that says anything, by column, with the line on which it ends."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max("\t;,", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns: list[str] = []
    try:
        for cells in reader:
            row = [one_line(cell, 2000) for cell in cells]
            if not any(row):
                continue
            if not columns:
                columns = _columns(path, reader.line_num, row)
                continue
            if len(row) > len(columns) and any(row[len(columns) :]):
                raise ConfigError(
                    f"{path}, line {reader.line_num}: more cells than columns; put what has "
                    f"{delimiter!r} in it into quotation marks"
                )
            yield reader.line_num, dict(zip(columns, row, strict=False))
    except csv.Error as error:
        raise ConfigError(f"{path}, line {reader.line_num}: {error}") from None


def _columns(path: Path, line: int, names: Sequence[str]) -> list[str]:
    found = []
    for name in names:
        wanted = name.replace(" ", "").lower()
        key = next((k for k, words in _COLUMNS.items() if wanted in words), None)
        if key is None and wanted:
            raise ConfigError(
                f"{path}, line {line}: unknown column {name!r}; expected {', '.join(_COLUMNS)}"
            )
        if key in found and key is not None:
            raise ConfigError(f"{path}, line {line}: column {name!r} stands there twice")
        found.append(key or "")
    if "name" not in found:
        raise ConfigError(f"{path}, line {line}: no column 'name' among {', '.join(names)}")
    return found


def _unit(row: Mapping[str, str], usual_id: str) -> dict[str, object]:
    name = row["name"]
    said = row.get("kind", "").replace(" ", "").lower()
    kind = _KINDS.get(said, said) or _kind_of(name)
    if kind == "district":
        name = re.sub(r"^(?:อำเภอ|อ\.)\s*", "", name)
    count = ascii_digits(row.get("organizations", "").strip())
    own = [a.strip() for a in re.split(r"[;|,]", row.get("aliases", "")) if a.strip()]
    return {
        "id": row.get("id", "") or usual_id,
        "name": name,
        "kind": kind,
        "aliases": tuple(dict.fromkeys(own)),
        "addresses": tuple(re.findall(r"[^;,\s]+", _said(row.get("addresses", "")))),
        "organizations": _said(count) or 0,
    }


def _said(cell: str) -> str:
    return "" if cell.strip() in _NOTHING else cell


def _kind_of(name: str) -> str:
    if name.startswith((*TOWNS, *TOWNS.values())):
        return "town"
    return "pao" if name.startswith((_PAO, "อบจ")) else "district"


def _usual_aliases(name: str, kind: str) -> list[str]:
    """How offices of that kind write their names on forms."""
    if kind == "district":
        aliases = [f"อ.{name}", f"อำเภอ{name}", f"ที่ว่าการอำเภอ{name}"]
        if name.startswith("เมือง"):
            aliases += ["อ.เมือง", "เมือง", "อำเภอเมือง"]
        short = [f"สถ.อ.{name}", f"สถอ.{name}", f"สนง.สถ.อ.{name}"]
        return [*aliases, *short, f"สำนักงานส่งเสริมการปกครองท้องถิ่นอำเภอ{name}"]
    if kind == "pao":
        place = re.sub(f"^(?:{_PAO}|อบจ\\.?)\\s*", "", name)
        return [f"อบจ.{place}", "อบจ.", f"อบจ. {place}", f"{_PAO}{place}"]
    for word, letters in TOWNS.items():
        if name.startswith((word, letters)):
            place = name.removeprefix(word).removeprefix(letters).strip()
            return [f"{w}{blank}{place}" for w in (letters, word) for blank in ("", " ")]
    return []


def _explained(where: str, row: Mapping[str, str], error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_url=False, include_input=False):
        column = str(problem["loc"][0]) if problem["loc"] else ""
        what = problem["msg"].removeprefix("Value error, ")
        yield f"{where}, column {column}: {what} (there stands {row.get(column, '')!r})"


def _doubles(path: Path, lines: Sequence[int], units: Sequence[UnitConfig]) -> Iterator[str]:
    seen: dict[tuple[str, str], int] = {}
    for line, unit in zip(lines, units, strict=True):
        if not unit.name:
            yield f"{path}, line {line}, column name: is empty"
        if _TOTAL.match(unit.name):
            yield f"{path}, line {line}: {unit.name!r} is the list's total, no unit; leave it out"
        names = [("id", unit.id), ("name", unit.name), *(("aliases", a) for a in unit.aliases)]
        said = [(column, ("spelling", folded(value)), value) for column, value in names]
        said += [("addresses", ("address", a), a) for a in unit.addresses]
        for column, key, value in said:
            first = seen.setdefault(key, line)
            if first != line:
                yield f"{path}, line {line}, column {column}: {value!r} is on line {first} already"
