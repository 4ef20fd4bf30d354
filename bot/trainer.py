"""What makes matchers, and the matcher of who knows nothing yet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from domain.knowledge import Article, Knowledge, Matcher, MatchExplanation

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptIndex:
    """A matcher and what it was trained on in full."""

    knowledge: Knowledge
    matcher: Matcher


class Trainer(Protocol):
    """Makes matchers beside the event loop."""

    async def find_kept(self) -> KeptIndex | None:
        """Find what an earlier process or another one kept, of whatever knowledge, or None."""
        ...

    async def join(self, knowledge: Knowledge, previous: Matcher) -> Matcher:
        """Join what has changed to an earlier matcher; for use at once, well within a second."""
        ...

    async def train(self, knowledge: Knowledge) -> Matcher:
        """Train in full, however long that takes, without slowing down what else goes on.

        Raises:
            Exception: it came to nothing; to be tried again.
        """
        ...

    async def compute(self, work: Callable[[], T]) -> T:
        """Do what takes seconds of a core beside the event loop, one piece of work at a time."""
        ...


def teach_the_same(one: Knowledge, other: Knowledge) -> bool:
    """Say whether the same comes of both, apart from the versions."""
    return have_same_lessons(one, other) and one.feedback == other.feedback


def have_same_lessons(one: Knowledge, other: Knowledge) -> bool:
    """Say whether the articles of both are the same to a matcher."""
    return one.articles == other.articles or _take_lessons(one) == _take_lessons(other)


def count_changed(before: Knowledge, now: Knowledge) -> int:
    """Count the wordings of the articles that are new or changed to a matcher."""
    known = set(_take_lessons(before))
    changed = (lesson for lesson in _take_lessons(now) if lesson not in known)
    return sum(len(lesson.variants) + 1 for lesson in changed)


def _take_lessons(knowledge: Knowledge) -> tuple[Article, ...]:
    """Take from each article what a matcher learns from it or tells of it, and nothing else.

    Its version is told as well, but only served: a match of the version before leads to the same
    article.
    """
    return tuple(
        Article(
            id=article.id,
            locale=article.locale,
            title=article.title,
            variants=article.variants,
            answer=article.answer,
            tags=article.tags,
            sensitive=article.sensitive,
            precision=article.precision,
        )
        for article in knowledge.articles
    )


class NothingKnown:
    """The matcher before the first one; implements `Matcher`."""

    version = 0
    locales: tuple[str, ...] = ()
    encoder: str | None = None

    def explain(
        self,
        text: str,  # noqa: ARG002 - whatever is asked
        *,
        locale: str | None = None,  # noqa: ARG002 - as the text
        limit: int = 3,  # noqa: ARG002 - as the text
        precision: float | None = None,  # noqa: ARG002 - as the text
    ) -> MatchExplanation:
        """Find nothing."""
        return MatchExplanation()
