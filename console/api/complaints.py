"""The complaint register for scripts: reading it, and changing it as staff do at the desk."""

from typing import Any

from bot.complaints.file_findings import Findings
from bot.complaints.open_by_hand import OpenOrder
from complaints.response_edits import ResponseEdits
from console.api.complaint_items import (
    to_complaint_detail,
    to_complaint_item,
    to_preview_item,
)
from console.api.complaint_models import (
    AnsweredQuestion,
    ComplaintDetail,
    ComplaintPage,
    ComplaintQuestionItem,
    ComplaintQuestionList,
    ResponsePreviewItem,
)
from console.api.complaint_requests import (
    ComplaintListQuery,
    NewAnswer,
    NewComplaint,
    NewFindings,
    NewLink,
    NewOwner,
    NewResponse,
    NewSeverity,
    NewStage,
    ResponseWords,
)
from console.api.operation import Call, Query
from console.api.pages import cut_page, resume_list
from crm_store.complaint_list import NOBODY, ComplaintQuery
from crm_store.staff import find_staff_by_email
from domain.errors import InvalidInputError

_MOST_QUESTIONS = 200


async def list_all(call: Call[ComplaintListQuery, None]) -> ComplaintPage:
    """Answer a page of complaints."""
    wanted, after = resume_list(call)
    query = ComplaintQuery(
        stage=wanted.stage,
        severity=wanted.severity,
        owner=wanted.owner if wanted.owner in {None, NOBODY} else await _find(call, wanted.owner),
        category=wanted.category,
        customer_id=wanted.customer,
        late_at=call.now if wanted.late else None,
        open=wanted.open,
        q=wanted.q,
        since=wanted.since,
        until=wanted.until,
    )
    before = None if after is None else str(after)
    rows = await call.services.complaints.list(query, before=before, limit=wanted.limit + 1)
    page, following = cut_page(call, wanted, rows, lambda row: row.complaint.id)
    items = tuple(to_complaint_item(row.complaint, row.reference, call.now) for row in page)
    return ComplaintPage(items=items, next=following)


async def get_one(call: Call[Query, None]) -> ComplaintDetail:
    """Answer a complaint with all that is known of it."""
    return await _read(call)


async def move(call: Call[Query, NewStage]) -> ComplaintDetail:
    """Move a complaint into another stage."""
    await call.services.complaints.move(
        call.path["number"],
        to=call.body.to,
        agent=call.agent,
        why=call.body.why or "",
        outcome=call.body.outcome,
        version=call.body.version,
    )
    return await _read(call)


async def overrule(call: Call[Query, NewSeverity]) -> ComplaintDetail:
    """Set how grave a complaint is."""
    await call.services.complaints.overrule(
        call.path["number"],
        severity=call.body.severity,
        reason=call.body.reason,
        agent=call.agent,
        version=call.body.version,
    )
    return await _read(call)


async def assign(call: Call[Query, NewOwner]) -> ComplaintDetail:
    """Give a complaint to somebody."""
    owner = call.body.owner
    await call.services.complaints.assign(
        call.path["number"],
        owner=None if owner is None else await _find(call, owner),
        agent=call.agent,
        version=call.body.version,
    )
    return await _read(call)


async def file(call: Call[Query, NewFindings]) -> ComplaintDetail:
    """Write down what was found out."""
    body = call.body
    findings = Findings(
        category=body.category,
        product=body.product,
        root_cause=body.root_cause,
        lessons=body.lessons,
    )
    await call.services.complaints.file(
        call.path["number"], findings, agent=call.agent, version=body.version
    )
    return await _read(call)


async def preview(call: Call[Query, ResponseWords]) -> ResponsePreviewItem:
    """Answer what a response would say."""
    shown = await call.services.complaints.preview_response(
        call.path["number"], agent=call.agent, edits=_to_edits(call.body)
    )
    return to_preview_item(shown)


async def respond(call: Call[Query, NewResponse]) -> ComplaintDetail:
    """Send the customer a response."""
    await call.services.complaints.respond(
        call.path["number"],
        agent=call.agent,
        edits=_to_edits(call.body),
        version=call.body.version,
        key=call.body.external_id,
    )
    return await _read(call)


async def open_one(call: Call[Query, NewComplaint]) -> ComplaintDetail:
    """Open a complaint in a conversation."""
    order = _to_order(call.body)
    opened = await call.services.complaints.open(call.path["reference"], order, agent=call.agent)
    return await _read_by_number(call, opened.number)


async def link(call: Call[Query, NewLink]) -> ComplaintDetail:
    """Link a conversation to a complaint."""
    await call.services.complaints.link(
        call.path["number"],
        reference=call.body.conversation,
        agent=call.agent,
        why=call.body.why,
        version=call.body.version,
    )
    return await _read(call)


async def unlink(call: Call[Query, NewLink]) -> ComplaintDetail:
    """Take a conversation off a complaint."""
    await call.services.complaints.unlink(
        call.path["number"],
        reference=call.body.conversation,
        agent=call.agent,
        why=call.body.why,
        version=call.body.version,
    )
    return await _read(call)


async def list_questions(call: Call[Query, None]) -> ComplaintQuestionList:
    """Answer what agents are asked of messages."""
    asked = await call.services.complaints.list_questions(limit=_MOST_QUESTIONS)
    items = tuple(
        ComplaintQuestionItem(
            id=each.question.id,
            conversation=each.conversation.reference,
            interaction_id=each.question.interaction_id,
            text=each.text,
            probability=each.question.probability,
            why=each.question.why,
            at=each.question.at,
        )
        for each in asked
    )
    return ComplaintQuestionList(items=items)


async def answer_question(call: Call[Query, NewAnswer]) -> AnsweredQuestion:
    """Say whether a message is a complaint."""
    wanted, question_id = call.body.complaint, call.path["id"]
    order = None if wanted is None else _to_order(wanted)
    opened = await call.services.complaints.answer_question(question_id, order, agent=call.agent)
    if opened is None:
        return AnsweredQuestion(id=question_id, complaint=None)
    detail = await _read_by_number(call, opened.number)
    return AnsweredQuestion(id=question_id, complaint=detail)


def _to_order(body: NewComplaint) -> OpenOrder:
    return OpenOrder(
        category=body.category,
        why=body.why,
        interaction_id=body.interaction_id,
        tell=body.tell,
        another=body.another,
    )


async def _read_by_number(call: Call[Any, Any], number: str) -> ComplaintDetail:
    return to_complaint_detail(await call.services.complaints.get(number), call.now)


async def _read(call: Call[Any, Any]) -> ComplaintDetail:
    return await _read_by_number(call, call.path["number"])


async def _find(call: Call[Any, Any], owner: str) -> str:
    """Find a member of staff by id or email address.

    Raises:
        InvalidInputError: nobody has the address.
    """
    if "@" not in owner:
        return owner
    member = await call.services.store.read(find_staff_by_email, owner)
    if member is None:
        raise InvalidInputError(f"nobody here has the address {owner!r}", field="owner")
    return member.id


def _to_edits(words: ResponseWords) -> ResponseEdits:
    return ResponseEdits(
        doing=words.doing, apology=words.apology, assurance=words.assurance, more=words.more
    )
