"""Training in a process of its own, which takes no time from the answers given meanwhile."""

import asyncio
import json
import sys

from domain.errors import FrontdeskError

# Ten times as long as the largest knowledge bases take.
LONGEST_SECONDS = 600.0
# The program finds its modules where this process found them, wherever it is started.
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from knowledge_base.training_program import main; sys.exit(main())"
)


class TrainingError(FrontdeskError):
    """The process that was to train a matcher did not."""


async def train_apart(task: bytes, *, seconds: float = LONGEST_SECONDS) -> bytes:
    """Have a process of low priority do a pickled `TrainingTask`; return what it wrote.

    Raises:
        TrainingError: it failed, was killed or took longer than `seconds`.
        OSError: no process can be had.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-c", _PROGRAM, json.dumps(sys.path)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        # Ctrl-C is for this process, which ends the other one itself.
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(seconds):
            written, told = await process.communicate(task)
    except TimeoutError as error:
        raise TrainingError(f"training took longer than {seconds:.0f} s and was ended") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise TrainingError(_describe(process.returncode, told))
    return written


def _describe(status: int | None, told: bytes) -> str:
    last = told.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
    return f"training ended with status {status}{f' ({last})' if last else ''}"
