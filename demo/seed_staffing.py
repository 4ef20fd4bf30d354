"""Who at Aurora Airways is trained for what, written as its supervisor would have written it."""

import tomllib
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bot.staffing.change_profile import save_profile
from bot.staffing.change_queue import QueueChange, save_queue
from bot.staffing.change_skills import create_skill
from bot.staffing.floor_tools import Doing, FloorTools
from bot.tools import Tools
from crm_store.agent_profiles import get_agent_profile
from crm_store.staff import get_staff_by_email
from crm_store.transaction import Transaction
from domain.staffing import AgentProfile, Taking
from routing.floor.floor_words import parse_capacity, parse_levels, parse_overflow
from routing.floor.shift_words import parse_shifts

FILE: Final = Path(__file__).with_name("staffing.toml")
_AUTHOR: Final = "Demo data"


def record_staffing(tx: Transaction, tools: Tools, *, now: datetime) -> None:
    """Record skills, profiles and what queues require; staff and queues must be there."""
    document = tomllib.loads(FILE.read_text("utf-8"))
    floor = FloorTools(store=tools.store, clock=tools.clock, time_zone=tools.settings.time_zone)
    doing = Doing(by=_AUTHOR, now=now)
    for name, title in document["skills"].items():
        create_skill(tx, name, title, doing)
    for email, told in document["agents"].items():
        standing = get_agent_profile(tx, get_staff_by_email(tx, email).id)
        save_profile(tx, floor, _train(standing, told), doing)
    for name, told in document["queues"].items():
        change = QueueChange(
            requires=parse_levels(told["requires"]),
            overflow=parse_overflow(told.get("overflow", ())),
        )
        save_queue(tx, name, change, doing)


def _train(profile: AgentProfile, told: dict[str, Any]) -> AgentProfile:
    return replace(
        profile,
        skills=parse_levels(told["skills"]),
        capacity=parse_capacity(told["capacity"]),
        shifts=parse_shifts(told.get("shifts", "")),
        taking=Taking(told["taking"]),
    )
