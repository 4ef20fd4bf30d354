"""Believe a reverse proxy, and only a reverse proxy, about who the client is."""

import ipaddress
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiohttp import web

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_proxy_middleware(trusted: Sequence[str]) -> Any:
    """Make the middleware that sets a request's `remote` and `scheme` to the client's own.

    Args:
        trusted: addresses and networks of the proxies, as `server.trusted_proxies` has them.
    """
    networks = [ipaddress.ip_network(network) for network in trusted]

    @web.middleware
    async def believe_proxy(request: web.Request, handler: Handler) -> web.StreamResponse:
        peer = request.remote or ""
        if not _is_trusted(peer, networks):
            return await handler(request)
        forwarded = ",".join(request.headers.getall("X-Forwarded-For", []))
        remote = find_client(forwarded, networks) or peer
        scheme = request.headers.get("X-Forwarded-Proto", "")
        if scheme not in {"http", "https"}:
            scheme = request.scheme
        return await handler(request.clone(remote=remote, scheme=scheme))

    return believe_proxy


def find_client(forwarded: str, networks: Sequence[Network]) -> str | None:
    """Find the client in `X-Forwarded-For`: the last address that is no proxy of ours.

    What stands to the left of it the client may have written. None where there is no address.
    """
    entries = [entry.strip() for entry in forwarded.split(",") if entry.strip()]
    for entry in reversed(entries):
        if not _is_address(entry):
            return None
        if not _is_trusted(entry, networks):
            return entry
    return entries[0] if entries else None


def _is_trusted(address: str, networks: Sequence[Network]) -> bool:
    if not _is_address(address):
        return False
    parsed = ipaddress.ip_address(address)
    return any(parsed in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
