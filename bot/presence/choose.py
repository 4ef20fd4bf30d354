"""What an agent, or their supervisor, says of their presence."""

from datetime import datetime
from functools import partial
from typing import Final

from bot.presence.change_presence import change_presence
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.assignment import Presence
from domain.errors import InvalidInputError
from domain.staff import StaffMember
from domain.staffing import AgentPresence
from routing.presence import choose

CHOICES: Final = (Presence.AVAILABLE, Presence.AWAY, Presence.OFFLINE)


def parse_choice(text: str) -> Presence:
    """Read what was chosen.

    Raises:
        InvalidInputError: it is none of `CHOICES`.
    """
    if text not in CHOICES:
        raise InvalidInputError(
            f"{text!r} cannot be chosen; choose {', '.join(CHOICES[:-1])} or {CHOICES[-1]}",
            field="presence",
        )
    return Presence(text)


def record_choice(
    tx: Transaction,
    tools: Tools,
    agent: StaffMember,
    chosen: Presence,
    *,
    own: bool = True,
    now: datetime,
) -> AgentPresence | None:
    """Take in that an agent is to count as available, away or offline; it ends a wrap-up.

    Args:
        own: whether the agent chose it; who is not there does not come by another's choice.

    Raises:
        InvalidInputError: it is none of `CHOICES`.
    """
    step = partial(
        choose, policy=tools.settings.routing, chosen=parse_choice(chosen), own=own, now=now
    )
    return change_presence(tx, tools, agent, step, now=now, there=own)
