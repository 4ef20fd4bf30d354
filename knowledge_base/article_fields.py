"""One article checked field by field; pure."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from domain.errors import InvalidInputError
from domain.knowledge import Article
from knowledge_base.import_reading import Fields
from knowledge_base.wording import normalise_text, squeeze_spaces

LONGEST_ID = 200
LONGEST_LINE = 2_000
"""Characters of a title or of a variant."""

MOST_VARIANTS = 2_000
"""Of one article; people write ten, and a set made for measuring has some hundreds."""

MOST_REFUSED_VARIANTS = 20
"""That are named one by one."""

LEAST_PRECISION = 0.5
"""A share of right answers below it would let the bot guess."""

_SURROGATE = re.compile("[\ud800-\udfff]")
# All of Unicode's category Cc but tabs and line ends.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LOCALE = re.compile(r"[a-z]{2,3}")
_NAMES = ("id", "title", "locale", "tags", "variants", "answer", "sensitive", "precision")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedArticle:
    """An article and, each with its reason, the variants that it came without."""

    article: Article
    refused: tuple[InvalidInputError, ...]


def parse_article(fields: Fields) -> ParsedArticle:
    """Make an article of what a file gives.

    One variant that is no question is left out. Any other fault refuses the article, also a field
    that there is not: it may be a misspelt `sensitive`.

    Raises:
        InvalidInputError: naming the field, what is wrong and what would be right.
    """
    _check_names(fields)
    title = _parse_line(fields, "title")
    variants, refused = _parse_variants(fields)
    article = Article(
        id=_parse_line(fields, "id", longest=LONGEST_ID),
        locale=parse_locale(fields),
        title=title,
        variants=variants,
        answer=_parse_answer(fields) or title,
        tags=_parse_tags(fields),
        sensitive=_parse_sensitive(fields),
        precision=parse_precision(fields),
    )
    return ParsedArticle(article=article, refused=refused)


def _check_names(fields: Fields) -> None:
    for name in fields:
        if name not in _NAMES:
            near = process.extractOne(str(name), _NAMES, scorer=fuzz.ratio, score_cutoff=50)
            known = f"did you mean {near[0]}?" if near else f"known are {', '.join(_NAMES)}"
            raise InvalidInputError(f"there is no such field; {known}", field=str(name)[:80])


def _parse_text(value: object, field: str) -> str:
    if value is None:
        raise InvalidInputError("must be text; it is null", field=field)
    if not isinstance(value, str):
        given = type(value).__name__
        raise InvalidInputError(f"must be text, not {given}; put it in quotes", field=field)
    if _SURROGATE.search(value):
        raise InvalidInputError("holds half a surrogate pair, which is no character", field=field)
    return value


def check_line(value: object, field: str, *, longest: int = LONGEST_LINE) -> str:
    """Return one line of text without needless spaces.

    Raises:
        InvalidInputError: it is no text, empty, or longer than so many characters.
    """
    line = squeeze_spaces(_parse_text(value, field))
    if not line:
        raise InvalidInputError("is empty", field=field)
    if len(line) > longest:
        raise InvalidInputError(f"is longer than {longest} characters", field=field)
    return line


def _parse_line(fields: Fields, name: str, *, longest: int = LONGEST_LINE) -> str:
    if name not in fields:
        raise InvalidInputError("is missing", field=name)
    return check_line(fields[name], name, longest=longest)


def _parse_list(fields: Fields, name: str) -> list[object]:
    values = fields[name]
    if not isinstance(values, list | tuple):
        given = "null" if values is None else type(values).__name__
        raise InvalidInputError(f"must be a list of texts, not {given}", field=name)
    return list(values)


def _parse_tags(fields: Fields) -> tuple[str, ...]:
    # A line `tags:` with nothing behind it is how people write that there are none.
    values = [] if fields.get("tags") is None else _parse_list(fields, "tags")
    lines = [check_line(value, f"tags.{place}") for place, value in enumerate(values)]
    return tuple(dict.fromkeys(lines))


def _parse_variants(fields: Fields) -> tuple[tuple[str, ...], tuple[InvalidInputError, ...]]:
    if "variants" not in fields:
        raise InvalidInputError("is missing", field="variants")
    values = _parse_list(fields, "variants")
    if not values:
        raise InvalidInputError("is empty; say how customers ask it", field="variants")
    once: dict[str, str] = {}
    refused = []
    for place, value in enumerate(values[:MOST_VARIANTS]):
        try:
            line = check_line(value, f"variants.{place}")
            once.setdefault(_fold_variant(line, place), line)
        except InvalidInputError as error:
            refused.append(error)
    if not once:
        raise refused[0]
    return tuple(once.values()), (*_shorten(refused), *_refuse_excess(len(values)))


def _fold_variant(line: str, place: int) -> str:
    wording = normalise_text(line)
    if not wording:
        raise InvalidInputError("has no word in it", field=f"variants.{place}")
    return wording


def _shorten(refused: list[InvalidInputError]) -> list[InvalidInputError]:
    left = len(refused) - MOST_REFUSED_VARIANTS
    rest = InvalidInputError(f"{left:,} more are no questions either", field="variants")
    return [*refused[:MOST_REFUSED_VARIANTS], *([rest] if left > 0 else [])]


def _refuse_excess(number: int) -> list[InvalidInputError]:
    if number <= MOST_VARIANTS:
        return []
    reason = f"are {number:,}; the first {MOST_VARIANTS:,} are taken, the others are left out"
    return [InvalidInputError(reason, field="variants")]


def parse_locale(fields: Fields) -> str:
    """Return the language's code; English where none is given.

    Raises:
        InvalidInputError: it is none.
    """
    given = fields.get("locale")
    locale = check_line("en" if given is None else given, "locale").lower()
    if not _LOCALE.fullmatch(locale):
        raise InvalidInputError("must be a language code of two or three letters", field="locale")
    return locale


def _parse_answer(fields: Fields) -> str:
    if "answer" not in fields:
        raise InvalidInputError("is missing", field="answer")
    return clean_answer(fields["answer"])


def clean_answer(value: object) -> str:
    """Return an answer without control characters and blank lines around it.

    Raises:
        InvalidInputError: it is no text.
    """
    text = _parse_text(value, "answer").replace("\r\n", "\n").replace("\r", "\n")
    shown = _CONTROL.sub("", text)
    return shown.strip("\n") if shown.strip() else ""


def _parse_sensitive(fields: Fields) -> bool:
    sensitive = fields.get("sensitive", False)
    if not isinstance(sensitive, bool):
        # What was meant to be kept from customers must not be sent over a slip.
        raise InvalidInputError("must be true or false, without quotes", field="sensitive")
    return sensitive


def parse_precision(fields: Fields) -> float | None:
    """Return the share of right answers wanted, or None.

    Raises:
        InvalidInputError: it is no share, or too small a one.
    """
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
