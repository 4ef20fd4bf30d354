"""The form that a customer is in the middle of, as a routing decision sees it."""

from datetime import datetime, timedelta

from bot.forms.reading import Reading
from bot.forms.slots_read import reads_as_answer
from bot.forms.turn import find_pressed
from bot.place_message import Placed
from bot.processing import Processing
from bot.tools import Tools
from bot.understanding.phrase_lengths import measure_phrase
from bot.understanding.question_words import (
    begins_question,
    find_question_words,
)
from bot.understanding.wording import fold_phrase
from crm_store.action_runs import find_active_run, find_resumable_run
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.decisions import Understanding
from domain.routing import FormSituation
from domain.self_service import ActionRun, RunState

# Who has not answered for so long may have something else in mind.
IDLE_AFTER = timedelta(minutes=30)
_LIVE = frozenset({RunState.COLLECTING, RunState.SUBMITTING})


def find_form(tx: Transaction, processing: Processing, placed: Placed) -> FormSituation | None:
    """Find the form that a message may be for: this conversation's, or one begun elsewhere."""
    tools, message = processing.tools, processing.message
    if not tools.offer.titles or placed.conversation.with_person:
        return None
    run = _find_here(tx, processing, placed.conversation)
    elsewhere = None if run is not None else _find_elsewhere(tx, processing, placed)
    found = run or elsewhere
    action = None if found is None else tools.offer.find(found.action)
    if found is None or action is None:
        return None
    return FormSituation(
        run=found.id,
        action=found.action,
        title=action.title,
        requested=found.requested,
        reads=_reads(
            tools,
            found,
            processing.understanding,
            message.text,
            choice=message.choice,
            now=processing.now,
        ),
        idle=_is_idle(found, processing.now) or found.state is RunState.SUBMITTING,
        elsewhere=elsewhere is not None,
        asks=_asks(message.text, processing.understanding.language),
        topic=action.topic,
    )


def _reads(
    tools: Tools,
    run: ActionRun,
    understanding: Understanding,
    text: str,
    *,
    choice: str | None,
    now: datetime,
) -> bool:
    action = tools.offer.find(run.action)
    if action is None:
        return False
    pressed = find_pressed(run, text, choice)
    reading = Reading(
        text=text,
        language=understanding.language,
        now=now,
        corrected=understanding.command == "correct",
        pressed=pressed,
        choices=run.choices,
        slots=run.slots,
        time_zone=tools.settings.time_zone,
    )
    return pressed is not None or reads_as_answer(action.form.slots, run, reading)


def _asks(text: str, language: str) -> bool:
    """Say whether a text reads as a question, with its mark or by how it begins."""
    words, table = fold_phrase(text), find_question_words(language)
    after = measure_phrase(words, 0, table.additions)
    return "?" in text or begins_question(words, after, table)


def _is_idle(run: ActionRun, now: datetime) -> bool:
    return run.asked_at is not None and now - run.asked_at > IDLE_AFTER


def _find_here(
    tx: Transaction, processing: Processing, conversation: Conversation
) -> ActionRun | None:
    if processing.begins(conversation):
        return None
    run = find_active_run(tx, conversation.id)
    if run is None or run.state not in _LIVE or run.expires_at <= processing.now:
        return None
    return run


def _find_elsewhere(tx: Transaction, processing: Processing, placed: Placed) -> ActionRun | None:
    """Find what the same customer began on another channel, where it is surely the same.

    It is looked for only where the customer asks to go on, or for the same again.
    """
    understanding, writer = processing.understanding, placed.writer
    wanted = understanding.command == "go_on" or understanding.action is not None
    if writer is None or not processing.message.sender.verified or not wanted:
        return None
    run = find_resumable_run(tx, writer.id, action=understanding.action, now=processing.now)
    same = run is not None and run.conversation_id == placed.conversation.id
    return None if same else run
