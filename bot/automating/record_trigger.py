"""A trigger is done to one conversation, if it still fits and the occasion is new."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.automating.trigger_actions import BY_TRIGGER, perform_trigger
from bot.automating.trigger_occasions import name_quiet
from bot.facts.conversation_facts import read_conversation_facts
from bot.log_event import log_event
from bot.tools import Tools
from crm_store.automation_runs import claim_run, finish_run, list_last_doings
from crm_store.conversations import find_unlocked_conversation
from crm_store.transaction import Transaction
from domain.automations import Automation, AutomationKind
from domain.conversations import Conversation
from domain.errors import FrontdeskError
from routing.automation.matching import Known, match


def record_trigger(
    tx: Transaction,
    tools: Tools,
    trigger: Automation,
    slot: str,
    conversation_id: str,
    *,
    now: datetime,
) -> bool:
    """Do a trigger to one conversation, unless it fits no more or was done for this occasion.

    Returns:
        Whether it was done now.
    """
    conversation = find_unlocked_conversation(tx, conversation_id)
    if conversation is None or not _is_standing(tx, tools, trigger):
        return False
    if not _is_quiet(trigger, conversation, now):
        return False
    zone = tools.settings.time_zone
    facts = read_conversation_facts(tx, conversation, time_zone=zone, now=now)
    if not match(trigger, Known(facts)).fits:
        return False
    last = list_last_doings(tx, [conversation_id])
    occasion = slot or name_quiet(conversation_id, last)
    if not claim_run(tx, trigger, conversation_id, occasion=occasion, done={}, by=None, now=now):
        return False
    done = _perform(tx, tools, trigger, conversation, now=now)
    finish_run(tx, trigger.name, conversation_id, occasion=occasion, done=done)
    return True


def _perform(
    tx: Transaction, tools: Tools, trigger: Automation, conversation: Conversation, *, now: datetime
) -> Mapping[str, str]:
    """Do all of a trigger, or nothing and say why."""
    savepoint = tx.connection.begin_nested()
    try:
        done = perform_trigger(tx, tools, trigger, conversation, now=now)
    except FrontdeskError as error:
        savepoint.rollback()
        text = f"{trigger.title}: nothing was done, as {error}"
        log_event(tx, tools, conversation, text, event=BY_TRIGGER, now=now, automation=trigger.name)
        return {"refused": str(error)}
    savepoint.commit()
    return done


def _is_standing(tx: Transaction, tools: Tools, trigger: Automation) -> bool:
    standing = tools.automations.list_enabled(tx, AutomationKind.TRIGGER)
    return any(each.version == trigger.version for each in standing)


def _is_quiet(trigger: Automation, conversation: Conversation, now: datetime) -> bool:
    idle = None if trigger.schedule is None else trigger.schedule.idle_minutes
    quiet_for = now - conversation.updated_at
    return conversation.merged_into is None and (
        idle is None or quiet_for >= timedelta(minutes=idle)
    )
