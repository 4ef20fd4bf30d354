"""The Bot API, as far as we use it, by python-telegram-bot."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

import aiohttp
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    WebhookInfo,
)
from telegram.error import TelegramError

from channels.telegram.api_request import SessionRequest
from channels.telegram.send_errors import explain_refusal, explain_trouble, make_ambiguous
from channels.telegram.settings import TelegramSettings
from channels.telegram.wire import ALLOWED_UPDATES
from domain.errors import FrontdeskError
from domain.messages import OutboundMessage, QuickReply

# An answer comes within so many seconds after those that Telegram was asked to wait for updates.
_GRACE_SECONDS: Final = 10

T = TypeVar("T")


class TelegramClient:
    """Talks to `api_base_url` as the bot."""

    def __init__(
        self, settings: TelegramSettings, http: Callable[[], aiohttp.ClientSession]
    ) -> None:
        self._where = settings.api_base_url
        self._request = SessionRequest(http)
        self._bot = Bot(
            settings.token.get_secret_value(),
            base_url=f"{settings.api_base_url}/bot",
            base_file_url=f"{settings.api_base_url}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )

    async def send_message(self, message: OutboundMessage) -> int:
        """Send a message with its buttons; return Telegram's id of it within its chat.

        Raises:
            SendError: see `explain_refusal`.
        """
        chat, _, connection = message.to.value.partition("@")
        try:
            sent: Message = await self._bot.send_message(
                chat_id=int(chat) if _is_number(chat) else chat,
                text=message.text,
                reply_markup=_make_keyboard(message.quick_replies),
                business_connection_id=connection or None,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except TelegramError as error:
            raise explain_refusal(error) from None
        except (ValueError, TypeError, KeyError, AttributeError):
            # It answered with success, and with a document that the library stumbles over.
            raise make_ambiguous("Telegram's answer cannot be read") from None
        return sent.message_id

    async def fetch_username(self) -> str:
        """Fetch the name by which the bot is found, without the `@`.

        Raises:
            FrontdeskError: naming what is wrong and what to do.
        """
        return (await self._ask(self._bot.get_me())).username or ""

    async def fetch_webhook(self) -> WebhookInfo:
        """Fetch what Telegram knows of the webhook.

        Raises:
            FrontdeskError: see `fetch_username`.
        """
        return await self._ask(self._bot.get_webhook_info())

    async def set_webhook(self, url: str, secret_token: str) -> None:
        """Have Telegram call `url` with every update.

        Raises:
            FrontdeskError: see `fetch_username`.
        """
        await self._ask(
            self._bot.set_webhook(
                url=url, secret_token=secret_token, allowed_updates=list(ALLOWED_UPDATES)
            )
        )

    async def delete_webhook(self) -> None:
        """Have Telegram call nobody; what waits goes on waiting.

        Raises:
            FrontdeskError: see `fetch_username`.
        """
        await self._ask(self._bot.delete_webhook())

    async def fetch_updates(self, offset: int | None, *, seconds: int) -> Sequence[Any]:
        """Wait for updates; raw, so that one that cannot be read keeps back no other.

        Args:
            offset: the first that is asked for; all before it are confirmed by that.
            seconds: how long Telegram waits where there is none.

        Raises:
            FrontdeskError: see `fetch_username`.
        """
        asked = {"timeout": seconds, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        if offset is not None:
            asked["offset"] = offset
        # The library's own `get_updates` makes objects of all of them, or of none.
        found = await self._ask(
            self._request.post(
                f"{self._bot.base_url}/getUpdates?{urlencode(asked)}",
                read_timeout=seconds + _GRACE_SECONDS,
            )
        )
        return found if isinstance(found, list) else ()

    async def fetch_file(self, file_id: str) -> str:
        """Fetch the address of a file, which holds the token: it is for nobody's eyes.

        Raises:
            FrontdeskError: see `fetch_username`; or Telegram does not tell.
        """
        address = (await self._ask(self._bot.get_file(file_id))).file_path
        if not address:
            raise FrontdeskError("Telegram does not say where the file lies; try again later")
        return address

    async def answer_press(self, press_id: str) -> None:
        """Tell the customer's program that a press arrived.

        Raises:
            FrontdeskError: see `fetch_username`.
        """
        await self._ask(self._bot.answer_callback_query(press_id))

    async def remove_keyboard(self, chat: int, message: int, connection: str | None) -> None:
        """Take the buttons off a message.

        Raises:
            FrontdeskError: see `fetch_username`.
        """
        await self._ask(
            self._bot.edit_message_reply_markup(
                chat_id=chat, message_id=message, business_connection_id=connection
            )
        )

    async def say(self, chat: int, text: str) -> None:
        """Say a line that stands on no record.

        Raises:
            FrontdeskError: see `fetch_username`.
        """
        await self._ask(self._bot.send_message(chat, text))

    async def leave(self, chat: int) -> None:
        """Leave a group.

        Raises:
            FrontdeskError: see `fetch_username`.
        """
        await self._ask(self._bot.leave_chat(chat))

    async def _ask(self, asking: Awaitable[T]) -> T:
        try:
            return await asking
        except TelegramError as error:
            raise explain_trouble(error, self._where) from None
        except (ValueError, TypeError, KeyError, AttributeError):
            raise FrontdeskError(
                f"{self._where} does not answer as the Bot API does; check api_base_url"
            ) from None


def _make_keyboard(replies: Sequence[QuickReply]) -> InlineKeyboardMarkup | None:
    if not replies:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(reply.label or "…", callback_data=reply.short_value)]
            for reply in replies
        ]
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.removeprefix("-").isdigit()
