"""What simulations came to, in sentences that a supervisor would say."""

from typing import Any

import pytest

from console.pages.simulator.words import describe_changes, say_minutes, say_share, sum_up
from routing.simulation.changes import AddedPeople, Changes, FirstResponse

pytestmark = pytest.mark.unit


def side(share: float | None, p99: float | None) -> dict[str, Any]:
    figures = {"first_response_in_time": share, "wait_minutes": {"p99": p99}}
    return {"policies": {"frontdesk": figures}}


def result(before: Any, after: Any, gain: list[float] | None = None) -> dict[str, Any]:
    return {"before": before, "after": after, "gain_interval": gain}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (Changes(), "As it is"),
        (
            Changes(add=(AddedPeople(number=2, speaks=("de",)),)),
            "Two more people who speak German",
        ),
        (
            Changes(add=(AddedPeople(like="Ana", shift=("07:00", "15:00")),)),
            "One more person like Ana from 08:00 to 16:00",
        ),
        (
            Changes(add=(AddedPeople(number=13, speaks=("de", "fr"), trained_for=("fares",)),)),
            "13 more people who speak German and French and are trained for fares",
        ),
        (
            Changes(remove=tuple("abcdefg"), arrivals_factor=1.2),
            "Without a, b, c, d and e and 2 more; 20 % more to do",
        ),
        (
            Changes(first_response=FirstResponse(minutes=20.0, queue="baggage")),
            "A first response within 20 min in baggage",
        ),
    ],
)
def test_changes_are_told_as_people_say_them(changes: Changes, words: str) -> None:
    assert describe_changes(changes, 60) == words


def test_the_result_is_one_sentence() -> None:
    found = result(side(0.78, 74.2), side(0.894, 31.0), [0.1, 0.13])
    assert sum_up("Two more people who speak German", found) == (
        "Two more people who speak German: 89 % of first responses in time instead of 78 %; "
        "the longest waits (99 of 100) fall from 74 min to 31 min."
    )


def test_what_chance_may_have_done_is_not_praised() -> None:
    found = result(side(0.78, 74.2), side(0.79, 80.0), [-0.01, 0.03])
    assert sum_up("W", found).endswith(
        "grow from 74 min to 80 min. Chance alone may have done that."
    )


def test_what_changes_nothing_and_what_cannot_be_told_are_said_so() -> None:
    same = result(side(1.0, 0.0), side(1.0, 0.0), [0.0, 0.0])
    assert sum_up("W", same) == (
        "W: 100 % of first responses in time, as without it; "
        "the longest waits (99 of 100) stay at 0 min."
    )
    nobody = result(side(None, None), side(None, None))
    assert "stay at \u2013" in sum_up("W", nobody)
    assert sum_up("As it is", result(side(0.5, 3.0), None)) == (
        "As it is, 50 % of first responses come in time, and 99 of 100 customers wait "
        "3 min at most."
    )


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min"), (0.4, "under 1 min"), (119, "119 min"), (120, "2 h"), (850.2, "14 h 10 min")],
)
def test_waits_are_told_in_units_that_fit(minutes: float, words: str) -> None:
    assert say_minutes(minutes) == words


def test_shares_near_the_ends_have_one_place_more() -> None:
    shares = (None, 0.0, 0.006, 0.5, 0.984, 1.0)
    assert [say_share(each) for each in shares] == [
        *("\u2013", "0 %", "0.6 %", "50 %", "98.4 %", "100 %"),
    ]
