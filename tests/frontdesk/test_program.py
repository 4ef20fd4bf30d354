"""A program that nobody waits for any more is ended, whenever that is; what went wrong is told."""

import asyncio
import signal
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from frontdesk.encoder import open_chosen
from frontdesk.gaps.site_grouper import SiteGrouper
from frontdesk.program import ProgramError, run_program
from frontdesk.settings.model import BUNDLED_ENCODER
from tests.frontdesk.training.phone_encoder import open_broken
from tests.grouping import group_once

# Where something hangs; everything here is done much sooner.
PATIENCE = 30.0


async def run_endlessly(port: int, *, seconds: float = 600) -> Any:
    module = "tests.frontdesk.endless_program"
    return await run_program(module, port, doing="counting sheep", seconds=seconds)


async def wait_in_vain(work: asyncio.Task[Any]) -> None:
    """Wait for a task that is cancelled to have ended; one that does not end is a failure."""
    with pytest.raises(asyncio.CancelledError):
        # Within, as a time that is up is told by the same error until here.
        async with asyncio.timeout(PATIENCE):
            await work


async def test_a_program_that_is_called_off_while_it_runs_is_ended():
    running, ended = asyncio.Event(), asyncio.Event()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        running.set()
        await reader.read()
        ended.set()
        writer.close()

    async with (
        asyncio.timeout(PATIENCE),
        await asyncio.start_server(listen, "127.0.0.1", 0) as server,
    ):
        work = asyncio.create_task(run_endlessly(server.sockets[0].getsockname()[1]))
        await running.wait()
        work.cancel()
        await wait_in_vain(work)
        await ended.wait()


async def test_a_program_that_a_shutdown_meets_as_it_starts_is_ended(
    monkeypatch: pytest.MonkeyPatch,
):
    here = asyncio.current_task()
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def cancel_all() -> None:
        # As `asyncio.run` does in the end, which calls off the tasks of asyncio itself as well.
        for task in asyncio.all_tasks():
            if task is not here:
                task.cancel()

    def start_and_shut_down(*args: Any, **kwargs: Any) -> subprocess.Popen[bytes]:
        asyncio.get_running_loop().call_soon(cancel_all)
        started.append(start(*args, **kwargs))
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", start_and_shut_down)
    await wait_in_vain(asyncio.create_task(run_endlessly(0)))
    assert await asyncio.to_thread(started[0].wait, PATIENCE) == -signal.SIGKILL


async def test_a_program_without_end_is_ended_and_named():
    with pytest.raises(ProgramError, match=r"^counting sheep took longer than 0 s and was ended$"):
        await run_endlessly(0, seconds=0.01)


async def test_a_program_that_fails_is_named_with_its_last_words():
    with pytest.raises(ProgramError, match=r"^counting sheep ended with status 1 \(.*refused\)$"):
        await run_endlessly(0)


async def test_questions_that_could_not_be_grouped_are_not_called_a_training(
    tmp_path: Path,
):
    grouper = SiteGrouper(tmp_path, open_broken)
    with pytest.raises(
        ProgramError, match=r"^grouping questions ended with status 1 \(LookupError\)$"
    ):
        await grouper.group(["may I bring my dog"], locale="en")


async def test_questions_are_grouped_in_a_process_as_they_are_here_and_their_vectors_are_kept(
    tmp_path: Path,
):
    texts = (
        "Is there wifi on board?",
        "Can I bring my surfboard?",
        "does the wifi work on board",
        "surfboard on the flight, may I bring it?",
    )
    grouper = SiteGrouper(tmp_path, partial(open_chosen, BUNDLED_ENCODER))
    groups = await grouper.group(texts, locale="en")
    assert {frozenset(each.members) for each in groups} == {frozenset({0, 2}), frozenset({1, 3})}
    assert groups == group_once(texts, "en")
    assert (tmp_path / "gaps.en.npz").exists()
