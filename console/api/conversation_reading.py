"""Reading conversations off the record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from bot.clocks.read_explained import read_explained_clocks
from bot.describe_run import describe_runs
from bot.tools import Tools
from console.api.action_items import to_action_item
from console.api.clock_items import to_clock_item
from console.api.complaint_items import to_complaint_item
from console.api.complaint_models import ComplaintItem
from console.api.conversation_models import (
    BallotItem,
    ConversationDetail,
    ConversationInteractionItem,
    ConversationItem,
    ConversationPage,
    DecisionItem,
    EvidenceItem,
    RuleItem,
    VerdictItem,
)
from console.api.conversation_requests import ConversationQuery
from console.api.interaction_models import InteractionItem
from console.api.operation import Call, Query
from console.api.pages import cut_page, resume_list
from console.api.routing_items import to_routing_item
from console.api.routing_log_models import RoutingItem
from console.api.understanding_models import UnderstandingItem
from console.services import Services
from crm_store.action_runs import list_runs
from crm_store.ballots import list_ballots_of
from crm_store.complaints import find_spoken_about
from crm_store.conversation_tags import list_tags, map_tags
from crm_store.conversations import get_conversation, get_conversation_by_id
from crm_store.decisions import list_decisions
from crm_store.feedback import list_feedback_in
from crm_store.inbox import InboxFilter, list_conversations_by_id
from crm_store.joined_log import JoinedLog, list_joined_interactions, read_joined_log
from crm_store.routing_names import read_routing_names
from crm_store.routings import list_routings
from crm_store.staff import find_staff_by_email
from crm_store.transaction import Transaction
from domain.conversation_moves import MoveKind
from domain.conversations import Conversation, Interaction
from domain.decisions import (
    Answer,
    Ask,
    Decision,
    DecisionRecord,
    Escalate,
    Ignore,
    Relay,
    RunAction,
)
from domain.self_service import ActionRun

_KINDS: dict[type[Decision], str] = {
    Answer: "answer",
    RunAction: "run_action",
    Ask: "ask",
    Escalate: "escalate",
    Ignore: "ignore",
    Relay: "relay",
}
_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)
# What one answer holds of a conversation: a visitor may write without end.
MOST_INTERACTIONS = 1_000
MOST_DECISIONS = 1_000
MOST_ROUTINGS = 200


async def list_conversations(call: Call[ConversationQuery, None]) -> ConversationPage:
    """Answer a page of conversations."""
    wanted, after = resume_list(call)
    before = None if after is None else str(after)
    rows = await call.services.store.read(_read_page, wanted, before)
    page, following = cut_page(call, wanted, rows, lambda row: row.id)
    tags = await call.services.store.read(map_tags, [row.id for row in page])
    items = tuple(
        ConversationItem.model_validate(row).model_copy(update={"tags": tags.get(row.id, ())})
        for row in page
    )
    return ConversationPage(items=items, next=following)


async def get_one(call: Call[Query, None]) -> ConversationDetail:
    """Answer a conversation with all that is in it."""
    return await read_conversation(call.services, call.path["reference"])


async def read_conversation(services: Services, reference: str) -> ConversationDetail:
    """Read a conversation with the latest of all that is in it.

    Raises:
        NotFoundError: there is none of that reference.
    """
    detail, runs = await services.store.read(
        _read_detail, services.tools, reference, now=services.clock.now()
    )
    described = await describe_runs(runs)
    return detail.model_copy(update={"actions": tuple(map(to_action_item, described))})


def _read_detail(
    tx: Transaction, tools: Tools, reference: str, *, now: datetime
) -> tuple[ConversationDetail, tuple[ActionRun, ...]]:
    conversation = get_conversation(tx, reference)
    joined = read_joined_log(tx, conversation)
    said = list_joined_interactions(tx, joined, limit=MOST_INTERACTIONS)
    clocks = read_explained_clocks(tx, tools, conversation.id, now=now)
    decided = list_decisions(tx, conversation.id, limit=MOST_DECISIONS)
    detail = ConversationDetail(
        **dict(ConversationItem.model_validate(conversation))
        | {"tags": list_tags(tx, conversation.id)},
        interactions=tuple(_to_interaction_item(joined, each) for each in said),
        clocks=tuple(map(to_clock_item, clocks)),
        decisions=tuple(_to_item(each) for each in decided),
        verdicts=tuple(
            VerdictItem.model_validate(each) for each in list_feedback_in(tx, conversation.id)
        ),
        routings=_list_routings(tx, conversation),
        votes=_list_ballots(tx, conversation.id),
        complaint=_find_complaint(tx, conversation, now),
        **_describe_moves(joined),
    )
    return detail, list_runs(tx, conversation.id)


def _find_complaint(
    tx: Transaction, conversation: Conversation, now: datetime
) -> ComplaintItem | None:
    found = find_spoken_about(tx, conversation.id)
    if found is None:
        return None
    main = get_conversation_by_id(tx, found.conversation_id)
    return to_complaint_item(found, main.reference, now)


def _list_ballots(tx: Transaction, conversation_id: str) -> tuple[BallotItem, ...]:
    return tuple(
        BallotItem(
            id=each.id,
            survey=each.survey,
            most=each.survey.most,
            asked_at=each.asked_at,
            closes_at=each.closes_at,
            value=each.value,
            voted_at=each.voted_at,
            changes=each.changes,
            comment=each.comment,
        )
        for each in list_ballots_of(tx, conversation_id)
        if each.asked_at is not None and each.closes_at is not None
    )


def _list_routings(tx: Transaction, conversation: Conversation) -> tuple[RoutingItem, ...]:
    found = list_routings(tx, conversation.id)[-MOST_ROUTINGS:]
    names = read_routing_names(tx, [each.explanation for each in found])
    return tuple(to_routing_item(each, conversation.reference, names) for each in found)


def _to_interaction_item(joined: JoinedLog, said: Interaction) -> ConversationInteractionItem:
    item = InteractionItem.model_validate(said)
    reference = joined.others[said.conversation_id].reference
    # It is checked already, and some of its fields are read from elsewhere than by their names.
    return ConversationInteractionItem.model_construct(**dict(item), conversation=reference)


def _describe_moves(joined: JoinedLog) -> dict[str, Any]:
    """Name what it was merged into, what was merged into it, and what was split off."""
    here, others = joined.conversation, joined.others
    splits = (move for move in joined.moves if move.kind is MoveKind.SPLIT)
    begun = next((move for move in splits if move.target_id == here.id), None)
    return {
        "merged_into": None if here.merged_into is None else others[here.merged_into].reference,
        "merged": tuple(each.reference for each in joined.merged),
        "split_from": None if begun is None else others[begun.source_id].reference,
        "split_off": {said: other.reference for said, other in joined.split_off.items()},
    }


def _read_page(
    tx: Transaction, wanted: ConversationQuery, before: str | None
) -> Sequence[Conversation]:
    assignee = wanted.assignee
    if assignee is not None and "@" in assignee:
        member = find_staff_by_email(tx, assignee)
        assignee = assignee if member is None else member.id
    narrowed = InboxFilter(
        status=wanted.status,
        queue=wanted.queue,
        assignee=assignee,
        q=wanted.q,
        complained=wanted.complaint,
        tag=wanted.tag,
    )
    return list_conversations_by_id(tx, narrowed, before=before, limit=wanted.limit + 1)


def _to_item(record: DecisionRecord) -> DecisionItem:
    detail: dict[str, Any] = _DECISION.dump_python(record.decision, mode="json")
    return DecisionItem(
        id=record.id,
        interaction_id=record.interaction_id,
        kind=_KINDS[type(record.decision)],
        detail=detail,
        rule=record.rule,
        trace=tuple(RuleItem.model_validate(each) for each in record.trace),
        understanding=UnderstandingItem.model_validate(record.understanding),
        evidence=tuple(EvidenceItem.model_validate(each) for each in record.evidence),
        at=record.at,
    )
