"""What an editor wrote, checked field by field; the limits are those of an import; pure."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from domain.errors import InvalidInputError
from domain.knowledge_desk import ArticleContent
from knowledge_base.answer_review import review_answer
from knowledge_base.article_fields import (
    LONGEST_ID,
    MOST_VARIANTS,
    check_line,
    clean_answer,
    parse_locale,
    parse_precision,
)
from knowledge_base.article_links import find_foreign_pictures
from knowledge_base.import_reading import LARGEST_ARTICLE
from knowledge_base.three_way_merge import MARKS
from knowledge_base.wording import normalise_text

MOST_TAGS: Final = 50
LONGEST_TAG: Final = 100
# What may be the same in two languages: a number, a name, an address.
_LONGEST_SHARED = 40
_BLANK_LINES = re.compile(r"\n\s*\n")


class ContentErrors(InvalidInputError):  # noqa: N818 - it is several
    """Fields that cannot be kept, or not be shown to customers.

    Attributes:
        errors: one for each, naming the field.
    """

    def __init__(self, errors: Sequence[InvalidInputError]) -> None:
        super().__init__(errors[0].reason, field=errors[0].field)
        self.errors = tuple(errors)


def check_id(article_id: str) -> str:
    """Return an article's id in its one form.

    Raises:
        InvalidInputError: it is none.
    """
    return check_line(article_id, "id", longest=LONGEST_ID)


def check_locale(locale: str) -> str:
    """Return a language's code in its one form.

    Raises:
        InvalidInputError: it is none.
    """
    return parse_locale({"locale": locale})


def check_draft(content: ArticleContent) -> ArticleContent:
    """Return what was written in the form that is kept, whether it is complete or not.

    Spaces are squeezed, empty variants and tags left out, and what asks the same is kept once.

    Raises:
        ContentErrors: naming each field that is too long or no text.
    """
    errors: list[InvalidInputError] = []

    def check(read: Callable[[], Any]) -> Any:
        try:
            return read()
        except InvalidInputError as error:
            errors.append(error)
            return None

    checked = {
        "title": check(lambda: check_line(content.title, "title")),
        "variants": check(lambda: _check_variants(content.variants)),
        "answer": check(lambda: _check_answer(content.answer)),
        "tags": check(lambda: _check_tags(content.tags)),
        "category": check(lambda: _check_category(content.category)),
        "precision": check(lambda: parse_precision({"precision": content.precision})),
    }
    if errors:
        raise ContentErrors(errors)
    return replace(content, **checked)


def find_content_errors(content: ArticleContent) -> tuple[InvalidInputError, ...]:
    """Find what keeps an article from being published, all of it, in the order of the fields."""
    found = [
        InvalidInputError("has no word in it", field=f"variants.{place}")
        for place, variant in enumerate(content.variants)
        if not normalise_text(variant)
    ]
    if not normalise_text(content.title):
        found.insert(0, InvalidInputError("has no word in it", field="title"))
    return (*found, *_find_answer_errors(content.answer))


def find_translation_errors(
    content: ArticleContent, original: ArticleContent
) -> tuple[InvalidInputError, ...]:
    """Find what keeps a translation from being published: that nobody has translated it yet."""
    if content.answer != original.answer or len(content.answer) <= _LONGEST_SHARED:
        return ()
    reason = "still says word for word what the original says; translate it, then publish"
    return (InvalidInputError(reason, field="answer"),)


def find_translation_warnings(content: ArticleContent, original: ArticleContent) -> tuple[str, ...]:
    """Tell what may have been left untranslated."""
    theirs = set(_split_paragraphs(original.answer))
    left = sum(paragraph in theirs for paragraph in _split_paragraphs(content.answer))
    told = []
    if content.title == original.title:
        told.append("The title is the same as the original's.")
    same = len(set(content.variants) & set(original.variants))
    if same:
        many = "One variant is" if same == 1 else f"{same} variants are"
        told.append(f"{many} the original's; say how customers ask it in this language.")
    if left:
        many = "One paragraph is" if left == 1 else f"{left} paragraphs are"
        told.append(f"{many} the same as in the original; translate what is left of it.")
    return tuple(told)


def find_content_warnings(content: ArticleContent) -> tuple[str, ...]:
    """Tell what an author should know of an article before customers read it."""
    told = [finding.reason for finding in review_answer(content.answer) if content.answer.strip()]
    if not content.variants:
        told.append("variants: are none yet; add how customers ask it, so that it is found")
    return tuple(told)


def _find_answer_errors(answer: str) -> Iterable[InvalidInputError]:
    if not answer.strip():
        yield InvalidInputError("is empty; write it, then publish", field="answer")
    if any(line in MARKS for line in answer.split("\n")):
        reason = "still holds both versions of a place; choose one and delete the marks around it"
        yield InvalidInputError(reason, field="answer")
    for host in find_foreign_pictures(answer):
        yield InvalidInputError(
            f"shows a picture from {host}, which would learn who reads this and may take it away; "
            "add the picture to the article's files",
            field="answer",
        )


def _check_answer(answer: str) -> str:
    text = clean_answer(answer)
    if len(text) > LARGEST_ARTICLE:
        raise InvalidInputError(f"is longer than {LARGEST_ARTICLE:,} characters", field="answer")
    return text


def _check_variants(variants: Sequence[str]) -> tuple[str, ...]:
    once: dict[str, str] = {}
    for place, variant in enumerate(variants):
        if variant.strip():
            line = check_line(variant, f"variants.{place}")
            once.setdefault(normalise_text(line) or line, line)
    if len(once) > MOST_VARIANTS:
        reason = f"are {len(once):,}; an article takes {MOST_VARIANTS:,} at most"
        raise InvalidInputError(reason, field="variants")
    return tuple(once.values())


def _check_tags(tags: Sequence[str]) -> tuple[str, ...]:
    lines = [
        check_line(tag, f"tags.{place}", longest=LONGEST_TAG)
        for place, tag in enumerate(tags)
        if tag.strip()
    ]
    if len(lines) > MOST_TAGS:
        reason = f"are {len(lines):,}; an article takes {MOST_TAGS} at most"
        raise InvalidInputError(reason, field="tags")
    return tuple(dict.fromkeys(lines))


def _check_category(category: str | None) -> str | None:
    if category is None or not category.strip():
        return None
    return check_line(category, "category", longest=LONGEST_ID)


def _split_paragraphs(answer: str) -> tuple[str, ...]:
    paragraphs = (paragraph.strip() for paragraph in _BLANK_LINES.split(answer))
    return tuple(paragraph for paragraph in paragraphs if len(paragraph) > _LONGEST_SHARED)
