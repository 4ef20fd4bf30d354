"""An agent says that something is a complaint."""

from dataclasses import dataclass
from datetime import datetime

from bot.complaints.find_known import Found, find_known
from bot.complaints.find_references import find_references
from bot.complaints.heed_supervisor import heed_supervisor
from bot.complaints.intake import TakenDown
from bot.complaints.link import link_to
from bot.complaints.open_complaint import NewCase, open_complaint
from bot.complaints.policy_at_work import get_complaint_policy
from bot.complaints.read_opening import is_anonymous, make_facts
from bot.complaints.spoken_languages import list_spoken
from bot.complaints.tell_customer import tell_customer
from bot.tools import Tools
from complaints.opening import decide_opening
from crm_store.complaints import (
    change_complaint,
    list_complaints_of,
    lock_complaint_by_id,
)
from crm_store.conversations import lock_conversation
from crm_store.customers import get_customer
from crm_store.decisions import list_decisions_on
from crm_store.joined_log import list_customer_words, read_joined_log
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.complaint_facts import JoiningKind
from domain.conversations import Conversation
from domain.decisions import Understanding
from domain.errors import ConflictError, InvalidInputError
from domain.jobs import Job
from domain.staff import StaffMember

LONGEST = 2_000
"""Characters of a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOrder:
    """What an agent wants opened.

    Attributes:
        category: one that the policy at work knows.
        why: in the agent's words; may be empty.
        interaction_id: of the customer's message that complains; None for none in particular, such
            as what was said on the telephone.
        tell: whether the customer is told now that it was taken down.
        another: whether one is opened although another is open in the conversation.
    """

    category: str
    why: str = ""
    interaction_id: str | None = None
    tell: bool = False
    another: bool = False


def open_by_hand(
    tx: Transaction,
    tools: Tools,
    reference: str,
    *,
    agent: StaffMember,
    order: OpenOrder,
    now: datetime,
) -> tuple[Complaint, Job | None]:
    """Open a complaint in a conversation, whatever was read in it.

    Returns:
        The complaint, and the job that tells the customer where one is needed.

    Raises:
        InvalidInputError: the policy knows no such category, the reason is too long, the message is
            none of the customer's, or they cannot be told.
        ConflictError: one is open in the conversation, or it was merged into another.
        NotFoundError: there is no such conversation.
    """
    conversation = lock_conversation(tx, reference)
    check_order(tx, order)
    standing = [each for each in list_complaints_of(tx, conversation.id) if each.open]
    if standing and not order.another:
        raise ConflictError(
            f"{standing[0].number} is open in this conversation; see to that one, or say that this "
            "is another matter"
        )
    return open_for_agent(tx, tools, conversation, agent=agent, order=order, now=now)


def check_order(tx: Transaction, order: OpenOrder) -> None:
    """Check what an agent wants opened.

    Raises:
        InvalidInputError: the policy knows no such category, or the reason is too long.
    """
    known = get_complaint_policy(tx).categories
    if order.category not in known:
        raise InvalidInputError(f"choose one of {', '.join(known)}", field="category")
    if len(order.why) > LONGEST:
        raise InvalidInputError(f"say it in {LONGEST} characters", field="why")


def open_for_agent(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    *,
    agent: StaffMember,
    order: OpenOrder,
    now: datetime,
    joins: bool = False,
) -> tuple[Complaint, Job | None]:
    """Open what was checked, in a conversation that is locked; else as `open_by_hand`.

    Args:
        joins: whether what is surely about a known complaint is linked to that.
    """
    felt, text = _read_message(tx, conversation, order.interaction_id)
    things = find_references(text, now=now)
    customer = get_customer(tx, conversation.customer_id)
    anonymous = is_anonymous(customer)
    facts = make_facts(
        felt,
        customer_id=None if anonymous else customer.id,
        topic=conversation.topic,
        references=things.matters,
        spoken=list_spoken(tx, felt),
        by_hand=True,
    )
    opening = decide_opening(facts)
    found = find_known(tx, conversation, text, things, anonymous=anonymous, now=now)
    if joins and found.complaint is not None and found.joining.kind is JoiningKind.LINK:
        linked = _link(tx, tools, conversation, found, order, agent, now)
        return heed_supervisor(tx, tools, linked, opening, conversation, now=now), None
    related = found.list_numbers()
    case = NewCase(
        category=order.category,
        why=order.why.strip() or opening.why,
        language=facts.felt.language,
        interaction_id=order.interaction_id,
        product=conversation.topic,
        references=things.all,
        special=tuple(each.case for each in opening.treatments),
        anonymous=anonymous,
        felt=felt,
        agent=agent,
        facts={"related": list(related)} if related else {},
    )
    conversation, complaint = open_complaint(tx, tools, conversation, case, now=now)
    if not order.tell:
        return complaint, None
    taken = TakenDown(complaint=complaint, ask=opening.ask, automatic=opening.automatic)
    return tell_customer(tx, tools, conversation, taken, agent=agent, now=now)


def _read_message(
    tx: Transaction, conversation: Conversation, interaction_id: str | None
) -> tuple[Understanding, str]:
    """Read what the customer wrote, and what was understood of it then."""
    nothing = Understanding(language=conversation.language or "en", intent="empty", confidence=0.0)
    if interaction_id is None:
        return nothing, ""
    joined = read_joined_log(tx, conversation)
    said = next(
        (each for each in list_customer_words(tx, joined) if each.id == interaction_id), None
    )
    if said is None:
        raise InvalidInputError(
            "choose a message that the customer wrote in this conversation", field="interaction_id"
        )
    found = list_decisions_on(tx, (conversation.id, said.conversation_id), (interaction_id,))
    return (found[-1].understanding if found else nothing), said.text


def _link(  # noqa: PLR0917 - seven things of their own types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    found: Found,
    order: OpenOrder,
    agent: StaffMember,
    now: datetime,
) -> Complaint:
    """Link a message that complains to the complaint that it is about."""
    known = found.complaint
    assert known is not None  # noqa: S101 - whoever calls has looked
    complaint = lock_complaint_by_id(tx, known.id)
    why, said = found.joining.why, order.interaction_id
    link_to(tx, tools, complaint, conversation, why=why, interaction_id=said, agent=agent, now=now)
    return change_complaint(tx, complaint, last_at=now)
