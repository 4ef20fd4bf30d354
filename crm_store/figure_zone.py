"""The time zone whose days the figures are counted by, which is kept with them."""

from datetime import datetime
from typing import Final

from crm_store.routing_state import find_state, record_state
from crm_store.transaction import Transaction

_NAME: Final = "figures"


def find_figure_zone(tx: Transaction) -> str | None:
    """Find the IANA name of the zone that figures are counted in; None before any was counted."""
    kept = find_state(tx, _NAME)
    return None if kept is None else str(kept["time_zone"])


def record_figure_zone(tx: Transaction, time_zone: str, *, now: datetime) -> None:
    """Write in which zone figures are counted from now on."""
    record_state(tx, _NAME, {"time_zone": time_zone}, now=now)
