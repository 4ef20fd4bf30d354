"""A run ends: the customer hears how, once, and a person goes on where it takes one."""

from dataclasses import replace

from bot.actions.contract import Ended, Telling
from bot.forms.hand_over_run import hand_over_run, log_gathered
from bot.forms.recording import Recording
from bot.forms.return_to_bot import return_to_bot
from bot.forms.tell_end import tell_end
from bot.log_event import log_event
from crm_store.conversations import find_conversation_by_id
from domain.conversations import Priority
from domain.jobs import Job
from domain.self_service import RunState, Said


def record_ending(recording: Recording, telling: Telling) -> tuple[Job, ...]:
    """Record the end that an action told, with what it changes on our own record."""
    ended = telling.ended or Ended(state=RunState.HANDED_OVER, outcome="handed_over")
    recording = recording.end(
        ended.state,
        ended.outcome,
        level=telling.proven,
        facts={**recording.run.facts, **ended.facts},
    )
    for change in telling.changes:
        change(recording.tx)
    recording = _look_again(recording)
    if telling.handed_over is not None:
        handed = telling.handed_over
        return hand_over(
            recording,
            tuple(telling.said),
            reason=handed.reason,
            topic=handed.topic,
            priority=handed.priority,
        )
    text = f"{recording.action.title}: {ended.outcome.replace('_', ' ')}"
    _log(recording, text)
    tx, tools, run, now = recording.tx, recording.tools, recording.run, recording.now
    conversation = return_to_bot(tx, tools, recording.conversation, run, now=now)
    return tell_end(tx, tools, conversation, run, tuple(telling.said), now=now)


def record_trouble(
    recording: Recording,
    said: tuple[Said, ...],
    *,
    state: RunState,
    outcome: str,
    reason: str,
    why: str,
) -> tuple[Job, ...]:
    """Record that it did not work, or that nobody knows; say no more than is known."""
    recording = recording.end(state, outcome)
    urgent = Priority.HIGH if state is RunState.UNCLEAR else Priority.NORMAL
    return hand_over(recording, said, reason=reason, why=why, priority=urgent)


def hand_over(
    recording: Recording,
    said: tuple[Said, ...],
    *,
    reason: str,
    topic: str | None = None,
    why: str = "",
    priority: Priority = Priority.NORMAL,
) -> tuple[Job, ...]:
    """Log what was gathered, and hand over with a word to the customer."""
    tx, tools, now = recording.tx, recording.tools, recording.now
    log_gathered(tx, tools, recording.conversation, recording.run, now=now, why=why)
    return hand_over_run(
        tx,
        tools,
        recording.conversation,
        recording.run,
        said,
        reason=reason,
        topic=topic or recording.action.topic,
        customer_name=recording.turn.customer.name,
        priority=priority,
        now=now,
    )


def _look_again(recording: Recording) -> Recording:
    """What an action changed may be this very conversation."""
    conversation = find_conversation_by_id(recording.tx, recording.conversation.id)
    return replace(recording, conversation=conversation or recording.conversation)


def _log(recording: Recording, text: str) -> None:
    log_event(
        recording.tx,
        recording.tools,
        recording.conversation,
        text,
        event="self_service",
        now=recording.now,
        run=recording.run.id,
    )
