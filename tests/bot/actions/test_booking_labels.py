"""How passengers are named where they are chosen from."""

import pytest

from bot.actions.booking_labels import find_named, name_passengers
from tests.bot.actions.fake_business import booking

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("people", "names"),
    [
        (("Sofia Marino", "Luca Marino"), ["Sofia", "Luca"]),
        (("Anna Weber", "Anna Kern"), ["Anna Weber", "Anna Kern"]),
        (("Jan Weber", "Jan Weber", "Jan Weber"), ["Jan Weber", "Jan Weber 2", "Jan Weber 3"]),
    ],
)
def test_names_are_as_short_as_tells_them_apart(people: tuple[str, ...], names: list[str]):
    named = name_passengers(booking("SM3R8K", *people).passengers)
    assert list(named) == names
    assert [each.id for each in named.values()] == [
        f"SM3R8K-{number}" for number in range(1, len(people) + 1)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("checkin SM3R8K Luca", ["Luca"]),
        ("luca and SOFIA please", ["Sofia", "Luca"]),
        # Whoever proves by a full name has not said that they fly alone.
        ("checkin SM3R8K Sofia Marino", []),
        # "Will" is a word before it is a name.
        ("I will check in now", []),
    ],
)
def test_first_names_choose_and_full_names_do_not(text: str, found: list[str]):
    people = booking("SM3R8K", "Sofia Marino", "Luca Marino", "Will Marino").passengers
    assert find_named(people, list(name_passengers(people)), text) == found
