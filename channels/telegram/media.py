"""Fetching a file that came with a message."""

from dataclasses import dataclass
from typing import Final

import aiohttp
from yarl import URL

from channels.telegram.contents import MAX_FILE_BYTES
from domain.errors import FrontdeskError

_TIMEOUT: Final = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFile:
    """A file as Telegram gave it out."""

    content: bytes


async def fetch_file(session: aiohttp.ClientSession, address: str, *, below: str) -> FetchedFile:
    """Fetch one file.

    Args:
        session: used for this request, not closed.
        address: as `getFile` tells it, with the token in it; no error repeats it.
        below: `api_base_url`; nothing outside is asked for.

    Raises:
        FrontdeskError: it cannot be fetched, or has more than 20 MB.
    """
    try:
        target = URL(address)
        if target.origin() != URL(below).origin() or ".." in target.path.split("/"):
            raise FrontdeskError("the file is not at the Bot API, and so it is not fetched")
        async with session.get(target, timeout=_TIMEOUT, allow_redirects=False) as response:
            return FetchedFile(content=await _read(response))
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise FrontdeskError(f"the file cannot be fetched ({type(error).__name__})") from None


async def _read(response: aiohttp.ClientResponse) -> bytes:
    if response.status != 200:
        raise FrontdeskError(f"the Bot API answered {response.status} in place of the file")
    content = bytearray()
    async for piece in response.content.iter_chunked(65_536):
        content += piece
        if len(content) > MAX_FILE_BYTES:
            raise FrontdeskError(f"the file has more than {MAX_FILE_BYTES:,} bytes")
    return bytes(content)
