"""Who a request comes from, for the rate limit."""

from aiohttp import web

from channels.rate_limit import network_key


def find_client(request: web.Request, header: str | None) -> str:
    """Name the client's network.

    Args:
        request: what came in.
        header: where a reverse proxy writes the address; its last entry is the one that our own
            proxy added, the ones before it may be anybody's invention.
    """
    forwarded = request.headers.getall(header, []) if header else []
    address = forwarded[-1].rpartition(",")[2].strip() if forwarded else ""
    return network_key(address or request.remote or "unknown")
