"""What a complaint names is read in one writing, and nothing is read that it does not name."""

import pytest

from bot.complaints.find_known import measure_likeness
from bot.complaints.find_references import find_references
from tests.fakes import MONDAY_MORNING as NOW

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "orders", "flights"),
    [
        ("Orders AS-2041 and as 2055 arrived broken", {"AS2041"}, set()),
        ("Orders AS-2041 and AS-2055 arrived broken.", {"AS2041", "AS2055"}, set()),
        ("My bag of flight AU 231 is lost, booking DEMO42", {"DEMO42"}, {"AU231"}),
        ("order 20411 never came", {"20411"}, set()),
        ("AU231 and AU232 were late", set(), {"AU231", "AU232"}),
        ("I waited 2hours, 3weeks and 30mins at gate B12 of an A320", set(), set()),
        ("Call me: 0151234567, my number is 01512345678", set(), set()),
        ("", set(), set()),
    ],
)
def test_orders_and_flights(text: str, orders: set[str], flights: set[str]):
    found = find_references(text, now=NOW)
    assert (set(found.orders), set(found.flights)) == (orders, flights)


def test_a_booking_is_no_other_matter_than_its_flight():
    found = find_references("booking DEMO42 on AU231", now=NOW)
    assert found.all == {"DEMO42", "AU231"}
    assert found.matters == {"DEMO42"}


def test_our_own_numbers_are_known_in_any_case_and_are_no_orders():
    found = find_references("What of c-7k2m9q and [fd-7k3m9qxd]? C-section", now=NOW)
    assert found.numbers == {"C-7K2M9Q"}
    assert found.conversations == {"FD-7K3M9QXD"}
    assert found.all == frozenset()


def test_words_in_another_order_are_as_alike_as_in_the_same():
    said = "My bag is lost and nobody answers"
    assert measure_likeness("Nobody answers, and my bag is lost!", (said,)) == 1.0
    assert measure_likeness("The food was cold", (said,)) < 0.5
    assert measure_likeness("The food was cold", ()) == 0.0
