"""Policies that stand in each other's way: what never holds, and where two would fit.

What a policy covers is a product of sets: of tiers, accounts (each on its channel), topics and
queues. Of each of them only the values that some policy names can make a difference; all others
are one more value, `_OTHER`. So the sets are finite and everything here is exact.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from domain.service_levels import PolicyConditions, SlaPolicy

# No name has a blank in it.
_OTHER: Final = "any other"
_DIMENSIONS: Final = ("tier", "account", "topic", "queue")
# Further on nobody is told that a policy never holds, though it may be so.
_MOST_BOXES: Final = 5_000

Box = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadowed:
    """A policy that can never hold.

    Attributes:
        policy: its name.
        by: names of the earlier ones that together cover all it covers, in their order.
        sentence: the same in words, with what to do.
    """

    policy: str
    by: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two policies that both fit some conversations.

    Attributes:
        earlier: name of the one that holds there.
        later: name of the other one.
        nested: whether `earlier` is for a part of what `later` is for, as an exception from a rule.
        sentence: which one holds, in words, with an example of what both fit.
    """

    earlier: str
    later: str
    nested: bool
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is odd about a list of policies."""

    shadowed: tuple[Shadowed, ...]
    overlaps: tuple[Overlap, ...]


def find_shadowed(policies: Sequence[SlaPolicy]) -> Findings:
    """Find what can never hold and which pairs both fit something; what is off is left out.

    Args:
        policies: in the order in which they are tried.
    """
    tried = [policy for policy in policies if policy.enabled]
    boxes = _make_boxes([policy.conditions for policy in tried])
    covered = [_find_covering(box, boxes[:at]) for at, box in enumerate(boxes)]
    return Findings(
        shadowed=tuple(
            _tell_shadowed(tried[at], [tried[by] for by in earlier])
            for at, earlier in enumerate(covered)
            if earlier
        ),
        overlaps=tuple(
            _tell_overlap(tried[first], tried[second], boxes[first], boxes[second])
            for second in range(len(tried))
            for first in range(second)
            if not covered[second] and _meet(boxes[first], boxes[second])
        ),
    )


def _make_boxes(conditions: Sequence[PolicyConditions]) -> list[Box]:
    accounts = _list_accounts(conditions)
    everything = tuple(
        frozenset(value for each in conditions for value in getattr(each, name)) | {_OTHER}
        for name in ("tiers", "topics", "queues")
    )
    return [
        (
            _cover(each.tiers, everything[0]),
            _cover_accounts(each, accounts),
            _cover(each.topics, everything[1]),
            _cover(each.queues, everything[2]),
        )
        for each in conditions
    ]


def _list_accounts(conditions: Sequence[PolicyConditions]) -> frozenset[str]:
    """List the accounts that are named, and for each channel one that is not."""
    named = {account for each in conditions for account in each.accounts}
    channels = {channel for each in conditions for channel in each.channels}
    channels |= {_get_channel(account) for account in named}
    return frozenset(named | {f"{channel}/{_OTHER}" for channel in channels} | {_OTHER})


def _cover_accounts(conditions: PolicyConditions, accounts: frozenset[str]) -> frozenset[str]:
    return frozenset(
        account
        for account in _cover(conditions.accounts, accounts)
        if not conditions.channels or _get_channel(account) in conditions.channels
    )


def _get_channel(account: str) -> str:
    return account.partition("/")[0]


def _cover(named: Sequence[str], everything: frozenset[str]) -> frozenset[str]:
    return frozenset(named) or everything


def _meet(one: Box, other: Box) -> bool:
    return all(mine & theirs for mine, theirs in zip(one, other, strict=True))


def _contains(outer: Box, inner: Box) -> bool:
    return all(mine >= theirs for mine, theirs in zip(outer, inner, strict=True))


def _find_covering(box: Box, earlier: Sequence[Box]) -> tuple[int, ...]:
    """Find which of the earlier ones leave nothing of a box; one alone where one does.

    One that covers nothing by itself, as a channel with another one's account, is in nobody's way.
    """
    if not all(box):
        return ()
    for at, each in enumerate(earlier):
        if _contains(each, box):
            return (at,)
    left, by = [box], []
    for at, each in enumerate(earlier):
        if any(_meet(part, each) for part in left):
            by.append(at)
            left = [piece for part in left for piece in _subtract(part, each)]
        if not left:
            return tuple(by)
        if len(left) > _MOST_BOXES:
            break
    return ()


def _subtract(box: Box, other: Box) -> Iterable[Box]:
    """Cut a box into what is outside of another one."""
    if not _meet(box, other):
        yield box
        return
    for at, (mine, theirs) in enumerate(zip(box, other, strict=True)):
        outside = mine - theirs
        if outside:
            inside = tuple(box[each] & other[each] for each in range(at))
            yield (*inside, outside, *box[at + 1 :])


def _tell_shadowed(policy: SlaPolicy, earlier: Sequence[SlaPolicy]) -> Shadowed:
    titles = " and ".join(repr(each.title) for each in earlier)
    verb = "comes before it and covers" if len(earlier) == 1 else "come before it and cover"
    return Shadowed(
        policy=policy.name,
        by=tuple(each.name for each in earlier),
        sentence=f"{policy.title!r} never holds: {titles} {verb} all that it is for; move it "
        f"before {'that' if len(earlier) == 1 else 'them'}, or remove it",
    )


def _tell_overlap(earlier: SlaPolicy, later: SlaPolicy, one: Box, other: Box) -> Overlap:
    shared = [mine & theirs for mine, theirs in zip(one, other, strict=True)]
    nested = _contains(other, one)
    where = f"for {_tell_example(shared)} "
    return Overlap(
        earlier=earlier.name,
        later=later.name,
        nested=nested,
        sentence=f"{earlier.title!r} and {later.title!r} both fit, {where}for example; "
        f"{earlier.title!r} holds there, as it comes first",
    )


def _tell_example(shared: Sequence[frozenset[str]]) -> str:
    told = [
        f"the {name} {min(values)}"
        for name, values in zip(_DIMENSIONS, shared, strict=True)
        if _OTHER not in values
    ]
    return ", ".join(told).replace(f"/{_OTHER}", "/…") or "any conversation"
