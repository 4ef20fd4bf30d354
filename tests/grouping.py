"""Questions, grouped in a thread: what a process of its own would load is here already."""

import asyncio
from collections.abc import Sequence
from functools import cache, partial

from frontdesk.encoder import open_chosen
from frontdesk.settings.model import BUNDLED_ENCODER
from knowledge_base.gaps.question_group import QuestionGroup
from knowledge_base.gaps.task import GroupingTask, group_apart


@cache
def group_once(texts: tuple[str, ...], locale: str) -> tuple[QuestionGroup, ...]:
    """Group as the server's process does, or remember what came of it."""
    task = GroupingTask(
        texts=texts, locale=locale, open_encoder=partial(open_chosen, BUNDLED_ENCODER)
    )
    return group_apart(task)


class GroupingOnce:
    """Groups as `group_once` does; implements `bot.gaps.grouper.QuestionGrouper`.

    `tests/frontdesk/test_program.py` has the process.
    """

    async def group(self, texts: Sequence[str], *, locale: str) -> tuple[QuestionGroup, ...]:
        return await asyncio.to_thread(group_once, tuple(texts), locale)
