"""Who says in a form that they want to complain has a complaint, new or known."""

from dataclasses import replace
from datetime import datetime

from bot.complaints.find_known import find_known
from bot.complaints.find_references import find_references
from bot.complaints.intake import Intake, IntakeKind, TakenDown
from bot.complaints.open_for_message import join_known, open_new
from bot.complaints.read_opening import is_anonymous, make_facts
from bot.tools import Tools
from complaints.opening import decide_opening, list_treatments
from crm_store.complaints import list_complaints_of
from crm_store.conversations import get_conversation_by_id
from crm_store.customers import get_customer
from crm_store.joined_log import find_last_words, read_joined_log
from crm_store.transaction import Transaction
from domain.complaint_facts import JoiningKind, SpecialCase, choose_ask
from domain.complaints import ComplaintStage
from domain.conversations import Conversation
from domain.decisions import Understanding

_KINDS = {
    JoiningKind.NEW: IntakeKind.OPEN,
    JoiningKind.LINK: IntakeKind.LINK,
    JoiningKind.REOPEN: IntakeKind.REOPEN,
}
_WHY = "the customer says that it is one"


def open_for_form(
    tx: Transaction,
    tools: Tools,
    conversation_id: str,
    about: str,
    understood: Understanding,
    *,
    now: datetime,
) -> TakenDown:
    """Open a complaint for what a customer told when asked what it is about, or join it.

    Args:
        conversation_id: of one that is locked.
        understood: of these words.
    """
    conversation = get_conversation_by_id(tx, conversation_id)
    things = find_references(about, now=now)
    anonymous = is_anonymous(get_customer(tx, conversation.customer_id))
    found = find_known(tx, conversation, about, things, anonymous=anonymous, now=now)
    facts = make_facts(
        understood,
        customer_id=None if anonymous else conversation.customer_id,
        topic=conversation.topic,
        references=things.matters,
        by_hand=True,
    )
    # What it is about they were asked before; and they said that they complain.
    opening = decide_opening(facts)
    told = tuple(each for each in opening.treatments if each.case is not SpecialCase.ABOUT_NOBODY)
    kind = _KINDS[found.joining.kind]
    intake = Intake(
        kind=kind,
        opening=replace(opening, why=_WHY, treatments=told),
        facts=facts,
        things=things,
        why=_WHY if found.complaint is None else found.joining.why,
        anonymous=anonymous,
        complaint=found.complaint,
        related=found.related,
        surely=True,
    )
    said = find_last_words(tx, read_joined_log(tx, conversation))
    said_id = None if said is None else said.id
    if found.complaint is None:
        _, taken = open_new(tx, tools, conversation, intake, understood, said_id, now)
    else:
        _, taken = join_known(tx, tools, conversation, intake, found.complaint, said_id, now)
    return taken


def find_taken(tx: Transaction, conversation: Conversation) -> TakenDown | None:
    """Find what a customer is to be told of the complaint that they spoke of last."""
    spoken_of = [each for each in list_complaints_of(tx, conversation.id) if each.open]
    if not spoken_of:
        return None
    complaint = max(spoken_of, key=lambda each: each.last_at)
    again = complaint.stage is not ComplaintStage.RECEIVED
    ask = "" if again else choose_ask(list_treatments(complaint.special))
    theirs = complaint.customer_id == conversation.customer_id
    return TakenDown(complaint=complaint, again=again, theirs=theirs, ask=ask)
