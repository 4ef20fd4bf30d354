"""Passengers check in by text and in the chat, at an airline that answers over the wire."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crm_store.action_runs import list_runs
from domain.knowledge import Matcher
from domain.self_service import ActionRun, RunState
from tests.stories.airline_desk import AirlineDesk, open_airline_desk
from tests.stories.story_desk import ASTRID

STRANGER = "+15550999"
SOFIA = "+15550155"
# Two families have it.
SHARED = "+15550161"
PASS = "/boarding-passes/"


@pytest.fixture
async def desk(sqlite_url: str, tmp_path: Path, matcher: Matcher) -> AsyncIterator[AirlineDesk]:
    async with open_airline_desk(sqlite_url, tmp_path, matcher) as opened:
        yield opened


async def test_one_text_with_everything_in_it_ends_in_a_boarding_pass(desk: AirlineDesk):
    (told,) = await desk.answers(STRANGER, "checkin DEMO42 Lindqvist")
    assert told.startswith("Checked in: Astrid, AU218 today 16:00, seat ")
    assert PASS in told
    assert len(told) <= 160


async def test_a_stranger_needs_three_texts(desk: AirlineDesk):
    told = await desk.answers(STRANGER, "checkin", "DEMO42", "Lindqvist")
    assert "booking reference" in told[0]
    assert "last name" in told[1]
    assert PASS in told[2]


async def test_the_bookings_telephone_only_confirms(desk: AirlineDesk):
    told = await desk.answers(ASTRID, "checkin", "1")
    assert told[0].startswith("Check in Astrid for AU218 Norhavn-Lisbon, today 16:00?")
    assert PASS in told[1]


async def test_who_has_the_telephone_now_reaches_their_own_booking(desk: AirlineDesk):
    texts = ("checkin", "that's not me", "SM3R8K Marino", "1 and 2")
    told = await desk.answers(ASTRID, *texts)
    assert "another booking" in told[1]
    assert "Who is to be checked in" in told[2]
    assert "Sofia AU512" in told[3]
    assert "Luca AU162" in told[3]
    assert told[3].count(PASS) == 4


async def test_of_two_families_on_one_telephone_each_finds_theirs(desk: AirlineDesk):
    told = await desk.answers(SHARED, "checkin", "2", "checkin", "yes")
    assert "2. AU642 Prague-Norhavn, today 21:55" in told[0]
    assert "Checked in: Rosa, AU642 today 21:55" in told[1]
    assert told[2].startswith("Check in Peter")
    assert "Checked in: Peter" in told[3]


async def test_passengers_beyond_what_a_text_holds_are_told_by_name(desk: AirlineDesk):
    told = await desk.answers(SOFIA, "checkin SM3R8K", "all", "checkin SM3R8K Chiara")
    assert "For 3 more write CHECKIN SM3R8K and a first name." in told[1]
    assert told[2].startswith("Checked in already:\nChiara AU512")
    assert told[2].count(PASS) == 2


@pytest.mark.parametrize(
    ("text", "outcome", "words"),
    [
        ("check me in, DEMO43 Weber", "not_open_yet", "opens on 11 March at 10:00"),
        ("checkin LT2E8P Kim", "closed", "has closed"),
        (
            "check me in, FC5W1R Dahl",
            "flight_cancelled",
            "AU117 Norhavn-Stockholm today is cancelled",
        ),
        ("checkin C0P3NH Laurent", "booking_cancelled", "booking is cancelled"),
        ("checkin QK7M2P Fernandes", "already_checked_in", "Maya AU219 2C"),
    ],
)
async def test_what_cannot_be_done_is_said(desk: AirlineDesk, text: str, outcome: str, words: str):
    (told,) = await desk.answers(STRANGER, text)
    assert words in told
    run = await last_run(desk, STRANGER)
    assert run.outcome == outcome


async def test_a_rebooked_journey_is_gone_on_with(desk: AirlineDesk):
    told = await desk.answers(STRANGER, "checkin RB7Q2M Grant", "yes")
    assert "your booking is RB9T5K now" in told[0]
    assert "AU303 tomorrow 06:00" in told[1]


async def test_a_corrected_reference_is_proven_by_its_own_name(desk: AirlineDesk):
    texts = ("checkin SM3R8K Marino", "no, I meant DEMO42", "Lindqvist")
    told = await desk.answers(STRANGER, *texts)
    assert "last name" in told[1]
    assert "Astrid" not in told[1]
    assert "Checked in: Astrid" in told[2]


async def test_an_unknown_reference_and_a_wrong_name_cannot_be_told_apart(desk: AirlineDesk):
    known = await desk.answers("+15550801", "checkin", "DEMO42", "Meyer")
    calls = len(desk.airline.faults.calls)
    unknown = await desk.answers("+15550802", "checkin", "DEMQ42", "Meyer")
    assert known == unknown
    assert len(desk.airline.faults.calls) - calls <= calls


async def test_after_too_many_guesses_nothing_is_looked_up(desk: AirlineDesk):
    for number in range(5):
        await desk.chat_answers("v1", f"checkin XY{number}KZT Lindqvist", "never mind")
    calls = list(desk.airline.faults.calls)
    (told,) = await desk.chat_answers("v1", "checkin DEMO42 Lindqvist")
    assert told.startswith("That was too often.")
    assert desk.airline.faults.calls == calls


async def test_it_goes_on_in_the_chat(desk: AirlineDesk):
    told = await desk.chat_answers("v1", "I want to check in", "DEMO42", "Lindqvist")
    assert PASS in told[-1]


async def test_nothing_is_claimed_while_the_airline_is_down(desk: AirlineDesk):
    await desk.airline.go_down()
    (told,) = await desk.answers(STRANGER, "checkin DEMO42 Lindqvist")
    assert "Nothing was changed." in told
    assert (await last_run(desk, STRANGER)).state is RunState.FAILED


@pytest.mark.parametrize("lie", ["other_reference", "missing_pass"])
async def test_what_cannot_be_true_is_not_repeated(desk: AirlineDesk, lie: str):
    desk.airline.faults.fail_always(lie)  # type: ignore[arg-type]  # a fault by its name
    (told,) = await desk.answers(STRANGER, "checkin DEMO42 Lindqvist")
    assert PASS not in told
    assert "Checked in" not in told


async def test_a_check_in_whose_answer_was_lost_is_found_again(desk: AirlineDesk):
    # The telephone's bookings and then this one are looked up, when it is read and when it is done.
    desk.airline.faults.fail_next("dies_after_doing", after=4)
    (told,) = await desk.answers(STRANGER, "checkin DEMO42 Lindqvist")
    assert "Checked in: Astrid" in told
    posts = [path for method, path in desk.airline.faults.calls if method == "POST"]
    assert len(posts) == 1


async def test_a_check_in_of_which_nobody_knows_is_looked_at_by_a_person(desk: AirlineDesk):
    desk.airline.faults.fail_next("dies_after_doing", after=4, times=50)
    (told,) = await desk.answers(STRANGER, "checkin DEMO42 Lindqvist")
    assert told.startswith("I cannot tell yet whether that went through.")
    assert (await last_run(desk, STRANGER)).state is RunState.UNCLEAR


async def last_run(desk: AirlineDesk, thread: str) -> ActionRun:
    conversation = await desk.conversation(thread)
    runs = await desk.system.store.read(list_runs, conversation.id)
    return runs[-1]


@pytest.mark.parametrize("name", ["Müller", "Jörg Müller-Reyes"])
async def test_an_umlaut_in_a_name_does_not_make_the_customer_german(desk: AirlineDesk, name: str):
    told = await desk.answers(STRANGER, "checkin", "RM8Y4T", name)
    assert told[1] == "And what is the last name on the booking?"
    assert told[2].startswith(("I find no booking", "Checked in: Rosa"))


async def test_a_german_sentence_with_everything_in_it_ends_in_a_boarding_pass(desk: AirlineDesk):
    (told,) = await desk.answers(STRANGER, "Hallo, ich möchte einchecken, PN6V2K, Novak")
    assert told.startswith("Eingecheckt: Peter")


async def test_who_asks_for_the_boarding_pass_with_a_name_is_asked_nothing_more(desk: AirlineDesk):
    (told,) = await desk.answers(STRANGER, "Bordkarte PN6V2K Novák")
    assert PASS in told


@pytest.mark.parametrize(
    ("texts", "rest"),
    [
        (("checkin SM3R8K Marino", "all"), "For 3 more write CHECKIN SM3R8K and a first name."),
        (
            ("Hallo, ich möchte einchecken, SM3R8K, Marino", "alle"),
            "Für 3 weitere schreiben Sie CHECKIN SM3R8K und einen Vornamen.",
        ),
    ],
)
async def test_of_many_passes_a_text_says_to_its_end_how_to_get_the_rest(
    desk: AirlineDesk, texts: tuple[str, ...], rest: str
):
    told = await desk.answers(STRANGER, *texts)
    assert told[1].endswith(rest)


async def test_after_a_wrong_pair_a_bare_name_is_tried_with_the_last_reference(desk: AirlineDesk):
    told = await desk.answers(STRANGER, "checkin DEMO42", "Schmidt", "Berger", "Lindqvist")
    for each in told[1:3]:
        assert each.startswith("I find no booking with that reference and that last name.")
        assert each.endswith("Please write both once more, such as DEMO42 Lindqvist.")
    assert PASS in told[3]


async def test_after_a_wrong_pair_a_bare_reference_asks_for_the_name(desk: AirlineDesk):
    texts = ("checkin HV6R3X", "Lindqvist", "demo 42", "Lindqvist")
    told = await desk.answers(STRANGER, *texts)
    assert told[2] == "And what is the last name on the booking?"
    assert PASS in told[3]


async def test_staff_see_which_pair_was_tried_in_vain(desk: AirlineDesk):
    told = await desk.answers(STRANGER, "checkin HV6R3X", "Schmidt", "Meier", "Huber", "Lang")
    assert "did not get that" not in " ".join(told)
    conversation = await desk.conversation(STRANGER)
    assert conversation.with_person
    run = await last_run(desk, STRANGER)
    assert run.slots["tried"] == ["HV6R3X", "Lang"]
    notes = [entry.text for entry in (await desk.log(STRANGER)) if "so far" in entry.text]
    assert notes[-1].endswith("Tried in vain, not proven: HV6R3X, Lang")


async def test_further_names_tell_nobody_which_reference_there_is(desk: AirlineDesk):
    heard, asked = [], []
    for number, reference in (("+15550801", "DEMO42"), ("+15550802", "DEMQ42")):
        before = len(desk.airline.faults.calls)
        heard.append(await desk.answers(number, "checkin", reference, "Meyer", "Huber", "Lang"))
        asked.append(len(desk.airline.faults.calls) - before)
    assert heard[0] == heard[1]
    assert asked[1] <= asked[0]


async def test_each_further_name_counts_as_a_guess(desk: AirlineDesk):
    for name in ("Meyer", "Huber"):
        await desk.chat_answers("v1", f"checkin DEMO42 {name}", "Schmidt", "never mind")
    await desk.chat_answers("v1", "checkin DEMO42 Weber")
    calls = list(desk.airline.faults.calls)
    (told,) = await desk.chat_answers("v1", "Lindqvist")
    assert told.startswith("That was too often.")
    assert desk.airline.faults.calls == calls


async def test_thanks_in_the_middle_are_no_name(desk: AirlineDesk):
    told = await desk.answers(STRANGER, "checkin DEMO42", "great, thank you", "Lindqvist")
    assert told[1].endswith("And what is the last name on the booking?")
    assert "I find no booking" not in told[1]
    assert PASS in told[2]
