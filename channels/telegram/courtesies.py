"""What is owed to Telegram and to strangers beside the record: small, and no loss if it fails."""

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Final

import structlog

from channels.telegram.wire import CallbackQuery, Message, Update
from domain.errors import FrontdeskError

if TYPE_CHECKING:
    from channels.telegram.client import TelegramClient

# More waiting than this is a flood, of which the rest can go.
_MOST: Final = 1_000
_PRIVATE_ONLY: Final = {
    "en": "{company}: this bot only works in private chats. Please write to it there.",
    "de": "{company}: Dieser Bot antwortet nur in privaten Chats. Bitte schreiben Sie ihm dort.",
}

_log = structlog.get_logger()


class Courtesies:
    """Answers presses and leaves groups, one after the other, beside the work on messages.

    Args:
        company: the name that a group is told.
    """

    def __init__(self, account: str, company: str) -> None:
        self._account = account
        self._company = company
        self._waiting: asyncio.Queue[Update] = asyncio.Queue(_MOST)

    def owe(self, update: Update) -> None:
        """Note an update to which something is owed."""
        if self._waiting.full():
            _log.warning("telegram.courtesy_left_out", account=self._account)
        else:
            self._waiting.put_nowait(update)

    async def keep_paying(self, client: "TelegramClient") -> None:
        """Do what is owed until cancelled."""
        while True:
            update = await self._waiting.get()
            if update.callback_query is not None:
                await self._answer_press(client, update.callback_query)
            else:
                await self._leave_group(client, update)

    async def _answer_press(self, client: "TelegramClient", pressed: CallbackQuery) -> None:
        await self._try("press", client.answer_press(pressed.id))
        asked = pressed.message
        if asked is not None and asked.chat.type == "private":
            taken_off = client.remove_keyboard(
                asked.chat.id, asked.message_id, asked.business_connection_id
            )
            await self._try("keyboard", taken_off)

    async def _leave_group(self, client: "TelegramClient", update: Update) -> None:
        about: Message | None = update.message
        change = update.my_chat_member
        found = (about, change)
        chat = next((each.chat for each in found if each is not None), None)
        if chat is None:
            return
        sender = next((each.sender for each in found if each is not None), None)
        language = (sender.language_code or "en")[:2].lower() if sender is not None else "en"
        words = _PRIVATE_ONLY.get(language, _PRIVATE_ONLY["en"])
        if chat.type != "channel":
            await self._try("group", client.say(chat.id, words.format(company=self._company)))
        await self._try("group", client.leave(chat.id))

    async def _try(self, kind: str, owed: Awaitable[None]) -> None:
        try:
            await owed
        except FrontdeskError as error:
            _log.info("telegram.courtesy_failed", account=self._account, kind=kind, why=str(error))
