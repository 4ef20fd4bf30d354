"""Access tokens for logging in to mail servers by XOAUTH2."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp

from channels.email.settings import OAuthSettings
from domain.clock import Clock
from domain.errors import FrontdeskError

_TIMEOUT: Final = aiohttp.ClientTimeout(total=15)
# RFC 6749, 5.1 leaves expires_in out where the token's life is known otherwise; Google and
# Microsoft give about an hour.
_USUAL_LIFE: Final = timedelta(minutes=10)
_MARGIN: Final = timedelta(minutes=2)


class AccessTokens:
    """Gets access tokens and keeps each until shortly before it expires.

    Args:
        settings: the token endpoint and what to show it. With a refresh token it is exchanged
            (RFC 6749, 6), without one Frontdesk asks as an application (RFC 6749, 4.4).
        username: the mailbox, for error texts.
        http: returns the process's client session.
    """

    def __init__(
        self,
        settings: OAuthSettings,
        username: str,
        *,
        http: Callable[[], aiohttp.ClientSession],
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._username = username
        self._http = http
        self._clock = clock
        self._refresh_token = settings.refresh_token
        self._token = ""
        self._renew_at: datetime | None = None
        self._lock = asyncio.Lock()

    async def get(self) -> str:
        """Return a token that is good for a minute at least.

        Raises:
            FrontdeskError: the provider gives none; says why and what to do.
        """
        async with self._lock:
            if self._renew_at is None or self._clock.now() >= self._renew_at:
                self._keep(await self._fetch())
            return self._token

    def forget(self) -> None:
        """Drop the token, as a mail server refused it; the next `get` asks for a new one."""
        self._renew_at = None

    def _keep(self, answer: dict[str, Any]) -> None:
        self._token = str(answer["access_token"])
        life = answer.get("expires_in")
        seconds = float(life) if isinstance(life, int | float | str) and _is_number(life) else 0.0
        lasts = timedelta(seconds=min(seconds, 86_400)) if seconds > 0 else _USUAL_LIFE
        self._renew_at = self._clock.now() + max(lasts - _MARGIN, lasts / 2)

    async def _fetch(self) -> dict[str, Any]:
        """Ask the token endpoint (RFC 6749, 4.4.2 and 6)."""
        where = self._settings.token_url
        try:
            async with self._http().post(
                where, data=self._form(), timeout=_TIMEOUT, allow_redirects=False
            ) as response:
                answer = await _read_object(response)
                status = response.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise FrontdeskError(
                f"no access token for {self._username}: {where} cannot be reached "
                f"({type(error).__name__}); check oauth.token_url"
            ) from error
        if status != 200 or not answer.get("access_token"):
            raise FrontdeskError(
                f"no access token for {self._username}: {_explain(status, answer)}"
            )
        self._keep_refresh_token(answer)
        return answer

    def _form(self) -> dict[str, str]:
        settings = self._settings
        form = {
            "client_id": settings.client_id,
            "client_secret": settings.client_secret.get_secret_value(),
            "scope": settings.scope,
            "grant_type": "client_credentials",
        }
        if self._refresh_token is not None:
            form["grant_type"] = "refresh_token"
            form["refresh_token"] = self._refresh_token.get_secret_value()
        return {name: value for name, value in form.items() if value}

    def _keep_refresh_token(self, answer: dict[str, Any]) -> None:
        """Use the new refresh token where the provider gave one (RFC 6749, 6)."""
        newer = answer.get("refresh_token")
        if self._refresh_token is not None and isinstance(newer, str) and newer:
            self._refresh_token = type(self._refresh_token)(newer)


def xoauth2(username: str, token: str) -> str:
    """Return the initial response of the SASL mechanism XOAUTH2, before base64.

    It is that of Google (developers.google.com/gmail/imap/xoauth2-protocol) and Microsoft.
    """
    return f"user={username}\x01auth=Bearer {token}\x01\x01"


def _is_number(text: float | str) -> bool:
    try:
        return 0 < float(text) < float("inf")
    except ValueError:
        return False


async def _read_object(response: aiohttp.ClientResponse) -> dict[str, Any]:
    body = await response.read()
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


_REASONS: Final = {
    "invalid_grant": "the refresh token has expired or was revoked; authorise the mailbox anew "
    "and put the new one into oauth.refresh_token",
    "invalid_client": "client_id and client_secret are not accepted; copy both anew from the "
    "provider's console",
    "unauthorized_client": "the application may not use this grant; allow it in the provider's "
    "console",
    "invalid_scope": "the scope is not accepted; see docs/channels/email.md for the provider's",
}


def _explain(status: int, answer: dict[str, Any]) -> str:
    """Say why there is no token; codes are those of RFC 6749, 5.2."""
    code = str(answer.get("error") or "")[:60]
    known = _REASONS.get(code)
    if known is not None:
        return f"{known} ({code})"
    words = " ".join(str(answer.get("error_description") or "no reason given").split())[:200]
    return f"the provider answered {status} {code}: {words}".replace("  ", " ")
