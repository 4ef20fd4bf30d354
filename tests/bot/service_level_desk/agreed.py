"""Definitions that tests of the desk write, and who writes them."""

from typing import Any

from domain.staff import Role
from tests.console.record import make_member
from tests.fakes import MONDAY_MORNING

ANN = make_member(Role.SUPERVISOR, MONDAY_MORNING)
WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def make_office(closes: str = "17:00", **more: Any) -> dict[str, Any]:
    """An office in UTC, Monday to Friday from nine."""
    week = {day: [["09:00", closes]] for day in WORKDAYS}
    return {"title": "Office", "time_zone": "UTC", "week": week} | more


def promise(minutes: int | str = "2h", **more: Any) -> dict[str, Any]:
    """A policy that promises a first response."""
    return {"targets": {"first_response": minutes}} | more


def for_tier(tier: str, **more: Any) -> dict[str, Any]:
    return promise(conditions={"tiers": [tier]}, **more)
