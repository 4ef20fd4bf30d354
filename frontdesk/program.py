"""Programs of our own in processes of their own, which take no time from what is done here."""

import asyncio
import json
import pickle
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import IO, Any

from domain.errors import FrontdeskError
from frontdesk.training.background_thread import compute

# The program finds its modules where this process found them, wherever it is started.
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {} import main; sys.exit(main())"
)


class ProgramError(FrontdeskError):
    """A program did not do what it was started for."""


async def run_program(module: str, task: object, *, doing: str, seconds: float) -> Any:
    """Have the `main` of a module do a task in a process of its own; return what came of it.

    What goes there and back, pickled, goes by files: tens of megabytes that pass the event loop by.

    Args:
        task: what the program reads on standard input; on standard output it writes the result.
        doing: what it does, as an error begins with it: "training".

    Raises:
        ProgramError: it failed, was killed or took longer than `seconds`.
        OSError: no process or no file can be had.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as written:
        await compute(_write, task, given)
        process = _start(module, given, written)
        await _finish(process, doing, seconds)
        return await compute(_read, written)


def _write(task: object, file: IO[bytes]) -> None:
    file.write(pickle.dumps(task))
    file.seek(0)


def _read(file: IO[bytes]) -> Any:
    file.seek(0)
    return pickle.load(file)  # noqa: S301 - our own process wrote it


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


async def _finish(process: subprocess.Popen[bytes], doing: str, seconds: float) -> None:
    """Wait for a process to have done its work; where nobody waits any more, end it.

    Raises:
        ProgramError: it has not.
    """
    thread = ThreadPoolExecutor(1, "program")
    try:
        waiting = partial(_wait, process, seconds)
        told = await asyncio.get_running_loop().run_in_executor(thread, waiting)
    except subprocess.TimeoutExpired as error:
        raise ProgramError(f"{doing} took longer than {seconds:.0f} s and was ended") from error
    finally:
        # The thread sees to what is left of it.
        process.kill()
        thread.shutdown(wait=False)
    if process.returncode != 0:
        raise ProgramError(f"{doing} ended with {_describe(process.returncode, told)}")


def _wait(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """Wait for a process to end, which it does at the latest then; return its last words."""
    with process:
        try:
            _, told = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return told


def _describe(status: int, told: bytes) -> str:
    last = told.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
    return f"status {status}{f' ({last})' if last else ''}"
