"""Who may pass: a handler is reached only through the permission its route declares."""

import hmac
from typing import Final
from unicodedata import category
from urllib.parse import quote, urlsplit

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from console.form_reading import FIELDS_ALLOWED, MOST_FIELDS, TAKES_FILES, read_form
from console.keys import SIGNED_IN, get_services
from console.sessions import SignedIn, find_signed_in
from domain.errors import AccessDeniedError, NotFoundError
from domain.staff import Permission, has_permission

CSRF_FIELD: Final = "csrf"
CSRF_HEADER: Final = "X-CSRF-Token"
LOG_IN: Final = "/console/login"
_SAFE: Final = frozenset({hdrs.METH_GET, hdrs.METH_HEAD})


def guard(
    handler: Handler,
    permission: Permission,
    *,
    csrf: bool,
    files: bool = False,
    most_fields: int = MOST_FIELDS,
) -> Handler:
    """Let a handler be reached by those alone who may.

    Args:
        csrf: whether a change must repeat the session's token.
        files: whether its form may carry files.
        most_fields: how many fields its form may have.
    """

    async def guarded(request: web.Request) -> web.StreamResponse:
        _require_printable_path(request)
        if request.method not in _SAFE:
            _require_same_origin(request)
        if permission is Permission.PUBLIC:
            return await handler(request)
        signed_in = await find_signed_in(get_services(request), request)
        if signed_in is None:
            return _send_to_log_in(request)
        if not has_permission(signed_in.member.role, permission):
            raise AccessDeniedError(
                f"Your role, {signed_in.member.role}, does not include this. "
                "Ask an administrator if you need it for your work."
            )
        request[TAKES_FILES] = files
        request[FIELDS_ALLOWED] = most_fields
        if csrf and request.method not in _SAFE:
            await _require_token(request, signed_in)
        request[SIGNED_IN] = signed_in
        return await handler(request)

    return guarded


def _require_printable_path(request: web.Request) -> None:
    """Refuse what can be the name of nothing before it reaches the store; NUL is kept by none."""
    # Joiners stay: names in Persian and emoji have them.
    named = (category(each) for part in request.match_info.values() for each in part)
    if not {"Cc", "Cs"}.isdisjoint(named):
        raise NotFoundError("there is nothing at this address; names hold no control characters")


def _require_same_origin(request: web.Request) -> None:
    """Refuse what another site's page sends; log-in has no token that could tell."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get(hdrs.ORIGIN)
    if site is not None:
        foreign = site not in {"same-origin", "none"}
    else:
        ours = {request.host, urlsplit(get_services(request).public_url).netloc}
        foreign = origin is not None and _find_host(origin) not in ours
    if foreign:
        raise AccessDeniedError("This came from a page of another site. Open the console itself.")


def _find_host(origin: str) -> str:
    """Find host and port of an origin; what is no address has none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


async def _require_token(request: web.Request, signed_in: SignedIn) -> None:
    given = request.headers.get(CSRF_HEADER)
    if given is None:
        given = (await read_form(request)).get(CSRF_FIELD, "")
    # Bytes of a header that are no UTF-8 arrive as half surrogates (PEP 383).
    if not hmac.compare_digest(given.encode(errors="replace"), signed_in.csrf.encode()):
        raise AccessDeniedError(
            "This page is from an earlier log-in. Load it again and repeat what you did."
        )


def _send_to_log_in(request: web.Request) -> web.Response:
    """Send a browser to the log-in page, and back to what it wanted to read."""
    place = request.path_qs if request.method in _SAFE else "/console/"
    target = f"{LOG_IN}?next={quote(place, safe='')}"
    if "HX-Request" in request.headers:
        return web.Response(status=401, headers={"HX-Redirect": LOG_IN})
    if "text/event-stream" in request.headers.get(hdrs.ACCEPT, ""):
        return web.Response(status=401)
    return web.Response(status=303, headers={hdrs.LOCATION: target})
