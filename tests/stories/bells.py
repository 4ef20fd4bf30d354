"""A company at which customers can ring a bell by themselves, and the words for it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import select

from bot.actions.contract import SelfService, SelfServiceAction, Slots, Telling
from crm_store.action_runs import list_runs
from crm_store.schema import action_steps
from crm_store.transaction import Transaction
from domain.conversations import Direction
from domain.decisions import PreviousQuestion, Understanding
from domain.knowledge import Matcher
from domain.self_service import ActionRun, Risk
from domain.understanding import Understander
from responders import self_service
from tests.bot.actions.bell import RING_BELL
from tests.stories.story_desk import StoryDesk

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "ask_times": "How often shall I ring?",
        "ask_colour": "Which colour has it?",
        "ask_why": "And why?",
        "too_often": "Three times at most.",
        "rung": "It rang {{ times }} times.",
        "choice_red": "Red",
        "choice_green": "Green",
    }
}


def say_bells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the bell words, which no site has."""
    of_site = self_service._read_words

    def read_words(action: str) -> Mapping[str, Mapping[str, str]]:
        return WORDS if action == "ring_bell" else of_site(action)

    monkeypatch.setattr(self_service, "_read_words", read_words)


class BellUnderstander:
    """Understands what the bell's customers want, and all else as the site does."""

    def __init__(self, inner: Understander) -> None:
        self._inner = inner

    def understand(
        self,
        text: str,
        *,
        hint: str | None = None,
        precision: float | None = None,
        previous: PreviousQuestion | None = None,
    ) -> Understanding:
        """See `domain.understanding.Understander`."""
        found = self._inner.understand(text, hint=hint, precision=precision, previous=previous)
        if not text.lower().startswith("ring"):
            return replace(found, action=None, action_words="")
        return replace(found, action="ring_bell", action_words="ring")


class BellDesk(StoryDesk):
    """A desk that offers the bell and nothing else, unless told to."""

    def __init__(
        self, url: str, folder: Path, matcher: Matcher, actions: Sequence[SelfService]
    ) -> None:
        super().__init__(url, folder, matcher)
        self.list_actions = lambda: actions

    async def run_of(self, thread: str) -> ActionRun:
        """The latest run of the latest conversation of a thread."""
        conversation = await self.conversation(thread)
        return (await self.system.store.read(list_runs, conversation.id))[-1]

    async def steps_of(self, thread: str) -> list[str]:
        """What happened in that run, such as `filled times`, in order."""
        run = await self.run_of(thread)

        def read(tx: Transaction) -> list[str]:
            found = select(action_steps).where(action_steps.c.run_id == run.id)
            rows = tx.execute(found.order_by(action_steps.c.position))
            return [f"{row.step} {row.slot or ''}".strip() for row in rows]

        return await self.system.store.read(read)

    async def events_of(self, thread: str) -> list[str]:
        """What staff read between the messages of a conversation."""
        return [each.text for each in await self.log(thread, Direction.EVENT)]

    async def _start(self) -> None:
        await super()._start()
        tools: Any = self.system.tools
        # Nobody but a story has reason to change what a site is made of.
        object.__setattr__(tools, "understander", BellUnderstander(tools.understander))


class TroubledBell(SelfServiceAction):
    """A bell whose system fails in a way, so many times.

    Attributes:
        calls: for each try, whether it was known to be perhaps not the first.
    """

    action: ClassVar[str] = "ring_bell"

    def __init__(self, trouble: Exception, times: int = 1_000) -> None:
        self.calls: list[bool] = []
        self._trouble, self._times = trouble, times

    async def perform(self, telling: Telling, slots: Slots) -> None:
        self.calls.append(telling.context.write.repeated)
        if len(self.calls) <= self._times:
            raise self._trouble
        telling.say("rung", times=slots["times"])
        telling.finish("rung")


def make_troubled(
    trouble: Exception, times: int = 1_000, *, risk: Risk = Risk.LOW_IMPACT
) -> SelfService:
    """A bell that fails."""
    return replace(RING_BELL, perform=TroubledBell(trouble, times), risk=risk)


RUNG_WITH_LEAVE = replace(RING_BELL, risk=Risk.NEEDS_APPROVAL)


@asynccontextmanager
async def open_bell_desk(
    url: str, folder: Path, matcher: Matcher, actions: Sequence[SelfService] = (RING_BELL,)
) -> AsyncIterator[BellDesk]:
    """Open a desk with a bell, and close it whatever happens."""
    desk = BellDesk(url, folder, matcher, actions)
    try:
        await desk.open()
        yield desk
    finally:
        await desk.close()
