"""One article checked field by field; pure."""

import re
import unicodedata

from rapidfuzz import fuzz, process

from domain.errors import InvalidInputError
from domain.knowledge import Article
from knowledge_base.import_reading import Fields
from knowledge_base.wording import normalise_text, squeeze_spaces

LONGEST_ID = 200
LONGEST_LINE = 2_000
"""Characters of a title or of a variant."""

LEAST_PRECISION = 0.5
"""A share of right answers below it would let the bot guess."""

_LOCALE = re.compile(r"[a-z]{2,3}")
_NAMES = ("id", "title", "locale", "tags", "variants", "answer", "sensitive", "precision")


def parse_article(fields: Fields) -> Article:
    """Make an article of what a file gives.

    Raises:
        InvalidInputError: naming the field, what is wrong and what would be right.
    """
    _check_names(fields)
    title = _parse_line(fields, "title")
    return Article(
        id=_parse_line(fields, "id", longest=LONGEST_ID),
        locale=_parse_locale(fields),
        title=title,
        variants=_parse_variants(fields),
        answer=_parse_answer(fields) or title,
        tags=tuple(dict.fromkeys(_parse_lines(fields, "tags"))),
        sensitive=_parse_sensitive(fields),
        precision=_parse_precision(fields),
    )


def _check_names(fields: Fields) -> None:
    for name in fields:
        if name not in _NAMES:
            near = process.extractOne(str(name), _NAMES, scorer=fuzz.ratio, score_cutoff=50)
            known = f"did you mean {near[0]}?" if near else f"known are {', '.join(_NAMES)}"
            raise InvalidInputError(f"there is no such field; {known}", field=str(name)[:80])


def _parse_text(value: object, field: str) -> str:
    if not isinstance(value, str):
        given = type(value).__name__
        raise InvalidInputError(f"must be text, not {given}; put it in quotes", field=field)
    if any(unicodedata.category(letter) == "Cs" for letter in value):
        raise InvalidInputError("holds half a surrogate pair, which is no character", field=field)
    return value


def _check_line(value: object, field: str, *, longest: int = LONGEST_LINE) -> str:
    line = squeeze_spaces(_parse_text(value, field))
    if not line:
        raise InvalidInputError("is empty", field=field)
    if len(line) > longest:
        raise InvalidInputError(f"is longer than {longest} characters", field=field)
    return line


def _parse_line(fields: Fields, name: str, *, longest: int = LONGEST_LINE) -> str:
    if name not in fields:
        raise InvalidInputError("is missing", field=name)
    return _check_line(fields[name], name, longest=longest)


def _parse_lines(fields: Fields, name: str) -> list[str]:
    values = fields.get(name, ())
    if not isinstance(values, list | tuple):
        given = type(values).__name__
        raise InvalidInputError(f"must be a list of texts, not {given}", field=name)
    return [_check_line(value, f"{name}.{place}") for place, value in enumerate(values)]


def _parse_variants(fields: Fields) -> tuple[str, ...]:
    if "variants" not in fields:
        raise InvalidInputError("is missing", field="variants")
    lines = _parse_lines(fields, "variants")
    if not lines:
        raise InvalidInputError("is empty; say how customers ask it", field="variants")
    once: dict[str, str] = {}
    for place, line in enumerate(lines):
        wording = normalise_text(line)
        if not wording:
            raise InvalidInputError("has no word in it", field=f"variants.{place}")
        once.setdefault(wording, line)
    return tuple(once.values())


def _parse_locale(fields: Fields) -> str:
    locale = _check_line(fields.get("locale", "en"), "locale").lower()
    if not _LOCALE.fullmatch(locale):
        raise InvalidInputError("must be a language code of two or three letters", field="locale")
    return locale


def _parse_answer(fields: Fields) -> str:
    if "answer" not in fields:
        raise InvalidInputError("is missing", field="answer")
    text = _parse_text(fields["answer"], "answer").replace("\r\n", "\n").replace("\r", "\n")
    shown = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
    return shown.strip("\n") if shown.strip() else ""


def _parse_sensitive(fields: Fields) -> bool:
    sensitive = fields.get("sensitive", False)
    if not isinstance(sensitive, bool):
        # What was meant to be kept from customers must not be sent over a slip.
        raise InvalidInputError("must be true or false, without quotes", field="sensitive")
    return sensitive


def _parse_precision(fields: Fields) -> float | None:
    precision = fields.get("precision")
    if precision is None:
        return None
    if isinstance(precision, bool) or not isinstance(precision, int | float):
        given = type(precision).__name__
        raise InvalidInputError(f"must be a number such as 0.98, not {given}", field="precision")
    if not LEAST_PRECISION <= precision < 1:
        raise InvalidInputError(
            f"must be from {LEAST_PRECISION} to below 1, such as 0.98", field="precision"
        )
    return float(precision)


def describe_stand_in(fields: Fields) -> str | None:
    """Warn where the answer of a parsed article is empty.

    Such an article is taken: it finds its questions, which is all that a set made for measuring
    asks of it, and a customer reads its title rather than nothing.
    """
    if str(fields.get("answer", "")).strip():
        return None
    return "answer: is empty; the title stands in for it until there is one"
