"""A report as one workbook: what it is of on the first sheet, then a sheet for each table.

Every cell is written by the method of its type, so that no words can become a formula or a link.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

import xlsxwriter

from complaints.money import tell_money
from console.pages.reports.tables import (
    Cell,
    Column,
    Kind,
    Table,
    cut,
    list_cells,
    list_written,
)

_OPTIONS: Final = {
    # Rows are written one after the other, so that a large table takes no memory.
    "constant_memory": True,
    # Guards beside the typed methods: nothing is guessed from what a cell's words begin with.
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}
_FORMATS: Final = {
    Kind.COUNT: "#,##0",
    Kind.CHANGE: "+#,##0;-#,##0;0",
    Kind.SHARE: "0.0%",
    Kind.POINTS: "+0.0%;-0.0%;0.0%",
    Kind.SPAN: "[h]:mm:ss",
    Kind.MEAN: "#,##0.00",
    Kind.DAY: "yyyy-mm-dd",
}
_DAY: Final = 86_400
_NARROWEST: Final = 9
_WIDEST: Final = 60
# Longer texts are no cell (ECMA-376, part 1, 18.3.1.40 as Excel has it).
_LONGEST: Final = 32_767
_SHEET_NAME: Final = 31
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What the first sheet says.

    Attributes:
        facts: names and what they are, such as the days; in order.
    """

    title: str
    facts: tuple[tuple[str, str | date | datetime], ...]


def write_workbook(cover: Cover, tables: Sequence[Table]) -> bytes:
    """Write a workbook in the format of Excel 2007 and later (ECMA-376)."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, _OPTIONS)
    formats = _Formats(book)
    _write_cover(book.add_worksheet("About"), cover, tables, formats)
    for place, table in enumerate(tables, start=1):
        _write_table(book.add_worksheet(_name_sheet(place, table)), cut(table), formats)
    book.close()
    return file.getvalue()


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.name = book.add_format({"bold": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def find(self, number_format: str) -> Any:
        """Return the format of a number."""
        if number_format not in self._made:
            self._made[number_format] = self._book.add_format({"num_format": number_format})
        return self._made[number_format]


def _write_cover(sheet: Any, cover: Cover, tables: Sequence[Table], formats: _Formats) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 2, 70)
    sheet.write_string(0, 0, cover.title, formats.title)
    for row, (name, value) in enumerate(cover.facts, start=2):
        sheet.write_string(row, 0, name, formats.name)
        if isinstance(value, date):
            sheet.write_datetime(row, 1, _to_instant(value), formats.find("yyyy-mm-dd"))
        else:
            sheet.write_string(row, 1, value[:_LONGEST], formats.wrapped)
    row = len(cover.facts) + 3
    for place, words in enumerate(("Sheet", "What is counted", "What is left out")):
        sheet.write_string(row, place, words, formats.head)
    for table in tables:
        row += 1
        sheet.write_string(row, 0, table.title, formats.name)
        if table.definition is not None:
            sheet.write_string(row, 1, table.definition.counts, formats.wrapped)
            sheet.write_string(row, 2, table.definition.leaves_out, formats.wrapped)


def _write_table(sheet: Any, table: Table, formats: _Formats) -> None:
    columns = list_written(table.columns)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _choose_width(table, column))
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.title, formats.head)
    for number, row in enumerate(table.rows, start=1):
        for place, (column, cell) in enumerate(list_cells(table.columns, row)):
            _write_cell(sheet, (number, place), column, cell, formats)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(columns) - 1)
    if table.note:
        sheet.write_string(len(table.rows) + 2, 0, table.note)


def _write_cell(
    sheet: Any, place: tuple[int, int], column: Column, cell: Cell, formats: _Formats
) -> None:
    value = cell.value
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(*place, value[:_LONGEST])
    elif isinstance(value, date):
        sheet.write_datetime(*place, _to_instant(value), formats.find(_FORMATS[Kind.DAY]))
    elif column.kind is Kind.MONEY:
        amount, number_format = _tell_money(int(value), cell.currency)
        sheet.write_number(*place, amount, formats.find(number_format))
    else:
        number = value / _DAY if column.kind is Kind.SPAN else value
        sheet.write_number(*place, number, formats.find(_FORMATS.get(column.kind, "General")))


def _choose_width(table: Table, column: Column) -> float:
    """Choose a width in which most of a column can be read, in characters."""
    longest = max(map(len, column.title.split()), default=0)
    if column in table.columns:
        place = table.columns.index(column)
        cells = (row[place].value for row in table.rows[:500])
        longest = max([longest, *(len(each) for each in cells if isinstance(each, str))])
    return float(min(max(longest + 2, _NARROWEST, 12 if column.kind is Kind.DAY else 0), _WIDEST))


def _tell_money(amount: int, currency: str) -> tuple[float, str]:
    """Tell minor units in the currency's own unit, and how it is written."""
    number = tell_money(amount, currency).rpartition(" ")[2]
    places = len(number.partition(".")[2])
    return float(number), f"#,##0.{'0' * places}" if places else "#,##0"


def _name_sheet(place: int, table: Table) -> str:
    """Name a sheet: at most 31 characters, none of which Excel refuses, each name once."""
    name = _NOT_IN_NAMES.sub(" ", table.title).strip("' ")
    return f"{place} {name}"[:_SHEET_NAME].rstrip("' ")


def _to_instant(day: date) -> datetime:
    return (
        datetime.combine(day, time()) if not isinstance(day, datetime) else day.replace(tzinfo=None)
    )
