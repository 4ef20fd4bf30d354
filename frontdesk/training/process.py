"""Training in a process of its own, which takes no time from the answers given meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass

from frontdesk.program import run_program
from knowledge_base.training import TrainingTask

# Ten times as long as the largest knowledge bases take.
LONGEST_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class TrainedApart:
    """What came of a training elsewhere.

    Attributes:
        index: pickled, as `unpickle_index` takes it.
        fresh: vectors that were computed, by the texts' digests.
        used: the digests of all texts whose vectors were asked for.
    """

    index: bytes
    fresh: Mapping[str, bytes]
    used: frozenset[str]


async def train_apart(task: TrainingTask, *, seconds: float = LONGEST_SECONDS) -> TrainedApart:
    """Have a process of low priority do a task.

    Raises:
        ProgramError: it failed, was killed or took longer than `seconds`.
        OSError: no process or no file can be had.
    """
    index, fresh, used = await run_program(
        "knowledge_base.training_program", task, doing="training", seconds=seconds
    )
    return TrainedApart(index, fresh, used)
