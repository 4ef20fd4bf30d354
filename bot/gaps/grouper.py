"""What puts questions together by what they are about."""

from collections.abc import Sequence
from typing import Protocol

from knowledge_base.gaps.question_group import QuestionGroup


class QuestionGrouper(Protocol):
    """Groups questions beside the event loop, in low priority."""

    async def group(self, texts: Sequence[str], *, locale: str) -> tuple[QuestionGroup, ...]:
        """Group questions, the largest group first; takes seconds to minutes.

        Args:
            locale: their language; what was computed for those of a language serves the next time.

        Raises:
            Exception: it came to nothing; to be tried again.
        """
        ...
