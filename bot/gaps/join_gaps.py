"""What a new search found is joined to the gaps that are known: a gap stays itself; pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from crm_store.gaps import KnownGap, QuestionKey
from domain.knowledge_desk import GapState

# Of the smaller of the two.
SAME_FROM: Final = 0.5
# A dismissed gap opens again once it has grown so much.
GROWN_TIMES: Final = 2
GROWN_BY: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundGap:
    """A group of questions.

    Attributes:
        questions: the most typical first.
        terms: the words that tell it from others.
    """

    locale: str
    questions: tuple[QuestionKey, ...]
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedGap:
    """A gap after a search.

    Attributes:
        known: what it was before; None for a new one.
        placed: the questions that somebody put there.
    """

    found: FoundGap
    known: KnownGap | None = None
    placed: frozenset[QuestionKey] = frozenset()

    @property
    def state(self) -> GapState:
        """What becomes of it: as it was, but a dismissed gap that grew a lot is open again."""
        if self.known is None:
            return GapState.OPEN
        before = self.known.gap
        if before.state is GapState.DISMISSED and self._has_grown():
            return GapState.OPEN
        return before.state

    def _has_grown(self) -> bool:
        assert self.known is not None  # noqa: S101 - asked of known gaps alone
        size = len(self.found.questions)
        before = self.known.gap.dismissed_size or self.known.gap.size
        return size >= GROWN_TIMES * before and size >= before + GROWN_BY


def join_gaps(
    known: Sequence[KnownGap], found: Sequence[FoundGap], asked: Collection[QuestionKey]
) -> tuple[tuple[JoinedGap, ...], tuple[KnownGap, ...]]:
    """Tell which gap each group is, and which gaps are left without a group.

    A group is the gap that it shares most questions with, if these are half of the smaller one.
    Where somebody put a question it stays, and what they took out stays out.

    Args:
        asked: all questions that were looked at; others are too old to count.
    """
    placed = {key: each.gap.id for each in known for key in each.placed if key in asked}
    free = [replace(each, questions=_without(each.questions, placed)) for each in found]
    pairs = _pair(known, free, asked)
    joined = []
    for place, each in enumerate(free):
        gap = pairs.get(place)
        if gap is None:
            joined.append(JoinedGap(found=each))
            continue
        mine = frozenset(key for key, owner in placed.items() if owner == gap.gap.id)
        kept = _without(each.questions, gap.removed)
        questions = (*kept, *sorted(mine))
        joined.append(JoinedGap(found=replace(each, questions=questions), known=gap, placed=mine))
    taken = {gap.gap.id for gap in pairs.values()}
    left = tuple(gap for gap in known if gap.gap.id not in taken)
    return tuple(each for each in joined if each.found.questions), left


def _pair(
    known: Sequence[KnownGap], found: Sequence[FoundGap], asked: Collection[QuestionKey]
) -> dict[int, KnownGap]:
    """Pair groups with gaps, those that share most questions first."""
    owners: dict[QuestionKey, list[int]] = {}
    for number, gap in enumerate(known):
        for key in gap.questions - gap.placed:
            owners.setdefault(key, []).append(number)
    still = [sum(key in asked for key in gap.questions - gap.placed) for gap in known]
    shared = [
        (-count, place, number)
        for place, each in enumerate(found)
        for number, count in _count_shared(each, owners).items()
        if known[number].gap.locale == each.locale
        and count >= SAME_FROM * min(len(each.questions), still[number])
    ]
    pairs: dict[int, KnownGap] = {}
    taken: set[int] = set()
    for _, place, number in sorted(shared):
        if place not in pairs and number not in taken:
            pairs[place] = known[number]
            taken.add(number)
    return pairs


def _count_shared(found: FoundGap, owners: dict[QuestionKey, list[int]]) -> Counter[int]:
    return Counter(number for key in found.questions for number in owners.get(key, ()))


def _without(
    questions: Iterable[QuestionKey], others: Collection[QuestionKey]
) -> tuple[QuestionKey, ...]:
    return tuple(key for key in questions if key not in others)
