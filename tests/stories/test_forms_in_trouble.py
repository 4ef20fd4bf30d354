"""A company's system that is down, unclear or lying: nobody hears that what was not done was."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.forms.start_act import ACT_LEASE
from bot.give_back import MOST_TAKEN_UP
from crm_store.jobs import replay_job
from crm_store.schema import jobs
from crm_store.transaction import Transaction
from domain.business import (
    BusinessAnswerError,
    BusinessRefusedError,
    BusinessUnavailableError,
    BusinessUnclearError,
)
from domain.conversations import Priority
from domain.jobs import JobKind, JobState
from domain.knowledge import Matcher
from domain.self_service import Risk, RunState
from tests.stories.bells import make_troubled, open_bell_desk, say_bells
from tests.stories.story_desk import ASTRID
from tests.stories.world import ANN

DOWN = "Our system does not answer at the moment. Nothing was changed."
UNCLEAR = "I cannot tell yet whether that went through."
RING = "ring the red one 2 times"


@pytest.mark.parametrize(
    ("trouble", "says", "state", "priority"),
    [
        (BusinessUnavailableError("no route"), DOWN, RunState.FAILED, Priority.NORMAL),
        (BusinessUnclearError("cut off"), UNCLEAR, RunState.UNCLEAR, Priority.HIGH),
        (BusinessAnswerError("a pass for nobody"), UNCLEAR, RunState.UNCLEAR, Priority.HIGH),
        (
            BusinessRefusedError("it is night", code="night"),
            "Sorry, our system does not allow that.",
            RunState.REFUSED,
            Priority.NORMAL,
        ),
    ],
)
async def test_trouble_is_told_as_it_is_and_a_person_goes_on(  # noqa: PLR0917 - pytest names them
    sqlite_url: str,
    tmp_path: Path,
    matcher: Matcher,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Exception,
    says: str,
    state: RunState,
    priority: Priority,
):
    say_bells(monkeypatch)
    bell = make_troubled(trouble)
    async with open_bell_desk(sqlite_url, tmp_path, matcher, (bell,)) as bells:
        await bells.customer_texts(ASTRID, RING)
        (told,) = bells.said_to(ASTRID)
        conversation = await bells.conversation(ASTRID)
        assert told.startswith(says)
        assert conversation.reference in told
        assert (await bells.run_of(ASTRID)).state is state
        assert (conversation.queue, conversation.priority) == ("general", priority)
        assert len(bell.perform.calls) == 1
        assert any("Colour: red" in event for event in await bells.events_of(ASTRID))


async def test_what_breaks_is_tried_again_and_looked_up(
    database_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
):
    say_bells(monkeypatch)
    bell = make_troubled(RuntimeError("a bug"), times=1)
    async with open_bell_desk(database_url, tmp_path, matcher, (bell,)) as bells:
        await bells.customer_texts(ASTRID, RING)
        assert bells.said_to(ASTRID) == []
        await bells.time_passes(seconds=5)
        assert bells.said_to(ASTRID) == ["It rang 2 times."]
        # The second try knows that there may have been a first one.
        assert bell.perform.calls == [False, True]


async def test_what_stays_broken_is_told_and_handed_over(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
):
    say_bells(monkeypatch)
    async with open_bell_desk(
        sqlite_url, tmp_path, matcher, (make_troubled(RuntimeError("a bug")),)
    ) as bells:
        await bells.customer_texts(ASTRID, RING)
        for _ in range(3):
            await bells.time_passes(seconds=60)
        (told,) = bells.said_to(ASTRID)
        assert told.startswith(UNCLEAR)
        assert (await bells.run_of(ASTRID)).state is RunState.UNCLEAR
        (shunted,) = await bells.shunted()
        assert shunted.kind is JobKind.ACT


async def test_what_kills_one_process_after_the_other_is_told_and_handed_over(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
):
    say_bells(monkeypatch)
    bell = make_troubled(RuntimeError("a bug"), times=1)
    async with open_bell_desk(sqlite_url, tmp_path, matcher, (bell,)) as bells:
        await bells.customer_texts(ASTRID, RING)
        await bells.system.store.run(change_act_jobs, attempts=MOST_TAKEN_UP)
        await bells.time_passes(seconds=5)
        assert bells.said_to(ASTRID)[-1].startswith(UNCLEAR)
        assert (await bells.run_of(ASTRID)).state is RunState.UNCLEAR
        assert len(await bells.shunted()) == 1


async def test_what_was_allowed_and_put_aside_is_looked_up_once_it_is_replayed(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
):
    say_bells(monkeypatch)
    bell: Any = make_troubled(RuntimeError("a bug"), times=1, risk=Risk.NEEDS_APPROVAL)
    async with open_bell_desk(sqlite_url, tmp_path, matcher, (bell,)) as bells:
        await bells.customer_texts(ASTRID, RING)
        run = await bells.run_of(ASTRID)
        await bells.system.self_service.approve(run.id, agent=ANN)
        await bells.settle()
        await bells.system.store.run(change_act_jobs, state=JobState.SHUNTED)
        (shunted,) = await bells.shunted()
        await bells.system.store.run(replay_job, shunted.id, now=bells.clock.now())
        await bells.settle()
        assert bell.perform.calls == [False, True]


def change_act_jobs(tx: Transaction, /, **values: Any) -> None:
    tx.execute(update(jobs).where(jobs.c.kind == JobKind.ACT).values(values))


async def test_a_process_that_dies_before_it_submits_leaves_it_to_the_next(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
):
    say_bells(monkeypatch)
    bell: Any = make_troubled(RuntimeError("never"), times=0)
    async with open_bell_desk(sqlite_url, tmp_path, matcher, (bell,)) as bells:
        await bells.text_is_kept(ASTRID, RING)
        await bells.restart()
        await bells.time_passes(seconds=ACT_LEASE.total_seconds())
        assert bells.said_to(ASTRID) == ["It rang 2 times."]


async def test_what_was_allowed_and_did_not_work_is_told_too(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
):
    say_bells(monkeypatch)
    bell = make_troubled(BusinessUnclearError("cut off"), risk=Risk.NEEDS_APPROVAL)
    async with open_bell_desk(sqlite_url, tmp_path, matcher, (bell,)) as bells:
        await bells.customer_texts(ASTRID, RING)
        run = await bells.run_of(ASTRID)
        await bells.system.self_service.approve(run.id, agent=ANN)
        await bells.settle()
        assert bells.said_to(ASTRID)[-1].startswith(UNCLEAR)
        conversation = await bells.conversation(ASTRID)
        assert (conversation.priority, conversation.queue) == (Priority.HIGH, "general")


async def test_whoever_is_with_a_person_by_then_hears_nothing_of_the_form(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
):
    say_bells(monkeypatch)
    async with open_bell_desk(sqlite_url, tmp_path, matcher) as bells:
        await bells.customer_texts(ASTRID, "ring the bell")
        await bells.system.desk.take(await bells.reference(ASTRID), agent=ANN)
        await bells.customer_texts(ASTRID, "2")
        assert len(bells.said_to(ASTRID)) == 1
        await bells.system.self_service.give_back(await bells.reference(ASTRID), agent=ANN)
        await bells.settle()
        assert bells.said_to(ASTRID)[-1].endswith("How often shall I ring?")
