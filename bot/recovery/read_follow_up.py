"""A message that says whether it is right now: thanked for, or the complaint is opened again."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.assigning.log_routing import log_routing
from bot.clocks.follow_change import change_with_clocks
from bot.clocks.promise import make_promise
from bot.clocks.start_clocks import start_waiting
from bot.complaints.log_case import log_case, record_happened
from bot.complaints.move_stage import move_complaint
from bot.log_event import log_event
from bot.log_message import log_message
from bot.place_message import Placed
from bot.processing import Processing
from bot.recovery.follow_up import FOLLOW_UP, parse_press, say_follow_up
from bot.recovery.judge_recovery import judge_recovery
from bot.recovery.open_question import (
    list_said_there,
    place_answer,
    place_letter_answer,
    still_stands,
)
from bot.recovery.read_vote import may_answer
from bot.thread_message import thread_key
from complaints.answer_reading import read_follow_up
from crm_store.alerts import record_alert
from crm_store.asked_complaints import find_asked_after, find_asked_after_on, find_asking
from crm_store.complaints import change_complaint, find_complaint, lock_complaint_by_id
from crm_store.conversations import wake_followers
from crm_store.staff import get_default_queue
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS
from domain.ballots import Said
from domain.complaint_cases import Complaint, ComplaintEventKind, FollowUpAnswer
from domain.complaint_register import ComplaintEvent
from domain.complaints import ComplaintStage
from domain.conversations import Conversation, ConversationStatus
from domain.jobs import Job
from domain.routings import RoutingKind

_ANSWERED_WITHIN: Final = timedelta(days=14)
_NOT_RIGHT: Final = "the customer says that it is not right"
_BY: Final = "the customer"


def take_follow_up(tx: Transaction, processing: Processing) -> tuple[str, tuple[Job, ...]] | None:
    """Heed a message that says whether a complaint's matter is right now; None for any other.

    As with votes, a button names what it answers, and a text counts where nothing else was said
    since it was asked.
    """
    message = processing.message
    if not may_answer(message):
        return None
    pressed = parse_press(message.choice)
    answer = read_follow_up(message.text) if pressed is None else pressed[1]
    found = None if answer is None else _find(tx, processing, pressed and pressed[0])
    if found is None or (pressed is None and not _stands(tx, processing, found)):
        return None
    complaint, placed = lock_complaint_by_id(tx, found[0].id), found[1]
    if complaint.follow_up_answer is not None or complaint.stage is not ComplaintStage.CLOSED:
        return None
    _log(tx, processing, placed, complaint)
    heed = _note_right if answer is FollowUpAnswer.RIGHT else _note_wrong
    return FOLLOW_UP, heed(tx, processing, placed, complaint)


def _find(
    tx: Transaction, processing: Processing, complaint_id: str | None
) -> tuple[Complaint, Placed] | None:
    since = processing.now - _ANSWERED_WITHIN
    if processing.threaded:
        letter = place_letter_answer(tx, processing)
        if letter is None:
            return None
        seen = find_asked_after(tx, letter.conversation.id, since=since)
        return None if seen is None else (seen, letter)
    if complaint_id is not None:
        seen = find_complaint(tx, complaint_id)
    else:
        seen = find_asked_after_on(tx, thread_key(processing.message), since=since)
    if seen is None or seen.follow_up_sent_at is None or seen.follow_up_answer is not None:
        return None
    asking = find_asking(tx, seen, thread_key(processing.message))
    placed = place_answer(tx, processing, seen.conversation_id, asking)
    return None if placed is None else (seen, placed)


def _stands(tx: Transaction, processing: Processing, found: tuple[Complaint, Placed]) -> bool:
    complaint, placed = found

    def belongs(said: Said) -> bool:
        return said.follow_up == complaint.number

    return still_stands(list_said_there(tx, processing, placed), belongs)


def _note_right(
    tx: Transaction, processing: Processing, placed: Placed, complaint: Complaint
) -> tuple[Job, ...]:
    changed = _write(tx, processing, complaint, FollowUpAnswer.RIGHT, "it is right now")
    judge_recovery(tx, changed, now=processing.now)
    tools, now = processing.tools, processing.now
    return say_follow_up(tx, tools, placed.conversation, changed, "right", now=now)


def _note_wrong(
    tx: Transaction, processing: Processing, placed: Placed, complaint: Complaint
) -> tuple[Job, ...]:
    """Open the complaint again, and have its customer wait for a person as anybody who writes."""
    tools, now = processing.tools, processing.now
    answered = _write(tx, processing, complaint, FollowUpAnswer.WRONG, "it is not right")
    move = ComplaintEvent(to=ComplaintStage.REOPENED, at=now, by=_BY, why=_NOT_RIGHT)
    moved = move_complaint(tx, tools, answered, move, by_id=None, now=now)
    judge_recovery(tx, moved, now=now)
    opened, due_at = _let_wait(tx, processing, placed.conversation)
    record_alert(
        tx,
        alert_id=tools.ids.new(),
        audience=SUPERVISORS,
        conversation_id=opened.id,
        text=f"Complaint {complaint.number} is open again: {_NOT_RIGHT}",
        now=now,
    )
    return say_follow_up(tx, tools, opened, moved, "wrong", now=now, due_at=due_at)


def _let_wait(
    tx: Transaction, processing: Processing, conversation: Conversation
) -> tuple[Conversation, datetime | None]:
    tools, now = processing.tools, processing.now
    since = min(processing.message.received_at, now)
    settled = conversation.status is ConversationStatus.RESOLVED
    opened = change_with_clocks(
        tx,
        tools,
        conversation,
        now=now,
        since=since,
        status=ConversationStatus.OPEN,
        disposition=None,
        resolved_at=None,
        pending=None,
        queue=conversation.queue or get_default_queue(tx).name,
        waiting_since=conversation.waiting_since or now,
    )
    if settled:
        log_event(tx, tools, opened, f"Opened again: {_NOT_RIGHT}", event="reopen", now=now)
    if opened.queue != conversation.queue:
        log_routing(tx, tools, opened, RoutingKind.QUEUED, now=now)
    clock = start_waiting(tx, tools, opened, since=since, now=now)
    return opened, make_promise(tx, tools, clock, now=now)


def _write(
    tx: Transaction,
    processing: Processing,
    complaint: Complaint,
    answer: FollowUpAnswer,
    words: str,
) -> Complaint:
    now = processing.now
    changed = change_complaint(
        tx, complaint, follow_up_answer=answer, follow_up_answered_at=now, last_at=now
    )
    kind = ComplaintEventKind.FOLLOW_UP
    record_happened(tx, changed, kind, at=now, by=_BY, to=answer.value)
    text = f"The customer was asked after {complaint.number} and says that {words}"
    log_case(tx, processing.tools, changed, text, now=now)
    return changed


def _log(tx: Transaction, processing: Processing, placed: Placed, complaint: Complaint) -> None:
    notes = {**processing.message.notes, FOLLOW_UP: complaint.number}
    marked = replace(processing.message, notes=notes)
    log_message(tx, replace(processing, message=marked), placed)
    wake_followers(tx, placed.conversation)
