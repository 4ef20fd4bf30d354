"""The form that an article is written in, in the words it was filled with; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from channels.text_cleaning import clean_line, clean_text
from domain.errors import InvalidInputError
from domain.knowledge_desk import ArticleContent

LEAST_PRECISION: Final = 50
_NOT_SHARE: Final = (
    f"write a share in per cent, from {LEAST_PRECISION} to below 100, such as 95; "
    "or leave it empty for what the channel asks"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleForm:
    """What the fields hold, good or bad: it is shown again as it was written.

    Attributes:
        variants: one a line.
        tags: with commas between them.
        category: its id, or an empty text.
        precision: in per cent, or an empty text.
        up_to_date: whether the translation was said to say the same as its source.
        source_version: the version of the source that it was last said to follow, or empty.
        source_seen: the version of the source that was shown beside the form, or empty.
    """

    title: str = ""
    variants: str = ""
    answer: str = ""
    tags: str = ""
    category: str = ""
    sensitive: bool = False
    precision: str = ""
    up_to_date: bool = False
    source_version: str = ""
    source_seen: str = ""


def fill_form(content: ArticleContent, *, source_seen: int | None = None) -> ArticleForm:
    """Fill the form with an article.

    Args:
        source_seen: the current version of the language that it is translated from; None where it
            is no translation.
    """
    return ArticleForm(
        title=content.title,
        variants="\n".join(content.variants),
        answer=content.answer,
        tags=", ".join(content.tags),
        category=content.category or "",
        sensitive=content.sensitive,
        precision=_write_share(content.precision),
        up_to_date=source_seen is not None and content.source_version == source_seen,
        source_version=_write_number(content.source_version),
        source_seen=_write_number(source_seen),
    )


def read_article_form(fields: Mapping[str, str]) -> ArticleForm:
    """Take the form from what was sent; line ends become newlines, controls go."""
    return ArticleForm(
        title=clean_line(fields.get("title", "")),
        variants=clean_text(fields.get("variants", "")),
        answer=clean_text(fields.get("answer", "")),
        tags=clean_line(fields.get("tags", "")),
        category=clean_line(fields.get("category", "")),
        sensitive=bool(fields.get("sensitive")),
        precision=clean_line(fields.get("precision", "")),
        up_to_date=bool(fields.get("up_to_date")),
        source_version=clean_line(fields.get("source_version", "")),
        source_seen=clean_line(fields.get("source_seen", "")),
    )


def parse_content(form: ArticleForm) -> ArticleContent:
    """Make an article's content of a form.

    Raises:
        InvalidInputError: the precision is no share; its `field` is `precision`.
    """
    variants = (clean_line(line) for line in form.variants.split("\n"))
    tags = (tag.strip() for tag in form.tags.split(","))
    followed = form.source_seen if form.up_to_date else form.source_version
    return ArticleContent(
        title=form.title,
        variants=tuple(dict.fromkeys(line for line in variants if line)),
        answer=form.answer,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        category=form.category or None,
        sensitive=form.sensitive,
        precision=parse_share(form.precision),
        source_version=parse_number(followed),
    )


def parse_share(words: str) -> float | None:
    """Read a share in per cent, `95`, `95 %`, `99.5` or `99,5`, as one of 1; None for no words.

    Raises:
        InvalidInputError: it is none, or not from 50 to below 100.
    """
    if not words:
        return None
    try:
        share = float(words.removesuffix("%").strip().replace(",", "."))
    except ValueError:
        raise InvalidInputError(_NOT_SHARE, field="precision") from None
    if not LEAST_PRECISION <= share < 100:
        raise InvalidInputError(_NOT_SHARE, field="precision")
    return round(share / 100, 6)


def _write_share(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.4f}".rstrip("0").rstrip(".")


def _write_number(number: int | None) -> str:
    return "" if number is None else str(number)


def parse_number(words: str) -> int | None:
    """Read the number of a version; None for anything else."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else None
