"""What the connector makes of the airline's answers to questions."""

from datetime import timedelta

import pytest

from demo.airline.faults import Fault
from domain.business import (
    AppointmentStatus,
    BookingStatus,
    BusinessAnswerError,
    BusinessUnavailableError,
    FlightStatus,
    OrderStatus,
)
from domain.messages import Address
from tests.airline import OpenAirline
from tests.fakes import MONDAY_MORNING as NOW
from tests.fakes import FakeClock

ASTRID = Address(kind="phone", value="+15550142")


async def test_a_booking_is_found_with_everything_in_it(airline: OpenAirline):
    found = await airline.business.find_booking("DEMO42")

    assert found is not None
    assert (found.reference, found.status) == ("DEMO42", BookingStatus.CONFIRMED)
    assert (found.phone, found.email) == ("+15550142", "astrid.lindqvist@example.com")
    assert [(each.first_name, each.last_name) for each in found.passengers] == [
        ("Astrid", "Lindqvist")
    ]
    (flight,) = found.flights
    assert (flight.number, flight.origin, flight.destination) == ("AU218", "Norhavn", "Lisbon")
    assert flight.departs_at == NOW + timedelta(hours=6)
    assert found.passes == ()
    assert airline.counted == [("find_booking", "ok")]


async def test_what_there_is_not_is_none(airline: OpenAirline):
    assert await airline.business.find_booking("NOSUCH") is None
    assert await airline.business.find_order("AS-1") is None
    assert await airline.business.find_return("RT-1") is None
    assert await airline.business.find_appointment("AP-1") is None
    assert await airline.business.list_free_times("AP-1") == ()
    assert airline.counted[0] == ("find_booking", "missing")


@pytest.mark.parametrize(
    "odd", ["", "..", "../orders/AS-2041", "a/b", "Ö1", "DEMO42?x=1", "x" * 99]
)
async def test_no_reference_reaches_another_path(airline: OpenAirline, odd: str):
    assert await airline.business.find_booking(odd) is None
    assert airline.faults.calls == []


async def test_lists_hold_what_knows_an_address(airline: OpenAirline):
    business = airline.business

    assert [each.reference for each in await business.list_bookings(ASTRID)] == ["DEMO42"]
    shared = Address(kind="phone", value="+15550161")
    assert [each.reference for each in await business.list_bookings(shared)] == ["PN6V2K", "RM8Y4T"]
    assert [each.number for each in await business.list_orders(ASTRID)] == ["AS-2041"]
    by_mail = Address(kind="email", value="astrid.lindqvist@example.com")
    (appointment,) = await business.list_appointments(by_mail)
    assert (appointment.reference, appointment.status) == ("AP-501", AppointmentStatus.PROPOSED)
    nobody = Address(kind="phone", value="+4915555555")
    assert await business.list_bookings(nobody) == ()
    assert await business.list_bookings(Address(kind="visitor", value="v1")) == ()


async def test_flights_and_orders_say_how_they_are(airline: OpenAirline):
    (flight,) = await airline.business.list_flights("au 642", NOW.date())
    order = await airline.business.find_order("AS-2055")

    assert flight.status is FlightStatus.DELAYED
    assert flight.expected_at == flight.departs_at + timedelta(minutes=55)
    assert order is not None
    assert (order.status, order.last_name) == (OrderStatus.SENT, "Weber")
    assert order.tracking_url == "https://parcels.example/track/AU20559134"
    assert order.expected_on == (NOW + timedelta(days=2)).date()


async def test_a_question_is_asked_again_where_no_answer_came(airline: OpenAirline):
    patient = airline.connect(retries=1)
    airline.faults.fail_next("server_error")

    assert await patient.find_booking("DEMO42") is not None
    assert len(airline.faults.calls) == 2


@pytest.mark.parametrize("fault", ["server_error", "slow", "dies_before_doing"])
async def test_what_does_not_answer_is_unavailable(airline: OpenAirline, fault: Fault):
    airline.faults.fail_always(fault)
    hasty = airline.connect(timeout_seconds=0.3, retries=0)

    with pytest.raises(BusinessUnavailableError):
        await hasty.find_booking("DEMO42")
    assert airline.counted == [("find_booking", "unavailable")]


async def test_what_refuses_connections_is_unavailable(airline: OpenAirline):
    await airline.go_down()
    with pytest.raises(BusinessUnavailableError, match="cannot be reached"):
        await airline.business.find_booking("DEMO42")

    await airline.come_up()
    assert await airline.business.find_booking("DEMO42") is not None


@pytest.mark.parametrize(
    "fault", ["wrong_json", "no_json", "redirect", "too_large", "other_reference"]
)
async def test_what_cannot_be_true_is_not_believed(airline: OpenAirline, fault: Fault):
    airline.faults.fail_always(fault)

    with pytest.raises(BusinessAnswerError):
        await airline.business.find_booking("DEMO42")
    with pytest.raises(BusinessAnswerError):
        await airline.business.list_bookings(ASTRID)
    assert airline.counted == [("find_booking", "wrong_answer"), ("list_bookings", "wrong_answer")]


async def test_what_a_business_does_not_have_is_empty(airline: OpenAirline):
    airline.faults.fail_always("nothing_there")

    assert await airline.business.list_orders(ASTRID) == ()
    assert await airline.business.list_flights("AU218", NOW.date()) == ()
    assert await airline.business.find_appointment("AP-501") is None


async def test_what_is_down_is_left_alone_and_tried_again_by_one(
    airline: OpenAirline, clock: FakeClock
):
    business = airline.connect(breaker_failures=2, breaker_seconds=30)
    airline.faults.fail_always("server_error")
    for _ in range(3):
        with pytest.raises(BusinessUnavailableError):
            await business.find_booking("DEMO42")
    assert len(airline.faults.calls) == 2

    clock.advance(timedelta(seconds=31))
    for _ in range(2):
        with pytest.raises(BusinessUnavailableError):
            await business.find_booking("DEMO42")
    assert len(airline.faults.calls) == 3

    clock.advance(timedelta(seconds=31))
    airline.faults.clear()
    assert await business.find_booking("DEMO42") is not None
    assert await business.find_booking("DEMO42") is not None


async def test_a_wrong_secret_is_named(airline: OpenAirline):
    stranger = airline.connect(secret="another secret that nobody there knows")

    with pytest.raises(BusinessUnavailableError, match=r"business\.secret must be the same"):
        await stranger.check()
    assert await airline.business.check() == (
        f"Aurora Airways answers at {airline.url} and takes our signature"
    )
