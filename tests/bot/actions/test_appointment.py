"""Appointments are confirmed, moved and cancelled."""

import pytest

from bot.actions.appointment import APPOINTMENT
from domain.business import BusinessUnavailableError, BusinessUnclearError
from domain.self_service import RunState
from tests.bot.actions.shop import ASTRID, Shop, shop

__all__ = ["shop"]

FOUND = "Collect the cabin bag that was found, Lost property desk, Norhavn airport"
PLACE = "Lost property desk, Norhavn airport"


async def test_one_text_confirms_it(shop: Shop):
    talk = shop.talk(APPOINTMENT)
    heard = await talk.says("confirm my appointment AP-501 Lindqvist")
    assert heard == f"Confirmed: {FOUND}, on Wednesday at 10:00."
    assert (talk.state, talk.outcome) == (RunState.DONE, "confirmed")


async def test_it_is_found_by_number_and_name_step_by_step(shop: Shop):
    talk = shop.talk(APPOINTMENT)
    assert "number of your appointment" in await talk.says("appointment")
    assert "last name" in await talk.says("ap 5o1")
    assert await talk.says("Lindqvist") == f"{FOUND}, on Wednesday at 10:00. What shall I do?"
    assert [choice.value for choice in talk.choices] == ["confirm", "move", "cancel"]
    assert (await talk.says("1")).startswith("Confirmed:")


async def test_one_found_by_the_telephone_alone_is_shown_before_it_is_confirmed(shop: Shop):
    talk = shop.talk(APPOINTMENT, ASTRID)
    heard = await talk.says("confirm my appointment")
    assert heard == f"Confirm {FOUND}, on Wednesday at 10:00?"
    assert (await talk.says("yes")).startswith("Confirmed:")
    other = shop.talk(APPOINTMENT, ASTRID)
    await other.says("confirm my appointment")
    assert (await other.says("no")).startswith("All right, then it is another appointment.")
    assert len(shop.changes) == 1


async def test_it_is_moved_to_a_free_time_by_its_number(shop: Shop):
    talk = shop.talk(APPOINTMENT, ASTRID)
    assert "when do you want to come instead" in await talk.says("move my appointment")
    first = [choice.label for choice in talk.choices[:4]]
    assert [choice.value for choice in talk.choices[4:]] == ["later", "none"]
    await talk.says("Thursday, please")
    assert talk.choices[0].label.startswith("on Thursday")
    await talk.says("later")
    further = [choice.label for choice in talk.choices[:4]]
    assert not set(first) & set(further)
    heard = await talk.says("2")
    day, _, time = further[1].rpartition(" ")
    assert heard == f"Moved: {FOUND}, is now {day} at {time}."


async def test_a_time_that_was_taken_meanwhile_is_asked_for_again(shop: Shop):
    talk = shop.talk(APPOINTMENT, ASTRID)
    await talk.says("move my appointment")
    wanted = talk.choices[0]
    taken = "UPDATE appointments SET place = ?, starts_at = ? WHERE reference = 'AP-502'"
    await shop.change(taken, PLACE, wanted.value.replace("+00:00", "Z"))
    heard = await talk.says("1")
    assert heard.startswith("That time is not free any more.\n\n")
    assert wanted not in talk.choices
    assert (await talk.says("1")).startswith("Moved:")


async def test_a_time_that_is_taken_at_the_last_moment_leaves_it_as_it_was(shop: Shop):
    talk = shop.talk(APPOINTMENT, ASTRID)
    await talk.says("move my appointment")
    talk.slots["starts_at"] = "2026-03-04T03:30:00+00:00"
    heard = await talk.performs()
    assert heard.startswith("Somebody else has just taken that time. Yours stays on Wednesday")
    assert (talk.state, talk.outcome) == (RunState.REFUSED, "just_taken")


