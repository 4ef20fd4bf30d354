"""What a rule or trigger would have done, before it is switched on; it only reads."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.automating.automation_tools import AutomationTools, read_known_names
from bot.automating.change_automations import parse_checked
from bot.automating.read_automations import get_standing, read_standing
from bot.automating.recall_message import recall_message
from bot.automating.trigger_candidates import find_fitting
from bot.automating.views import DryRun, Example
from crm_store.past_messages import DecidedMessage, list_decided_messages
from crm_store.transaction import Transaction
from domain.automations import Automation, AutomationKind
from domain.errors import ConflictError, InvalidInputError
from routing.automation.checks import find_oddities
from routing.automation.shadowing import check_shadowing
from routing.automation.trial import (
    MOST_EXAMPLES,
    Hit,
    TrialSums,
    list_warnings,
    put_in,
    try_on_messages,
)

MOST_MESSAGES: Final = 1_000
MOST_CONVERSATIONS: Final = 500
_NOTE_NOW: Final = (
    "Subjects, tags and what is known of customers are not kept with each message; they were read "
    "as of now."
)
_NOTE_STANDING: Final = (
    "Of {count:,} messages neither the customer's tier nor their other conversations were kept; "
    "the tier was read as of now, and no other conversation or broken promise was assumed."
)
_NOTE_QUEUES: Final = (
    "Queues are those that the messages went to, with the rules that were switched on then."
)
_NOTE_TRIGGERS: Final = "It was tried on conversations as they stand now."


async def dry_run(
    tools: AutomationTools,
    kind: AutomationKind,
    name: str,
    definition: Mapping[str, Any] | None,
    *,
    position: int | None,
    show_words: bool,
) -> DryRun:
    """Tell what one would have done; see `RuleDesk.dry_run`."""
    if kind is AutomationKind.MACRO:
        raise InvalidInputError("a macro is done when an agent asks for it; there is no dry run")
    if kind is AutomationKind.TRIGGER:
        return await tools.store.read(
            _try_trigger, tools, name, definition, show_words=show_words, now=tools.clock.now()
        )
    rule, others, oddities = await tools.store.read(
        _read_rule, tools, name, definition, position=position
    )
    messages = await tools.store.read(list_decided_messages, limit=MOST_MESSAGES)
    # A thousand messages by two hundred rules take a while, in which others are to be served.
    return await asyncio.to_thread(
        _weigh, rule, others, messages, oddities, tools.time_zone, show_words=show_words
    )


def _read_rule(
    tx: Transaction,
    tools: AutomationTools,
    name: str,
    definition: Mapping[str, Any] | None,
    *,
    position: int | None,
) -> tuple[Automation, tuple[Automation, ...], tuple[str, ...]]:
    rule = _find_tried(tx, tools, AutomationKind.RULE, name, definition)
    if position is not None:
        rule = replace(rule, position=position)
    others = tuple(
        each.automation
        for each in read_standing(tx, AutomationKind.RULE)
        if each.readable and each.automation.enabled and each.automation.name != name
    )
    followed = any(each.position >= rule.position for each in others)
    return rule, others, find_oddities(rule, read_known_names(tx, tools), followed=followed)


def _tell_shadowed(rule: Automation, others: tuple[Automation, ...]) -> tuple[str, ...]:
    """Tell whether it is in vain, or has others be so; and whether that was looked for."""
    check, name = check_shadowing(put_in(rule, others)), rule.name
    told = [each.sentence for each in check.shadowed if name == each.rule or name in each.by]
    if check.stopped is not None:
        told.append(check.stopped)
    return tuple(f"{each}." for each in told)


def _find_tried(
    tx: Transaction,
    tools: AutomationTools,
    kind: AutomationKind,
    name: str,
    definition: Mapping[str, Any] | None,
) -> Automation:
    standing = read_standing(tx, kind)
    found = next((each for each in standing if each.automation.name == name), None)
    if definition is None:
        version = get_standing(tx, kind, name)
        if not version.readable:
            raise ConflictError(f"the {kind.value} {name!r} cannot be read; write it anew")
        return version.automation
    place = len(standing) + 1 if found is None else found.automation.position
    return parse_checked(tx, tools, kind, name, definition, position=place, enabled=False)


def _weigh(
    rule: Automation,
    others: tuple[Automation, ...],
    decided: tuple[DecidedMessage, ...],
    oddities: tuple[str, ...],
    time_zone: str,
    *,
    show_words: bool,
) -> DryRun:
    zone = ZoneInfo(time_zone)
    messages = [recall_message(each, zone) for each in decided]
    sums = try_on_messages(rule, others, messages)
    return DryRun(
        looked_at=sums.looked_at,
        since=decided[-1].at if decided else None,
        fitting=sums.fitting,
        hit=sums.hit,
        moves={(before or "", after or ""): n for (before, after), n in sums.moves.items()},
        changes=sums.changes,
        examples=tuple(_to_example(each, show_words=show_words) for each in sums.examples),
        warnings=(*list_warnings(rule, sums), *_tell_shadowed(rule, others), *oddities),
        notes=_list_notes(decided, sums),
    )


def _list_notes(decided: tuple[DecidedMessage, ...], sums: TrialSums) -> tuple[str, ...]:
    if not sums.looked_at:
        return ()
    unknown = sum("tier" not in each.evidence for each in decided)
    standing = (_NOTE_STANDING.format(count=unknown),) if unknown else ()
    return (_NOTE_NOW, *standing, _NOTE_QUEUES)


def _to_example(hit: Hit, *, show_words: bool) -> Example:
    return Example(
        reference=hit.message.reference,
        at=hit.message.at,
        who=hit.message.who if show_words else "",
        words=hit.words if show_words else "",
        before=hit.message.queue or "",
        after=hit.queue or "",
        why=hit.why,
    )


def _try_trigger(
    tx: Transaction,
    tools: AutomationTools,
    name: str,
    definition: Mapping[str, Any] | None,
    *,
    show_words: bool,
    now: datetime,
) -> DryRun:
    trigger = _find_tried(tx, tools, AutomationKind.TRIGGER, name, definition)
    found = find_fitting(tx, trigger, time_zone=tools.time_zone, now=now, limit=MOST_CONVERSATIONS)
    examples = tuple(
        Example(
            reference=conversation.reference,
            at=conversation.updated_at,
            who="",
            words=" ".join(facts.text.split())[:120] if show_words else "",
            before=conversation.queue or "",
            after=conversation.queue or "",
            why=why,
        )
        for conversation, facts, why in found.fitting[:MOST_EXAMPLES]
    )
    hit, looked_at = len(found.fitting), found.looked_at
    warnings = list(find_oddities(trigger, read_known_names(tx, tools)))
    if not hit:
        warnings.insert(0, f"It would do nothing now: it fits none of {looked_at:,} conversations.")
    elif hit == looked_at and looked_at >= 20:
        warnings.insert(0, f"It would be done to every one of {looked_at:,} conversations.")
    return DryRun(
        looked_at=looked_at,
        since=None,
        fitting=hit,
        hit=hit,
        changes={each.do.value: hit for each in trigger.actions} if hit else {},
        examples=examples,
        warnings=tuple(warnings),
        notes=(_NOTE_TRIGGERS,),
    )
