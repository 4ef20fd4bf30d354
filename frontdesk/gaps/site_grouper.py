"""Questions are grouped in a process of low priority, which takes no time from answers."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from frontdesk.program import run_program
from knowledge_base.gaps.question_group import QuestionGroup
from knowledge_base.gaps.task import GroupingTask

if TYPE_CHECKING:
    from knowledge_base.encoders.contract import Encoder

# Ten times as long as the most questions take.
LONGEST_SECONDS: Final = 1_200.0
MOST_THREADS: Final = 2


class SiteGrouper:
    """Groups questions for one site; implements `bot.gaps.grouper.QuestionGrouper`.

    Args:
        folder: where the vectors of questions are kept from one night to the next.
        open_encoder: returns the encoder, or None where there is none; a function of a module.
    """

    def __init__(self, folder: Path, open_encoder: "Callable[[], Encoder | None]") -> None:
        self._folder = folder
        self._open_encoder = open_encoder

    async def group(self, texts: Sequence[str], *, locale: str) -> tuple[QuestionGroup, ...]:
        """Group questions; see `QuestionGrouper.group`.

        Raises:
            ProgramError: the process failed.
            OSError: none can be had.
        """
        task = GroupingTask(
            texts=tuple(texts),
            locale=locale,
            open_encoder=self._open_encoder,
            kept=self._folder / f"gaps.{locale}.npz",
            threads=min(MOST_THREADS, os.cpu_count() or 1),
        )
        groups: tuple[QuestionGroup, ...] = await run_program(
            "knowledge_base.gaps.grouping_program",
            task,
            doing="grouping questions",
            seconds=LONGEST_SECONDS,
        )
        return groups
