"""What cannot be true in an answer is found, whatever else is right in it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from domain.business import (
    AppointmentChange,
    BusinessAnswerError,
    CheckInRequest,
    ReturnRequest,
)
from domain.messages import Address
from frontdesk.connector import plausible, reading
from tests.fakes import MONDAY_MORNING as NOW

pytestmark = pytest.mark.unit

FLIGHT = {
    "id": "F1",
    "number": "AU218",
    "origin": "Norhavn",
    "destination": "Lisbon",
    "departs_at": (NOW + timedelta(hours=6)).isoformat(),
    "arrives_at": (NOW + timedelta(hours=10)).isoformat(),
    "status": "scheduled",
}
PASS = {"passenger_id": "P1", "flight_id": "F1", "seat": "8A", "url": "https://example.com/p/1"}
BOOKING = {
    "reference": "DEMO42",
    "status": "confirmed",
    "passengers": [
        {"id": "P1", "first_name": "Zoë", "last_name": "O'Neil-Müller"},
        {"id": "P2", "first_name": "Ines", "last_name": "Bauer"},
    ],
    "flights": [FLIGHT],
    "phone": "+15550142",
}
APPOINTMENT = {
    "reference": "AP-1",
    "purpose": "Fitting",
    "place": "Desk 1",
    "starts_at": (NOW + timedelta(days=1)).isoformat(),
    "status": "proposed",
    "last_name": "Bauer",
}
RETURN = {
    "number": "RT-1",
    "order": "AS-1",
    "items": ["I1"],
    "status": "requested",
    "refund": 100,
    "currency": "EUR",
}


def read_booking(**other: Any) -> None:
    value = {**BOOKING, **other}
    plausible.check_booking(reading.read_booking(value), "demo42", NOW)


def test_what_is_right_is_taken_with_whatever_else_is_there():
    read_booking(
        newer_than_we_are={"a": 1}, passes=[PASS, {**PASS, "passenger_id": "P2", "seat": "8B"}]
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"reference": "DEMO43"},
        {"status": "perhaps"},
        {"passengers": []},
        {"passengers": [BOOKING["passengers"][0]] * 2},
        {"passengers": [{"id": "P1", "first_name": "A\nB", "last_name": "C"}]},
        {"passengers": [{"id": "P1", "first_name": "A\u202eB", "last_name": "C"}]},
        {"flights": []},
        {"flights": [{**FLIGHT, "departs_at": "2026-03-02T15:00:00"}]},
        {"flights": [{**FLIGHT, "departs_at": 1772463600}]},
        {"flights": [{**FLIGHT, "departs_at": "9999-01-01T00:00:00Z"}]},
        {"flights": [{**FLIGHT, "arrives_at": FLIGHT["departs_at"]}]},
        {"flights": [{**FLIGHT, "expected_at": "1970-01-01T00:00:00Z"}]},
        {"flights": [FLIGHT, {**FLIGHT, "id": "F2"}]},
        {"flights": [FLIGHT, FLIGHT]},
        {"phone": "0155 50142"},
        {"email": "nobody"},
        {"passes": [{**PASS, "passenger_id": "P9"}]},
        {"passes": [{**PASS, "flight_id": "F9"}]},
        {"passes": [PASS, PASS]},
        {"passes": [PASS, {**PASS, "passenger_id": "P2"}]},
        {"passes": [{**PASS, "url": "javascript:alert(1)"}]},
        {"passes": [{**PASS, "url": "https://user:secret@example.com/"}]},
        {"passes": [{**PASS, "url": "https://example.com/a b"}]},
        {"passes": [{**PASS, "url": "https:///nowhere"}]},
    ],
)
def test_a_booking_that_cannot_be_is_refused(wrong: dict[str, Any]):
    with pytest.raises(BusinessAnswerError):
        read_booking(**wrong)


def test_a_refusal_names_the_field_and_not_what_stands_in_it():
    with pytest.raises(BusinessAnswerError) as refused:
        read_booking(phone="my secret number")
    assert "phone" in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("passengers", [(), ("P1",), ("P1", "P2", "P3"), ("P2", "P1", "P1")])
def test_passes_are_for_whom_they_were_asked(passengers: tuple[str, ...]):
    request = CheckInRequest(reference="DEMO42", passengers=("P1", "P2"), flights=("F1",))
    passes = reading.read_passes(
        {
            "passes": [
                {**PASS, "passenger_id": each, "seat": f"{row}A"}
                for row, each in enumerate(passengers, start=1)
            ]
        }
    )
    with pytest.raises(BusinessAnswerError):
        plausible.check_check_in(passes, request, NOW)


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ("cancel", {"status": "confirmed"}),
        ("confirm", {"status": "proposed"}),
        ("confirm", {"status": "cancelled"}),
        ("move", {"status": "confirmed", "starts_at": (NOW + timedelta(days=3)).isoformat()}),
        ("move", {"status": "cancelled", "starts_at": (NOW + timedelta(days=2)).isoformat()}),
    ],
)
def test_an_appointment_is_what_it_was_to_become(change: str, answer: dict[str, Any]):
    wanted = AppointmentChange(
        reference="AP-1",
        change=change,
        starts_at=NOW + timedelta(days=2) if change == "move" else None,
    )
    with pytest.raises(BusinessAnswerError):
        plausible.check_change(reading.read_appointment({**APPOINTMENT, **answer}), wanted)


@pytest.mark.parametrize("answer", [{"order": "AS-2"}, {"items": ["I2"]}, {"items": ["I1", "I2"]}])
def test_a_return_is_of_what_was_asked(answer: dict[str, Any]):
    found = reading.read_return({**RETURN, **answer})
    with pytest.raises(BusinessAnswerError):
        plausible.check_return(found, ReturnRequest(order="AS-1", items=("I1",), reason="damaged"))


@pytest.mark.parametrize(
    ("number", "on"), [("AU219", NOW.date()), ("AU218", (NOW + timedelta(days=2)).date())]
)
def test_a_flight_is_of_the_number_and_day_asked(number: str, on: Any):
    with pytest.raises(BusinessAnswerError):
        plausible.check_day(reading.read_flight(FLIGHT), number, on)


def test_a_list_holds_nobody_elses_things():
    asked = Address(kind="phone", value="+15550142")
    for phone in (None, "+15550143"):
        with pytest.raises(BusinessAnswerError):
            plausible.check_known(phone, None, asked, "a booking")


@pytest.mark.parametrize(
    "read", [reading.list_items, reading.read_booking, reading.read_times, reading.read_passes]
)
@pytest.mark.parametrize("value", [None, [], 1, "x", {}, {"items": {}}, {"items": [1] * 1001}])
def test_anything_else_is_refused_as_such(read: Callable[[Any], Any], value: Any):
    with pytest.raises(BusinessAnswerError):
        read(value)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[" * 100_000, b"9" * 5000, b'{"a": "\\ud800"']
)
def test_no_bytes_break_the_reading(body: bytes):
    with pytest.raises(BusinessAnswerError):
        reading.read_booking(reading.decode(body))
