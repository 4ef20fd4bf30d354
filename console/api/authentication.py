"""Who asks: bearer tokens (RFC 6750), of which only digests are kept."""

import hashlib
import re
from datetime import datetime, timedelta

from aiohttp import web

from channels.rate_limit import RateLimit
from console.api.problem_documents import ProblemError
from crm_store.staff import find_api_token, record_token_use
from crm_store.store import Store
from domain.errors import TooManyRequestsError
from domain.staff import ApiToken, Permission, StaffMember, has_permission

# RFC 6750 section 2.1: the scheme in any case, then the characters of b64token.
_BEARER = re.compile(r"[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9._~+/-]{1,512}=*) *")
# A token that works all day is noted as often as people look, not for each request.
_NOTED_EVERY = timedelta(minutes=1)
_REALM = 'Bearer realm="frontdesk"'


def digest_token(token: str) -> str:
    """The digest under which an API token is kept: SHA-256 in hexadecimal.

    A token holds 256 random bits, so that nothing slower is needed to keep it from being guessed.
    """
    return hashlib.sha256(token.encode()).hexdigest()


async def find_token(request: web.Request, store: Store, now: datetime) -> ApiToken:
    """Find the token that a request carries, and note that it was used.

    Raises:
        ProblemError: 401 where there is none, or one that is not on record.
    """
    header = request.headers.get("Authorization")
    if header is None:
        detail = "no token was given; send it in the header Authorization: Bearer TOKEN"
        raise ProblemError(401, detail, headers={"WWW-Authenticate": _REALM})
    found = _BEARER.fullmatch(header)
    token = None if found is None else await store.read(find_api_token, digest_token(found[1]))
    if token is None:
        detail = "the token is not known; an administrator makes one by `frontdesk token create`"
        challenge = f'{_REALM}, error="invalid_token"'
        raise ProblemError(401, detail, headers={"WWW-Authenticate": challenge})
    if token.last_used_at is None or now - token.last_used_at >= _NOTED_EVERY:
        await store.run(record_token_use, token.id, now=now)
    return token


def require_permission(token: ApiToken, permission: Permission) -> None:
    """Let a request pass whose token may do this.

    Raises:
        ProblemError: 403 where it may not.
    """
    if not has_permission(token.role, permission):
        detail = f"a token of the role {token.role} lacks the permission {permission} this needs"
        challenge = f'{_REALM}, error="insufficient_scope"'
        raise ProblemError(403, detail, headers={"WWW-Authenticate": challenge})


def claim_request(limit: RateLimit, token: ApiToken, now: datetime) -> None:
    """Count a request against its token's limit.

    Raises:
        TooManyRequestsError: it is used up for now.
    """
    if wait := limit.claim(token.id, now):
        raise TooManyRequestsError(
            f"this token made too many requests; go on in {wait} s", retry_after=wait
        )


def make_agent(token: ApiToken) -> StaffMember:
    """Make the member of staff that a token acts as at the desk; nobody can log in as them."""
    return StaffMember(
        id=f"token:{token.id}",
        email="",
        name=token.name,
        role=token.role,
        password_hash="",
        active=True,
        created_at=token.created_at,
    )
