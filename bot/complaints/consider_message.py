"""Whether a customer's message opens a complaint, is about a known one, or an agent is asked."""

from typing import Final

from bot.complaints.find_known import Found, find_known
from bot.complaints.find_references import NamedThings, find_numbers, find_references
from bot.complaints.intake import Intake, IntakeKind
from bot.complaints.read_opening import is_anonymous, keep_asking, make_facts, read_opening
from bot.complaints.spoken_languages import list_spoken
from bot.place_message import Placed
from bot.processing import Processing
from bot.thread_message import COURTESIES
from complaints.opening import decide_opening
from crm_store.customers import get_customer
from crm_store.transaction import Transaction
from domain.complaint_facts import JoiningKind, Opening, OpeningFacts, OpeningKind
from domain.customers import Customer
from domain.decisions import RunAction
from domain.routing import Ruling, Situation

# The form of this action opens one itself, once it knows what it is about.
COMPLAINING: Final = "complaint"
_KEYWORDS: Final = "consent_keyword"


def consider_message(
    tx: Transaction,
    processing: Processing,
    placed: Placed,
    *,
    situation: Situation,
    ruling: Ruling,
) -> Intake | None:
    """Say what is to become of a message as a complaint; None where that is nothing.

    Nothing is read for a message that does not complain, in a conversation without a complaint.
    """
    if not _may_complain(situation, ruling):
        return None
    conversation = placed.conversation
    message, understood = processing.message, processing.understanding
    spoken = list_spoken(tx, understood)
    read = _weigh_place(read_opening(understood, spoken), situation, ruling)
    named = find_numbers(message.text)
    courtesy = understood.intent in COURTESIES and read.kind is OpeningKind.IGNORE
    if read.kind is OpeningKind.IGNORE and conversation.complained_at is None and not named:
        return None
    if courtesy and not named:
        return None
    things = find_references(_list_words(processing), now=processing.now)
    anonymous = is_anonymous(_find_customer(tx, placed))
    found = find_known(
        tx, conversation, message.text, things, anonymous=anonymous, now=processing.now
    )
    facts = make_facts(
        understood,
        customer_id=None if anonymous else conversation.customer_id,
        topic=conversation.topic,
        references=things.matters,
        spoken=spoken,
    )
    return _settle(read, found, facts, things, anonymous=anonymous)


def _may_complain(situation: Situation, ruling: Ruling) -> bool:
    if situation.automatic is not None or situation.refuted is not None:
        return False
    decision = ruling.decision
    complaining = isinstance(decision, RunAction) and decision.action == COMPLAINING
    return ruling.rule != _KEYWORDS and not complaining


def _weigh_place(opening: Opening, situation: Situation, ruling: Ruling) -> Opening:
    """Ask an agent where it is not sure whose words they are, or what they were an answer to."""
    if situation.stranger or situation.copied:
        return keep_asking(opening, "written by somebody else than the customer")
    if situation.form is not None and isinstance(ruling.decision, RunAction):
        return keep_asking(opening, "written as an answer in a form")
    return opening


def _settle(
    read: Opening,
    found: Found,
    facts: OpeningFacts,
    things: NamedThings,
    *,
    anonymous: bool,
) -> Intake | None:
    kind = _choose_kind(read, found)
    if kind is None:
        return None
    joins = kind in {IntakeKind.LINK, IntakeKind.REOPEN}
    return Intake(
        kind=kind,
        opening=decide_opening(facts),
        facts=facts,
        things=things,
        why=found.joining.why if joins else read.why,
        anonymous=anonymous,
        complaint=found.complaint if joins else None,
        related=found.related,
        surely=read.kind is OpeningKind.OPEN,
    )


def _choose_kind(read: Opening, found: Found) -> IntakeKind | None:
    """Say what is done: only what surely complains opens one, or opens one again."""
    joined = found.joining.kind
    if joined is JoiningKind.NEW:
        by_reading = {OpeningKind.OPEN: IntakeKind.OPEN, OpeningKind.SUGGEST: IntakeKind.ASK}
        return by_reading.get(read.kind)
    if read.kind is OpeningKind.IGNORE:
        return IntakeKind.LINK if found.meant and joined is JoiningKind.LINK else None
    if joined is JoiningKind.LINK:
        return IntakeKind.LINK
    return IntakeKind.REOPEN if read.kind is OpeningKind.OPEN else IntakeKind.ASK


def _list_words(processing: Processing) -> str:
    """Put together what may name an order: who writes a letter often does in its subject."""
    message = processing.message
    return f"{message.subject or ''}\n{message.text}"


def _find_customer(tx: Transaction, placed: Placed) -> Customer:
    writer, customer_id = placed.writer, placed.conversation.customer_id
    if writer is not None and writer.id == customer_id:
        return writer
    return get_customer(tx, customer_id)
