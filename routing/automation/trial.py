"""What a rule would have done to messages that came before it; pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from domain.automations import ActionKind, Automation, RuleScope
from domain.routing_facts import RoutingFacts
from routing.automation.matching import Known, match
from routing.automation.outcome import Outcome, try_rules

MOST_EXAMPLES: Final = 20
_MOST_WORDS: Final = 120
# Fewer messages say nothing of what a rule is like.
_TELLING: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMessage:
    """One message with what is known of it, and what became of it.

    Attributes:
        protected: that the bot said or said nothing by what no rule undoes.
        handed_over: whether a person was to see to it, whatever rules say.
        queue: where it went; None for the bot.
    """

    reference: str
    at: datetime
    who: str
    facts: RoutingFacts
    protected: bool
    handed_over: bool
    queue: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A message that a rule would have hit."""

    message: PastMessage
    queue: str | None
    why: str

    @property
    def words(self) -> str:
        """How the message begins."""
        text = " ".join(self.message.facts.text.split())
        return text if len(text) <= _MOST_WORDS else f"{text[: _MOST_WORDS - 1]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSums:
    """What a rule would have done.

    Attributes:
        looked_at: messages; `open_to_rules` of them are such that any rule has a say.
        fitting: how many its conditions fit.
        hit: how many of these no earlier rule took.
        taken_by: by the earlier rule that was the last one tried, how many it took.
        moves: how many would have gone elsewhere, by (from queue, to queue).
        changes: how many would have had something else changed, by action.
    """

    looked_at: int = 0
    open_to_rules: int = 0
    fitting: int = 0
    hit: int = 0
    taken_by: Mapping[str, int] = field(default_factory=dict)
    moves: Mapping[tuple[str | None, str | None], int] = field(default_factory=dict)
    changes: Mapping[str, int] = field(default_factory=dict)
    examples: tuple[Hit, ...] = ()


def try_on_messages(
    rule: Automation, others: Sequence[Automation], messages: Sequence[PastMessage]
) -> TrialSums:
    """Tell what a rule would have done among others that are switched on.

    Args:
        others: without it, in their order; it is put in by its position.
        messages: the latest first.
    """
    rules = put_in(rule, others)
    fitting, open_to_rules = 0, 0
    taken_by: Counter[str] = Counter()
    moves: Counter[tuple[str | None, str | None]] = Counter()
    changes: Counter[str] = Counter()
    hits: list[Hit] = []
    for message in messages:
        if message.protected and not message.handed_over:
            continue
        open_to_rules += 1
        fit = match(rule, Known(message.facts))
        if not fit.fits:
            continue
        outcome = try_rules(rules, message.facts, handing_over=message.handed_over)
        to_people = message.handed_over or outcome.forced is not None
        if rule.scope is RuleScope.HANDOFF and not to_people:
            continue
        fitting += 1
        if rule.name not in outcome.fitting:
            taken_by[outcome.fitting[-1]] += 1
            continue
        goes_to = _find_queue(rule, message, outcome)
        if goes_to != message.queue:
            moves[message.queue, goes_to] += 1
        changes.update(_list_changes(rule, message, outcome))
        hits.append(Hit(message=message, queue=goes_to, why=fit.why))
    return TrialSums(
        looked_at=len(messages),
        open_to_rules=open_to_rules,
        fitting=fitting,
        hit=len(hits),
        taken_by=dict(taken_by),
        moves=dict(moves),
        changes=dict(changes),
        examples=tuple(hits[:MOST_EXAMPLES]),
    )


def put_in(rule: Automation, others: Sequence[Automation]) -> tuple[Automation, ...]:
    """Put a rule among others, switched on, at its position counted from 1 among all of them."""
    ahead = [each for each in others if each.position < rule.position]
    behind = [each for each in others if each.position >= rule.position]
    return (*ahead, replace(rule, enabled=True), *behind)


def list_warnings(rule: Automation, sums: TrialSums) -> tuple[str, ...]:
    """Tell what should be looked at before a rule is switched on."""
    count = sums.open_to_rules
    if not count:
        return ("There are no messages yet that it could be tried on.",)
    warnings = []
    if not sums.fitting:
        warnings.append(f"It would have hit none of the last {count:,} messages.")
    elif not sums.hit:
        by = " and ".join(repr(each) for each in sums.taken_by)
        warnings.append(
            f"It fits {sums.fitting:,} messages and would have been tried on none: after {by} no "
            "rule is tried. Move it before that."
        )
    elif sums.taken_by:
        by = " and ".join(repr(each) for each in sums.taken_by)
        missed = sum(sums.taken_by.values())
        warnings.append(f"Of {sums.fitting:,} messages that it fits, {by} takes {missed:,} before.")
    if sums.hit == count and count >= _TELLING:
        warnings.append(f"It would have hit every one of the last {count:,} messages.")
    elif sums.hit * 2 > count >= _TELLING:
        warnings.append(f"It would have hit {sums.hit:,} of the last {count:,} messages.")
    taken = sum(number for (before, _), number in sums.moves.items() if before is None)
    if taken and rule.scope is RuleScope.MESSAGE:
        warnings.append(f"It would have taken {taken:,} messages from the bot.")
    return tuple(warnings)


def _find_queue(rule: Automation, message: PastMessage, outcome: Outcome) -> str | None:
    """Find where a message would have gone by this rule; where it went, if others chose."""
    if outcome.set_by.get(ActionKind.QUEUE) == rule.name:
        return outcome.queue
    return message.queue


def _list_changes(rule: Automation, message: PastMessage, outcome: Outcome) -> list[str]:
    changes = [
        kind.value
        for kind in (ActionKind.PRIORITY, ActionKind.POLICY, ActionKind.REPLY)
        if outcome.set_by.get(kind) == rule.name
    ]
    if ActionKind.PRIORITY.value in changes and outcome.priority == message.facts.priority:
        changes.remove(ActionKind.PRIORITY.value)
    tags = {each.to for each in rule.actions if each.do is ActionKind.TAG}
    return changes + ([ActionKind.TAG.value] if tags - message.facts.tags else [])
