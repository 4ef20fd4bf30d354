"""Reading an uploaded file out of a request, bare or from a form."""

from dataclasses import dataclass
from urllib.parse import unquote

from aiohttp import BodyPartReader, web

from channels.request_body import BodyTooLargeError, read_body
from channels.web_chat.filenames import clean_filename
from domain.errors import InvalidInputError

MAX_FILE_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file as it was sent, its name cleaned."""

    filename: str
    content: bytes


async def read_upload(request: web.Request) -> IncomingFile:
    """Read the one file of a request.

    The body is the file itself, its name percent-encoded in `X-Filename`, or a form
    (`multipart/form-data`) whose first part with a file name is taken.

    Raises:
        BodyTooLargeError: it is larger than `MAX_FILE_BYTES`.
        InvalidInputError: there is no file, no name or nothing in it.
    """
    if request.content_type.startswith("multipart/"):
        file = await _read_form(request)
    else:
        file = await _read_bare(request)
    if not file.content:
        raise InvalidInputError(f"{file.filename} is empty; send a file with something in it")
    return file


async def _read_bare(request: web.Request) -> IncomingFile:
    name = unquote(request.headers.get("X-Filename", ""))
    if not name:
        raise InvalidInputError("name the file in the X-Filename header, percent-encoded")
    content = await read_body(request, limit=MAX_FILE_BYTES)
    return IncomingFile(filename=clean_filename(name), content=content)


async def _read_form(request: web.Request) -> IncomingFile:
    try:
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and part.filename:
                content = await _read_part(part)
                return IncomingFile(filename=clean_filename(part.filename), content=content)
    except (ValueError, AssertionError, LookupError):
        raise InvalidInputError("the form cannot be read; send multipart/form-data") from None
    raise InvalidInputError("the form has no file; send one part with a file name")


async def _read_part(part: BodyPartReader) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(65_536):
        content += chunk
        if len(content) > MAX_FILE_BYTES:
            raise BodyTooLargeError(MAX_FILE_BYTES)
    return bytes(content)
