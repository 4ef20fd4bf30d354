"""`frontdesk understand`: what messages tell of their writers' feelings, without a server."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from domain.errors import InvalidInputError
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say_json
from frontdesk.feelings import open_reader
from knowledge_base.bounded_lines import read_bounded_lines

if TYPE_CHECKING:
    from knowledge_base.feelings.reader import Reader

LONGEST_LINE = 16_000_000
WANTED = 'a line is to be an object {"id": …, "text": "…"}'
EMPTY: dict[str, Any] = {
    "language": None,
    "sentiment": "neutral",
    "complaint": 0.0,
    "evidence": [],
    "reason": None,
}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help="a JSON object a line in, one out; the only form there is so far",
    )


def _run(call: Invocation) -> int:
    if not call.arguments.jsonl:
        raise InvalidInputError(
            "say --jsonl and give lines on standard input, or `understand train FILE`"
        )
    reader = open_reader(call.settings)
    for answer in answer_lines(read_bounded_lines(sys.stdin.buffer, LONGEST_LINE), reader):
        say_json(answer)
    return 0


def answer_lines(lines: Iterable[bytes | None], reader: "Reader") -> Iterator[dict[str, Any]]:
    """Answer each line that is not blank; one that cannot be read, with what is wrong with it."""
    for line in lines:
        if line is not None and not line.strip():
            continue
        given: Any = None
        try:
            query = _parse_line(line)
            given = query.get("id")
            yield {"id": given, **_read(query, reader)}
        except InvalidInputError as error:
            yield {"id": given, **EMPTY, "error": error.reason}


def _read(query: dict[str, Any], reader: "Reader") -> dict[str, Any]:
    text = query.get("text")
    if not isinstance(text, str):
        raise InvalidInputError(WANTED)
    found = reader.read(text)
    return {
        "language": found.language,
        "sentiment": str(found.sentiment),
        "complaint": round(found.complaint, 4),
        "evidence": list(found.evidence),
        "reason": found.reason,
    }


def _parse_line(line: bytes | None) -> dict[str, Any]:
    if line is None:
        raise InvalidInputError(f"the line is longer than {LONGEST_LINE:,} bytes")
    try:
        query = json.loads(line)
    except UnicodeDecodeError:
        raise InvalidInputError("the line is not UTF-8") from None
    except json.JSONDecodeError as error:
        reason = f"the line is not JSON: {error.msg} at character {error.pos + 1}"
        raise InvalidInputError(reason) from None
    except (ValueError, RecursionError):
        raise InvalidInputError(
            "the line is nested too deeply or holds too long a number"
        ) from None
    if not isinstance(query, dict):
        raise InvalidInputError(WANTED)
    return query


UNDERSTAND = Command(
    name="understand",
    summary="read messages and print how their writers feel and what went wrong",
    description="Read {id, text} objects, one a line, on standard input; print for each line {id, "
    "language, sentiment, complaint, evidence, reason}: negative, neutral or positive; the "
    "probability of a complaint; what led to it, in words; and what went wrong, or null where that "
    "is not sure. A line that cannot be read is answered with an error beside these. Needs no "
    "database and no server. `understand train` teaches it your own labels.",
    run=_run,
    add_arguments=_add_arguments,
)
