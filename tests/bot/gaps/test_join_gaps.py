"""A gap stays itself from one search to the next, and so does what people decided about it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.gaps.join_gaps import FoundGap, join_gaps
from crm_store.gaps import KnownGap, QuestionKey
from domain.knowledge_desk import Gap, GapState, QuestionSource
from tests.fakes import MONDAY_MORNING as NOW

pytestmark = pytest.mark.unit


def keys(*numbers: int) -> tuple[QuestionKey, ...]:
    return tuple((QuestionSource.MESSAGE, f"q{number:03}") for number in numbers)


def found(*numbers: int) -> FoundGap:
    return FoundGap(locale="en", questions=keys(*numbers))


def known(
    name: str, *numbers: int, state: GapState = GapState.OPEN, **more: frozenset[QuestionKey]
) -> KnownGap:
    gap = Gap(
        id=name,
        locale="en",
        title=name,
        size=len(numbers),
        state=state,
        first_at=NOW - timedelta(days=9),
        last_at=NOW,
        found_at=NOW,
        dismissed_size=len(numbers) if state is GapState.DISMISSED else None,
    )
    return KnownGap(gap=gap, questions=frozenset(keys(*numbers)), **more)


def names(before: list[KnownGap], now: list[FoundGap]) -> list[str | None]:
    joined, _ = join_gaps(before, now, keys(*range(300)))
    return [None if each.known is None else each.known.gap.id for each in joined]


def test_a_group_is_the_gap_that_it_shares_most_questions_with():
    before = [known("dogs", 1, 2, 3, 4), known("bags", 5, 6, 7)]
    assert names(before, [found(5, 6, 7, 4), found(1, 2, 3, 8, 9)]) == ["bags", "dogs"]


def test_a_group_of_other_questions_is_a_new_gap():
    assert names([known("dogs", 1, 2, 3, 4)], [found(4, 5, 6, 7)]) == [None]


def test_a_gap_that_fell_apart_goes_on_as_its_larger_part():
    before = [known("dogs", 1, 2, 3, 4, 5)]
    assert names(before, [found(1, 2), found(3, 4, 5)]) == [None, "dogs"]


def test_questions_too_old_to_be_asked_now_do_not_count():
    before = [known("dogs", 1, 2, 298, 299, 297, 296)]
    joined, left = join_gaps(before, [found(1, 2, 3)], keys(1, 2, 3))
    assert joined[0].known is before[0]
    assert left == ()


def test_a_gap_of_another_language_is_another_gap():
    german = replace(found(1, 2, 3), locale="de")
    joined, left = join_gaps([known("dogs", 1, 2, 3)], [german], keys(1, 2, 3))
    assert joined[0].known is None
    assert [gap.gap.id for gap in left] == ["dogs"]


@pytest.mark.parametrize(
    ("size", "state"),
    [(5, GapState.DISMISSED), (19, GapState.DISMISSED), (20, GapState.OPEN)],
)
def test_what_was_dismissed_comes_back_only_once_it_has_grown_a_lot(size: int, state: GapState):
    before = known("dogs", *range(10), state=GapState.DISMISSED)
    joined, _ = join_gaps([before], [found(*range(size))], keys(*range(300)))
    assert joined[0].state is state


def test_a_drafted_gap_stays_drafted_however_it_grows():
    before = known("dogs", 1, 2, 3, state=GapState.DRAFTED)
    joined, _ = join_gaps([before], [found(*range(100))], keys(*range(300)))
    assert joined[0].state is GapState.DRAFTED


def test_what_somebody_took_out_stays_out_and_what_they_put_in_stays_in():
    placed, removed = frozenset(keys(9)), frozenset(keys(1))
    dogs = known("dogs", 2, 3, 4, 9, placed=placed, removed=removed)
    bags = known("bags", 5, 6, 7)
    joined, _ = join_gaps([dogs, bags], [found(1, 2, 3, 4), found(5, 6, 7, 9)], keys(*range(20)))
    by_name = {each.known.gap.id: each for each in joined if each.known}
    assert by_name["dogs"].found.questions == keys(2, 3, 4, 9)
    assert by_name["dogs"].placed == placed
    assert by_name["bags"].found.questions == keys(5, 6, 7)
