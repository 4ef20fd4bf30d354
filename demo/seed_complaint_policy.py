"""What makes complaints good at Aurora Airways, written as its supervisor would have written it."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bot.redress.policy_changes import save_policy
from crm_store.transaction import Transaction

FILE: Final = Path(__file__).with_name("complaints.toml")
_AUTHOR: Final = "Demo data"
_DAYS_AT_FIRST: Final = 14


def load_complaint_policy() -> Mapping[str, Any]:
    """Read the policy as it is written."""
    return tomllib.loads(FILE.read_text("utf-8"))


def record_complaint_policy(tx: Transaction, *, now: datetime) -> None:
    """Record how it was at first, with vouchers that expired soon; the calendars must be there."""
    first = {**load_complaint_policy(), "voucher_days": _DAYS_AT_FIRST}
    save_policy(tx, first, based_on=None, by=_AUTHOR, now=now)


def adopt_complaint_policy(tx: Transaction, *, by: str, now: datetime) -> None:
    """Make the policy what it is since."""
    save_policy(tx, load_complaint_policy(), based_on=None, by=by, now=now)
