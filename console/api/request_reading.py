"""Reading a request: JSON of bounded size and depth, query parameters each given once."""

import codecs
from collections import Counter
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from channels.request_body import BodyTooLargeError, read_body
from channels.text_cleaning import clean_line
from console.api.problem_documents import ProblemError
from console.api.validation_errors import (
    Entry,
    make_entries_problem,
    make_validation_problem,
)

MAX_BODY = 1_048_576

ModelT = TypeVar("ModelT", bound=BaseModel)

_KINDS: dict[type, str] = {
    list: "an array",
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "a boolean",
    type(None): "null",
}


async def read_content(request: web.Request) -> bytes:
    """Read the body of a request that must carry JSON.

    Raises:
        ProblemError: 415 for another media type, 413 above `MAX_BODY` bytes, 400 where the body
            breaks off or cannot be decompressed.
    """
    if request.content_type != "application/json":
        given = clean_line(request.headers.get("Content-Type", ""), max_length=100)
        detail = "the body must be JSON, sent with the header Content-Type: application/json"
        detail += f", not {given}" if given else ", which is missing"
        raise ProblemError(415, detail, headers={"Accept-Post": "application/json"})
    try:
        return await read_body(request, limit=MAX_BODY)
    except BodyTooLargeError as error:
        raise ProblemError(413, f"{error}; send less at once") from error
    except web.RequestPayloadError as error:
        raise ProblemError(400, "the body breaks off or does not match its encoding") from error


def parse_object(content: bytes) -> dict[str, Any]:
    """Parse a JSON object (RFC 8259), which may begin with a byte order mark.

    Raises:
        ProblemError: 400 saying where the JSON is at fault, 422 where it is no object.
    """
    text = content.removeprefix(codecs.BOM_UTF8)
    if not text.strip():
        raise ProblemError(400, "the body is empty; send a JSON object")
    try:
        value = from_json(text, allow_inf_nan=False, cache_strings="none")
    except ValueError as error:
        raise ProblemError(400, f"the body is no JSON: {error}") from error
    if not isinstance(value, dict):
        reason = f"must be a JSON object, not {_KINDS[type(value)]}"
        raise make_entries_problem([{"field": "", "reason": reason}])
    return value


def parse_body(content: bytes, model: type[ModelT]) -> ModelT:
    """Parse and check a request body.

    Raises:
        ProblemError: as `parse_object`; 422 naming every field at fault.
    """
    try:
        return model.model_validate(parse_object(content))
    except ValidationError as error:
        raise make_validation_problem(error, model) from error


def parse_query(request: web.Request, model: type[ModelT]) -> ModelT:
    """Check the query parameters; an empty one counts as absent.

    Raises:
        ProblemError: 422 naming every parameter at fault.
    """
    given = {name: value for name, value in request.query.items() if value}
    try:
        query = model.model_validate(given)
    except ValidationError as error:
        raise make_validation_problem(error, model) from error
    if twice := _find_repeated(request):
        raise make_entries_problem(twice)
    return query


def _find_repeated(request: web.Request) -> list[Entry]:
    times = Counter(name for name, _value in request.query.items())
    repeated = sorted(name for name, number in times.items() if number > 1)
    return [{"field": name, "reason": "is given more than once; give it once"} for name in repeated]
