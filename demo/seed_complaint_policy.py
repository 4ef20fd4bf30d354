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


def load_complaint_policy() -> Mapping[str, Any]:
    """Read the policy as it is written."""
    return tomllib.loads(FILE.read_text("utf-8"))


def record_complaint_policy(tx: Transaction, *, now: datetime) -> None:
    """Make the policy the first version; the calendars must be there."""
    save_policy(tx, load_complaint_policy(), based_on=None, by=_AUTHOR, now=now)
