"""A customer is told that their complaint was taken down, as an agent wants them to be."""

from datetime import datetime

from bot.clocks.promise import make_promise
from bot.clocks.response_due import find_response_clock
from bot.complaints.acknowledge import acknowledge
from bot.complaints.intake import TakenDown, describe_taken
from bot.complaints.lock_case import lock_case
from bot.complaints.refusals import require_own_thread
from bot.compose import BOT, phrase, record_reply
from bot.dead_addresses import require_deliverable
from bot.reply import require_consent
from bot.tools import Tools
from complaints.opening import list_treatments
from crm_store.conversations import find_outlet
from crm_store.customers import get_customer
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.complaint_facts import choose_ask
from domain.complaints import ComplaintStage
from domain.conversations import Conversation
from domain.errors import ConflictError
from domain.jobs import Job
from domain.staff import StaffMember


def tell_customer(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    taken: TakenDown,
    *,
    agent: StaffMember,
    now: datetime,
) -> tuple[Complaint, Job | None]:
    """Tell the customer the number, and by when a person answers; it is acknowledged with that.

    Returns:
        The complaint as it is now, and the job that delivers the words where one is needed.

    Raises:
        InvalidInputError: they have refused messages, or nothing arrives at their address.
    """
    outlet = find_outlet(tx, conversation)
    require_consent(tx, outlet)
    require_deliverable(tx, outlet)
    reply = phrase(
        tools,
        conversation,
        "complaint",
        now=now,
        customer_name=get_customer(tx, conversation.customer_id).name,
        due_at=make_promise(tx, tools, find_response_clock(tx, conversation), now=now),
        context=describe_taken(conversation, taken),
    )
    job = record_reply(tx, tools, conversation, reply, writer=BOT, now=now)
    return acknowledge(tx, tools, taken, agent=agent, now=now), job


def tell_by_hand(
    tx: Transaction, tools: Tools, number: str, *, agent: StaffMember, now: datetime
) -> tuple[Complaint, Job | None]:
    """Tell a customer of a complaint that was opened without; else as `tell_customer`.

    Raises:
        ConflictError: it was acknowledged before, or another customer would be told.
        NotFoundError: there is no such complaint.
    """
    conversation, complaint = lock_case(tx, number)
    if complaint.stage is not ComplaintStage.RECEIVED:
        raise ConflictError(f"{complaint.number} was acknowledged before; write to the customer")
    require_own_thread(complaint, find_outlet(tx, conversation))
    ask = choose_ask(list_treatments(complaint.special))
    taken = TakenDown(complaint=complaint, ask=ask)
    return tell_customer(tx, tools, conversation, taken, agent=agent, now=now)
