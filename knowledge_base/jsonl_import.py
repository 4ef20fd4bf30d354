"""Articles from JSON lines; pure.

A line is `{"id", "title", "variants": [...], "answer", "locale"?, "tags"?, "sensitive"?,
"precision"?}`.
"""

import json
from collections.abc import Iterable

from domain.errors import InvalidInputError
from knowledge_base.article_fields import describe_stand_in, parse_article
from knowledge_base.import_reading import LARGEST_ARTICLE, Fields, ReadArticle, Refusal

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def parse_jsonl(lines: Iterable[bytes], *, source: str) -> list[ReadArticle | Refusal]:
    """Read one article or refusal from every line that is not blank."""
    read: list[ReadArticle | Refusal] = []
    for number, line in enumerate(lines, start=1):
        content = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        if not content.strip():
            continue
        try:
            fields = _parse_fields(content)
            article, warning = parse_article(fields), describe_stand_in(fields)
            read.append(ReadArticle(article=article, source=source, line=number, warning=warning))
        except InvalidInputError as error:
            read.append(Refusal(source=source, line=number, reason=str(error)))
    return read


def _parse_fields(line: bytes) -> Fields:
    if len(line) > LARGEST_ARTICLE:
        raise InvalidInputError(f"the article is larger than {LARGEST_ARTICLE:,} bytes")
    try:
        value = json.loads(line.decode("utf-8"), object_pairs_hook=_refuse_repetition)
    except UnicodeDecodeError as error:
        raise InvalidInputError(f"not UTF-8 at byte {error.start + 1}") from None
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
        names = [name for name, _ in pairs]
        again = next(name for name in names if names.count(name) > 1)
        raise InvalidInputError("is given twice", field=again[:80])
    return fields
