"""The longest phrase at a place is found, whatever else begins with the same word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.phrase_lengths import measure_phrase

pytestmark = pytest.mark.unit

_LIST = frozenset({("check",), ("check", "me", "in"), ("in",), ()})
_ROWS = st.lists(st.sampled_from("abc"), max_size=4).map(tuple)


@pytest.mark.parametrize(
    ("words", "at", "length"),
    [
        (("check", "me", "in"), 0, 3),
        (("please", "check", "me"), 1, 1),
        (("check", "me"), 1, 0),
        (("check", "in"), 1, 1),
        (("check",), 1, 0),
        ((), 0, 0),
    ],
)
def test_the_longest_phrase_that_the_words_still_hold_counts(
    words: tuple[str, ...], at: int, length: int
) -> None:
    assert measure_phrase(words, at, _LIST) == length


@given(words=_ROWS, phrases=st.frozensets(_ROWS), at=st.integers(min_value=0, max_value=5))
def test_it_finds_what_comparing_every_phrase_finds(
    words: tuple[str, ...], phrases: frozenset[tuple[str, ...]], at: int
) -> None:
    fitting = [len(phrase) for phrase in phrases if phrase and words[at:][: len(phrase)] == phrase]

    assert measure_phrase(words, at, phrases) == max(fitting, default=0)
