"""A change happens once, and is never told to have happened where it did not."""

import asyncio

import pytest

from demo.airline.faults import Fault
from domain.business import (
    AppointmentChange,
    AppointmentStatus,
    BusinessAnswerError,
    BusinessRefusedError,
    BusinessUnavailableError,
    BusinessUnclearError,
    CheckInRequest,
    ContactChange,
    ReturnRequest,
    ReturnStatus,
    Write,
)
from domain.messages import Address
from tests.airline import OpenAirline


async def ask_for(airline: OpenAirline, reference: str, seat: str | None = None) -> CheckInRequest:
    """Ask for everybody on every flight of a booking."""
    booking = await airline.business.find_booking(reference)
    assert booking is not None
    airline.faults.calls.clear()
    return CheckInRequest(
        reference=reference,
        passengers=tuple(each.id for each in booking.passengers),
        flights=tuple(each.id for each in booking.flights),
        seat=seat,
    )


async def count_passes(airline: OpenAirline, reference: str) -> int:
    found = await airline.business.find_booking(reference)
    assert found is not None
    return len(found.passes)


async def test_everybody_gets_a_pass_for_every_flight(airline: OpenAirline):
    passes = await airline.business.check_in(await ask_for(airline, "SM3R8K"), Write(key="k1"))

    assert len({(each.passenger_id, each.flight_id) for each in passes}) == 6
    assert all(each.url.startswith(f"{airline.url}/boarding-passes/") for each in passes)
    assert all(each.boarding_at is not None for each in passes)


async def test_a_seat_is_as_wished(airline: OpenAirline):
    (window,) = await airline.business.check_in(
        await ask_for(airline, "DEMO42", seat="window"), Write(key="k1")
    )
    aisle = await airline.business.check_in(
        await ask_for(airline, "SM3R8K", seat="aisle"), Write(key="k2")
    )

    assert window.seat[-1] in "AF"
    assert {each.seat[-1] for each in aisle} <= set("CD")


async def test_the_same_key_is_carried_out_once(airline: OpenAirline):
    request = await ask_for(airline, "DEMO42")

    first = await airline.business.check_in(request, Write(key="k1"))
    again = await airline.business.check_in(request, Write(key="k1"))
    looked_up = await airline.business.check_in(request, Write(key="k1", repeated=True))

    assert first == again == looked_up
    assert airline.faults.calls[-1] == ("GET", "/outcomes/k1")


async def test_a_repeated_change_that_never_arrived_is_made(airline: OpenAirline):
    request = await ask_for(airline, "DEMO42")

    (made,) = await airline.business.check_in(request, Write(key="k1", repeated=True))

    assert made.passenger_id == "DEMO42-1"
    assert [path for _, path in airline.faults.calls] == [
        "/outcomes/k1",
        "/bookings/DEMO42/check-in",
    ]


async def test_who_dies_after_doing_it_has_done_it(airline: OpenAirline):
    request = await ask_for(airline, "DEMO42")
    airline.faults.fail_next("dies_after_doing")

    passes = await airline.business.check_in(request, Write(key="k1"))

    assert len(passes) == 1
    assert airline.faults.calls[-1] == ("GET", "/outcomes/k1")


async def test_who_dies_before_doing_it_has_not_done_it(airline: OpenAirline):
    request = await ask_for(airline, "DEMO42")
    airline.faults.fail_next("dies_before_doing")

    with pytest.raises(BusinessUnavailableError, match="did nothing"):
        await airline.business.check_in(request, Write(key="k1"))
    assert await count_passes(airline, "DEMO42") == 0


async def test_a_request_that_was_given_up_is_not_carried_out_later(airline: OpenAirline):
    request = await ask_for(airline, "DEMO42")
    airline.faults.fail_next("slow")
    hasty = airline.connect(timeout_seconds=1, retries=0)
    with pytest.raises(BusinessUnavailableError):
        await hasty.check_in(request, Write(key="k1"))

    airline.faults.release.set()
    await asyncio.sleep(0)

    assert await count_passes(airline, "DEMO42") == 0
    assert len(await airline.business.check_in(request, Write(key="k1", repeated=True))) == 1


async def test_where_it_cannot_be_looked_up_it_is_unclear(airline: OpenAirline):
    request = await ask_for(airline, "DEMO42")
    airline.faults.fail_next("dies_after_doing")
    airline.faults.fail_next("server_error")

    with pytest.raises(BusinessUnclearError):
        await airline.business.check_in(request, Write(key="k1"))
    assert await count_passes(airline, "DEMO42") == 1

    airline.faults.fail_next("server_error")
    with pytest.raises(BusinessUnclearError):
        await airline.business.check_in(request, Write(key="k1", repeated=True))
    assert len(await airline.business.check_in(request, Write(key="k1", repeated=True))) == 1


async def test_what_surely_was_not_sent_is_unavailable(airline: OpenAirline):
    request = await ask_for(airline, "DEMO42")
    await airline.go_down()

    with pytest.raises(BusinessUnavailableError):
        await airline.business.check_in(request, Write(key="k1"))


@pytest.mark.parametrize("fault", ["missing_pass", "other_reference", "wrong_json", "no_json"])
async def test_a_lie_about_a_change_is_not_believed(airline: OpenAirline, fault: Fault):
    request = await ask_for(airline, "SM3R8K")
    airline.faults.fail_next(fault)

    with pytest.raises(BusinessAnswerError):
        await airline.business.check_in(request, Write(key="k1"))


