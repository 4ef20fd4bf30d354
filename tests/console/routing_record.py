"""Lines of the log of routing, put on record as a test needs them."""

from datetime import datetime, timedelta
from typing import Any

from crm_store.routings import record_routing
from crm_store.transaction import Transaction
from domain.assignment import (
    Assignment,
    Band,
    Candidate,
    Explanation,
    Rejection,
    ScorePart,
)
from domain.conversations import Conversation
from domain.routing_names import RoutingNames
from domain.routings import Routing, RoutingKind
from routing.assignment.telling import with_sentences

NAMES = RoutingNames(
    agents={"s-agent": "Agent Berg", "s-knowledge": "Knowledge Berg"},
    queues={"baggage": "Baggage", "general": "General"},
)


def explain_pull(conversation: Conversation, at: datetime, *, via: str = "baggage") -> Explanation:
    """Explain that `s-agent` asked for the next one, and one other could not be given."""
    parts = (
        ScorePart(name="slack", amount=12.5, words="12.5 minutes left"),
        ScorePart(
            name="weight", amount=1.2, words="gold customer, high priority: counts 1.2 times"
        ),
    )
    return Explanation(
        pulled=True,
        subject="s-agent",
        at=at,
        assignment=Assignment(
            item=conversation.id,
            agent="s-agent",
            queue="baggage",
            via=via,
            language="en",
            at=at,
            waited=timedelta(minutes=9),
        ),
        candidates=(
            Candidate(id=conversation.id, score=-3.25, parts=parts, band=Band.PRESSING),
            Candidate(id="v-2", score=40.0, parts=(), band=Band.IN_HAND),
        ),
        rejected=(
            Rejection(id="v-3", reasons=("does not speak de", "takes no web_chat")),
            Rejection(id="s-gone", reasons=("is offline",)),
        ),
        behind=7,
    )


def put_routing(
    tx: Transaction, conversation: Conversation, kind: RoutingKind, at: datetime, **changes: Any
) -> Routing:
    """Put a line on the log of a conversation in the queue for baggage."""
    number = changes.pop("number", kind.value)
    given: dict[str, Any] = {
        "position": 0,
        "id": f"r-{conversation.id}-{number}",
        "conversation_id": conversation.id,
        "kind": kind,
        "agent": None,
        "before": None,
        "by": None,
        "queue": "baggage",
        "via": None,
        "at": at,
        "waited": timedelta(minutes=9),
        "known": False,
        "reason": "",
        "told": "",
        "explanation": None,
    }
    routing = with_sentences(Routing(**(given | changes)), NAMES, "en")
    record_routing(tx, routing)
    return routing
