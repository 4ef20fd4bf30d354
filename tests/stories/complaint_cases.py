"""Complaints of a story, put on the register as of now, and what stands on their record."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.complaints.grade import grade_complaint
from bot.complaints.plan_next import plan_stage
from bot.tools import Tools
from crm_store.complaint_events import list_case_events, make_move, record_case_event
from crm_store.complaints import get_complaint, insert_complaint, link_conversation
from crm_store.conversations import get_conversation
from crm_store.transaction import Transaction
from domain.complaint_cases import CaseEvent, Complaint, LinkedConversation
from domain.complaint_register import ComplaintEvent
from domain.complaints import ComplaintStage
from domain.staff import Role
from tests.stories.story_desk import StoryDesk
from tests.stories.world import ANN

ADA = replace(ANN, id="staff-ada", name="Ada", email="ada@example.com", role=Role.SUPERVISOR)


async def open_case(desk: StoryDesk, thread: str, number: str, **fields: Any) -> Complaint:
    """Open a complaint in the latest conversation of a thread, as it stands.

    Args:
        fields: of the complaint, in place of the usual ones.
    """
    reference = await desk.reference(thread)
    now = desk.clock.now()
    return await desk.system.store.run(
        record_case, desk.system.tools, reference, number, fields, now=now
    )


def record_case(
    tx: Transaction,
    tools: Tools,
    reference: str,
    number: str,
    fields: Mapping[str, Any],
    *,
    now: datetime,
) -> Complaint:
    """Put a complaint of a conversation on the register."""
    conversation = get_conversation(tx, reference)
    category = fields.get("category", "delay")
    graded = grade_complaint(
        tx,
        tools,
        conversation_ids=(conversation.id,),
        customer_id=conversation.customer_id,
        category=category,
        felt=None,
        now=now,
    )
    made = {
        "id": tools.ids.new(),
        "number": number,
        "customer_id": conversation.customer_id,
        "conversation_id": conversation.id,
        "interaction_id": None,
        "channel": conversation.channel,
        "language": conversation.language or "en",
        "category": category,
        "stage": ComplaintStage.RECEIVED,
        "stage_since": now,
        "received_at": now,
        "severity": graded.severity,
        "grade": graded,
        "opened_why": "the story says so",
        "last_at": now,
    }
    complaint = plan_stage(tx, tools, Complaint(**(made | dict(fields))), now=now)
    insert_complaint(tx, complaint)
    link = LinkedConversation(
        complaint_id=complaint.id,
        conversation_id=conversation.id,
        at=now,
        by=None,
        why="the story says so",
    )
    link_conversation(tx, link)
    move = ComplaintEvent(to=ComplaintStage.RECEIVED, at=now, by="Frontdesk")
    record_case_event(tx, make_move(complaint.id, move, at=now, by_id=None))
    return complaint


async def read_complaint(desk: StoryDesk, number: str) -> Complaint:
    """The complaint as it stands on the register."""
    return await desk.system.store.read(get_complaint, number)


async def list_events(desk: StoryDesk, number: str) -> tuple[CaseEvent, ...]:
    """All that happened to a complaint."""
    complaint = await read_complaint(desk, number)
    return await desk.system.store.read(list_case_events, complaint.id)
