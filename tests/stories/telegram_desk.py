"""The desk of the stories with a bot of Telegram, and what customers do there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from domain.knowledge import Matcher
from frontdesk.settings import Settings, load_settings
from tests.channels.telegram.bot_api import BOT, BotApi, run_bot_api
from tests.stories.story_desk import StoryDesk

BOT_TOKEN = "4242424242:AAHaurora-bot-token-for-tests"
SECRET_TOKEN = "what-telegram-says-each-time"
# Astrid's number on Telegram, which is that of her chat with the bot as well.
CHAT = "4711"
OTHER_CHAT = "4712"

_ACCOUNT = """
[[channels.telegram]]
account = "bot"
token = "{token}"
secret_token = "{secret}"
api_base_url = "{url}"
"""


class TelegramDesk(StoryDesk):
    """Frontdesk with a bot, whose updates come by the webhook.

    Attributes:
        api: Telegram at the other end.
    """

    api: BotApi
    _update_id = 900
    _message_id = 30

    async def open(self) -> None:
        """Start Telegram, then Frontdesk."""
        self.api = await self._exits.enter_async_context(run_bot_api(BOT_TOKEN))
        await super().open()

    def _load_settings(self) -> Settings:
        super()._load_settings()
        file = self._folder / "frontdesk.toml"
        account = _ACCOUNT.format(token=BOT_TOKEN, secret=SECRET_TOKEN, url=self.api.url)
        file.write_text(file.read_text() + account)
        return load_settings(file, ("bot.most_replies_per_hour=10",), {}).settings

    async def update_comes(self, **update: Any) -> int:
        """Have Telegram call the webhook; return the status it is answered with."""
        self._update_id += 1
        async with self._session.post(
            f"{self.public_url}/channels/telegram/bot",
            json={"update_id": self._update_id, **update},
            headers={"X-Telegram-Bot-Api-Secret-Token": SECRET_TOKEN},
        ) as response:
            await self.settle()
            return response.status

    async def customer_writes(
        self, text: str, *, chat: str = CHAT, language: str = "en", **more: Any
    ) -> int:
        """Write to the bot; return the message's id."""
        self._message_id += 1
        content = {"text": text} if text else {}
        message = self._message(chat, language, self._message_id) | content | more
        assert await self.update_comes(message=message) == 200
        return self._message_id

    async def customer_edits(self, message_id: int, text: str, *, chat: str = CHAT) -> None:
        """Change what was written."""
        message = self._message(chat, "en", message_id) | {"text": text, "edit_date": 1772442060}
        assert await self.update_comes(edited_message=message) == 200

    async def customer_presses(
        self,
        label: str,
        *,
        chat: str = CHAT,
        data: str = "",
        below: int = -1,
        message_id: int | None = None,
    ) -> None:
        """Press a button below a message, the last one; `data` stands for a forged one."""
        last = self.sent(chat)[below]
        keyboard = last.read("reply_markup")
        for row in keyboard["inline_keyboard"]:
            for button in row:
                data = data or (button["callback_data"] if button["text"] == label else "")
        asked = {
            "message_id": message_id or 1001 + self.api.calls_of("sendMessage").index(last),
            "from": BOT,
            "chat": _chat(chat),
            "date": 1772442001,
            "text": last.fields["text"],
            "reply_markup": keyboard,
        }
        press = {"id": f"press-{self._update_id}", "from": _user(chat, "en"), "message": asked}
        assert await self.update_comes(callback_query={**press, "data": data}) == 200

    async def customer_blocks(self, *, again: bool = False) -> None:
        """Block the bot, or let it in again."""
        before, after = ("kicked", "member") if again else ("member", "kicked")
        change = {
            "chat": _chat(CHAT),
            "from": _user(CHAT, "en"),
            "date": 1772442000,
            "old_chat_member": {"user": BOT, "status": before},
            "new_chat_member": {"user": BOT, "status": after},
        }
        assert await self.update_comes(my_chat_member=change) == 200

    def sent(self, chat: str = CHAT) -> list[Any]:
        """What was sent into a chat."""
        calls = self.api.calls_of("sendMessage")
        return [call for call in calls if call.fields["chat_id"] == chat]

    def told(self, chat: str = CHAT) -> list[str]:
        """The words of what was sent into a chat."""
        return [call.fields["text"] for call in self.sent(chat)]

    def _message(self, chat: str, language: str, message_id: int) -> dict[str, Any]:
        return {
            "message_id": message_id,
            "from": _user(chat, language),
            "chat": _chat(chat),
            "date": 1772442000,
        }


def _user(chat: str, language: str) -> dict[str, Any]:
    name = "Astrid" if chat == CHAT else "Jonas"
    return {"id": int(chat), "is_bot": False, "first_name": name, "language_code": language}


def _chat(chat: str) -> dict[str, Any]:
    return {"id": int(chat), "type": "private", "first_name": "Astrid"}


@asynccontextmanager
async def open_telegram_desk(
    url: str, folder: Path, matcher: Matcher
) -> AsyncIterator[TelegramDesk]:
    """Open a desk with a bot, and close it whatever happens."""
    desk = TelegramDesk(url, folder, matcher)
    try:
        await desk.open()
        yield desk
    finally:
        await desk.close()
