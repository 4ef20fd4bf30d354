"""What is done for ever goes on after a failure, which the log names."""

import asyncio

import pytest
import structlog

from bot.do_regularly import do_regularly

pytestmark = pytest.mark.unit


async def test_what_failed_is_told_and_done_again():
    tries: list[int] = []

    async def work() -> None:
        tries.append(len(tries))
        if len(tries) == 1:
            raise OSError("the store is away")
        raise asyncio.CancelledError

    with structlog.testing.capture_logs() as logged, pytest.raises(asyncio.CancelledError):
        await do_regularly(work, every_seconds=0.0, failure="looking_failed")
    assert tries == [0, 1]
    assert [(each["event"], each["error"]) for each in logged] == [("looking_failed", "OSError")]
