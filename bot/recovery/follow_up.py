"""The customer of a closed complaint is asked, once, whether it is right now."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.complaints.log_case import log_case, record_happened
from bot.complaints.plan_next import plan_next
from bot.complaints.refusals import find_other_customer
from bot.compose import BOT, phrase, record_reply
from bot.recovery.open_question import ASK
from bot.start_message import find_unwanted
from bot.tools import Tools
from crm_store.asked_complaints import has_other_matter
from crm_store.complaints import change_complaint
from crm_store.conversations import find_outlet, lock_matter, wake_followers
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, ComplaintEventKind, FollowUpAnswer
from domain.complaint_facts import SpecialCase
from domain.complaints import ComplaintStage
from domain.conversations import Conversation
from domain.jobs import Job
from domain.messages import QuickReply

FOLLOW_UP: Final = "follow_up"
# While another matter is open on the thread, a "no" would be an answer to nobody knows what.
_WAITS: Final = timedelta(hours=1)
_WAITS_AT_MOST: Final = timedelta(days=14)
_PRESSED: Final = "right:"
_BY_PEOPLE_ALONE: Final = frozenset({SpecialCase.LAWYER, SpecialCase.UNSPOKEN_LANGUAGE})


def is_follow_up_due(complaint: Complaint, now: datetime) -> bool:
    """Tell whether a complaint's customer is to be asked by now."""
    at = complaint.follow_up_at
    return at is not None and at <= now and complaint.follow_up_sent_at is None


def record_follow_up(
    tx: Transaction, tools: Tools, complaint: Complaint, *, now: datetime
) -> Complaint:
    """Ask whether it is right now; not in the quiet hours, and not who wants no messages.

    Where letters do not tell matters apart it waits until no other one is open on the thread.

    Args:
        complaint: locked, as its conversation is, and due; see `is_follow_up_due`.
    """
    quiet = tools.settings.quiet_hours
    if quiet is not None and quiet.cover(now):
        return _change(tx, complaint, follow_up_at=quiet.find_free(now))
    conversation = lock_matter(tx, complaint.conversation_id)
    objection = _find_objection(tx, tools, conversation, complaint)
    if conversation is None or objection:
        return _give_up(tx, tools, complaint, objection, now=now)
    if _is_spoken_over(tx, tools, conversation):
        since = complaint.closed_at or now
        if now - since > _WAITS_AT_MOST:
            return _give_up(tx, tools, complaint, "another matter was open there", now=now)
        return _change(tx, complaint, follow_up_at=now + _WAITS)
    say_follow_up(tx, tools, conversation, complaint, ASK, now=now)
    asked = _change(tx, complaint, follow_up_sent_at=now)
    record_happened(tx, asked, ComplaintEventKind.FOLLOW_UP, at=now, to="asked")
    log_case(
        tx, tools, asked, f"The customer was asked whether {complaint.number} is right now", now=now
    )
    return asked


def say_follow_up(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    complaint: Complaint,
    stage: str,
    *,
    now: datetime,
    due_at: datetime | None = None,
) -> tuple[Job, ...]:
    """Ask after a complaint, or say what comes of the answer; nothing else changes by it."""
    outlet = find_outlet(tx, conversation)
    channel = tools.get_channel(outlet.channel, outlet.account).capabilities
    buttons: tuple[QuickReply, ...] = ()
    if stage == ASK and channel.buttons:
        buttons = tuple(
            QuickReply(label="", value=f"{_PRESSED}{complaint.id}:{each.value}")
            for each in FollowUpAnswer
        )
    reply = phrase(
        tools,
        outlet,
        FOLLOW_UP,
        now=now,
        due_at=due_at,
        context={"stage": stage, "number": complaint.number},
        quick_replies=buttons,
    )
    job = record_reply(
        tx,
        tools,
        conversation,
        reply,
        writer=BOT,
        now=now,
        source_ids={FOLLOW_UP: complaint.number, "said": stage},
        # Whoever asks of themselves has nobody at hand to deliver it.
        not_before=now if stage == ASK else None,
    )
    wake_followers(tx, conversation)
    return () if job is None else (job,)


def parse_press(choice: str | None) -> tuple[str, FollowUpAnswer] | None:
    """Read a button's value: the complaint's id and the answer; None where it is none."""
    if choice is None or not choice.startswith(_PRESSED):
        return None
    complaint_id, _, said = choice.removeprefix(_PRESSED).rpartition(":")
    known = {each.value: each for each in FollowUpAnswer}
    return (complaint_id, known[said]) if complaint_id and said in known else None


def _find_objection(
    tx: Transaction, tools: Tools, conversation: Conversation | None, complaint: Complaint
) -> str:
    """Find why nobody is asked, in words; empty where somebody is."""
    if complaint.stage is not ComplaintStage.CLOSED:
        return "it is open again"
    if conversation is None or (conversation.channel, conversation.account) not in tools.channels:
        return "the settings name its account no more"
    if _BY_PEOPLE_ALONE & set(complaint.special):
        return "a lawyer, or a language that nobody speaks, is for people alone"
    if find_other_customer(complaint, find_outlet(tx, conversation)):
        return "its conversation was merged with another customer's, who would be asked"
    unwanted = find_unwanted(tx, conversation)
    return "" if unwanted is None else f"the customer is {_WORDS[unwanted.value]}"


def _is_spoken_over(tx: Transaction, tools: Tools, conversation: Conversation) -> bool:
    """Say whether something else is asked or answered where this would be asked."""
    outlet = find_outlet(tx, conversation)
    threaded = tools.get_channel(outlet.channel, outlet.account).capabilities.threaded
    return not threaded and has_other_matter(tx, outlet)


_WORDS: Final = {
    "opted_out": "not to be written to: they refused messages",
    "unreachable": "not reached at this address any more",
    "with_person": "speaking with a person here already",
}


def _give_up(
    tx: Transaction, tools: Tools, complaint: Complaint, why: str, *, now: datetime
) -> Complaint:
    given_up = _change(tx, complaint, follow_up_at=None)
    record_happened(tx, given_up, ComplaintEventKind.FOLLOW_UP, at=now, to="not_asked", why=why)
    text = f"The customer was not asked whether {complaint.number} is right now: {why}"
    log_case(tx, tools, given_up, text, now=now)
    return given_up


def _change(tx: Transaction, complaint: Complaint, **changes: Any) -> Complaint:
    next_at = plan_next(replace(complaint, **changes))
    return change_complaint(tx, complaint, **changes, next_at=next_at)
