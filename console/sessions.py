"""Log-in sessions: the browser holds a secret in a cookie, the store its digest alone."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aiohttp import web

from console.services import Services
from crm_store.staff import find_session, finish_session, record_session
from domain.staff import StaffMember

COOKIE: Final = "fd_session"
PATH: Final = "/console"
LIFETIME: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who asks.

    Attributes:
        csrf: the token that every change must repeat.
    """

    member: StaffMember
    csrf: str


async def begin_session(
    services: Services, request: web.Request, response: web.StreamResponse, member: StaffMember
) -> None:
    """Begin a session under a fresh secret, and end the one the browser had before."""
    await end_session(services, request)
    secret = services.ids.secret()
    now = services.clock.now()
    await services.store.run(
        record_session,
        digest=_digest(secret),
        staff_id=member.id,
        csrf=services.ids.secret(),
        now=now,
        expires_at=now + LIFETIME,
    )
    response.set_cookie(
        COOKIE,
        secret,
        path=PATH,
        max_age=int(LIFETIME.total_seconds()),
        secure=services.public_url.startswith("https:"),
        httponly=True,
        samesite="Lax",
    )


async def find_signed_in(services: Services, request: web.Request) -> SignedIn | None:
    """Find who a request comes from; None where nobody is logged in."""
    secret = request.cookies.get(COOKIE)
    if not secret:
        return None
    found = await services.store.read(find_session, _digest(secret), now=services.clock.now())
    return None if found is None else SignedIn(member=found[0], csrf=found[1])


async def end_session(services: Services, request: web.Request) -> None:
    """Forget the session of a request, where it has one."""
    secret = request.cookies.get(COOKIE)
    if secret:
        await services.store.run(finish_session, _digest(secret))


def forget_cookie(response: web.StreamResponse) -> None:
    """Have the browser forget its session."""
    response.del_cookie(COOKIE, path=PATH)


def _digest(secret: str) -> str:
    # A cookie in no encoding is none of ours either.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
