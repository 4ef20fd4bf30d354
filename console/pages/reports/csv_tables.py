"""A report's tables as files that spreadsheets read (RFC 4180); pure."""

from datetime import date

from complaints.money import tell_money
from console.pages.report.csv_tables import protect_cell, write_table
from console.pages.reports.tables import (
    Cell,
    Column,
    Kind,
    Table,
    cut,
    list_cells,
    list_written,
)


def write_csv(table: Table) -> str:
    """Write a table: shares from 0 to 1, spans in seconds, money in the currency's own unit."""
    kept = cut(table)
    head = [column.name for column in list_written(kept.columns)]
    rows = (
        [_tell(column, cell) for column, cell in list_cells(kept.columns, row)] for row in kept.rows
    )
    return write_table(head, rows)


def _tell(column: Column, cell: Cell) -> str | int:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return protect_cell(value)
    if isinstance(value, date):
        return value.isoformat()
    if column.kind is Kind.MONEY:
        return tell_money(int(value), cell.currency).rpartition(" ")[2]
    return value if isinstance(value, int) else f"{value:.6g}"
