"""Buttons stay below their messages on Telegram; only those of the open question answer it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from bot.actions.contract import ActionContext, Question, Slot, Slots
from bot.forms.readers import read_choice
from bot.forms.reading import Reading
from domain.conversations import Direction
from domain.knowledge import Matcher
from domain.messages import QuickReply
from domain.self_service import RunState
from tests.bot.actions.bell import RING_BELL, BellForm
from tests.stories.bells import BellDesk, say_bells
from tests.stories.telegram_desk import CHAT, TelegramDesk


def _read_red(reading: Reading) -> str | None:
    return "red" if reading.requested and read_choice(reading) == "red" else None


def _read_times(reading: Reading) -> int | None:
    return None if _read_red(reading) is None else 2


class TwiceRedForm(BellForm):
    """Both of its questions have the button "Red", as "Yes" stands below many."""

    slots: ClassVar[tuple[Slot, ...]] = (
        Slot(name="times", title="How often", read=_read_times),
        Slot(name="colour", title="Colour", read=_read_red),
    )

    async def ask(self, slot: str, slots: Slots, context: ActionContext) -> Question:
        return Question(
            choices=tuple(QuickReply(label="", value=each) for each in ("red", "green"))
        )


class BellsOnTelegram(BellDesk, TelegramDesk):
    """A bot that rings bells."""


@pytest.fixture
async def desk(
    database_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[BellsOnTelegram]:
    say_bells(monkeypatch)
    bell = replace(RING_BELL, form=TwiceRedForm())
    desk = BellsOnTelegram(database_url, tmp_path, matcher, (bell,))
    try:
        await desk.open()
        await desk.customer_writes("ring the bell")
        await desk.time_passes(seconds=5)
        await desk.customer_writes("red")
        await desk.time_passes(seconds=5)
        yield desk
    finally:
        await desk.close()


async def test_the_button_of_a_question_answered_in_words_answers_no_other(desk: BellsOnTelegram):
    assert desk.told()[-1].endswith("Which colour has it?")
    await desk.customer_presses("Red", below=-2)
    run = await desk.run_of(CHAT)
    assert (run.state, run.requested) == (RunState.COLLECTING, "colour")
    assert dict(run.slots) == {"times": 2}
    assert desk.told()[-1].endswith("Which colour has it?")
    assert [each.text for each in await desk.log(CHAT, Direction.IN)][-1] == "Red"
    await desk.customer_presses("Red")
    assert desk.told()[-1] == "It rang 2 times."


async def test_the_button_of_a_message_nobody_knows_answers_nothing(desk: BellsOnTelegram):
    await desk.customer_presses("Red", message_id=77)
    assert (await desk.run_of(CHAT)).requested == "colour"
    await desk.customer_presses("Red")
    assert desk.told()[-1] == "It rang 2 times."
