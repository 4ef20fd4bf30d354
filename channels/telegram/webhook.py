"""The address that Telegram posts updates to."""

import hmac
from typing import Final

import structlog
from aiohttp import web

from channels.problems import problem_response
from channels.request_body import BodyTooLargeError, UnreadableBodyError, read_body
from channels.telegram.intake import UpdateIntake
from domain.channels import Gateway
from domain.errors import MalformedMessage

MAX_BODY: Final = 1_048_576  # bytes; an update of the longest text has less than 100,000
_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"

_log = structlog.get_logger()


class TelegramWebhook:
    """Takes in the updates of one bot.

    Args:
        secret_token: what Telegram was told to say; nobody may post where it is None.
    """

    def __init__(
        self, account: str, secret_token: str | None, *, intake: UpdateIntake, gateway: Gateway
    ) -> None:
        self._account = account
        self._secret = secret_token
        self._intake = intake
        self._gateway = gateway

    async def receive(self, request: web.Request) -> web.Response:
        """Answer 200 once the update is committed, and not before."""
        if not self._is_telegram(request):
            _log.warning("telegram.secret_refused", account=self._account)
            return problem_response(
                403, "Wrong secret", f"{_HEADER} is not the secret_token of this account."
            )
        try:
            await self._intake.take(await read_body(request, limit=MAX_BODY), self._gateway)
        except BodyTooLargeError as error:
            return problem_response(413, "Too large", f"Cannot take it: {error}.")
        except (UnreadableBodyError, MalformedMessage) as error:
            return problem_response(400, "Malformed update", f"Cannot read it: {error}.")
        except Exception:  # noqa: BLE001 - whatever kept it from being stored, Telegram must retry
            _log.exception("telegram.not_recorded", account=self._account)
            return problem_response(
                503, "Not recorded", "The update could not be stored; send it again later."
            )
        return web.Response()

    def _is_telegram(self, request: web.Request) -> bool:
        said = request.headers.get(_HEADER, "").encode("utf-8", "surrogateescape")
        return self._secret is not None and hmac.compare_digest(said, self._secret.encode())
