"""A person goes on with what a customer began alone, and sees what was gathered."""

from datetime import datetime

from bot.automating.shape_handoff import shape_handoff
from bot.clocks.follow_change import change_with_clocks
from bot.clocks.promise import make_promise
from bot.clocks.response_due import find_response_clock
from bot.complaints.acknowledge import acknowledge
from bot.complaints.open_for_form import find_taken
from bot.forms.gathered import describe_gathered
from bot.forms.lock_turn import end_run
from bot.forms.say import join_replies, phrase_said, send
from bot.hand_over import hand_over, phrase_handoff
from bot.log_event import log_event
from bot.tools import Tools
from bot.usual_wait import find_usual_wait
from crm_store.action_runs import find_active_run
from crm_store.conversations import find_conversation_by_id
from crm_store.staff import list_queues
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus, Priority
from domain.decisions import Escalate, Understanding
from domain.jobs import Job
from domain.routing import QueueTopics
from domain.self_service import ActionRun, RunState, Said
from routing.complaint_rules import COMPLAINT
from routing.queue_choice import choose_queue


def hand_over_run(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    run: ActionRun,
    said: tuple[Said, ...],
    *,
    reason: str,
    topic: str | None,
    now: datetime,
    customer_name: str | None = None,
    priority: Priority = Priority.NORMAL,
) -> tuple[Job, ...]:
    """Hand a conversation over in the middle of a run, in one reply with what is said of it.

    The run itself must have been set aside or ended before.

    Args:
        topic: that chooses the queue, or None.
    """
    if conversation.with_person:
        return _tell_beside(tx, tools, conversation, run, said, priority, now)
    queue = _choose_queue(tx, conversation, topic)
    escalation = shape_handoff(
        tx,
        tools,
        conversation,
        Escalate(queue=queue, reason=reason, priority=priority, acknowledge=False),
        customer_name=customer_name,
        now=now,
    )
    hand_over(tx, tools, conversation, escalation, customer_name=customer_name, now=now)
    due_at = make_promise(tx, tools, find_response_clock(tx, conversation), now=now)
    conversation = find_conversation_by_id(tx, conversation.id) or conversation
    taken = find_taken(tx, conversation) if reason == COMPLAINT else None
    handoff = phrase_handoff(
        tools,
        conversation,
        escalation,
        (),
        customer_name=customer_name,
        due_at=due_at,
        usual_wait=find_usual_wait(tx, escalation.queue, now=now),
        taken=taken,
        now=now,
    )
    if said:
        handoff = join_replies(phrase_said(tools, conversation, said, now=now), handoff)
    jobs = send(tx, tools, conversation, run, handoff, now=now)
    if taken is not None:
        acknowledge(tx, tools, taken, now=now)
    return jobs


def _tell_beside(  # noqa: PLR0917 - seven things of seven types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    run: ActionRun,
    said: tuple[Said, ...],
    priority: Priority,
    now: datetime,
) -> tuple[Job, ...]:
    """Somebody has it already and hears of it by the log; the customer, what became of it.

    Of what was never tried nothing is said: the bot is silent beside a person.
    """
    conversation = change_with_clocks(
        tx,
        tools,
        conversation,
        now=now,
        status=ConversationStatus.OPEN,
        waiting_since=conversation.waiting_since or now,
        priority=Priority.HIGH if priority is Priority.HIGH else conversation.priority,
    )
    if run.key is None or not said:
        return ()
    return send(
        tx, tools, conversation, run, phrase_said(tools, conversation, said, now=now), now=now
    )


def log_gathered(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    run: ActionRun,
    *,
    now: datetime,
    why: str = "",
) -> None:
    """Log for staff what a run has gathered.

    Args:
        why: a sentence that comes first.
    """
    action = tools.offer.find(run.action)
    text = run.action if action is None else describe_gathered(action, run.slots)
    told = f"{why} {text}" if why else text
    log_event(tx, tools, conversation, told, event="self_service", now=now, run=run.id)


def set_aside(tx: Transaction, tools: Tools, conversation: Conversation, *, now: datetime) -> None:
    """Have the run that a conversation is in the middle of wait until the bot goes on with it."""
    run = find_active_run(tx, conversation.id)
    if run is None or run.state is not RunState.COLLECTING or run.expires_at <= now:
        return
    log_gathered(tx, tools, conversation, run, now=now)
    end_run(tx, run, RunState.HANDED_OVER, outcome=None, now=now)


def _choose_queue(tx: Transaction, conversation: Conversation, topic: str | None) -> str:
    queues = tuple(
        QueueTopics(name=queue.name, topics=queue.topics, default=queue.is_default)
        for queue in list_queues(tx)
    )
    matter = Understanding(
        language=conversation.language or "en", intent="question", confidence=1.0, topic=topic
    )
    return choose_queue(matter, queues)[0]
