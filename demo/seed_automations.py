"""The rules, macros and triggers of Aurora Airways, written as its supervisor would have done."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.automating.automation_tools import AutomationTools
from bot.automating.change_automations import save_automation
from bot.automating.import_automations import PARTS
from bot.tools import Tools
from crm_store.service_level_changes import Change
from crm_store.transaction import Transaction

FILE: Final = Path(__file__).with_name("automations.toml")
_AUTHOR: Final = "Demo data"
_LANGUAGES: Final = ("en", "de")


def record_automations(tx: Transaction, tools: Tools, *, now: datetime) -> None:
    """Record rules, macros and triggers; the queues must be there."""
    document = tomllib.loads(FILE.read_text("utf-8"))
    desk = AutomationTools(
        store=tools.store,
        clock=tools.clock,
        ids=tools.ids,
        automations=tools.automations,
        languages=_LANGUAGES,
        time_zone=tools.settings.time_zone,
    )
    change = Change(based_on=None, by=_AUTHOR, now=now)
    for key, kind in PARTS.items():
        for name, definition in document[key].items():
            save_automation(tx, desk, kind, name, definition, position=None, change=change)
