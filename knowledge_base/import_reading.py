"""What an import read, and what it would not take."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from domain.knowledge import Article

LARGEST_ARTICLE = 1_000_000
"""Bytes of one article as it stands in its file."""

TOO_LARGE = f"the article is larger than {LARGEST_ARTICLE:,} bytes"

Fields: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something about one place of a file.

    Attributes:
        source: the file, in printable characters.
        line: counted from 1.
        reason: what is wrong and what would be right.
    """

    source: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal(Remark):
    """Something that was not imported: a file, an article or one variant of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution(Remark):
    """Something that was imported, and that its author should look at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArticle:
    """An article, where it was read, and what there is to say of it."""

    article: Article
    source: str
    line: int
    remarks: tuple[Remark, ...] = ()

    def refuse(self, reason: str) -> Refusal:
        """Say that something about this article was refused."""
        return Refusal(source=self.source, line=self.line, reason=reason)

    def caution(self, reason: str) -> Caution:
        """Say that something about this article should be looked at again."""
        return Caution(source=self.source, line=self.line, reason=reason)


Read: TypeAlias = ReadArticle | Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReading:
    """All that a path held; each (id, locale) once."""

    articles: tuple[Article, ...]
    refusals: tuple[Refusal, ...]
    cautions: tuple[Caution, ...] = ()
