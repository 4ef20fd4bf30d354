"""A conversation is given to an agent who was chosen for it, and that is put on the log."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.assigning.follow_waiting import follow_taking
from bot.assigning.tell_routing import tell_shortly
from bot.assigning.waiting_items import find_own_queue
from bot.clocks.follow_change import change_with_clocks
from bot.tools import Tools
from crm_store.interactions import record_interaction
from crm_store.routings import record_routing
from crm_store.transaction import Transaction
from domain.assignment import Assignment, Explanation
from domain.conversations import Author, Conversation, Direction
from domain.errors import FrontdeskError
from domain.routing_names import RoutingNames
from domain.routings import Routing, RoutingKind
from domain.staff import StaffMember
from routing.assignment.telling import with_sentences

# What stands further down was far from being chosen, and thousands of lines keep all of it.
_MOST_CANDIDATES: Final = 20
_MOST_REJECTED: Final = 40
# What is wrong with one conversation; what is wrong with the database is no fault of it.
_WRONG: Final = (FrontdeskError, ValueError, TypeError, LookupError, AttributeError)


class NotGivenError(FrontdeskError):
    """A conversation could not be given to anybody, since something about it is wrong.

    Attributes:
        conversation_id: which one.
    """

    def __init__(self, conversation_id: str) -> None:
        super().__init__(f"conversation {conversation_id} cannot be given to anybody for now")
        self.conversation_id = conversation_id


def record_giving(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    agent: StaffMember,
    explanation: Explanation,
    *,
    names: RoutingNames,
    now: datetime,
) -> Conversation:
    """Give a conversation, which is locked and waits, to the agent an explanation chose.

    Args:
        names: of those whom the log names.

    Raises:
        NotGivenError: something about it is wrong; nothing of the transaction may be kept.
    """
    made = explanation.assignment
    assert made is not None  # noqa: S101 - whoever calls has chosen
    try:
        changed = change_with_clocks(
            tx, tools, conversation, now=now, assignee=agent.id, pending=None
        )
        follow_taking(tx, conversation.id, agent=agent.id, now=now)
        _log(tx, tools, changed, agent, explanation, names=names, now=now)
        record_routing(tx, _describe(tools, conversation, explanation, made, names))
    except _WRONG as error:
        raise NotGivenError(conversation.id) from error
    return changed


def _log(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    agent: StaffMember,
    explanation: Explanation,
    *,
    names: RoutingNames,
    now: datetime,
) -> None:
    pulled, why = explanation.pulled, tell_shortly(explanation, names)
    said = f"Taken by {agent.name} as the next one" if pulled else f"Given to {agent.name}"
    record_interaction(
        tx,
        conversation,
        interaction_id=tools.ids.new(),
        direction=Direction.EVENT,
        author=Author.AGENT if pulled else Author.SYSTEM,
        author_id=agent.id if pulled else None,
        author_name=agent.name if pulled else None,
        now=now,
        text=f"{said}: {why}",
        source_ids={"event": "take" if pulled else "assign", "routed": explanation.subject},
    )


def _describe(
    tools: Tools,
    conversation: Conversation,
    explanation: Explanation,
    made: Assignment,
    names: RoutingNames,
) -> Routing:
    references = {conversation.id: conversation.reference}
    routing = Routing(
        position=0,
        id=tools.ids.new(),
        conversation_id=conversation.id,
        kind=RoutingKind.PULLED if explanation.pulled else RoutingKind.PUSHED,
        agent=made.agent,
        before=None,
        by=made.agent if explanation.pulled else None,
        queue=conversation.queue,
        via=find_own_queue(made.via),
        at=explanation.at,
        waited=made.waited,
        known=made.known,
        reason="",
        told="",
        explanation=explanation,
    )
    named = replace(names, references=references)
    told = with_sentences(routing, named, conversation.language)
    return replace(told, explanation=_shorten(explanation))


def _shorten(explanation: Explanation) -> Explanation:
    return replace(
        explanation,
        candidates=explanation.candidates[:_MOST_CANDIDATES],
        rejected=explanation.rejected[:_MOST_REJECTED],
    )
