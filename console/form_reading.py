"""Reading the forms that the pages send: in UTF-8, of few and clean fields, some with files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from aiohttp import web

from bot.reply_files import NewFile
from channels.text_cleaning import clean_line
from console.file_form_reading import read_file_form


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form as it was sent.

    Attributes:
        fields: each by its first value.
    """

    fields: Mapping[str, str]
    files: tuple[NewFile, ...] = ()


# Most forms of the console have five fields at most; a route with a larger one says so.
MOST_FIELDS: Final = 50
_FORM: Final = web.RequestKey("form", Form)
# Whether a form with files is read, rather than refused.
TAKES_FILES: Final = web.RequestKey("takes_files", bool)
# How many fields a form may have.
FIELDS_ALLOWED: Final = web.RequestKey("fields_allowed", int)


async def read_form(request: web.Request) -> Mapping[str, str]:
    """Read the fields of a form, each by its first value; a request without a body has none.

    Nothing else is taken than what browsers send from the pages (HTML standard, section 4.10.21):
    `application/x-www-form-urlencoded` in UTF-8. A text that holds U+0000 is refused, since
    PostgreSQL keeps none.

    Where the route takes files, `multipart/form-data` (RFC 7578) is taken as well.

    Raises:
        web.HTTPUnsupportedMediaType: it is no such form.
        web.HTTPBadRequest: it cannot be read.
        web.HTTPRequestEntityTooLarge: it is larger than a form with files may be.
    """
    return (await _read(request)).fields


async def read_files(request: web.Request) -> tuple[NewFile, ...]:
    """Read the files of a form; raises as `read_form` does."""
    return (await _read(request)).files


async def _read(request: web.Request) -> Form:
    if _FORM not in request:
        most = request.get(FIELDS_ALLOWED, MOST_FIELDS)
        if request.get(TAKES_FILES) and request.content_type == "multipart/form-data":
            fields, files = await read_file_form(request, most_fields=most)
            request[_FORM] = Form(fields=_clean(fields), files=files)
        else:
            request[_FORM] = Form(fields=_parse(request, await request.read(), most))
    return request[_FORM]


def read_line(request: web.Request, name: str, *, max_length: int | None = None) -> str:
    """Read a query parameter of one line, cleaned; empty where it is absent."""
    return clean_line(request.query.get(name, ""), max_length=max_length)


def _parse(request: web.Request, body: bytes, most_fields: int) -> dict[str, str]:
    if not body:
        return {}
    _require_form(request)
    try:
        pairs = parse_qsl(
            body.decode(), keep_blank_values=True, errors="strict", max_num_fields=most_fields
        )
    except ValueError:
        raise web.HTTPBadRequest(
            text="the form cannot be read; load its page again and repeat what you did"
        ) from None
    return _clean(pairs)


def _clean(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
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
