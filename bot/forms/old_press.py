"""A button of a question that is not open any more answers none."""

from dataclasses import replace
from datetime import datetime

from bot.place_message import Placed
from bot.processing import Processing
from crm_store.action_runs import find_active_run
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.self_service import RunState


def is_old(offered_at: datetime | None, asked_at: datetime | None) -> bool:
    """Say whether what was pressed was offered before the open question was asked.

    Buttons stay below their messages, and "Yes" stands below many: who answers in words leaves
    the buttons behind, and pressing them later must not confirm something else.
    """
    return offered_at is not None and asked_at is not None and offered_at < asked_at


def drop_old_press(tx: Transaction, processing: Processing, placed: Placed) -> Processing:
    """Take the press of an older question for a message without words, where one is open now.

    Where another program leads, it hears the button's words: only it knows what it asked.
    """
    message = processing.message
    offered_at, place = message.offered_at, (message.channel, message.account)
    if offered_at is None or processing.begins(placed.conversation):
        return processing
    if place in processing.tools.settings.led_by_rasa:
        return processing
    open_since = _list_open_questions(tx, placed.conversation)
    if not open_since or not all(is_old(offered_at, each) for each in open_since):
        return processing
    nothing = replace(
        processing.understanding,
        intent="empty",
        matches=(),
        questions=(),
        topic=None,
        action=None,
        action_words="",
        command=None,
    )
    message = replace(message, text="", full_text="", choice=None)
    return replace(processing, message=message, understanding=nothing)


def _list_open_questions(tx: Transaction, conversation: Conversation) -> list[datetime]:
    """List when the questions were asked that wait for an answer."""
    run, pending = find_active_run(tx, conversation.id), conversation.pending
    asked = [] if pending is None else [pending.asked_at]
    if run is not None and run.state is RunState.COLLECTING and run.asked_at is not None:
        asked.append(run.asked_at)
    return asked
