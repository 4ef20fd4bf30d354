"""Two answers to one question that come at once answer that question alone."""

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from bot.actions.contract import ActionContext, Question, Slot, Slots
from bot.forms.heard import Heard
from bot.forms.readers import read_choice
from bot.forms.reading import Reading
from bot.forms.start_act import start_act
from domain.conversations import Direction
from domain.knowledge import Matcher
from domain.messages import QuickReply
from tests.bot.actions.bell import RING_BELL, BellForm
from tests.stories.bells import open_bell_desk, say_bells
from tests.stories.story_desk import ASTRID


def _read_times(reading: Reading) -> int | None:
    chosen = read_choice(reading)
    return int(chosen) if chosen is not None and chosen.isdigit() else None


def _read_colour(reading: Reading) -> str | None:
    chosen = read_choice(reading)
    return chosen if chosen in {"red", "green"} else None


class ChoosyForm(BellForm):
    """It offers how often to ring, and then, which bell."""

    slots: ClassVar[tuple[Slot, ...]] = (
        Slot(name="times", title="How often", read=_read_times),
        Slot(name="colour", title="Colour", read=_read_colour),
    )

    async def ask(self, slot: str, slots: Slots, context: ActionContext) -> Question:
        offered = ("1", "2") if slot == "times" else ("red", "green")
        return Question(choices=tuple(QuickReply(label=each, value=each) for each in offered))


async def test_whoever_answers_twice_at_once_has_answered_one_question(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
):
    say_bells(monkeypatch)
    choosy = replace(RING_BELL, form=ChoosyForm())
    async with open_bell_desk(sqlite_url, tmp_path, matcher, (choosy,)) as desk:
        for text in ("ring the bell", "1"):
            await desk.customer_texts(ASTRID, text)
        run, said = await desk.run_of(ASTRID), await desk.log(ASTRID, Direction.IN)
        assert (run.requested, dict(run.slots)) == ("colour", {"times": 1})
        again = Heard(
            do="go_on",
            interaction_id=said[-1].id,
            conversation_id=run.conversation_id,
            requested="times",
        )
        tools = replace(desk.system.tools, room=lambda _kind: 0)
        await desk.system.store.run(start_act, tools, run, again, now=desk.clock.now())
        await desk.settle()
        assert dict((await desk.run_of(ASTRID)).slots) == {"times": 1}
        await desk.customer_texts(ASTRID, "1")
        assert desk.said_to(ASTRID)[-1] == "It rang 1 times."
