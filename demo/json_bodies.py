"""What the playground's scripts post, read strictly."""

import json
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from domain.errors import InvalidInputError

Body = TypeVar("Body", bound=BaseModel)


async def parse_body(request: web.Request, model: type[Body], *, largest: int) -> Body:
    """Read a body of at most `largest` bytes.

    JSON alone is taken, since no other site's form can send that.

    Raises:
        InvalidInputError: naming the field that is wrong.
        web.HTTPException: it is no JSON, or too large.
    """
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="send JSON, with Content-Type application/json")
    if (request.content_length or 0) > largest:
        raise web.HTTPRequestEntityTooLarge(largest, request.content_length or 0)
    body = await _read_up_to(request, largest)
    try:
        return model.model_validate(_decode(body))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        raise InvalidInputError(first["msg"], field=field) from None


async def _read_up_to(request: web.Request, largest: int) -> bytes:
    chunks, size = [], 0
    async for chunk in request.content.iter_any():
        chunks.append(chunk)
        size += len(chunk)
        if size > largest:
            raise web.HTTPRequestEntityTooLarge(largest, size)
    return b"".join(chunks)


def _decode(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise InvalidInputError("the body is no JSON") from None
