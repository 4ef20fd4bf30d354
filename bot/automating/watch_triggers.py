"""Triggers are looked after: what they fit they are done to, once for each occasion."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.automating.record_trigger import record_trigger
from bot.automating.trigger_candidates import list_candidates
from bot.automating.trigger_occasions import find_slot, name_quiet
from bot.facts.conversation_facts import make_conversation_facts
from bot.see_to_due import MOST_AT_ONCE, PutOff, keep_looking, note_failure, see_to_each
from bot.tools import Tools
from crm_store.automation_runs import (
    list_done_occasions,
    list_last_doings,
)
from crm_store.transaction import Transaction
from domain.automations import Automation, AutomationKind, Comparison, ConditionField
from domain.conversations import Conversation
from routing.automation.matching import Known, check_condition

# So often all conversations are looked through; in between only what is new to a page is.
_SWEEP_EVERY: Final = timedelta(seconds=30)
_PAGE: Final = MOST_AT_ONCE
# What a conversation's own row tells, so that most can be passed over at once.
_OWN: Final = frozenset(
    {
        ConditionField.CHANNEL,
        ConditionField.ACCOUNT,
        ConditionField.TOPIC,
        ConditionField.LANGUAGE,
        ConditionField.PRIORITY,
        ConditionField.QUEUE,
        ConditionField.STATUS,
        ConditionField.TIME,
        ConditionField.WEEKDAY,
    }
)


@dataclass
class Sweep:
    """How far one look through all conversations has come.

    Attributes:
        after: when the last one seen had changed, and its id; None at the beginning.
        next_at: when the next look may begin; None while this one goes on.
    """

    after: tuple[datetime, str] | None = None
    next_at: datetime | None = None


@dataclass
class Progress:
    """How far this process has looked, by version of a trigger, and what it could not see to."""

    sweeps: dict[str, Sweep] = field(default_factory=dict)
    put_off: PutOff = field(default_factory=PutOff)


async def keep_triggering(tools: Tools) -> None:
    """Do what triggers say, for ever."""
    progress = Progress()
    await keep_looking(
        tools, partial(watch_triggers, tools, progress), _find_nothing, failure="triggering_failed"
    )


async def watch_triggers(tools: Tools, progress: Progress | None = None) -> int:
    """Have each trigger look at one page of conversations; tell whether there may be more.

    Returns:
        `MOST_AT_ONCE` where some trigger has further pages to look at now; else fewer.
    """
    progress, now = progress or Progress(), tools.clock.now()
    triggers = await tools.store.read(_list_triggers, tools)
    known = {each.version for each in triggers}
    progress.sweeps = {key: each for key, each in progress.sweeps.items() if key in known}
    more = False
    for trigger in triggers:
        more |= await _look(tools, trigger, progress, now)
    return MOST_AT_ONCE if more else 0


async def _look(tools: Tools, trigger: Automation, progress: Progress, now: datetime) -> bool:
    """Look at the next page for one trigger; tell whether there is another one."""
    sweep = progress.sweeps.setdefault(trigger.version, Sweep())
    if sweep.next_at is not None and sweep.next_at > now:
        return False
    slot = find_slot(trigger, time_zone=tools.settings.time_zone, now=now)
    if slot is None:
        return False
    page, due = await tools.store.read(_list_due, tools, trigger, slot, after=sweep.after, now=now)
    left_alone = progress.put_off.list_left_alone(now=now)
    wanted = [each for each in due if f"{trigger.name} {each}" not in left_alone]
    await see_to_each(wanted, partial(_see_to, tools, trigger, slot, progress.put_off, now=now))
    full = len(page) == _PAGE
    sweep.after = (page[-1].updated_at, page[-1].id) if full else None
    sweep.next_at = None if full else now + _SWEEP_EVERY
    return full


async def _see_to(
    tools: Tools,
    trigger: Automation,
    slot: str,
    put_off: PutOff,
    conversation_id: str,
    *,
    now: datetime,
) -> None:
    name = f"{trigger.name} {conversation_id}"
    try:
        done = await tools.store.run(record_trigger, tools, trigger, slot, conversation_id, now=now)
        put_off.forget(name)
        if done:
            tools.count("trigger", name=trigger.name)
    except Exception as error:  # noqa: BLE001 - one conversation keeps no other waiting
        note_failure(tools, "trigger_failed", error, conversation=conversation_id)
        put_off.put_off(name, now=now)


def _list_triggers(tx: Transaction, tools: Tools) -> tuple[Automation, ...]:
    return tools.automations.list_enabled(tx, AutomationKind.TRIGGER)


def _list_due(
    tx: Transaction,
    tools: Tools,
    trigger: Automation,
    slot: str,
    *,
    after: tuple[datetime, str] | None,
    now: datetime,
) -> tuple[Sequence[Conversation], list[str]]:
    """List a page, and the ids of those on it to which the trigger may have to be done."""
    page = list_candidates(tx, trigger, now=now, after=after, limit=_PAGE)
    zone = tools.settings.time_zone
    able = [each.id for each in page if _may_fit(trigger, each, zone, now)]
    if not able:
        return page, []
    done = list_done_occasions(tx, trigger.name, able)
    last = {} if slot else list_last_doings(tx, able)
    due = [each for each in able if (each, slot or name_quiet(each, last)) not in done]
    return page, due


def _may_fit(
    trigger: Automation, conversation: Conversation, time_zone: str, now: datetime
) -> bool:
    known = Known(make_conversation_facts(conversation, time_zone=time_zone, now=now))
    return all(
        check_condition(each, known).holds for each in trigger.all_of if each.field in _OWN
    ) and not _asks_for_nobody(trigger, conversation)


def _asks_for_nobody(trigger: Automation, conversation: Conversation) -> bool:
    """Say whether a trigger is for what nobody has, and somebody has it."""
    return conversation.assignee is not None and any(
        each.field == ConditionField.ASSIGNEE and each.comparison is Comparison.UNKNOWN
        for each in trigger.all_of
    )


async def _find_nothing() -> None:
    """No instant is known at which a conversation will have been quiet for long enough."""
