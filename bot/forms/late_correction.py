"""A customer corrects what they said of something that has ended: "no, I meant AU642"."""

from dataclasses import replace
from datetime import timedelta

from bot.forms.reading import Reading
from bot.forms.slots_read import read_slots
from bot.place_message import Placed
from bot.processing import Processing
from bot.understanding.commands import CORRECT
from crm_store.action_runs import find_active_run, list_runs
from crm_store.transaction import Transaction
from domain.self_service import ActionRun

# What is corrected later than that is a new matter.
LATEST_AFTER = timedelta(minutes=30)


def heed_late_correction(tx: Transaction, processing: Processing, placed: Placed) -> Processing:
    """Take a correction of what has just ended for a request to do the same for what is meant.

    Nothing that was proven or confirmed is carried over: the action begins anew with the facts of
    the correction alone. A message with none of its facts stays what it is.
    """
    understanding = processing.understanding
    if understanding.command != CORRECT or understanding.action is not None:
        return processing
    run = _find_just_ended(tx, processing, placed)
    if run is None or not _tells_facts(processing, run):
        return processing
    return replace(processing, understanding=replace(understanding, action=run.action))


def _find_just_ended(tx: Transaction, processing: Processing, placed: Placed) -> ActionRun | None:
    conversation = placed.conversation
    if processing.begins(conversation) or conversation.with_person:
        return None
    runs = list_runs(tx, conversation.id, limit=1)
    if not runs or find_active_run(tx, conversation.id) is not None:
        return None
    ended = runs[-1].ended_at
    lately = ended is not None and processing.now - ended <= LATEST_AFTER
    return runs[-1] if lately else None


def _tells_facts(processing: Processing, run: ActionRun) -> bool:
    action = processing.tools.offer.find(run.action)
    if action is None:
        return False
    reading = Reading(
        text=processing.message.text,
        language=processing.understanding.language,
        now=processing.now,
        corrected=True,
        time_zone=processing.tools.settings.time_zone,
    )
    blank = replace(run, slots={}, requested=None)
    return bool(read_slots(action.form.slots, blank, reading))
