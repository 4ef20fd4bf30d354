"""A message as it came in, handed out to be saved and never shown."""

from typing import Final

from aiohttp import hdrs, web

from domain.messages import RawMessage

_EXTENSIONS: Final = {"email": "eml"}


def answer_original(raw: RawMessage, *, name: str) -> web.Response:
    """Answer with the bytes of a message, as a file that the browser saves.

    Args:
        name: of the file, without its extension; letters, digits and hyphens.
    """
    safe = "".join(each for each in name if each.isascii() and (each.isalnum() or each == "-"))
    filename = f"{safe}.{_EXTENSIONS.get(raw.channel, 'txt')}"
    headers = {
        hdrs.CONTENT_TYPE: "application/octet-stream",
        hdrs.CONTENT_DISPOSITION: f'attachment; filename="{filename}"',
        hdrs.CACHE_CONTROL: "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=raw.body, headers=headers)
