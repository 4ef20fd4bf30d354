"""What puts questions together by what they are about."""

from collections.abc import Sequence
from typing import Protocol

from knowledge_base.gaps.question_group import QuestionGroup


class QuestionGrouper(Protocol):
    """Groups questions beside the event loop, in low priority."""

    async def group(self, texts: Sequence[str], *, name: str) -> tuple[QuestionGroup, ...]:
        """Group questions, the largest group first; takes seconds to minutes.

        Args:
            name: what the questions have in common, such as their language: what was computed for
                the questions of a name serves the next time.

        Raises:
            Exception: it came to nothing; to be tried again.
        """
        ...
