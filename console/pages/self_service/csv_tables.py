"""The figures of self-service as files that spreadsheets read; pure."""

from collections.abc import Mapping
from typing import Final

from bot.describe_run import FormWords
from console.pages.report.csv_tables import protect_cell, write_table
from console.pages.self_service.funnels import sort_slots
from domain.self_service import RunState
from domain.self_service_figures import ActionFigures, Drop, SelfServiceReport

_ACTION: Final = (
    *("action", "title", "begun"),
    *RunState,
    *("conversations", "contained", "median_messages", "median_seconds"),
)
_QUESTION: Final = (
    *("action", "slot", "title", "asked", "answered", "told_unasked"),
    *(f"dropped_{drop}" for drop in Drop),
    "median_tries",
)


def write_actions(report: SelfServiceReport, forms: Mapping[str, FormWords]) -> str:
    """Write a line for each action."""
    rows = (
        (
            protect_cell(one.action),
            protect_cell(forms[one.action].title),
            one.begun,
            *(one.count(state) for state in RunState),
            one.conversations,
            one.contained,
            _tell(one.median_messages),
            _tell(one.median_seconds),
        )
        for one in _sort(report)
    )
    return write_table(_ACTION, rows)


def write_questions(report: SelfServiceReport, forms: Mapping[str, FormWords]) -> str:
    """Write a line for each question of each action."""
    rows = (
        (
            protect_cell(one.action),
            protect_cell(slot.slot),
            protect_cell(forms[one.action].name_slot(slot.slot)),
            slot.asked,
            slot.answered,
            slot.told,
            *(slot.dropped.get(drop, 0) for drop in Drop),
            _tell(slot.median_tries),
        )
        for one in _sort(report)
        for slot in sort_slots(one, forms[one.action])
    )
    return write_table(_QUESTION, rows)


def _sort(report: SelfServiceReport) -> list[ActionFigures]:
    return [report.actions[name] for name in sorted(report.actions)]


def _tell(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
