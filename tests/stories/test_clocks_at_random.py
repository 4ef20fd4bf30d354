"""Whatever customers, agents and time do, in any order: clocks add up, and none is missing."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.conversations import Priority
from domain.errors import ConflictError, InvalidInputError
from domain.service_levels import PauseReason, Retarget
from tests.stories.agreements import (
    FIRST,
    NEXT,
    RESOLUTION,
    agent_does,
    agree,
    given_to_bot,
    make_calendar,
    make_policy,
)
from tests.stories.sound_clocks import require_sound_clocks
from tests.stories.story_desk import StoryDesk
from tests.stories.world import HALF_KNOWN, KNOWN, UNKNOWN

Deed = tuple[str, Any]
TEXTS = (
    UNKNOWN,
    KNOWN,
    HALF_KNOWN,
    "hello",
    "thanks!",
    "that did not help",
    "I want to talk to a person",
    "I want to talk to a person about my lost luggage",
)
MINUTES = st.sampled_from((1, 7, 30, 61, 240, 900, 4000))
DEEDS = st.one_of(
    st.tuples(st.just("writes"), st.sampled_from(TEXTS)),
    st.tuples(st.just("time passes"), MINUTES),
    st.tuples(st.just("nobody looks for"), MINUTES),
    st.tuples(st.just("the clock is set back by"), st.sampled_from((1, 20))),
    st.tuples(st.just("reply"), st.just(None)),
    st.tuples(st.just("resolve"), st.just(None)),
    st.tuples(st.sampled_from(("reopen", "take", "release", "resume")), st.just(None)),
    st.tuples(st.just("wait_for_customer"), st.just(None)),
    st.tuples(st.just("give back"), st.just(None)),
    st.tuples(st.just("hold"), st.just(None)),
    st.tuples(st.just("snooze"), MINUTES),
    st.tuples(st.sampled_from(("merge", "unmerge")), st.just(None)),
    st.tuples(st.just("assign"), st.sampled_from(("general", "baggage", "bookings"))),
    st.tuples(st.just("set_priority"), st.sampled_from(tuple(Priority))),
)
STORIES = st.lists(DEEDS, min_size=1, max_size=14)
FACTS: dict[str, Callable[[StoryDesk, Any], dict[str, Any]]] = {
    "reply": lambda _desk, _about: {"text": "So it is."},
    "resolve": lambda _desk, _about: {"disposition": "solved"},
    "hold": lambda _desk, _about: {"for_whom": "the airport"},
    "snooze": lambda desk, about: {"until": desk.clock.now() + timedelta(minutes=about)},
    "assign": lambda _desk, about: {"assignee": None, "queue": about},
    "set_priority": lambda _desk, about: {"priority": about},
}
# One desk for all stories of a test, each of them a visitor's of its own.
visitors = count()


async def agree_on_much(desk: StoryDesk) -> None:
    """Put agreements on record that differ in all that can make a difference."""
    everything = {kind: frozenset(PauseReason) for kind in (FIRST, NEXT, RESOLUTION)}
    targets = {"default": 240, "urgent": 20, "low": 4000}
    await agree(
        desk,
        make_calendar(closed={date(2026, 3, 5): "Founders' day"}),
        make_policy(
            "baggage",
            position=1,
            calendar="office",
            first=targets,
            following=targets,
            resolution=600,
            retarget=Retarget.STRICTER,
            conditions={"queues": ("baggage",)},
        ),
        make_policy(
            "bookings",
            position=2,
            calendar="office",
            first=60,
            following=30,
            resolution=targets,
            pauses=everything,
            retarget=Retarget.NEVER,
            conditions={"queues": ("bookings",)},
        ),
        make_policy("rest", position=3, first=targets, following=45, resolution=600),
    )


async def do(desk: StoryDesk, visitor: str, deed: Deed) -> None:
    """Have it done, unless it cannot be as things stand."""
    what, about = deed
    if what == "writes":
        await desk.visitor_writes(visitor, about)
    elif what == "time passes":
        await desk.time_passes(minutes=about)
    elif what == "nobody looks for":
        desk.clock.advance(timedelta(minutes=about))
    elif what == "the clock is set back by":
        desk.clock.advance(timedelta(minutes=-about))
    else:
        with suppress(ConflictError, InvalidInputError):
            await _staff_does(desk, visitor, what, about)


async def _staff_does(desk: StoryDesk, visitor: str, what: str, about: Any) -> None:
    if what == "give back":
        await given_to_bot(desk, visitor)
        return
    if what == "merge":
        await desk.visitor_writes(f"{visitor}-too", UNKNOWN)
        other = await desk.reference(visitor)
        await agent_does(desk, f"{visitor}-too", what, into=other, confirmed=True)
        return
    if what == "unmerge":
        visitor = f"{visitor}-too"
        if not await desk.conversations(visitor):
            return
    facts = FACTS.get(what)
    await agent_does(desk, visitor, what, **({} if facts is None else facts(desk, about)))


def tried(number: int, *, anew: bool = False) -> settings:
    """Try so many stories; each time the same ones, unless they are made up anew."""
    return settings(
        max_examples=number,
        deadline=None,
        derandomize=not anew,
        print_blob=anew,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


async def play(desk: StoryDesk, story: list[Deed]) -> None:
    """Play a story and look at all its clocks after each deed."""
    visitor = f"visitor-{next(visitors)}"
    await desk.visitor_writes(visitor, UNKNOWN)
    for deed in story:
        await do(desk, visitor, deed)
        await require_sound_clocks(desk, visitor)
        await require_sound_clocks(desk, f"{visitor}-too")
    await desk.settle()
    await require_sound_clocks(desk, visitor)


@tried(8)
@given(story=STORIES)
async def test_clocks_add_up_and_none_is_missing(desk: StoryDesk, story: list[Deed]):
    await agree_once(desk)
    await play(desk, story)


@pytest.mark.slow
@tried(300, anew=True)
@given(story=STORIES)
async def test_clocks_add_up_and_none_is_missing_in_many_stories(
    desk: StoryDesk, story: list[Deed]
):
    await agree_once(desk)
    await play(desk, story)


async def agree_once(desk: StoryDesk) -> None:
    """Put agreements on record before the first story of a desk."""
    if not await desk.system.store.read(desk.system.tools.agreements.list_policies):
        await agree_on_much(desk)
