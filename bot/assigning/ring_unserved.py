"""Supervisors are told that nobody can take something, once a while for each queue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.assigning.what_to_note import ABSENT, Unserved
from bot.tools import Tools
from crm_store.alerts import record_alert
from crm_store.routing_state import find_state, record_state
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS

# For so long one bell is enough, whoever comes and goes and whoever begins to wait meanwhile.
QUIET: Final = timedelta(minutes=30)
_NAME: Final = "unserved_bells"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bell:
    """Word that nobody can take something.

    Attributes:
        first: the id of the first conversation of which it holds.
    """

    first: str
    note: Unserved


async def ring(tools: Tools, bells: Sequence[Bell], *, now: datetime) -> int:
    """Tell supervisors, one bell for each queue however many lines it has; tell how many."""
    by_key: dict[str, Bell] = {}
    for bell in bells:
        by_key.setdefault(_name_key(bell), bell)
    return await tools.store.run(_record_bells, tools, by_key, now=now) if by_key else 0


def _record_bells(
    tx: Transaction, tools: Tools, bells: Mapping[str, Bell], *, now: datetime
) -> int:
    rung = _read_rung(tx, now)
    wanted = {key: bell for key, bell in bells.items() if key not in rung}
    for bell in wanted.values():
        _tell(tx, tools, bell, now)
    if wanted:
        times = {**rung, **dict.fromkeys(wanted, now.isoformat())}
        record_state(tx, _NAME, times, now=now)
    return len(wanted)


def _read_rung(tx: Transaction, now: datetime) -> dict[str, str]:
    """Read what was told so lately that it is not told again."""
    known = find_state(tx, _NAME) or {}
    return {
        key: at
        for key, at in known.items()
        if timedelta() <= now - datetime.fromisoformat(at) < QUIET
    }


def _tell(tx: Transaction, tools: Tools, bell: Bell, now: datetime) -> None:
    note = bell.note
    others = {1: "", 2: " The same holds of one other."}.get(
        note.number, f" The same holds of {note.number - 1} others."
    )
    record_alert(
        tx,
        alert_id=tools.ids.new(),
        audience=SUPERVISORS,
        conversation_id=bell.first,
        text=f"Nobody can take this: {note.reason}.{others}",
        now=now,
    )
    log.warning("unserved", queue=note.queue, number=note.number, reason=note.reason)


def _name_key(bell: Bell) -> str:
    """Name what is told once: that nobody is there, and that nobody ever could, are two things."""
    kind = ABSENT if bell.note.why == ABSENT else "untrained"
    return f"{kind} {bell.note.queue}"
