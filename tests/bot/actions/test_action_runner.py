"""Actions run through rasa-sdk's executor, whoever leads the conversation."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.action_runner import ActionRunner, TookTooLongError
from bot.actions.contract import ActionContext, Ended, Telling
from bot.forms.reading import Reading
from domain.business import Write
from domain.self_service import Level, RunState, Said
from tests.bot.actions.bell import RING_BELL
from tests.fakes import MONDAY_MORNING

pytestmark = pytest.mark.unit


class Conversation:
    id = "c1"


def telling(text: str, **facts: Any) -> Telling:
    reading = Reading(text=text, language="en", now=MONDAY_MORNING, **facts)
    nobody: Any = None
    here: Any = Conversation()
    context = ActionContext(
        tools=nobody,
        run_id="r1",
        conversation=here,
        customer=nobody,
        address=nobody,
        level=Level.CLAIMED,
        now=MONDAY_MORNING,
        write=Write(key="k1"),
        reading=reading,
    )
    return Telling("ring_bell", context)


@pytest.fixture
def runner() -> ActionRunner:
    return ActionRunner((RING_BELL,))


async def test_what_is_missing_is_asked_for_in_order(runner: ActionRunner):
    slots = await runner.read(RING_BELL, telling("ring"), {})
    assert slots["requested_slot"] == "times"
    heard = telling("2")
    slots = await runner.read(RING_BELL, heard, slots)
    assert (slots["times"], slots["requested_slot"]) == (2, "colour")


async def test_several_slots_are_read_from_one_message(runner: ActionRunner):
    heard = telling("ring the red one 2 times")
    slots = await runner.read(RING_BELL, heard, {})
    assert (slots["times"], slots["colour"], slots["requested_slot"]) == (2, "red", None)
    assert heard.proven is Level.KNOWLEDGE


async def test_what_is_refused_is_said_and_asked_for_again(runner: ActionRunner):
    heard = telling("9")
    slots = await runner.read(RING_BELL, heard, {"requested_slot": "times"})
    assert (slots["times"], slots["requested_slot"]) == (None, "times")
    assert heard.said == [Said(key="ring_bell.too_often")]


async def test_a_filled_slot_is_read_again_only_where_the_customer_corrects_it(
    runner: ActionRunner,
):
    filled = {"times": 2, "requested_slot": "colour"}
    same = await runner.read(RING_BELL, telling("3 times, I said"), filled)
    assert same["times"] == 2
    corrected = await runner.read(RING_BELL, telling("no, I meant 3", corrected=True), filled)
    assert (corrected["times"], corrected["requested_slot"]) == (3, "colour")


async def test_an_action_says_how_it_ended(runner: ActionRunner):
    done = telling("red")
    await runner.perform(RING_BELL, done, {"times": 2, "colour": "red"})
    assert done.said == [Said(key="ring_bell.rung", facts={"times": 2})]
    assert done.ended == Ended(
        state=RunState.DONE, outcome="rung", facts={"times": 2, "colour": "red"}
    )


@pytest.mark.parametrize("seconds", [0, 60])
def test_no_action_may_take_longer_than_its_turn_lasts(seconds: float):
    with pytest.raises(ValueError, match="ring_bell: timeout is"):
        ActionRunner((replace(RING_BELL, timeout=seconds),))


async def test_a_question_takes_no_longer_than_an_action_may():
    slow = replace(RING_BELL, timeout=0.01)
    with pytest.raises(TookTooLongError, match="Ring the bell took longer"):
        await ActionRunner((slow,)).limit(slow, asyncio.sleep(60))
