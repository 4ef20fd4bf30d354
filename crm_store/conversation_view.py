"""Everything a person needs to go on with a conversation, read at one instant."""

from collections.abc import Mapping
from dataclasses import dataclass

from crm_store.action_runs import get_run, list_runs
from crm_store.clocks import list_clocks
from crm_store.conversations import find_outlet, get_conversation
from crm_store.customer_view import CustomerView, read_customer_view
from crm_store.decisions import list_decisions_on
from crm_store.feedback import list_feedback_in
from crm_store.interactions import get_interaction
from crm_store.joined_log import JoinedLog, list_joined_interactions, read_joined_log
from crm_store.participants import list_participants
from crm_store.raw_messages import get_raw
from crm_store.suppressions import Suppression, find_suppression
from crm_store.transaction import Transaction
from crm_store.whole_bodies import WholeBody, find_whole_body, list_whole_bodies
from domain.conversations import Conversation, Direction, Interaction, Participant
from domain.decisions import DecisionRecord
from domain.errors import NotFoundError
from domain.feedback import AnswerFeedback
from domain.messages import RawMessage
from domain.self_service import ActionRun
from domain.sla_clocks import SlaClock

# What a page shows at once: a visitor may write thousands, and each look reads all of it.
MOST_INTERACTIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationView:
    """A conversation with what was said, why, by when, and with whom.

    Attributes:
        interactions: a part of the log, oldest first.
        earlier: the position to ask for what came before them, None where they begin the log.
        decisions: those that were taken on them.
        whole_bodies: ids of the interactions of which more is kept, and whether that is HTML.
        feedback: what was said of the bot's answers in it.
        suppressions: by address, why nothing is sent to somebody who takes part.
        runs: what the customer did by themselves in it, oldest first.
        joined: which logs the interactions are from, and what was merged and split.
        outlet: the conversation on whose thread a reply goes out; the participants are its.
    """

    conversation: Conversation
    interactions: tuple[Interaction, ...]
    earlier: int | None
    decisions: tuple[DecisionRecord, ...]
    clocks: tuple[SlaClock, ...]
    customer: CustomerView
    participants: tuple[Participant, ...]
    whole_bodies: Mapping[str, bool]
    suppressions: Mapping[str, Suppression]
    feedback: tuple[AnswerFeedback, ...]
    runs: tuple[ActionRun, ...]
    joined: JoinedLog
    outlet: Conversation


def read_conversation_view(
    tx: Transaction, reference: str, *, before: int | None = None, limit: int = MOST_INTERACTIONS
) -> ConversationView:
    """Read a conversation with everything around it.

    Args:
        before: the position before which the interactions end; None for the latest.
        limit: how many interactions to read.

    Raises:
        NotFoundError: there is none of that reference.
    """
    conversation = get_conversation(tx, reference)
    joined = read_joined_log(tx, conversation)
    found = list_joined_interactions(tx, joined, before=before, limit=limit + 1)
    outlet = find_outlet(tx, conversation)
    participants = list_participants(tx, outlet.id)
    said = found[max(0, len(found) - limit) :]
    return ConversationView(
        conversation=conversation,
        interactions=said,
        earlier=said[0].position if said and len(found) > limit else None,
        decisions=list_decisions_on(tx, list(joined.others), [each.id for each in said]),
        clocks=list_clocks(tx, conversation.id),
        customer=read_customer_view(tx, conversation.customer_id),
        participants=participants,
        whole_bodies=_find_whole_bodies(tx, joined, participants, said),
        suppressions=_find_suppressions(tx, outlet, participants),
        feedback=tuple(each for id_ in joined.ids for each in list_feedback_in(tx, id_)),
        runs=tuple(each for id_ in joined.ids for each in list_runs(tx, id_)),
        joined=joined,
        outlet=outlet,
    )


def _find_whole_bodies(
    tx: Transaction,
    joined: JoinedLog,
    participants: tuple[Participant, ...],
    said: tuple[Interaction, ...],
) -> Mapping[str, bool]:
    """Only letters have more to them than is shown, and only these have participants."""
    if participants or joined.merged or joined.moves:
        return list_whole_bodies(tx, [each.id for each in said])
    return {}


def _find_suppressions(
    tx: Transaction, conversation: Conversation, participants: tuple[Participant, ...]
) -> dict[str, Suppression]:
    found = (
        find_suppression(tx, conversation.channel, each.address.value) for each in participants
    )
    return {each.address: each for each in found if each is not None}


def require_run_in(tx: Transaction, reference: str, run_id: str) -> None:
    """Require that a run is one of a conversation's.

    Raises:
        NotFoundError: there is no such conversation, or nothing of that id was begun in it.
    """
    conversation = get_conversation(tx, reference)
    if get_run(tx, run_id).conversation_id != conversation.id:
        raise NotFoundError(f"nothing was begun under {run_id!r} in {reference}")


def read_said(
    tx: Transaction, reference: str, interaction_id: str
) -> tuple[Conversation, Interaction]:
    """Read one thing that was said, with its conversation.

    Raises:
        NotFoundError: there is no such conversation, or nothing of that id in it.
    """
    conversation = get_conversation(tx, reference)
    return conversation, get_interaction(tx, conversation.id, interaction_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeMessage:
    """One message with all that is kept of it.

    Attributes:
        whole: None where the interaction shows all there is.
        participants: of its conversation.
    """

    conversation: Conversation
    said: Interaction
    whole: WholeBody | None
    participants: tuple[Participant, ...]


def read_whole_message(tx: Transaction, reference: str, interaction_id: str) -> WholeMessage:
    """Read one message with its whole body.

    Raises:
        NotFoundError: there is no such conversation, or nothing of that id in it.
    """
    conversation, said = read_said(tx, reference, interaction_id)
    return WholeMessage(
        conversation=conversation,
        said=said,
        whole=find_whole_body(tx, said.id),
        participants=list_participants(tx, conversation.id),
    )


def read_original(tx: Transaction, reference: str, interaction_id: str) -> RawMessage:
    """Read what a message was made of, byte for byte.

    Raises:
        NotFoundError: there is no such message, or it did not come in from outside.
    """
    _, said = read_said(tx, reference, interaction_id)
    raw_id = said.source_ids.get("raw")
    if said.direction is not Direction.IN or not isinstance(raw_id, str):
        raise NotFoundError("this did not come in from outside, so that there is no original of it")
    return get_raw(tx, raw_id)[0]
