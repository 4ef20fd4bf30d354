"""Reading the forms that the pages send: URL-encoded, in UTF-8, of few and clean fields."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from aiohttp import web

from channels.text_cleaning import clean_line

# The forms of the console have five fields at most.
_MOST_FIELDS: Final = 50
_FORM: Final = web.RequestKey("form", Mapping[str, str])


async def read_form(request: web.Request) -> Mapping[str, str]:
    """Read the fields of a form, each by its first value; a request without a body has none.

    Nothing else is taken than what browsers send from the pages (HTML standard, section 4.10.21):
    `application/x-www-form-urlencoded` in UTF-8. A text that holds U+0000 is refused, since
    PostgreSQL keeps none.

    Raises:
        web.HTTPUnsupportedMediaType: it is no such form.
        web.HTTPBadRequest: it cannot be read.
    """
    if _FORM not in request:
        request[_FORM] = _parse(request, await request.read())
    return request[_FORM]


def read_line(request: web.Request, name: str, *, max_length: int | None = None) -> str:
    """Read a query parameter of one line, cleaned; empty where it is absent."""
    return clean_line(request.query.get(name, ""), max_length=max_length)


def _parse(request: web.Request, body: bytes) -> dict[str, str]:
    if not body:
        return {}
    _require_form(request)
    try:
        pairs = parse_qsl(
            body.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        raise web.HTTPBadRequest(
            text="the form cannot be read; load its page again and repeat what you did"
        ) from None
    if any("\0" in value for _name, value in pairs):
        raise web.HTTPBadRequest(text="the form holds the character NUL; leave it out")
    return dict(reversed(pairs))


def _require_form(request: web.Request) -> None:
    try:
        charset = (request.charset or "utf-8").lower()
    except ValueError:
        charset = ""
    if request.content_type != "application/x-www-form-urlencoded" or charset != "utf-8":
        raise web.HTTPUnsupportedMediaType(
            text="send a form: application/x-www-form-urlencoded in UTF-8"
        )
