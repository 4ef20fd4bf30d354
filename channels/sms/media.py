"""Fetching what came with an MMS."""

from dataclasses import dataclass
from typing import Final

import aiohttp
from yarl import URL

from domain.errors import FrontdeskError

MAX_MEDIA_BYTES: Final = 10_000_000  # an MMS has 5 MB at the most
_MOST_REDIRECTS: Final = 3  # Twilio's API redirects once, to where the file lies


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedMedia:
    """A file as the provider gave it out."""

    media_type: str
    content: bytes


async def fetch_media(
    session: aiohttp.ClientSession,
    url: str,
    *,
    provider: str,
    authorization: str,
    timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - handed on to aiohttp, which keeps it
) -> FetchedMedia:
    """Fetch one file.

    The credentials go to the provider's own origin alone, redirects included; every other
    address must be https.

    Args:
        session: used for this request, not closed.
        url: an attachment's `source_url`.
        provider: `api_base_url`.
        authorization: the header with the account's credentials.
        timeout: for each step.

    Raises:
        FrontdeskError: it cannot be fetched, or has more than 10 MB.
    """
    target = URL(url)
    try:
        for _ in range(_MOST_REDIRECTS + 1):
            ours = target.origin() == URL(provider).origin()
            if not ours and target.scheme != "https":
                raise FrontdeskError("the media is neither at the provider nor behind https")
            async with session.get(
                target,
                headers={"Authorization": authorization} if ours else {},
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                if response.status in {301, 302, 303, 307, 308}:
                    target = target.join(URL(response.headers.get("Location", "")))
                    continue
                return await _read_media(response)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise FrontdeskError(f"the media cannot be fetched ({type(error).__name__})") from error
    raise FrontdeskError("the media is redirected too often")


async def _read_media(response: aiohttp.ClientResponse) -> FetchedMedia:
    if response.status != 200:
        raise FrontdeskError(f"the provider answered {response.status} in place of the media")
    content = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        content += chunk
        if len(content) > MAX_MEDIA_BYTES:
            raise FrontdeskError(f"the media has more than {MAX_MEDIA_BYTES:,} bytes")
    return FetchedMedia(media_type=response.content_type, content=bytes(content))
