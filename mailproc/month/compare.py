"""A month beside the office's own sheet (unit by field), so that a trial month can win trust."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailproc.config import CampaignConfig, Config
from mailproc.errors import NotUnderstood
from parsers.form import Field
from parsers.forms import all_forms
from parsers.reading import Value
from parsers.thai import ascii_digits, squeeze
from storage import reports
from storage.database import Tx

Values = dict[tuple[str, str], Value]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides by (unit id, field key); only the counts that the sheet has columns for."""

    names: dict[str, str]
    sheet: Values
    stored: Values

    @property
    def differing(self) -> list[tuple[str, str]]:
        """The (unit, field) pairs whose values are not equal, in the sheet's order."""
        keys = dict.fromkeys([*self.sheet, *self.stored])
        return [k for k in keys if self.sheet.get(k) != self.stored.get(k)]

    def lines(self) -> Iterator[str]:
        """One line for each difference, and the sum of it all."""
        for unit, field in self.differing:
            theirs, ours = self.sheet.get((unit, field)), self.stored.get((unit, field))
            yield f"{self.names[unit]} {field}: sheet {_shown(theirs)}, stored {_shown(ours)}"
        compared = len({*self.sheet, *self.stored})
        differ = len(self.differing)
        yield f"{compared} values compared, {compared - differ} equal, {differ} differ"


def compare_sheet(
    tx: Tx, config: Config, campaign: CampaignConfig, period: str, path: Path
) -> Comparison:
    """Compare the counts that stand in the sheet with those that count in the database.

    A row is a unit (its name anywhere in the row), a column a field (its printed label, short name
    or key in a row above). Raises NotUnderstood if the sheet has no such rows and columns.
    """
    fields = all_forms()[campaign.form].counts
    sheet = _read_sheet(path, config, fields)
    columns = {field for _, field in sheet}
    stored = {
        (r.unit or "", reading.field): reading.value
        for r in reports.month(tx, campaign.id, period)
        if r.current
        for reading in r.readings
        if reading.field in columns
    }
    return Comparison({u.id: u.name for u in config.unit}, sheet, stored)


def _read_sheet(path: Path, config: Config, fields: tuple[Field, ...]) -> Values:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, data_only=True, read_only=True)
    except (OSError, BadZipFile, InvalidFileException, KeyError) as error:
        raise NotUnderstood(f"{path}: not an XLSX sheet: {error}") from None
    for worksheet in book.worksheets:
        values = _values(list(worksheet.iter_rows(values_only=True)), config, fields)
        if values:
            return values
    raise NotUnderstood(
        f"{path}: found no rows with units and columns with fields; a row above the units must "
        f"name the fields as on the form, such as {fields[0].short!r} or {fields[0].key!r}"
    )


def _values(cells: list[tuple[Any, ...]], config: Config, fields: tuple[Field, ...]) -> Values:
    columns: dict[int, str] = {}
    values: Values = {}
    for row in cells:
        header = {n: key for n, cell in enumerate(row) if (key := _field_of(cell, fields))}
        if len(header) > len(columns):
            columns = header
            continue
        unit = next(
            (u for cell in row if isinstance(cell, str) and (u := config.find_unit(cell))), None
        )
        if unit is not None and columns:
            values |= {
                (unit.id, key): _number(row[n]) for n, key in columns.items() if n < len(row)
            }
    return values


def _field_of(cell: Any, fields: tuple[Field, ...]) -> str | None:  # noqa: ANN401 - any cell
    if not isinstance(cell, str):
        return None
    wanted = squeeze(cell)
    for field in fields:
        if wanted in {squeeze(s) for s in (field.key, field.short, *field.labels)}:
            return field.key
    return None


def _number(cell: Any) -> Value:  # noqa: ANN401 - any cell
    if isinstance(cell, str):
        digits = ascii_digits(cell.strip()).replace(",", "")
        if digits == "-":
            return 0
        return int(digits) if digits.isdecimal() else cell.strip() or None
    return int(cell) if isinstance(cell, int | float) and float(cell).is_integer() else None


def _shown(value: Value) -> str:
    return "nothing" if value is None else str(value)
