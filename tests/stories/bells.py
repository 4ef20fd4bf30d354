"""A company at which customers can ring a bell by themselves, and the words for it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.actions.contract import SelfService
from domain.decisions import PreviousQuestion, Understanding
from domain.knowledge import Matcher
from domain.understanding import Understander
from responders import self_service
from tests.bot.actions.bell import RING_BELL
from tests.stories.story_desk import StoryDesk

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "ask_times": "How often shall I ring?",
        "ask_colour": "Which colour has it?",
        "too_often": "Three times at most.",
        "rung": "It rang {{ times }} times.",
        "choice_red": "Red",
        "choice_green": "Green",
    }
}
_COMMANDS = {
    "never mind": "cancel",
    "start over": "restart",
    "go on": "go_on",
    "no, I meant": "correct",
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
        said = (command for words, command in _COMMANDS.items() if text.startswith(words))
        action = "ring_bell" if text.lower().startswith("ring") else None
        return replace(
            found, action=action, action_words="ring" if action else "", command=next(said, None)
        )


class BellDesk(StoryDesk):
    """A desk that offers the bell and nothing else, unless told to."""

    def __init__(
        self, url: str, folder: Path, matcher: Matcher, actions: Sequence[SelfService]
    ) -> None:
        super().__init__(url, folder, matcher)
        self.list_actions = lambda: actions

    async def _start(self) -> None:
        await super()._start()
        tools: Any = self.system.tools
        # Nobody but a story has reason to change what a site is made of.
        object.__setattr__(tools, "understander", BellUnderstander(tools.understander))


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
