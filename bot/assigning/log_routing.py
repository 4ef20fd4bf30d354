"""What became of a conversation is put on the log of routing, with its two sentences."""

from datetime import datetime
from typing import Any

from bot.tools import Tools
from crm_store.routing_names import read_routing_names
from crm_store.routings import record_routing
from crm_store.transaction import Transaction
from domain.assignment import Explanation
from domain.conversations import Conversation
from domain.routing_names import RoutingNames
from domain.routings import Routing, RoutingKind
from routing.assignment.telling import with_sentences


def log_routing(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    kind: RoutingKind,
    *,
    now: datetime,
    before: str | None = None,
    by: str | None = None,
    via: str | None = None,
    known: bool = False,
    reason: str = "",
    explanation: Explanation | None = None,
    names: RoutingNames | None = None,
) -> Routing:
    """Put on the log how a conversation stands from now on.

    Args:
        conversation: as it stands after the change.
        before: the staff id of who had it until then.
        by: the staff id of whose doing it was; None for Frontdesk itself.
        via: the queue whose people took it or may take it; None for its own.
        reason: for staff, where more is known than the kind tells.
        names: of all that is to be named, where they are at hand; else they are read.
    """
    since = conversation.waiting_since
    given: dict[str, Any] = {"before": before, "by": by, "known": known, "reason": reason}
    routing = Routing(
        position=0,
        id=tools.ids.new(),
        conversation_id=conversation.id,
        kind=kind,
        agent=conversation.assignee,
        queue=conversation.queue,
        via=via,
        at=now,
        waited=None if since is None else now - since,
        told="",
        explanation=explanation,
        **given,
    )
    known_names = names or read_routing_names(tx, [explanation])
    told = with_sentences(routing, known_names, conversation.language)
    record_routing(tx, told)
    return told
