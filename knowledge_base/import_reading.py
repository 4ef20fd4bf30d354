"""What an import read, and what it would not take."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from domain.knowledge import Article

LARGEST_ARTICLE = 1_000_000
"""Bytes of one article as it stands in its file."""

Fields: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something that was not imported, where it stands and why.

    Attributes:
        source: the file.
        line: counted from 1.
        reason: what is wrong and what would be right.
    """

    source: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArticle:
    """An article and where it was read.

    Attributes:
        warning: what its author should still mend, or None.
    """

    article: Article
    source: str
    line: int
    warning: str | None = None

    def refuse(self, reason: str) -> Refusal:
        """Say that something about this article was refused."""
        return Refusal(source=self.source, line=self.line, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReading:
    """All that a path held; each (id, locale) once, no variant twice in a locale."""

    articles: tuple[Article, ...]
    refusals: tuple[Refusal, ...]
