"""Training in a process of its own, which takes no time from the answers given meanwhile."""

import asyncio
import json
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import IO

from domain.errors import FrontdeskError
from frontdesk.training.background_thread import compute
from knowledge_base.training import TrainingTask
from knowledge_base.training_program import LENGTH_BYTES

# Ten times as long as the largest knowledge bases take.
LONGEST_SECONDS = 600.0
# The program finds its modules where this process found them, wherever it is started.
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {} import main; sys.exit(main())"
)


class TrainingError(FrontdeskError):
    """The process that was to train a matcher did not."""


@dataclass(frozen=True, slots=True)
class TrainedApart:
    """What came of a training elsewhere.

    Attributes:
        index: pickled, as `unpickle_index` takes it.
        fresh: vectors that were computed, by the texts' digests.
        used: the digests of all texts whose vectors were asked for.
    """

    index: memoryview
    fresh: Mapping[str, bytes]
    used: frozenset[str]


async def train_apart(task: TrainingTask, *, seconds: float = LONGEST_SECONDS) -> TrainedApart:
    """Have a process of low priority do a task.

    What goes there and back goes by files, tens of megabytes that pass the event loop by.

    Raises:
        TrainingError: it failed, was killed or took longer than `seconds`.
        OSError: no process or no file can be had.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as written:
        await compute(_write_task, task, given)
        await run_program("knowledge_base.training_program", given, written, seconds)
        return await compute(_read_outcome, written)


def _write_task(task: TrainingTask, file: IO[bytes]) -> None:
    file.write(pickle.dumps(task))
    file.seek(0)


def _read_outcome(file: IO[bytes]) -> TrainedApart:
    file.seek(0)
    content = memoryview(file.read())
    end = LENGTH_BYTES + int.from_bytes(content[:LENGTH_BYTES])
    fresh, used = pickle.loads(content[end:])  # noqa: S301 - our own process wrote it
    return TrainedApart(content[LENGTH_BYTES:end], fresh, used)


async def run_program(module: str, given: IO[bytes], written: IO[bytes], seconds: float) -> None:
    """Run the `main` of a module in a process of its own.

    Args:
        given: its standard input.
        written: where its standard output goes.

    Raises:
        TrainingError: it failed, was killed or took longer than `seconds`.
        OSError: no process can be had.
    """
    process = _start(module, given, written)
    thread = ThreadPoolExecutor(1, "program")
    try:
        waiting = partial(_wait, process, seconds)
        told = await asyncio.get_running_loop().run_in_executor(thread, waiting)
    except subprocess.TimeoutExpired as error:
        raise TrainingError(f"training took longer than {seconds:.0f} s and was ended") from error
    finally:
        # Where nobody waits for it any more; the thread sees to what is left of it.
        process.kill()
        thread.shutdown(wait=False)
    if process.returncode != 0:
        raise TrainingError(_describe(process.returncode, told))


def _wait(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """Wait for a process to end, which it does at the latest then; return its last words."""
    with process:
        try:
            _, told = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return told


def _start(module: str, given: IO[bytes], written: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start the program, which takes milliseconds.

    Not by asyncio: whoever is cancelled while that starts a process may wait for ever.
    """
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", "-c", _PROGRAM.format(module), json.dumps(sys.path)],
        stdin=given,
        stdout=written,
        stderr=subprocess.PIPE,
        # Ctrl-C is for this process, which ends the other one itself.
        start_new_session=True,
    )


def _describe(status: int | None, told: bytes) -> str:
    last = told.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
    return f"training ended with status {status}{f' ({last})' if last else ''}"
