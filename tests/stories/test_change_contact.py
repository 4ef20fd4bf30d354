"""Contact details change once the old address agrees, and count once the new one answers."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crm_store.customers import find_customer_by_address, get_customer, record_identity
from domain.conversations import Direction
from domain.customers import Trust
from domain.knowledge import Matcher
from domain.messages import Address
from tests.stories.airline_desk import AirlineDesk, open_airline_desk
from tests.stories.letters import Letters
from tests.stories.story_desk import ASTRID

OLD = "astrid.lindqvist@example.com"
NEW = "astrid@new.example"
STRANGER = "+15550999"


@pytest.fixture
async def desk(sqlite_url: str, tmp_path: Path, matcher: Matcher) -> AsyncIterator[AirlineDesk]:
    async with open_airline_desk(sqlite_url, tmp_path, matcher) as opened:
        yield opened


def code_in(texts: list[str]) -> str:
    """The code in the latest of some messages."""
    return str(re.findall(r"\b\d{6}\b", texts[-1])[0])


async def booked_email(desk: AirlineDesk) -> str | None:
    booking = await desk.airline.business.find_booking("DEMO42")
    assert booking is not None
    return booking.email


async def test_a_new_email_takes_a_code_from_the_old_one_and_one_from_the_new(
    desk: AirlineDesk, letters: Letters
):
    (asked,) = await desk.answers(ASTRID, f"change my email to {NEW}")
    assert "a...t@example.com" in asked
    assert await booked_email(desk) == OLD
    (asked,) = await desk.answers(ASTRID, code_in(letters.said_to(OLD)))
    assert f"a code to {NEW}" in asked
    assert await booked_email(desk) == OLD
    (told,) = await desk.answers(ASTRID, f"it is {code_in(letters.said_to(NEW))}")
    assert told == f"Done: for booking DEMO42 we reach you at {NEW} from now on."
    assert await booked_email(desk) == NEW


async def test_the_record_has_the_new_address_and_the_old_one_hears_of_it(
    desk: AirlineDesk, letters: Letters
):
    await desk.answers(ASTRID, "change my email address", NEW)
    await desk.answers(ASTRID, code_in(letters.said_to(OLD)))
    await desk.answers(ASTRID, code_in(letters.said_to(NEW)))
    assert "was changed just now" in letters.said_to(OLD)[-1]
    new = Address(kind="email", value=NEW)
    customer = await desk.system.store.read(find_customer_by_address, new)
    assert customer is not None
    held = {each.value: each.trust for each in customer.identities}
    assert held[NEW] is Trust.VERIFIED
    assert ASTRID in held
    events = [each.text for each in await desk.log(ASTRID, Direction.EVENT)]
    assert "A notice of it was sent to a...t@example.com" in events


async def test_a_wrong_code_changes_nothing(desk: AirlineDesk, letters: Letters):
    await desk.answers(ASTRID, f"change my email to {NEW}")
    wrong = "000000" if code_in(letters.said_to(OLD)) != "000000" else "111111"
    (told,) = await desk.answers(ASTRID, wrong)
    assert "not the code" in told
    assert letters.said_to(NEW) == []
    assert await booked_email(desk) == OLD


async def test_who_knows_reference_and_name_still_needs_what_the_booking_is_told_at(
    desk: AirlineDesk, letters: Letters
):
    await letters.arrive("mallory@example.org", "hello")
    texts = (f"change the email of my booking DEMO42 to {NEW}", "Lindqvist")
    told = await desk.answers(STRANGER, *texts)
    assert "last name" in told[0]
    assert "a...t@example.com" in told[1]
    assert [each.to.value for each in letters.sent if "code" in each.text] == [OLD]
    assert await booked_email(desk) == OLD


async def test_in_the_chat_a_booking_tells_where_the_code_may_go(
    desk: AirlineDesk, letters: Letters
):
    texts = ("change my phone number", "+44 7700 900123", "DEMO42", "Lindqvist")
    told = await desk.chat_answers("v1", *texts)
    assert "booking reference" in told[1]
    assert "last name" in told[2]
    assert "... 42" in told[3]
    (told_code,) = await desk.chat_answers("v1", code_in(desk.said_to(ASTRID)))
    assert "a code to +447700900123" in told_code
    (done,) = await desk.chat_answers("v1", code_in(desk.said_to("+447700900123")))
    assert "Done: for booking DEMO42" in done
    assert "was changed just now" in desk.said_to(ASTRID)[-1]


async def test_without_a_booking_the_record_alone_is_changed(desk: AirlineDesk, letters: Letters):
    await desk.customer_texts(STRANGER, "hello")
    customer = (await desk.conversation(STRANGER)).customer_id
    old = Address(kind="email", value="nils@old.example", verified=True)
    await desk.system.store.run(
        record_identity,
        identity_id="i1",
        customer_id=customer,
        address=old,
        now=desk.clock.now(),
    )
    await desk.answers(STRANGER, f"change my email to {NEW}")
    await desk.answers(STRANGER, code_in(letters.said_to(old.value)))
    (told,) = await desk.answers(STRANGER, code_in(letters.said_to(NEW)))
    assert told == f"Done: we reach you at {NEW} from now on."
    held = (await desk.system.store.read(get_customer, customer)).identities
    assert {each.value for each in held} == {STRANGER, NEW}
    assert "was changed just now" in letters.said_to(old.value)[-1]


async def test_where_only_the_asking_telephone_is_known_a_person_goes_on(desk: AirlineDesk):
    told = await desk.answers("+15550155", f"change my email to {NEW}")
    assert (await desk.conversation("+15550155")).with_person, told


async def test_the_address_that_is_on_file_already_is_no_change(
    desk: AirlineDesk, letters: Letters
):
    (told,) = await desk.answers(ASTRID, f"change my email to {OLD}")
    assert "the one we have already" in told
    assert letters.sent == []


async def test_staff_see_what_was_told_and_not_what_the_form_keeps_for_itself(
    desk: AirlineDesk, letters: Letters
):
    await desk.answers(ASTRID, f"change my email to {NEW}", "AGENT")
    (told,) = [
        each.text
        for each in await desk.log(ASTRID, Direction.EVENT)
        if "Change contact details" in each.text
    ]
    assert NEW in told
    assert OLD not in told
    assert "Proven" not in told
