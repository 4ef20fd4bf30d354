"""What Aurora Airways promises, written as its supervisor would have written it."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.service_level_desk.change_calendars import save_calendar
from bot.service_level_desk.change_policies import save_policy
from bot.service_level_desk.desk_tools import DeskTools
from bot.tools import Tools
from crm_store.service_level_changes import Change
from crm_store.transaction import Transaction

FILE: Final = Path(__file__).with_name("agreements.toml")
_AUTHOR: Final = "Demo data"


def record_agreements(tx: Transaction, tools: Tools, *, now: datetime) -> None:
    """Record calendars and policies; the queues must be there."""
    document = tomllib.loads(FILE.read_text("utf-8"))
    desk = DeskTools(
        store=tools.store, clock=tools.clock, ids=tools.ids, agreements=tools.agreements
    )
    change = Change(based_on=None, by=_AUTHOR, now=now)
    for name, definition in document["calendars"].items():
        save_calendar(tx, desk, name, definition, change=change)
    for name, definition in document["policies"].items():
        save_policy(tx, desk, name, definition, position=None, change=change)
