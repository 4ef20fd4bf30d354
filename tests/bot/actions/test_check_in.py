"""Check-in, from what a customer writes to the pass in their hands."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.check_in import CHECK_IN
from crm_store.store import Store, make_store
from domain.business import (
    Booking,
    BookingStatus,
    BusinessAnswerError,
    BusinessRefusedError,
    BusinessUnavailableError,
    FlightStatus,
)
from domain.messages import Address
from domain.self_service import RunState
from tests.bot.actions.fake_business import (
    ASTRID,
    NOW,
    STRANGER,
    FakeBusiness,
    FormTalk,
    booking,
    checked_in,
    flight,
    forget_tried,
    make_pass,
)

PHONE = ASTRID.value
FAMILY = ("Sofia Marino", "Luca Marino", "Chiara D'Amico")


@pytest.fixture
async def guesses(sqlite_url: str) -> AsyncIterator[Store]:
    """Where wrong answers are counted."""
    store = make_store(sqlite_url)
    await store.open()
    yield store
    await store.close()


# One text


async def test_reference_and_name_in_one_text_end_in_a_boarding_pass(guesses: Store):
    business = FakeBusiness(booking())
    talk = FormTalk(CHECK_IN, business, guesses)
    heard = await talk.says("checkin DEMO42 Lindqvist")
    assert "seat 10A" in heard
    assert "https://air.example/p/DEMO42-1.AU218-1" in heard
    assert len(heard) <= 160
    assert (talk.state, talk.outcome) == (RunState.DONE, "checked_in")


async def test_the_bookings_own_telephone_needs_no_name():
    talk = FormTalk(CHECK_IN, FakeBusiness(booking(phone=PHONE)), address=ASTRID)
    assert "Boarding pass: https://" in await talk.says("checkin demo 42")
    assert talk.texts == 1


async def test_a_proven_email_address_is_as_good_as_a_telephone():
    held = booking(email="astrid@example.com")
    address = Address(kind="email", value="astrid@example.com", verified=True)
    talk = FormTalk(CHECK_IN, FakeBusiness(held), address=address)
    assert "Boarding pass" in await talk.says("checkin DEMO42")


async def test_a_seat_is_taken_where_it_is_said(guesses: Store):
    business = FakeBusiness(booking())
    await FormTalk(CHECK_IN, business, guesses).says("checkin DEMO42 Lindqvist window seat please")
    [(request, _)] = business.requests
    assert request.seat == "window"


async def test_umlauts_may_be_typed_in_any_way_and_o_stands_for_0(guesses: Store):
    business = FakeBusiness(booking("RM80YT", "Rosa Müller-Reyes"))
    talk = FormTalk(CHECK_IN, business, guesses)
    assert "Checked in: Rosa" in await talk.says("checkin RM8OYT mueller reyes")


async def test_it_speaks_german(guesses: Store):
    talk = FormTalk(CHECK_IN, FakeBusiness(booking()), guesses, language="de")
    assert "Eingecheckt: Astrid" in await talk.says("checkin DEMO42 Lindqvist")


# Step by step


async def test_a_stranger_is_asked_for_reference_and_name(guesses: Store):
    talk = FormTalk(CHECK_IN, FakeBusiness(booking()), guesses)
    assert "booking reference" in await talk.says("checkin")
    assert "last name" in await talk.says("DEMO42")
    assert "Boarding pass" in await talk.says("Lindqvist")
    assert talk.texts == 3


async def test_the_only_open_booking_of_a_telephone_is_offered():
    late = booking("DEMO43", phone=PHONE, flights=[flight("AU741", 240)])
    talk = FormTalk(CHECK_IN, FakeBusiness(late, booking(phone=PHONE)), address=ASTRID)
    heard = await talk.says("checkin")
    assert heard == "Check in Astrid for AU218 Norhavn-Lisbon, today 15:00?"
    assert [choice.value for choice in talk.choices] == ["yes", "no"]
    assert "Boarding pass" in await talk.says("1")


async def test_of_several_open_bookings_one_is_chosen_by_its_number():
    other = booking("RM8Y4T", "Rosa Reyes", phone=PHONE, flights=[flight("AU642", 11)])
    talk = FormTalk(CHECK_IN, FakeBusiness(booking(phone=PHONE), other), address=ASTRID)
    assert await talk.says("checkin") == "Which booking do you want to check in?"
    assert [choice.label for choice in talk.choices][:2] == [
        "AU218 Norhavn-Lisbon, today 15:00",
        "AU642 Norhavn-Lisbon, today 20:00",
    ]
    assert "Checked in: Rosa" in await talk.says("2")


async def test_two_people_on_one_telephone_are_told_apart_by_their_name():
    other = booking("RM8Y4T", "Rosa Reyes", phone=PHONE, flights=[flight("AU642", 11)])
    talk = FormTalk(CHECK_IN, FakeBusiness(booking(phone=PHONE), other), address=ASTRID)
    assert "Check in Rosa" in await talk.says("check in for Reyes")


async def test_who_has_the_telephone_now_is_told_no_more_once_it_is_not_them(guesses: Store):
    held, mine = booking(phone=PHONE), booking("SM3R8K", "Sofia Marino")
    talk = FormTalk(CHECK_IN, FakeBusiness(held, mine), guesses, address=ASTRID)
    await talk.says("checkin")
    heard = await talk.says("no")
    assert talk.keys == ["check_in.not_yours", "check_in.ask_booking_reference"]
    assert "Lindqvist" not in heard
    assert "last name" in await talk.says("DEMO42")
    assert talk.keys == ["check_in.ask_last_name"]
    assert (await talk.says("Meyer")).startswith("I find no booking")
    assert "Checked in: Sofia" in await talk.says("SM3R8K Marino")


async def test_on_another_channel_the_telephone_proves_nothing_any_more(guesses: Store):
    business = FakeBusiness(booking("SM3R8K", *FAMILY, phone=PHONE))
    talk = FormTalk(CHECK_IN, business, guesses, address=ASTRID)
    await talk.says("checkin SM3R8K")
    talk.address = Address(kind="visitor", value="v1", verified=True)
    await talk.says("all")
    assert (talk.keys, business.requests) == (["check_in.ask_last_name"], [])
    assert "Checked in" in await talk.says("Marino")


# Several passengers and flights


async def test_of_several_passengers_some_are_chosen_by_number(guesses: Store):
    business = FakeBusiness(booking("SM3R8K", *FAMILY))
    talk = FormTalk(CHECK_IN, business, guesses)
    await talk.says("checkin SM3R8K Marino")
    assert [choice.label for choice in talk.choices] == ["Sofia", "Luca", "Chiara", ""]
    heard = await talk.says("1 and 3")
    assert heard.splitlines() == [
        "Checked in:",
        "Sofia AU218 10A https://air.example/p/SM3R8K-1.AU218-1",
        "Chiara AU218 11A https://air.example/p/SM3R8K-3.AU218-1",
    ]


@pytest.mark.parametrize("answer", ["4", "all", "everybody"])
async def test_all_of_several_passengers_are_checked_in(guesses: Store, answer: str):
    business = FakeBusiness(booking("SM3R8K", *FAMILY))
    talk = FormTalk(CHECK_IN, business, guesses)
    await talk.says("checkin SM3R8K Marino")
    await talk.says(answer)
    assert business.requests[0][0].passengers == ("SM3R8K-1", "SM3R8K-2", "SM3R8K-3")


@pytest.mark.parametrize("who", ["all of us", "everybody"])
async def test_all_of_them_may_be_said_at_once(guesses: Store, who: str):
    talk = FormTalk(CHECK_IN, FakeBusiness(booking("SM3R8K", *FAMILY)), guesses)
    await talk.says(f"checkin SM3R8K, {who}, name is Marino")
    assert talk.outcome == "checked_in"


async def test_more_links_than_fit_are_promised_by_name(guesses: Store):
    people = (*FAMILY, "Ben Marino", "Ida Marino")
    talk = FormTalk(CHECK_IN, FakeBusiness(booking("SM3R8K", *people)), guesses)
    await talk.says("checkin SM3R8K Marino")
    heard = await talk.says("all")
    assert heard.count("https://") == 3
    assert "For 2 more write CHECKIN SM3R8K and a first name." in heard


async def test_a_flight_that_is_not_open_is_named(guesses: Store):
    held = booking(flights=[flight("AU218", 6), flight("AU219", 80)])
    talk = FormTalk(CHECK_IN, FakeBusiness(held), guesses)
    heard = await talk.says("checkin DEMO42 Lindqvist")
    assert "AU218" in heard
    assert "AU219 can be checked in from 17:00 on Wednesday." in heard


# Refusals


@pytest.mark.parametrize(
    ("held", "outcome", "words"),
    [
        (booking(flights=[flight(hours=30)]), "not_open_yet", "opens today at 15:00"),
        (booking(flights=[flight(hours=0.5)]), "closed", "has closed"),
        (booking(flights=[flight(hours=-3)]), "departed", "has left"),
        (
            booking(flights=[flight(status=FlightStatus.CANCELLED)]),
            "flight_cancelled",
            "is cancelled, so nobody",
        ),
        (booking(status=BookingStatus.CANCELLED), "booking_cancelled", "booking is cancelled"),
        (booking(status=BookingStatus.REBOOKED), "rebooked", "which I do not know"),
    ],
)
async def test_what_cannot_be_checked_in_is_said(
    guesses: Store, held: Booking, outcome: str, words: str
):
    business = FakeBusiness(held)
    talk = FormTalk(CHECK_IN, business, guesses)
    assert words in await talk.says("checkin DEMO42 Lindqvist")
    assert (talk.state, talk.outcome) == (RunState.REFUSED, outcome)
    assert not business.requests
    german = FormTalk(CHECK_IN, business, guesses, language="de")
    assert max(len(talk.heard), len(await german.says("checkin DEMO42 Lindqvist"))) <= 160


async def test_the_passes_are_given_again_to_who_is_checked_in_already(guesses: Store):
    business = FakeBusiness(checked_in(booking()))
    talk = FormTalk(CHECK_IN, business, guesses)
    heard = await talk.says("checkin DEMO42 Lindqvist")
    assert heard.startswith("Astrid is checked in already")
    assert "https://air.example/p/DEMO42-1.AU218-1" in heard
    assert not business.requests


async def test_only_who_lacks_a_pass_is_asked_about(guesses: Store):
    held = booking("SM3R8K", *FAMILY)
    held = replace(held, passes=(make_pass("SM3R8K-1", "AU218-1", 3),))
    talk = FormTalk(CHECK_IN, FakeBusiness(held), guesses)
    await talk.says("checkin SM3R8K Marino")
    assert [choice.label for choice in talk.choices][:-1] == ["Luca", "Chiara"]


async def test_a_rebooked_booking_is_gone_on_with(guesses: Store):
    old = booking("RB7Q2M", status=BookingStatus.REBOOKED, rebooked_to="RB9T5K")
    business = FakeBusiness(old, booking("RB9T5K", flights=[flight("AU303", 20)]))
    talk = FormTalk(CHECK_IN, business, guesses)
    assert "RB9T5K" in await talk.says("checkin RB7Q2M Lindqvist")
    assert "AU303" in await talk.says("yes")
    assert business.requests[0][0].reference == "RB9T5K"


async def test_the_new_booking_is_left_alone_where_the_customer_wants_that(guesses: Store):
    old = booking("RB7Q2M", status=BookingStatus.REBOOKED, rebooked_to="RB9T5K")
    business = FakeBusiness(old, booking("RB9T5K"))
    talk = FormTalk(CHECK_IN, business, guesses)
    await talk.says("checkin RB7Q2M Lindqvist")
    await talk.says("no")
    assert (talk.outcome, business.requests) == ("declined", [])


@pytest.mark.parametrize(
    ("code", "facts", "outcome"),
    [
        ("not_open_yet", {"opens_at": "2026-03-02T12:00:00Z"}, "not_open_yet"),
        ("not_open_yet", {"opens_at": "some time"}, "not_open_yet"),
        ("closed", {}, "closed"),
        ("cancelled", {"flight": "AU218"}, "flight_cancelled"),
        ("taken", {}, "no_seat"),
        ("invalid", {}, "not_possible"),
    ],
)
async def test_what_the_airline_refuses_is_told_as_it_says(
    guesses: Store, code: str, facts: dict[str, str], outcome: str
):
    business = FakeBusiness(booking())
    business.check_in_error = BusinessRefusedError("no", code=code, facts=facts)
    talk = FormTalk(CHECK_IN, business, guesses)
    heard = await talk.says("checkin DEMO42 Lindqvist")
    assert (talk.state, talk.outcome) == (RunState.REFUSED, outcome)
    assert "Checked in" not in heard


async def test_who_was_checked_in_meanwhile_gets_what_there_is(guesses: Store):
    business = FakeBusiness(booking())
    talk = FormTalk(CHECK_IN, business, guesses)
    business.check_in_error = BusinessRefusedError("done", code="already_checked_in")
    business.before_check_in = lambda: business.keep(checked_in(booking()))
    assert "checked in already" in await talk.says("checkin DEMO42 Lindqvist")


# Corrections


async def test_another_reference_is_proven_anew(guesses: Store):
    business = FakeBusiness(booking("SM3R8K", *FAMILY), booking("DEMO43", "Jonas Weber"))
    talk = FormTalk(CHECK_IN, business, guesses)
    await talk.says("checkin SM3R8K Marino")
    heard = await talk.says("no, I meant DEMO43")
    assert "Jonas" not in heard
    assert not business.requests
    assert talk.keys == ["check_in.not_found", "check_in.ask_booking_reference"]
    assert "Checked in: Jonas" in await talk.says("DEMO43 Weber")


# Guessing


async def test_a_wrong_name_and_an_unknown_reference_cannot_be_told_apart(guesses: Store):
    told = []
    for reference in ("DEMO42", "XY12Z9"):
        business = FakeBusiness(booking())
        talk = FormTalk(CHECK_IN, business, guesses)
        answers = [await talk.says(text) for text in ("checkin", reference, "Meyer")]
        told.append((answers, len(business.asked), forget_tried(talk), talk.choices, talk.outcome))
    assert told[0] == told[1]


async def test_after_too_many_guesses_nothing_is_looked_up(guesses: Store):
    business = FakeBusiness(booking())
    for number in range(5):
        await FormTalk(CHECK_IN, business, guesses).says(f"checkin XY{number}ZZZ Lindqvist")
    business.asked.clear()
    talk = FormTalk(CHECK_IN, business, guesses)
    await talk.says("checkin DEMO42 Lindqvist")
    assert (talk.keys, talk.outcome) == (["common.too_many"], "too_many")
    assert business.asked == [f"list {STRANGER.value}"]


async def test_others_guesses_do_not_stop_who_has_proven_it(guesses: Store):
    business = FakeBusiness(booking("SM3R8K", *FAMILY))
    talk = FormTalk(CHECK_IN, business, guesses)
    await talk.says("checkin SM3R8K Marino")
    for number in range(10):
        other = replace(STRANGER, value=f"+1555010{number}")
        await FormTalk(CHECK_IN, business, guesses, address=other).says("checkin SM3R8K Foo")
    assert "Checked in" in await talk.says("all")


async def test_an_address_that_is_only_claimed_proves_nothing(guesses: Store):
    claimed = replace(ASTRID, verified=False)
    talk = FormTalk(CHECK_IN, FakeBusiness(booking(phone=PHONE)), guesses, address=claimed)
    await talk.says("checkin DEMO42")
    assert talk.keys == ["check_in.ask_last_name"]


# The company's system


async def test_where_the_system_is_down_nothing_is_said_to_be_done(guesses: Store):
    business = FakeBusiness(booking())
    business.error = BusinessUnavailableError("down")
    with pytest.raises(BusinessUnavailableError):
        await FormTalk(CHECK_IN, business, guesses).says("checkin DEMO42 Lindqvist")


async def test_no_pass_at_all_is_no_check_in(guesses: Store):
    business = FakeBusiness(booking())
    business.passes = ()
    with pytest.raises(BusinessAnswerError):
        await FormTalk(CHECK_IN, business, guesses).says("checkin DEMO42 Lindqvist")


async def test_only_the_passes_that_came_are_told(guesses: Store):
    business = FakeBusiness(booking("SM3R8K", *FAMILY))
    business.passes = (make_pass("SM3R8K-1", "AU218-1", 9), make_pass("XX-1", "AU218-1", 8))
    talk = FormTalk(CHECK_IN, business, guesses)
    await talk.says("checkin SM3R8K Marino")
    heard = await talk.says("all")
    assert "Checked in: Sofia, AU218" in heard
    assert heard.count("https://") == 1
    assert "No boarding pass came for Luca, Chiara." in heard


@pytest.mark.parametrize("later", [timedelta(minutes=1), timedelta(hours=9)])
async def test_after_a_crash_the_same_is_asked_for_once_more(guesses: Store, later: timedelta):
    business = FakeBusiness(booking())
    talk = FormTalk(CHECK_IN, business, guesses)
    await talk.says("checkin DEMO42 Lindqvist")
    business.bookings["DEMO42"] = checked_in(business.bookings["DEMO42"])
    talk.repeated, talk.now = True, NOW + later
    assert "Checked in: Astrid" in await talk.performs()
    (first, _), (second, write) = business.requests
    assert (first, write.repeated) == (second, True)


async def test_what_is_carried_out_is_proven_once_more(guesses: Store):
    business = FakeBusiness(booking("SM3R8K", *FAMILY, phone=PHONE))
    talk = FormTalk(CHECK_IN, business, guesses, address=ASTRID)
    await talk.says("checkin SM3R8K")
    talk.slots.update(passengers=["Sofia"], last_name="Meyer")
    talk.address = STRANGER
    await talk.performs()
    assert (talk.keys, talk.outcome) == (["check_in.not_found"], "not_found")
    assert not business.requests
