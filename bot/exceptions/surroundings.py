"""What the sentences about exceptions need to know besides what each source found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.clocks.read_explained import ExplainedClock, read_explained_by_id
from bot.tools import Tools
from crm_store.exceptional.bouncing import map_ways
from crm_store.exceptional.conversation_facts import ConversationFacts, map_conversation_facts
from crm_store.exceptional.look import Look
from crm_store.exceptional.people import map_presence
from crm_store.exceptional.source import Found
from crm_store.needs_person import find_unserved_reasons
from crm_store.routing_names import read_routing_names
from crm_store.transaction import Transaction
from domain.assignment import Presence
from domain.exceptions import ExceptionKind
from domain.routing_names import RoutingNames
from service_levels.told_times import ToldTimes

_THERE: Final = (Presence.AVAILABLE, Presence.WRAP_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known of all that was found.

    Attributes:
        clocks: by their id.
        conversations: by their id.
        unserved: why nobody can take a conversation, by its id, as the log of routing has it.
        ways: the queues that bouncing conversations went through, by their id.
        people: whether those who can log in are there, by their id.
        actions: titles of self-service actions, by their name.
    """

    now: datetime
    time_zone: str
    clocks: Mapping[str, ExplainedClock]
    conversations: Mapping[str, ConversationFacts]
    unserved: Mapping[str, str]
    ways: Mapping[str, tuple[str, ...]]
    names: RoutingNames
    people: Mapping[str, Presence]
    actions: Mapping[str, str]

    def tell(self, at: datetime) -> str:
        """Tell an instant: "Tue 11:25"."""
        return ToldTimes(self.time_zone, self.now, (at,)).tell(at)

    def is_gone(self, staff_id: str) -> bool:
        """Say whether somebody is not there."""
        return self.people.get(staff_id) not in _THERE


def read_surroundings(
    tx: Transaction, tools: Tools, look: Look, found: Sequence[Found]
) -> Surroundings:
    """Read what all of what was found needs, by a few statements."""
    ids = sorted({each.conversation_id for each in found if each.conversation_id is not None})
    clocks = [each.subject for each in found if each.source == "clock"]
    unserved = [
        each.key
        for each in found
        if each.source == "waiting" and each.facts.unserved_since is not None
    ]
    bouncing = [each.key for each in found if each.kind is ExceptionKind.BOUNCING]
    return Surroundings(
        now=look.now,
        time_zone=tools.settings.time_zone,
        clocks=read_explained_by_id(tx, tools, clocks, now=look.now) if clocks else {},
        conversations=map_conversation_facts(tx, ids) if ids else {},
        unserved=_read_reasons(tx, unserved) if unserved else {},
        ways=map_ways(tx, look, bouncing) if bouncing else {},
        names=read_routing_names(tx),
        people=map_presence(tx),
        actions=tools.offer.titles,
    )


def _read_reasons(tx: Transaction, ids: Sequence[str]) -> dict[str, str]:
    return {each: line.reason for each, line in find_unserved_reasons(tx, ids).items()}
