"""What takes more than knowing it takes a code, sent elsewhere and told where it was asked for."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from bot.actions.contract import Slot, Telling
from bot.forms.heard import Heard
from bot.forms.start_act import start_act
from crm_store.conversations import change_conversation
from crm_store.customers import record_identity
from crm_store.transaction import Transaction
from domain.conversations import Direction
from domain.knowledge import Matcher
from domain.messages import Address
from domain.self_service import Level, RunState
from tests.bot.actions.bell import RING_BELL, BellForm
from tests.fakes import MONDAY_MORNING
from tests.stories.bells import BellDesk, open_bell_desk, say_bells
from tests.stories.letters import Letters
from tests.stories.story_desk import ASTRID
from tests.stories.world import ANN

EMAIL = "astrid@example.com"
RING = "ring the red one 2 times"
GUARDED = replace(RING_BELL, level=Level.CODE)


class BellFormWithWhy(BellForm):
    """It asks for something more once it is proven who rings."""

    slots: ClassVar[tuple[Slot, ...]] = (
        *BellForm.slots,
        Slot(
            name="why", title="Why", read=lambda reading: reading.text * reading.requested or None
        ),
    )


@pytest.fixture
async def guarded(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[BellDesk]:
    """The bell is rung for those alone who read a code."""
    say_bells(monkeypatch)
    async with open_bell_desk(sqlite_url, tmp_path, matcher, (GUARDED,)) as desk:
        yield desk


async def test_the_code_from_the_letter_lets_it_be_done(guarded: BellDesk):
    letters = await _write_before(guarded)
    await guarded.customer_texts(ASTRID, RING)
    assert "I have sent a code to a...d@example.com" in guarded.said_to(ASTRID)[-1]
    await guarded.customer_texts(ASTRID, "which code?")
    assert guarded.said_to(ASTRID)[-1].startswith("Sorry, I did not get that.")
    await guarded.customer_texts(ASTRID, _find_other(_read_code(letters)))
    assert guarded.said_to(ASTRID)[-1].startswith("That is not the code.")
    await guarded.customer_texts(ASTRID, _read_code(letters))
    assert guarded.said_to(ASTRID)[-1] == "It rang 2 times."
    run = await guarded.run_of(ASTRID)
    assert (run.level, run.state) == (Level.CODE, RunState.DONE)
    steps = await guarded.steps_of(ASTRID)
    assert ("code_sent one_time_code" in steps, "verified one_time_code" in steps) == (True, True)
    assert len(letters.said_to(EMAIL)) == 1


async def test_beside_a_person_no_code_is_sent_until_the_bot_goes_on(guarded: BellDesk):
    letters = await _write_before(guarded)
    for text in ("ring the bell", "2"):
        await guarded.customer_texts(ASTRID, text)
    run, store = await guarded.run_of(ASTRID), guarded.system.store
    conversation = await guarded.conversation(ASTRID)
    now = guarded.clock.now()
    await store.run(lambda tx: change_conversation(tx, conversation, now=now, queue="general"))
    await guarded.customer_texts(ASTRID, "red")
    said = (await guarded.log(ASTRID, Direction.IN))[-1]
    heard = Heard(do="go_on", interaction_id=said.id, requested="colour")
    tools = replace(guarded.system.tools, room=lambda _kind: 0)
    before = guarded.said_to(ASTRID)
    await store.run(start_act, tools, run, heard, now=now)
    await guarded.settle()
    assert (letters.said_to(EMAIL), guarded.said_to(ASTRID)) == ([], before)
    run = await guarded.run_of(ASTRID)
    assert (run.state, run.slots["colour"]) == (RunState.HANDED_OVER, "red")
    await guarded.system.self_service.give_back(conversation.reference, agent=ANN)
    await guarded.settle()
    await guarded.customer_texts(ASTRID, _read_code(letters))
    assert guarded.said_to(ASTRID)[-1] == "It rang 2 times."


async def test_a_code_that_is_too_old_is_followed_by_another(guarded: BellDesk):
    letters = await _write_before(guarded)
    await guarded.customer_texts(ASTRID, RING)
    await guarded.time_passes(minutes=20)
    await guarded.customer_texts(ASTRID, _read_code(letters))
    assert "I have sent a new one" in guarded.said_to(ASTRID)[-1]
    await guarded.customer_texts(ASTRID, _read_code(letters))
    assert guarded.said_to(ASTRID)[-1] == "It rang 2 times."


class GullibleForm(BellForm):
    """It leaves all proof to the code."""

    def validate_colour(self, value: str, telling: Telling, *_: Any) -> dict[str, Any]:
        return {"colour": value}


async def test_who_corrects_what_the_code_was_sent_for_proves_it_anew(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
):
    say_bells(monkeypatch)
    gullible = replace(GUARDED, form=GullibleForm())
    async with open_bell_desk(sqlite_url, tmp_path, matcher, (gullible,)) as desk:
        letters = await _write_before(desk)
        await desk.customer_texts(ASTRID, RING)
        await desk.customer_texts(ASTRID, f"no, I meant 3 times, {_read_code(letters)}")
        run = await desk.run_of(ASTRID)
        assert (run.level, run.state) == (Level.CLAIMED, RunState.COLLECTING)
        assert not any("rang" in each for each in desk.said_to(ASTRID))


async def test_whoever_has_no_other_address_is_seen_by_a_person(guarded: BellDesk):
    await guarded.customer_texts(ASTRID, RING)
    assert guarded.said_to(ASTRID)[-1].startswith("Sorry, I cannot be sure enough")
    assert (await guarded.conversation(ASTRID)).queue == "general"
    assert (await guarded.run_of(ASTRID)).outcome == "not_verified"


async def test_whoever_corrects_what_proved_them_must_prove_it_again(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
):
    """Or else one could prove to have one's own booking, and then name another."""
    say_bells(monkeypatch)
    bell = replace(RING_BELL, form=BellFormWithWhy())
    async with open_bell_desk(sqlite_url, tmp_path, matcher, (bell,)) as desk:
        for text in ("ring the bell", "2", "red"):
            await desk.customer_texts(ASTRID, text)
        assert (await desk.run_of(ASTRID)).level is Level.KNOWLEDGE
        await desk.customer_texts(ASTRID, "no, I meant 3")
        assert desk.said_to(ASTRID)[-1] == "Which colour has it?"
        assert (await desk.run_of(ASTRID)).level is Level.CLAIMED
        for text in ("green", "because"):
            await desk.customer_texts(ASTRID, text)
        assert desk.said_to(ASTRID)[-1] == "It rang 3 times."


async def _write_before(desk: BellDesk) -> Letters:
    """Have the desk know a mailbox of Astrid's, to which it can write."""
    letters = Letters(desk)
    await desk.customer_texts(ASTRID, "hello")
    customer = (await desk.conversation(ASTRID)).customer_id

    def record(tx: Transaction) -> None:
        address = Address(kind="email", value=EMAIL, verified=True)
        record_identity(
            tx,
            identity_id="mailbox",
            customer_id=customer,
            address=address,
            now=MONDAY_MORNING,
        )

    await desk.system.store.run(record)
    return letters


def _read_code(letters: Letters) -> str:
    return str(re.findall(r"\b\d{6}\b", letters.said_to(EMAIL)[-1])[0])


def _find_other(code: str) -> str:
    return "000000" if code != "000000" else "111111"
