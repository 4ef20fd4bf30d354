"""Names in an automation of what there is not, and what is odd about it; pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from domain.automations import (
    Action,
    ActionKind,
    Automation,
    AutomationKind,
    Comparison,
    ConditionField,
    RuleScope,
)
from domain.definition_fields import refuse
from routing.automation.action_definition import ME, NOBODY
from routing.automation.contradictions import find_dead_ways
from routing.automation.fields import advise
from routing.automation.known_names import KnownNames

# What a condition may compare a field with, and what that is called.
_NAMED: Final[Mapping[str, tuple[str, str]]] = {
    ConditionField.QUEUE: ("queues", "queue"),
    ConditionField.CHANNEL: ("channels", "channel"),
    ConditionField.ACCOUNT: ("accounts", "account"),
    ConditionField.ASSIGNEE: ("agents", "agent"),
}
_FREE: Final[Mapping[str, tuple[str, str]]] = {
    ConditionField.TIER: ("tiers", "no customer or agreement has the tier"),
    ConditionField.TOPIC: ("topics", "no queue or article has the topic"),
    ConditionField.TAG: ("tags", "no conversation has the tag"),
    ConditionField.LANGUAGE: ("languages", "the company has not set the language"),
}
_TARGETS: Final[Mapping[ActionKind, tuple[str, str]]] = {
    ActionKind.QUEUE: ("queues", "queue"),
    ActionKind.POLICY: ("policies", "agreement"),
    ActionKind.ASSIGN: ("agents", "agent"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that an automation names and that is not there, by its path, and what to do."""

    field: str
    reason: str


def check_names(automation: Automation, known: KnownNames) -> None:
    """Refuse an automation that names what is not there.

    Raises:
        InvalidInputError: it does; `field` is the path of the first such name.
    """
    for problem in find_problems(automation, known):
        refuse(problem.field, problem.reason)


def find_problems(automation: Automation, known: KnownNames) -> tuple[Problem, ...]:
    """Find everything that an automation names and that is not there."""
    return (*_find_in_conditions(automation, known), *_find_in_actions(automation, known))


def find_gone(action: Action, known: KnownNames) -> str | None:
    """Find what an action names that there is no more, in words; None where all is there."""
    if action.do not in _TARGETS or action.to in {NOBODY, ME}:
        return None
    attribute, what = _TARGETS[action.do]
    there: Collection[str] = getattr(known, attribute)
    return None if action.to in there else f"there is no {what} {action.to!r}"


def find_oddities(
    automation: Automation, known: KnownNames, *, followed: bool = True
) -> tuple[str, ...]:
    """Find what may not be meant, in words: it can be saved all the same.

    Args:
        followed: whether rules stand after it.
    """
    return (
        *_find_free_words(automation, known),
        *(f"{each.field}: {each.reason}" for each in find_dead_ways(automation)),
        *_find_takeover(automation, followed=followed),
    )


def _find_in_conditions(automation: Automation, known: KnownNames) -> Iterator[Problem]:
    for path, name, _, values in _list_named(automation):
        if name not in _NAMED:
            continue
        attribute, what = _NAMED[name]
        there: frozenset[str] = getattr(known, attribute)
        folded = {each.casefold() for each in there}
        for at, value in enumerate(values):
            if value.casefold() not in folded:
                reason = f"there is no {what} {value!r}{advise(value, there, what)}"
                yield Problem(field=f"{path}.values[{at}]", reason=reason)


def _find_in_actions(automation: Automation, known: KnownNames) -> Iterator[Problem]:
    for at, action in enumerate(automation.actions):
        gone = find_gone(action, known)
        if gone is not None:
            attribute, what = _TARGETS[action.do]
            hint = advise(action.to, getattr(known, attribute), what)
            yield Problem(field=f"actions[{at}].to", reason=f"{gone}{hint}")
        for language in action.texts:
            if language not in known.languages:
                yield Problem(
                    field=f"actions[{at}].texts.{language}",
                    reason=f"{language!r} is none of the company's languages"
                    f"{advise(language, known.languages, 'language')}",
                )


def _find_free_words(automation: Automation, known: KnownNames) -> Iterator[str]:
    for path, name, _, values in _list_named(automation):
        if name not in _FREE:
            continue
        attribute, words = _FREE[name]
        there: Collection[str] = getattr(known, attribute)
        folded = {each.casefold() for each in there}
        for value in values:
            if value.casefold() not in folded:
                yield f"{path}: {words} {value!r} yet{advise(value, there, name)}"


def _find_takeover(automation: Automation, *, followed: bool) -> Iterator[str]:
    if automation.kind is not AutomationKind.RULE or not automation.everybody:
        return
    if automation.scope is RuleScope.MESSAGE:
        does = {each.do for each in automation.actions}
        if ActionKind.QUEUE in does:
            yield "it takes every message from the bot, which answers nobody any more"
        elif ActionKind.REPLY in does:
            yield "it answers every message with the same words in place of the bot"
    if automation.last and followed:
        yield "no rule after it is ever tried"


def _list_named(
    automation: Automation,
) -> Iterator[tuple[str, str, Comparison, tuple[str, ...]]]:
    for part in ("all_of", "any_of"):
        for at, condition in enumerate(getattr(automation, part)):
            yield f"{part}[{at}]", condition.field, condition.comparison, condition.values
