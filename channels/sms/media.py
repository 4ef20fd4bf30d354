"""Fetching what came with an MMS."""

import ipaddress
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import unquote

import aiohttp
from yarl import URL

from domain.errors import FrontdeskError

MAX_MEDIA_BYTES: Final = 10_000_000  # an MMS has 5 MB at the most
_TWILIO_HOSTS: Final = (".twilio.com", ".twiliocdn.com")
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

    A message's sender may have written its address, so that only the provider's own places count,
    redirects included; the credentials go to the provider alone. See `find_media_place`.

    Args:
        session: used for this request, not closed.
        url: an attachment's `source_url`.
        provider: `api_base_url`.
        authorization: the header with the account's credentials.
        timeout: for each step.

    Raises:
        FrontdeskError: it is not at the provider, cannot be fetched, or has more than 10 MB.
    """
    try:
        target = URL(url)
        for _ in range(_MOST_REDIRECTS + 1):
            place = find_media_place(target, provider)
            if place is None:
                raise FrontdeskError("the media is not at the provider, and so it is not fetched")
            async with session.get(
                target,
                headers={"Authorization": authorization} if place == "provider" else {},
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


def find_media_place(target: URL, provider: str) -> Literal["provider", "twilio"] | None:
    """Tell whose place an address is: the provider's API, or another one of Twilio's.

    A provider on this machine is a stand-in, which shares its host, and maybe its port, with
    what no stranger may reach through us; so everything must lie below its own path.

    Args:
        target: the address.
        provider: `api_base_url`.

    Returns:
        None for any other place.
    """
    base = URL(provider)
    if target.absolute and target.origin() == base.origin() and _is_below(target, base):
        return "provider"
    if _is_loopback(base.host or "") or target.scheme != "https" or target.port != 443:
        return None
    return "twilio" if (target.host or "").endswith(_TWILIO_HOSTS) else None


def _is_below(target: URL, base: URL) -> bool:
    # However often the path is decoded on its way, it must not lead up.
    path = target.raw_path
    while (decoded := unquote(path)) != path:
        path = decoded
    steps = path.replace("\\", "/").split("/")
    return ".." not in steps and target.raw_path.startswith(f"{base.raw_path.rstrip('/')}/")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


async def _read_media(response: aiohttp.ClientResponse) -> FetchedMedia:
    if response.status != 200:
        raise FrontdeskError(f"the provider answered {response.status} in place of the media")
    content = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        content += chunk
        if len(content) > MAX_MEDIA_BYTES:
            raise FrontdeskError(f"the media has more than {MAX_MEDIA_BYTES:,} bytes")
    return FetchedMedia(media_type=response.content_type, content=bytes(content))
