"""What was decided of a message as a complaint is done, in the transaction that recorded it."""

from datetime import datetime

from bot.complaints.ask_agent import ask_agent
from bot.complaints.heed_supervisor import heed_supervisor, tell_supervisors
from bot.complaints.intake import Intake, IntakeKind, TakenDown
from bot.complaints.link import link_to
from bot.complaints.log_case import BY_ITSELF
from bot.complaints.move_stage import move_complaint
from bot.complaints.open_complaint import NewCase, open_complaint
from bot.complaints.read_opening import OTHER
from bot.processing import Processing
from bot.tools import Tools
from crm_store.complaint_references import record_complaint_references
from crm_store.complaints import change_complaint, lock_complaint_by_id
from crm_store.conversations import find_conversation_by_id
from crm_store.figure_changes import note_figures
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.complaint_register import ComplaintEvent
from domain.complaints import ComplaintStage
from domain.conversations import Conversation
from domain.decisions import Understanding


def open_for_message(
    tx: Transaction,
    processing: Processing,
    conversation: Conversation,
    intake: Intake,
    *,
    interaction_id: str,
) -> tuple[Conversation, TakenDown | None]:
    """Open a complaint, join the message to a known one, or ask an agent.

    Returns:
        The conversation as it is now, and what the customer is to be told; None for nothing.
    """
    tools, now = processing.tools, processing.now
    if intake.kind is IntakeKind.ASK:
        ask_agent(
            tx,
            tools,
            conversation,
            interaction_id=interaction_id,
            probability=processing.understanding.complaint or 0.0,
            why=intake.why,
            now=now,
        )
        return conversation, None
    understood = processing.understanding
    if intake.complaint is None:
        return open_new(tx, tools, conversation, intake, understood, interaction_id, now)
    return join_known(tx, tools, conversation, intake, intake.complaint, interaction_id, now)


def open_new(  # noqa: PLR0917 - seven things of their own types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    intake: Intake,
    understood: Understanding,
    interaction_id: str | None,
    now: datetime,
) -> tuple[Conversation, TakenDown]:
    """Open a complaint for what was understood of a message; a lawyer's goes to supervisors."""
    opening = intake.opening
    case = NewCase(
        category=intake.facts.felt.reason or OTHER,
        why=intake.why,
        language=intake.facts.felt.language,
        interaction_id=interaction_id,
        product=conversation.topic,
        references=intake.things.all,
        special=tuple(each.case for each in opening.treatments),
        anonymous=intake.anonymous,
        felt=understood,
        facts={"related": list(intake.related)} if intake.related else {},
    )
    conversation, complaint = open_complaint(tx, tools, conversation, case, now=now)
    if opening.supervisor:
        tell_supervisors(tx, tools, complaint, opening.barred, now)
    taken = TakenDown(complaint=complaint, ask=opening.ask, automatic=opening.automatic)
    return conversation, taken


def join_known(  # noqa: PLR0917 - seven things of their own types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    intake: Intake,
    known: Complaint,
    interaction_id: str | None,
    now: datetime,
) -> tuple[Conversation, TakenDown]:
    """Have a known complaint be about this message as well."""
    # Only what opens it again is written there; whoever writes there at once waits for nobody else.
    if intake.kind is IntakeKind.REOPEN and known.conversation_id != conversation.id:
        find_conversation_by_id(tx, known.conversation_id)
    complaint = lock_complaint_by_id(tx, known.id)
    conversation, _ = link_to(
        tx,
        tools,
        complaint,
        conversation,
        why=intake.why,
        interaction_id=interaction_id,
        now=now,
    )
    record_complaint_references(tx, complaint.id, intake.things.all)
    theirs = complaint.customer_id == conversation.customer_id
    anonymous = complaint.anonymous and (intake.anonymous or not theirs)
    complaint = change_complaint(tx, complaint, last_at=now, anonymous=anonymous)
    complaint = heed_supervisor(tx, tools, complaint, intake.opening, conversation, now=now)
    if intake.kind is IntakeKind.REOPEN and complaint.stage in {
        ComplaintStage.RESPONDED,
        ComplaintStage.CLOSED,
    }:
        move = ComplaintEvent(
            to=ComplaintStage.REOPENED, at=now, by=BY_ITSELF, why=intake.opening.why
        )
        complaint = move_complaint(tx, tools, complaint, move, by_id=None, now=now)
    note_figures(tx, complaint.conversation_id)
    automatic = intake.opening.automatic
    return conversation, TakenDown(
        complaint=complaint, again=True, theirs=theirs, automatic=automatic
    )
