"""What a rule or trigger would have done, before it is switched on; it only reads."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.automating.apply_rules import PROTECTED
from bot.automating.automation_tools import AutomationTools, read_known_names
from bot.automating.change_automations import parse_checked
from bot.automating.read_automations import get_standing, read_standing
from bot.automating.trigger_candidates import find_fitting
from bot.automating.views import DryRun, Example
from bot.facts.read_facts import flatten_attributes
from crm_store.past_messages import DecidedMessage, list_decided_messages
from crm_store.transaction import Transaction
from domain.automations import Automation, AutomationKind
from domain.errors import ConflictError, InvalidInputError
from domain.routing_facts import RoutingFacts
from routing.automation.checks import find_oddities
from routing.automation.shadowing import check_shadowing
from routing.automation.trial import (
    MOST_EXAMPLES,
    Hit,
    PastMessage,
    TrialSums,
    list_warnings,
    put_in,
    try_on_messages,
)
from routing.urgency_rules import name_urgency

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
_HANDED_OVER: Final = "Escalate"


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
    return rule, others, find_oddities(rule, read_known_names(tx, tools))


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
    messages = [_to_past(each, zone) for each in decided]
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


def _to_past(message: DecidedMessage, zone: ZoneInfo) -> PastMessage:
    handed_over = message.kind == _HANDED_OVER and not message.rule.startswith("rule:")
    return PastMessage(
        reference=message.reference,
        at=message.at,
        who=message.customer_name or message.sender,
        facts=_to_facts(message, zone),
        protected=message.rule in PROTECTED,
        handed_over=handed_over,
        queue=message.queue,
    )


def _to_facts(message: DecidedMessage, zone: ZoneInfo) -> RoutingFacts:
    evidence = message.evidence
    return RoutingFacts(
        channel=message.channel,
        account=f"{message.channel}/{message.account}",
        text=message.text,
        subject=message.subject or "",
        sender=message.sender,
        at=message.at,
        local=message.at.astimezone(zone),
        topic=evidence.get("topic", message.topic),
        language=evidence.get("language", message.language),
        tier=evidence.get("tier", message.tier),
        priority=message.priority or "normal",
        queue=message.queue,
        reason=message.reason or "",
        urgency=name_urgency(message.urgency),
        sentiment=message.sentiment,
        complaint=message.complaint,
        open_conversations=_read_count(evidence.get("open_conversations")),
        recent_breach=_read_day(evidence.get("recent_breach")),
        tags=frozenset(message.tags),
        attributes=flatten_attributes(message.attributes),
    )


def _read_count(value: str | None) -> int:
    return int(value) if value is not None and value.isdecimal() else 0


def _read_day(value: str | None) -> datetime | None:
    try:
        return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)
    except ValueError:
        return None


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
