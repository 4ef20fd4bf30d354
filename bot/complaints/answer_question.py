"""An agent says whether a message is a complaint."""

from datetime import datetime

from bot.complaints.open_by_hand import OpenOrder, check_order, open_for_agent
from bot.log_event import log_agent_event
from bot.tools import Tools
from crm_store.complaint_questions import get_complaint_question, record_question_answered
from crm_store.conversations import find_conversation_by_id
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.errors import ConflictError, NotFoundError
from domain.jobs import Job
from domain.staff import StaffMember


def answer_question(
    tx: Transaction,
    tools: Tools,
    question_id: str,
    *,
    agent: StaffMember,
    order: OpenOrder | None,
    now: datetime,
) -> tuple[Complaint | None, Job | None]:
    """Open a complaint for the message that was asked about, or note that it is none.

    Args:
        order: what is opened; its message is the one that was asked about. None for no complaint.

    Returns:
        The complaint, and the job that tells the customer where one is needed.

    Raises:
        InvalidInputError: as `open_by_hand`.
        ConflictError: somebody else answered it, or its conversation was merged into another.
        NotFoundError: there is no such question.
    """
    asked = get_complaint_question(tx, question_id)
    conversation = find_conversation_by_id(tx, asked.conversation_id)
    if conversation is not None and conversation.merged_into is not None:
        conversation = find_conversation_by_id(tx, conversation.merged_into)
    if conversation is None:
        raise NotFoundError(f"there is no conversation {asked.conversation_id!r}")
    if get_complaint_question(tx, question_id).answered_at is not None:
        raise ConflictError("somebody else has answered this already; look again")
    if order is None:
        record_question_answered(
            tx, conversation, question_id, by=agent.id, complaint_id=None, now=now
        )
        text, event = f"No complaint, says {agent.name}", "complaint_answered"
        log_agent_event(tx, tools, conversation, agent, text, event=event, now=now)
        return None, None
    check_order(tx, order)
    for_message = OpenOrder(
        category=order.category,
        why=order.why,
        interaction_id=asked.interaction_id,
        tell=order.tell,
    )
    complaint, job = open_for_agent(
        tx, tools, conversation, agent=agent, order=for_message, now=now, joins=True
    )
    # Opening one answers it as well; joining a known one does not.
    record_question_answered(
        tx, conversation, question_id, by=agent.id, complaint_id=complaint.id, now=now
    )
    return complaint, job
