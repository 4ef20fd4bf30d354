"""Articles from JSON lines; pure.

A line is `{"id", "title", "variants": [...], "answer", "locale"?, "tags"?, "sensitive"?,
"precision"?}`.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from domain.errors import InvalidInputError
from knowledge_base.answer_review import review_answer
from knowledge_base.article_fields import parse_article
from knowledge_base.import_reading import (
    LARGEST_ARTICLE,
    TOO_LARGE,
    Caution,
    Fields,
    Read,
    ReadArticle,
    Refusal,
)
from knowledge_base.text_encoding import (
    decode_utf8,
    describe_foreign_encoding,
    find_foreign_encoding,
)


def parse_jsonl(lines: Iterable[bytes | None], *, source: str) -> Iterator[Read]:
    """Read one article or refusal from every line that is not blank.

    Args:
        lines: as they stand in the file; None for one that was too long to be read.
    """
    for number, line in enumerate(lines, start=1):
        foreign = find_foreign_encoding(line) if number == 1 and line else None
        if foreign is not None:
            # None of its lines can be read, and one word about it is enough.
            reason = describe_foreign_encoding(foreign)
            yield Refusal(source=source, line=1, reason=reason)
            return
        if line is None or line.strip():
            yield _parse_line(line, number, source)


def _parse_line(line: bytes | None, number: int, source: str) -> Read:
    try:
        fields = _parse_fields(line)
        parsed = parse_article(fields)
    except InvalidInputError as error:
        return Refusal(source=source, line=number, reason=str(error))
    refusals = [Refusal(source=source, line=number, reason=str(each)) for each in parsed.refused]
    cautions = [
        Caution(source=source, line=number, reason=found.reason)
        for found in review_answer(str(fields["answer"]))
    ]
    remarks = (*refusals, *cautions)
    return ReadArticle(article=parsed.article, source=source, line=number, remarks=remarks)


def _parse_fields(line: bytes | None) -> Fields:
    if line is None or len(line) > LARGEST_ARTICLE:
        raise InvalidInputError(TOO_LARGE)
    try:
        value = json.loads(decode_utf8(line), object_pairs_hook=_refuse_repetition)
    except json.JSONDecodeError as error:
        raise InvalidInputError(f"not JSON at character {error.pos + 1}: {error.msg}") from None
    except RecursionError:
        raise InvalidInputError("nested too deeply") from None
    except ValueError as error:  # a number of more digits than Python converts
        raise InvalidInputError(f"not JSON: {error}") from None
    if not isinstance(value, dict):
        raise InvalidInputError("must be a JSON object with id, title, variants and answer")
    return value


def _refuse_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        counted = Counter(name for name, _ in pairs)
        again = next(name for name, number in counted.items() if number > 1)
        raise InvalidInputError("is given twice", field=again[:80])
    return fields
