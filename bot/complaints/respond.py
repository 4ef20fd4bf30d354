"""A complaint is answered: its response, with what it gives, goes out as a whole or not at all."""

from dataclasses import dataclass
from datetime import datetime

from bot.complaints.assign_owner import choose_owner, set_owner
from bot.complaints.compose_response import Composer, make_composer, speak_its_language
from bot.complaints.lock_case import lock_case
from bot.complaints.log_case import record_happened
from bot.complaints.move_stage import move_complaint
from bot.complaints.refusals import require_allowed, require_reachable, require_respondable
from bot.compose import Writer, record_reply
from bot.fit_words import fit_words
from bot.redress.give import GivenWords, give_gesture
from bot.reply import mark_replied
from bot.tools import Tools
from complaints.response_edits import ResponseEdits
from crm_store.conversations import find_outlet
from crm_store.figure_changes import note_figures
from crm_store.interactions import has_interaction
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, ComplaintEventKind
from domain.complaint_register import ComplaintEvent
from domain.complaints import ComplaintStage
from domain.conversations import Author, Conversation, Direction
from domain.errors import ConflictError
from domain.jobs import Job
from domain.staff import StaffMember


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseOrder:
    """What an agent wants sent.

    Attributes:
        version: of the complaint as the agent saw it; None for whatever stands.
        key: names it; one of the same name that is on record already is not said again.
    """

    edits: ResponseEdits
    version: int | None = None
    key: str | None = None


def record_response(
    tx: Transaction,
    tools: Tools,
    number: str,
    *,
    agent: StaffMember,
    order: ResponseOrder,
    now: datetime,
) -> tuple[Complaint, Job | None]:
    """Answer a complaint, give what the policy gives, and move it on; all of it or nothing.

    One that nobody has acknowledged is acknowledged by it.

    Returns:
        The complaint, and the job that delivers the response where one is needed.

    Raises:
        AccessDeniedError: only a supervisor may send it.
        ConflictError: it is answered or closed, a second person has to decide about the gesture
            first, or somebody else changed it.
        InvalidInputError: a part is missing, it is too long for its channel, or its customer does
            not want it or would not get it.
        NotFoundError: there is no such complaint.
    """
    conversation, complaint = lock_case(tx, number)
    outlet = find_outlet(tx, conversation)
    if _was_said(tx, order.key, conversation, outlet):
        return complaint, None
    if order.version not in {None, complaint.version}:
        raise ConflictError(f"somebody else changed {complaint.number} meanwhile; look again")
    require_respondable(complaint)
    require_allowed(complaint, agent)
    require_reachable(tx, complaint, conversation, outlet)
    composer = make_composer(tx, tools, complaint, outlet, agent=agent, edits=order.edits)
    spoken = speak_its_language(complaint, composer)
    given = give_gesture(tx, tools, spoken, now=now, by=agent)
    text = composer.render(given.words).text
    complaint = _move(tx, tools, complaint, conversation, agent, now=now)
    conversation = mark_replied(tx, tools, conversation, agent, now=now)
    job = record_reply(
        tx,
        tools,
        conversation,
        fit_words(tools, outlet, text),
        writer=Writer(author=Author.AGENT, id=agent.id, name=agent.name),
        now=now,
        source_ids={"complaint": complaint.number},
        external_id=order.key,
    )
    _record_answer(tx, complaint, composer, order.edits, given, agent=agent, now=now)
    return complaint, job


def _was_said(tx: Transaction, key: str | None, *places: Conversation) -> bool:
    return key is not None and any(
        has_interaction(tx, place.id, direction=Direction.OUT, external_id=key) for place in places
    )


def _move(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    conversation: Conversation,
    agent: StaffMember,
    *,
    now: datetime,
) -> Complaint:
    received = complaint.stage is ComplaintStage.RECEIVED
    stages = (ComplaintStage.ACKNOWLEDGED,) if received else ()
    for stage in (*stages, ComplaintStage.RESPONDED):
        move = ComplaintEvent(to=stage, at=now, by=agent.name)
        complaint = move_complaint(tx, tools, complaint, move, by_id=agent.id, now=now)
    if complaint.owner is None:
        owner = choose_owner(tx, conversation, agent)
        return set_owner(tx, tools, complaint, owner, by=agent, now=now)
    return complaint


def _record_answer(
    tx: Transaction,
    complaint: Complaint,
    composer: Composer,
    edits: ResponseEdits,
    given: GivenWords,
    *,
    agent: StaffMember,
    now: datetime,
) -> None:
    """Record that a response went out, and what it was made of; never what it said of a code."""
    template = composer.at_work.template
    own = {"apology": edits.apology, "assurance": edits.assurance, "more": edits.more or None}
    record_happened(
        tx,
        complaint,
        ComplaintEventKind.ANSWERED,
        at=now,
        by=agent.name,
        by_id=agent.id,
        why=given.why_nothing,
        facts={
            "template": f"{template.language}/{template.channel}",
            "version": composer.at_work.number,
            "edited": [name for name, words in own.items() if words is not None],
            "gesture": given.gesture_id,
        },
    )
    note_figures(tx, complaint.conversation_id)
