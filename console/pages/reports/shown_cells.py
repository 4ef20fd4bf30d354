"""Cells of tables in words, as pages show them; pure."""

from datetime import date

from complaints.money import tell_money
from console.pages.report.words import NOTHING, name_day
from console.pages.reports.tables import Cell, Column, Kind
from console.pages.self_service.words import say_time
from console.understanding_words import describe_share


def show_cell(column: Column, cell: Cell) -> str:
    """Tell a cell."""
    value = cell.value
    if value is None or value == "":
        return NOTHING
    if isinstance(value, date):
        return f"{name_day(value)} {value.year}"
    return value if isinstance(value, str) else _show_number(column.kind, value, cell.currency)


def show_interval(cell: Cell) -> str:
    """Tell between what a share truly lies; empty where it is of nothing."""
    if cell.interval is None:
        return ""
    low, high = cell.interval
    return f"{describe_share(low)} to {describe_share(high)}"


def show_money(amount: int, currency: str) -> str:
    """Tell minor units with their thousands apart: `EUR 1,250.00`."""
    code, _, number = tell_money(amount, currency).rpartition(" ")
    whole, point, rest = number.partition(".")
    return f"{code} {int(whole):,}{point}{rest}"


def _show_number(kind: Kind, value: float, currency: str) -> str:
    if kind is Kind.SHARE:
        return describe_share(value)
    if kind is Kind.POINTS:
        number = round(100 * value)
        return f"{number:+}" if number else "±0"
    if kind is Kind.CHANGE:
        return f"{value:+,}" if value else "±0"
    if kind is Kind.SPAN:
        return say_time(value)
    if kind is Kind.MONEY:
        return show_money(int(value), currency)
    return f"{value:,.1f}" if kind is Kind.MEAN else f"{value:,}"
