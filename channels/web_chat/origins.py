"""Which sites may talk to the chat from a browser."""

from collections.abc import Collection, Mapping
from urllib.parse import SplitResult, urlsplit

from aiohttp import web

from channels.problems import problem_response

ANY_ORIGIN = "*"
_DEFAULT_PORTS = {"http": 80, "https": 443}


def normalise_origin(value: str) -> str:
    """Write an origin the way browsers do (RFC 6454 section 6.2): `https://www.example.com`.

    Raises:
        ValueError: it is not a scheme, a host and perhaps a port.
    """
    parts = urlsplit(value.strip().lower())
    port = parts.port
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"{value!r} is not an origin; write it like https://www.example.com")
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username:
        raise ValueError(f"{value!r} holds more than an origin; leave out what follows the host")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    suffix = "" if port in {None, _DEFAULT_PORTS[parts.scheme]} else f":{port}"
    return f"{parts.scheme}://{host}{suffix}"


def split_origin(origin: str) -> SplitResult | None:
    """Split what a request says of its origin; None for what is no address at all."""
    try:
        return urlsplit(origin)
    except ValueError:  # such as `http://[`
        return None


class OriginPolicy:
    """Decides whether a request may come from where it says it comes from."""

    def __init__(self, allowed: Collection[str], public_url: str) -> None:
        own = urlsplit(public_url)
        self._allowed = frozenset(allowed)
        self._own = normalise_origin(f"{own.scheme}://{own.netloc}")

    def allows(self, origin: str | None, host: str | None) -> bool:
        """Tell whether an `Origin` header is welcome.

        Args:
            origin: None for programs, which send none; they are welcome where no site is named.
            host: the request's own `Host`; a page of this very server is always welcome, also
                where it is reached by another name than `public_url`.
        """
        if origin is None:
            return not self._allowed or ANY_ORIGIN in self._allowed
        if ANY_ORIGIN in self._allowed or origin in self._allowed or origin == self._own:
            return True
        parts = split_origin(origin)
        return bool(host) and parts is not None and parts.netloc == host

    def headers(self, origin: str | None, host: str | None) -> Mapping[str, str]:
        """Return the CORS headers for a response; without them the page cannot read it."""
        if origin is None or not self.allows(origin, host):
            return {"Vary": "Origin"}
        return {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}


def refuse_origin(account: str) -> web.Response:
    """Tell a page that it may not embed the chat, and how it could."""
    return problem_response(
        403,
        "Origin not allowed",
        "this chat may not be used from here; add the site's origin, such as "
        f"https://www.example.com, to allowed_origins of the web_chat account {account}",
    )
