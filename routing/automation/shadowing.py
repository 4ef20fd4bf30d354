"""Rules that are never tried, or have nothing left to say, because of those before them; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.automations import Action, ActionKind, Automation, RuleScope
from routing.automation.coverage import (
    MOST_STEPS,
    Case,
    Universe,
    covers,
    make_cases,
    make_universe,
)

_SHAPING: Final = frozenset({ActionKind.TAG})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowedRule:
    """A rule that is in vain.

    Attributes:
        rule: its name.
        by: names of the earlier ones that leave nothing for it.
        reached: whether it is tried at all.
        sentence: the same in words, with what to do.
    """

    rule: str
    by: tuple[str, ...]
    reached: bool
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowCheck:
    """What came of looking for rules that are in vain.

    Attributes:
        unchecked: names of the rules that were not looked at, since that would have taken too long.
    """

    shadowed: tuple[ShadowedRule, ...] = ()
    unchecked: tuple[str, ...] = ()

    @property
    def stopped(self) -> str | None:
        """That it stopped early, in words with what to do; None where it did not."""
        if not self.unchecked:
            return None
        return (
            f"From the rule {self.unchecked[0]!r} on nobody looked whether rules are in vain: all "
            "of them together have too many conditions for that; take some of them away"
        )


def find_shadowed_rules(rules: Sequence[Automation]) -> tuple[ShadowedRule, ...]:
    """Find the rules that are in vain, as far as `check_shadowing` looks."""
    return check_shadowing(rules).shadowed


def check_shadowing(rules: Sequence[Automation]) -> ShadowCheck:
    """Look for rules that are in vain; what is switched off is left out.

    Of many rules it takes up to a second, and belongs neither into a transaction nor on the event
    loop.

    Args:
        rules: in the order in which they are tried.
    """
    tried = [rule for rule in rules if rule.enabled]
    universe = make_universe(each for rule in tried for each in (*rule.all_of, *rule.any_of))
    cases = [make_cases(rule, universe) for rule in tried]
    found, steps = list[ShadowedRule](), 0
    for at, rule in enumerate(tried):
        steps += sum(len(each) for each in cases[:at]) * len(cases[at])
        if steps > MOST_STEPS:
            unchecked = tuple(each.name for each in tried[at:])
            return ShadowCheck(shadowed=tuple(found), unchecked=unchecked)
        shadowed = _find(rule, cases[at], tried[:at], cases[:at], universe)
        if shadowed is not None:
            found.append(shadowed)
    return ShadowCheck(shadowed=tuple(found))


def _find(
    rule: Automation,
    own: Sequence[Case],
    earlier: Sequence[Automation],
    cases: Sequence[Sequence[Case]],
    universe: Universe,
) -> ShadowedRule | None:
    able = [
        (each, theirs)
        for each, theirs in zip(earlier, cases, strict=True)
        if each.scope is RuleScope.MESSAGE or rule.scope is RuleScope.HANDOFF
    ]
    closing = [(each, theirs) for each, theirs in able if each.last]
    alone = next((each for each, theirs in closing if covers(theirs, own, universe)), None)
    if alone is not None:
        return _tell_unreached(rule, [alone])
    together = [case for _, theirs in closing for case in theirs]
    if len(closing) > 1 and covers(together, own, universe):
        return _tell_unreached(rule, [each for each, _ in closing])
    wide = [each for each, theirs in able if covers(theirs, own, universe)]
    said = [each for each in wide if _says_any(each, rule)]
    if said and all(any(_says(each, action) for each in said) for action in rule.actions):
        return _tell_superfluous(rule, said)
    return None


def _says_any(earlier: Automation, rule: Automation) -> bool:
    return any(_says(earlier, action) for action in rule.actions)


def _says(earlier: Automation, action: Action) -> bool:
    """Say whether an earlier rule leaves nothing of an action of a later one."""
    if action.do in _SHAPING:
        return action in earlier.actions
    return any(each.do is action.do for each in earlier.actions)


def _tell_unreached(rule: Automation, by: Sequence[Automation]) -> ShadowedRule:
    one = len(by) == 1
    return ShadowedRule(
        rule=rule.name,
        by=tuple(each.name for each in by),
        reached=False,
        sentence=f"{rule.title!r} is never tried: {_name(by)} before it "
        f"{'takes' if one else 'take'} all that it is for, and no rule after "
        f"{'that' if one else 'these'} is tried; move it before {'that' if one else 'them'}, or "
        "remove it",
    )


def _tell_superfluous(rule: Automation, by: Sequence[Automation]) -> ShadowedRule:
    one = len(by) == 1
    return ShadowedRule(
        rule=rule.name,
        by=tuple(each.name for each in by),
        reached=True,
        sentence=f"{rule.title!r} changes nothing: {_name(by)} before it "
        f"{'fits' if one else 'fit'} all that it is for and {'sets' if one else 'set'} all that "
        f"it sets; move it before {'that' if one else 'them'}, or remove it",
    )


def _name(rules: Sequence[Automation]) -> str:
    return " and ".join(repr(each.title) for each in rules)
