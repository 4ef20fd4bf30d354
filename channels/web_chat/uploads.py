"""Reading an uploaded file out of a request, bare or from a form."""

import warnings
from dataclasses import dataclass
from urllib.parse import unquote

from aiohttp import (
    BadContentDispositionHeader,
    BadContentDispositionParam,
    BodyPartReader,
    web,
)
from aiohttp.http import HttpProcessingError

from channels.request_body import BodyTooLargeError, UnreadableBodyError, read_body
from channels.web_chat.filenames import clean_filename
from domain.errors import InvalidInputError

MAX_FILE_BYTES = 10 * 1024 * 1024
# What aiohttp's reader raises at a form that is none.
_UNREADABLE = (
    ValueError,
    AssertionError,
    LookupError,
    HttpProcessingError,
    web.RequestPayloadError,
)
_FORM_BYTES = 64 * 1024  # around the file: boundaries, headers, other fields

# Else a stranger's every badly written header is printed, and remembered for good so that it is
# not printed twice.
for _category in (BadContentDispositionHeader, BadContentDispositionParam):
    warnings.filterwarnings("ignore", category=_category)


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
        BodyTooLargeError: it is larger than `MAX_FILE_BYTES`, or all of a form is, by more than
            64 KiB.
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
    try:
        content = await read_body(request, limit=MAX_FILE_BYTES)
    except UnreadableBodyError as error:
        raise InvalidInputError(str(error)) from None
    return IncomingFile(filename=clean_filename(name), content=content)


async def _read_form(request: web.Request) -> IncomingFile:
    _check_size(request.content_length or 0)
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise InvalidInputError("send the file by itself, not in a form within the form")
            content = await _read_part(request, part)
            if part.filename:
                return IncomingFile(filename=clean_filename(part.filename), content=content)
    except _UNREADABLE:
        raise InvalidInputError("the form cannot be read; send multipart/form-data") from None
    raise InvalidInputError("the form has no file; send one part with a file name")


async def _read_part(request: web.Request, part: BodyPartReader) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(65_536):
        _check_size(request.content.total_bytes)
        content += chunk
        if len(content) > MAX_FILE_BYTES:
            raise BodyTooLargeError(MAX_FILE_BYTES)
    return bytes(content)


def _check_size(size: int) -> None:
    if size > MAX_FILE_BYTES + _FORM_BYTES:
        raise BodyTooLargeError(MAX_FILE_BYTES)
