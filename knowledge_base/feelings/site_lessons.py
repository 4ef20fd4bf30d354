"""Messages that a site has labelled, read from JSON lines; pure.

A line is `{"text", "complaint"?: bool, "sentiment"?: str, "reason"?: str}`; other fields are left
alone, and a label of null is none.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from domain.errors import InvalidInputError
from knowledge_base.feelings.reading import Sentiment
from knowledge_base.feelings.site_model import TASKS

LONGEST_LINE: Final = 1_000_000
LONGEST_REASON: Final = 80


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text and its labels, by task."""

    text: str
    labels: Mapping[str, str]


@dataclass(slots=True)
class Lessons:
    """What a file teaches.

    Attributes:
        refused: the line and what is wrong with it.
        repeated: lines that say again what another says.
    """

    taken: list[Lesson] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    repeated: int = 0


def parse_lessons(lines: Iterable[bytes | None]) -> Lessons:
    """Read every line that is not blank; None stands for one that is too long."""
    lessons = Lessons()
    seen: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
    for number, line in enumerate(lines, start=1):
        if line is not None and not line.strip():
            continue
        try:
            lesson = _parse_line(line)
        except InvalidInputError as error:
            lessons.refused.append((number, str(error)))
            continue
        key = (lesson.text, tuple(sorted(lesson.labels.items())))
        lessons.repeated += key in seen
        if key not in seen:
            seen.add(key)
            lessons.taken.append(lesson)
    return lessons


def _parse_line(line: bytes | None) -> Lesson:
    fields = _parse_fields(line)
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        raise InvalidInputError("must be a text with words in it", field="text")
    labels = {name: _parse_label(name, fields[name]) for name in TASKS if _given(fields, name)}
    if not labels:
        raise InvalidInputError("has no label: give it complaint, sentiment or reason")
    return Lesson(text, labels)


def _given(fields: Mapping[str, Any], name: str) -> bool:
    return fields.get(name) is not None


def _parse_fields(line: bytes | None) -> dict[str, Any]:
    if line is None:
        raise InvalidInputError(f"is longer than {LONGEST_LINE:,} bytes")
    try:
        fields = json.loads(line)
    except UnicodeDecodeError:
        raise InvalidInputError("is not UTF-8; save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise InvalidInputError(f"is not JSON: {error.msg} at character {error.pos + 1}") from None
    except (ValueError, RecursionError):
        raise InvalidInputError("is nested too deeply or holds too long a number") from None
    if not isinstance(fields, dict):
        raise InvalidInputError('must be an object such as {"text": "…", "complaint": true}')
    return fields


def _parse_label(name: str, value: Any) -> str:
    if name == "complaint":
        if not isinstance(value, bool):
            raise InvalidInputError("must be true or false", field=name)
        return str(value).lower()
    if not isinstance(value, str) or not value.strip():
        raise InvalidInputError("must be a text", field=name)
    if name == "sentiment" and value not in set(Sentiment):
        raise InvalidInputError("must be negative, neutral or positive", field=name)
    if len(value) > LONGEST_REASON:
        raise InvalidInputError(f"must have at most {LONGEST_REASON} characters", field=name)
    return value.strip()
