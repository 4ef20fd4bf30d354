"""What `frontdesk doctor` asks of Telegram."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from channels.telegram.settings import TelegramSettings
from domain.errors import FrontdeskError

if TYPE_CHECKING:
    from telegram import WebhookInfo

    from channels.telegram.client import TelegramClient

# An older error is likely to be mended, since Telegram calls again all the time.
_RECENT: Final = timedelta(hours=1)


async def check_bot(
    client: "TelegramClient", settings: TelegramSettings, *, address: str, now: datetime
) -> str:
    """Say in a line how the bot is doing.

    Args:
        address: the webhook as Telegram is to call it.

    Raises:
        FrontdeskError: naming what is wrong and what to do.
    """
    name = f"@{await client.fetch_username()}"
    known = await client.fetch_webhook()
    if settings.mode == "polling":
        return f"{name}, asks for updates{_describe_leftover(known)}"
    if settings.api_base_url.endswith("api.telegram.org") and not address.startswith("https://"):
        raise FrontdeskError(
            f"Telegram is to call {address}, which is not https; set server.public_url to the "
            'address by which the outside reaches this server, or mode = "polling"'
        )
    _check_webhook(known, address, now)
    if not known.url:
        return f"{name}, no webhook yet; it is set to {address} when the server starts"
    return f"{name}, webhook {address}, {known.pending_update_count} waiting"


def _describe_leftover(known: "WebhookInfo") -> str:
    return "; the webhook that is still set is deleted when the server starts" if known.url else ""


def _check_webhook(known: "WebhookInfo", address: str, now: datetime) -> None:
    if known.url and known.url != address:
        raise FrontdeskError(
            f"Telegram calls {known.url} and not {address}; starting the server sets that right. "
            "Where another system uses this bot, make a bot of its own for one of them"
        )
    at, error = known.last_error_date, known.last_error_message
    if known.url and at is not None and error and now - at < _RECENT:
        raise FrontdeskError(
            f"Telegram could not deliver to {address} at {at:%H:%M} UTC: {error}; "
            f"{known.pending_update_count} updates wait. See that it is reachable from outside, "
            "with a certificate that is valid"
        )