@pytest.mark.parametrize(
    ("reference", "code", "fact"),
    [
        ("DEMO43", "not_open_yet", "opens_at"),
        ("QK7M2P", "already_checked_in", None),
        ("C0P3NH", "cancelled", None),
        ("RB7Q2M", "rebooked", "rebooked_to"),
        ("LT2E8P", "closed", "closed_at"),
        ("FC5W1R", "cancelled", "flight"),
    ],
)
async def test_a_refusal_says_why(
    airline: OpenAirline, reference: str, code: str, fact: str | None
):
    request = await ask_for(airline, reference)

    for write in (Write(key="k1"), Write(key="k1", repeated=True)):
        with pytest.raises(BusinessRefusedError) as refused:
            await airline.business.check_in(request, write)
        assert refused.value.code == code
        assert fact is None or refused.value.facts[fact]


async def test_nobody_sits_in_two_peoples_seat(airline: OpenAirline):
    families = [await ask_for(airline, each, seat="window") for each in ("SM3R8K", "DEMO42")]
    alone = [
        CheckInRequest(
            reference=each.reference, passengers=(passenger,), flights=each.flights, seat="window"
        )
        for each in families
        for passenger in each.passengers
    ]

    given = await asyncio.gather(
        *(
            airline.business.check_in(each, Write(key=f"k{number}"))
            for number, each in enumerate(alone)
        )
    )

    seats = [(each.flight_id, each.seat) for passes in given for each in passes]
    assert len(seats) == len(set(seats)) == 7


async def test_what_was_delivered_goes_back_once(airline: OpenAirline):
    request = ReturnRequest(order="AS-2041", items=("AS-2041-1",), reason="damaged")

    made = await airline.business.request_return(request, Write(key="k1"))

    assert (made.status, made.refund, made.currency) == (ReturnStatus.REQUESTED, 8900, "EUR")
    assert made.label_url is not None
    assert await airline.business.find_return(made.number) == made
    with pytest.raises(BusinessRefusedError, match="already") as refused:
        await airline.business.request_return(request, Write(key="k2"))
    assert refused.value.code == "not_returnable"


@pytest.mark.parametrize(
    ("order", "item", "code"),
    [
        ("AS-2041", "AS-2041-3", "not_returnable"),
        ("AS-2007", "AS-2007-1", "too_late"),
        ("AS-2055", "AS-2055-1", "not_returnable"),
        ("AS-2041", "AS-9999-1", "invalid"),
        ("AS-9999", "AS-9999-1", "not_found"),
    ],
)
async def test_what_cannot_go_back_is_refused(
    airline: OpenAirline, order: str, item: str, code: str
):
    request = ReturnRequest(order=order, items=(item,), reason="unwanted")
    with pytest.raises(BusinessRefusedError) as refused:
        await airline.business.request_return(request, Write(key="k1"))
    assert refused.value.code == code


async def test_an_appointment_is_confirmed_moved_and_cancelled(airline: OpenAirline):
    business = airline.business
    free = await business.list_free_times("AP-501")

    confirmed = await business.change_appointment(
        AppointmentChange(reference="AP-501", change="confirm"), Write(key="k1")
    )
    move = AppointmentChange(reference="AP-501", change="move", starts_at=free[0])
    moved = await business.change_appointment(move, Write(key="k2"))
    assert confirmed.status is moved.status is AppointmentStatus.CONFIRMED
    assert moved.starts_at == free[0] not in await business.list_free_times("AP-501")

    with pytest.raises(BusinessRefusedError) as refused:
        await business.change_appointment(move, Write(key="k3"))
    assert refused.value.code == "taken"
    cancelled = await business.change_appointment(
        AppointmentChange(reference="AP-501", change="cancel"), Write(key="k4")
    )
    assert cancelled.status is AppointmentStatus.CANCELLED


async def test_a_booking_gets_another_address(airline: OpenAirline):
    new = Address(kind="email", value="astrid@example.org")
    changed = await airline.business.change_contact(
        ContactChange(booking="DEMO42", address=new), Write(key="k1")
    )

    assert (changed.email, changed.phone) == ("astrid@example.org", "+15550142")
    assert [each.reference for each in await airline.business.list_bookings(new)] == ["DEMO42"]


async def test_who_tells_no_outcomes_leaves_it_unclear(airline: OpenAirline):
    request = await ask_for(airline, "DEMO42")
    airline.faults.fail_next("dies_after_doing")
    airline.faults.fail_next("nothing_there")

    with pytest.raises(BusinessUnclearError):
        await airline.business.check_in(request, Write(key="k1"))
    airline.faults.fail_next("nothing_there")
    with pytest.raises(BusinessUnclearError):
        await airline.business.check_in(request, Write(key="k1", repeated=True))


async def test_a_promise_is_heard_though_its_answer_is_lost_once(airline: OpenAirline):
    patient = airline.connect(retries=1)
    request = await ask_for(airline, "DEMO42")
    airline.faults.fail_next("dies_before_doing")
    airline.faults.fail_next("dies_after_doing")

    with pytest.raises(BusinessUnavailableError, match="did nothing"):
        await patient.check_in(request, Write(key="k1"))
    assert [path for _, path in airline.faults.calls][1:] == ["/outcomes/k1", "/outcomes/k1"]
