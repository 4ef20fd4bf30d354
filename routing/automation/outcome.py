"""What all rules that fit a message say together, and what became of each; pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from domain.automations import Action, ActionKind, Automation, RuleScope
from domain.decisions import RuleTrace
from domain.routing_facts import RoutingFacts
from routing.automation.matching import Known, match

RULE_PREFIX: Final = "rule:"
_SLOTS: Final = frozenset(
    {ActionKind.QUEUE, ActionKind.PRIORITY, ActionKind.POLICY, ActionKind.REPLY}
)


def find_nothing_gone(action: Action) -> str | None:  # noqa: ARG001 - stands in for one that looks
    """Say that all that an action names is there."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the rules say of a message.

    Attributes:
        forced: the name of the rule by which a person sees to it whether the bot knew an answer
            or not; None where there is none.
        queue: None where no rule says, as `priority` and `policy`.
        texts: what the customer is told, by language; empty where no rule says.
        tags: of all rules that fit.
        fitting: the names of these rules, in their order.
        set_by: by what was set, the name of the rule that did.
        trace: each rule that was tried, in order.
    """

    forced: str | None = None
    queue: str | None = None
    priority: str | None = None
    policy: str | None = None
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    tags: tuple[str, ...] = ()
    fitting: tuple[str, ...] = ()
    set_by: Mapping[ActionKind, str] = field(default_factory=lambda: MappingProxyType({}))
    trace: tuple[RuleTrace, ...] = ()


def try_rules(
    rules: Sequence[Automation],
    facts: RoutingFacts,
    *,
    handing_over: bool,
    find_gone: Callable[[Action], str | None] = find_nothing_gone,
) -> Outcome:
    """Try the rules in their order.

    The first that sets a queue, priority, agreement or reply has it; tags of all add up. Where the
    bot would not hand over, rules for every message are tried alone; if one of them names a queue,
    a person sees to it, and all rules have their say.

    Args:
        handing_over: whether a person is to see to it anyway.
        find_gone: finds what an action names that there is no more, in words.
    """
    known = Known(facts)
    if handing_over:
        return _try(rules, known, find_gone)
    messages = [each for each in rules if each.scope is RuleScope.MESSAGE]
    alone = _try(messages, known, find_gone)
    if alone.queue is None:
        return alone
    together = _try(rules, known, find_gone)
    return _force(together, alone)


def _force(together: Outcome, alone: Outcome) -> Outcome:
    """A rule that takes a message from the bot does so, whichever rule says where it goes."""
    set_by = dict(together.set_by)
    queue = together.queue
    if queue is None:
        # An earlier rule was the last one to be tried once it was a handoff.
        queue = alone.queue
        set_by[ActionKind.QUEUE] = alone.set_by[ActionKind.QUEUE]
    return Outcome(
        forced=alone.set_by[ActionKind.QUEUE],
        queue=queue,
        priority=together.priority,
        policy=together.policy,
        texts=together.texts,
        tags=together.tags,
        fitting=together.fitting,
        set_by=MappingProxyType(set_by),
        trace=together.trace,
    )


def _try(
    rules: Sequence[Automation], known: Known, find_gone: Callable[[Action], str | None]
) -> Outcome:
    taken: dict[ActionKind, tuple[str, Action]] = {}
    tags: dict[str, None] = {}
    fitting: list[str] = []
    trace: list[RuleTrace] = []
    for rule in rules:
        fit = match(rule, known)
        why = fit.why
        if fit.fits:
            fitting.append(rule.name)
            why = f"{why} {_take(rule, taken, tags, find_gone)}"
        trace.append(RuleTrace(rule=f"{RULE_PREFIX}{rule.name}", hit=fit.fits, why=why))
        if fit.fits and rule.last:
            break
    return _sum_up(taken, tuple(tags), tuple(fitting), tuple(trace))


def _take(
    rule: Automation,
    taken: dict[ActionKind, tuple[str, Action]],
    tags: dict[str, None],
    find_gone: Callable[[Action], str | None],
) -> str:
    """Take what a rule sets that none before it did; tell what that is."""
    told = []
    for action in rule.actions:
        gone = find_gone(action)
        if gone is not None:
            told.append(f"{action.do.value} is left as it is, since {gone}")
        elif action.do is ActionKind.TAG:
            tags[action.to] = None
            told.append(f"tag {action.to}")
        elif action.do in _SLOTS and action.do in taken:
            told.append(f"{action.do.value} was set by {taken[action.do][0]} before")
        elif action.do in _SLOTS:
            taken[action.do] = rule.name, action
            told.append(f"{action.do.value} {action.to}".strip())
    if rule.last:
        told.append("no rule after it is tried")
    return f"So: {'; '.join(told)}."


def _sum_up(
    taken: Mapping[ActionKind, tuple[str, Action]],
    tags: tuple[str, ...],
    fitting: tuple[str, ...],
    trace: tuple[RuleTrace, ...],
) -> Outcome:
    def find(kind: ActionKind) -> str | None:
        return taken[kind][1].to if kind in taken else None

    reply = taken.get(ActionKind.REPLY)
    return Outcome(
        queue=find(ActionKind.QUEUE),
        priority=find(ActionKind.PRIORITY),
        policy=find(ActionKind.POLICY),
        texts=MappingProxyType({}) if reply is None else reply[1].texts,
        tags=tags,
        fitting=fitting,
        set_by=MappingProxyType({kind: name for kind, (name, _) in taken.items()}),
        trace=trace,
    )