async def test_nothing_is_cancelled_without_a_yes(shop: Shop):
    talk = shop.talk(APPOINTMENT)
    heard = await talk.says("cancel my appointment AP-501 Lindqvist")
    assert heard == f"Cancel {FOUND}, on Wednesday at 10:00?"
    assert (await talk.says("no")).endswith("Nothing was changed.")
    assert (talk.outcome, shop.changes) == ("declined", [])
    again = shop.talk(APPOINTMENT)
    await again.says("cancel my appointment AP-501 Lindqvist")
    assert (await again.says("yes")).startswith("Cancelled: Collect")
    late = shop.talk(APPOINTMENT)
    assert "was cancelled" in await late.says("confirm my appointment AP-501 Lindqvist")
    assert late.outcome == "was_cancelled"


async def test_one_that_is_over_or_cannot_be_moved_is_left(shop: Shop):
    await shop.change("DELETE FROM free_times")
    talk = shop.talk(APPOINTMENT)
    assert "no other time free" in await talk.says("move my appointment AP-502 Weber")
    await shop.change("UPDATE appointments SET starts_at = '2026-03-02T08:00:00Z'")
    talk = shop.talk(APPOINTMENT)
    assert "cannot be changed any more" in await talk.says("cancel my appointment AP-501 Lindqvist")


async def test_of_several_one_is_chosen(shop: Shop):
    await shop.change("UPDATE appointments SET phone = ?", ASTRID.value)
    talk = shop.talk(APPOINTMENT, ASTRID)
    assert await talk.says("appointment") == "Which appointment do you mean?"
    assert talk.choices[1].label == "on Thursday 14:00, Have a damaged suitcase looked at"
    assert "Have a damaged suitcase looked at" in await talk.says("2")


async def test_somebody_elses_and_an_unknown_one_cannot_be_told_apart(shop: Shop):
    told = []
    for number in ("AP-501", "AP-999"):
        before = len(shop.looked_up)
        talk = shop.talk(APPOINTMENT)
        told.append([await talk.says("appointment"), await talk.says(f"{number} Meyer")])
        assert len(shop.looked_up) - before == 2
    assert told[0] == told[1]
    assert told[0][1].startswith("I find no appointment")
    for _ in range(3):
        await shop.talk(APPOINTMENT).says("appointment AP-777 Weber")
    assert (await shop.talk(APPOINTMENT).says("appointment AP-501 Lindqvist")).startswith(
        "That was too often"
    )


async def test_the_same_yes_again_changes_it_once(shop: Shop):
    talk = shop.talk(APPOINTMENT)
    first = await talk.says("confirm my appointment AP-501 Lindqvist")
    talk.repeated = True
    assert await talk.performs() == first
    assert len(shop.changes) == 1


async def test_what_is_gone_after_an_earlier_try_may_have_been_changed_by_it(shop: Shop):
    talk = shop.talk(APPOINTMENT, ASTRID)
    await talk.says("cancel my appointment")
    await shop.change("DELETE FROM appointments")
    talk.repeated = True
    with pytest.raises(BusinessUnclearError, match="not there as it was"):
        await talk.performs()
    talk.repeated = False
    assert (await talk.performs()).startswith("I find no appointment")


async def test_it_speaks_german(shop: Shop):
    talk = shop.talk(APPOINTMENT, ASTRID, language="de")
    assert "Was soll ich tun?" in await talk.says("Termin")
    assert "Wann möchten Sie" in await talk.says("2")
    assert (await talk.says("spätere Zeiten")).endswith("Wann möchten Sie stattdessen kommen?")
    assert (await talk.says("1")).startswith("Verschoben:")


async def test_nothing_is_said_to_be_changed_that_may_not_be(shop: Shop):
    shop.airline.faults.fail_next("dies_after_doing", after=4, times=50)
    with pytest.raises(BusinessUnclearError):
        await shop.talk(APPOINTMENT).says("confirm my appointment AP-501 Lindqvist")
    await shop.airline.go_down()
    with pytest.raises(BusinessUnavailableError):
        await shop.talk(APPOINTMENT).says("confirm my appointment AP-501 Lindqvist")
