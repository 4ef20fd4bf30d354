"""Reading a form that carries files, within bounds (RFC 7578)."""

import mimetypes
from typing import Final

from aiohttp import BodyPartReader, web
from aiohttp.http import HttpProcessingError

from bot.reply_files import MOST_BYTES, MOST_FILES, NewFile
from channels.web_chat.filenames import clean_filename

# Around the files: boundaries, headers and what is written beside them.
_MOST_BESIDE: Final = 1_000_000
_TOO_LARGE: Final = MOST_BYTES + _MOST_BESIDE
# What aiohttp's reader raises at a form that is none.
_UNREADABLE: Final = (
    ValueError,
    AssertionError,
    LookupError,
    HttpProcessingError,
    web.RequestPayloadError,
)


async def read_file_form(
    request: web.Request, *, most_fields: int
) -> tuple[list[tuple[str, str]], tuple[NewFile, ...]]:
    """Read the fields and the files of a form, each in the order in which it was sent.

    Raises:
        web.HTTPBadRequest: it cannot be read, or has more parts than any form of ours.
        web.HTTPRequestEntityTooLarge: it is larger than a reply with files may be.
    """
    _check_size(request.content_length or 0)
    fields: list[tuple[str, str]] = []
    files: list[NewFile] = []
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or len(fields) >= most_fields:
                raise ValueError("a part that no form of ours has")
            await _read_part(request, part, fields, files)
    except _UNREADABLE:
        raise web.HTTPBadRequest(
            text="the form cannot be read; load its page again and repeat what you did"
        ) from None
    return fields, tuple(files)


async def _read_part(
    request: web.Request,
    part: BodyPartReader,
    fields: list[tuple[str, str]],
    files: list[NewFile],
) -> None:
    content = bytearray()
    while chunk := await part.read_chunk(65_536):
        _check_size(request.content.total_bytes)
        content += chunk
    if part.filename is None:
        fields.append((part.name or "", content.decode()))
    elif (part.filename or content) and len(files) <= MOST_FILES:
        # A field for files in which none was chosen is sent as one without name and content.
        files.append(_make_file(part.filename, bytes(content)))


def _make_file(filename: str, content: bytes) -> NewFile:
    """Name the type after the file's name: what a browser says of it is not to be relied on."""
    name = clean_filename(filename)
    media_type, encoding = mimetypes.guess_type(name)
    if media_type is None or encoding is not None:
        media_type = "application/octet-stream"
    return NewFile(filename=name, media_type=media_type, content=content)


def _check_size(size: int) -> None:
    if size > _TOO_LARGE:
        raise web.HTTPRequestEntityTooLarge(max_size=_TOO_LARGE, actual_size=size)
