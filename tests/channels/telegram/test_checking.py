"""What `frontdesk doctor` says of a bot."""

import pytest

from channels.telegram import TelegramChannel, TelegramSettings
from domain.errors import FrontdeskError
from tests.channels.accounts import ACCOUNTS
from tests.channels.telegram.bot_api import BotApi
from tests.channels.telegram.conftest import MakeBot
from tests.fakes import FakeClock

ADDRESS = "https://desk.example.com/channels/telegram/bot"


async def test_a_bot_without_a_webhook_gets_one_when_the_server_starts(
    bot: TelegramChannel, api: BotApi
):
    said = await bot.check()
    assert said.startswith("@aurora_airways_bot")
    assert "set to https://desk.example.com/channels/telegram/bot when" in said
    assert api.calls_of("setWebhook") == []


async def test_a_bot_whose_webhook_works_is_well(bot: TelegramChannel, api: BotApi):
    api.webhook = {"url": ADDRESS, "pending_update_count": 2}
    assert await bot.check() == f"@aurora_airways_bot, webhook {ADDRESS}, 2 waiting"


async def test_a_webhook_that_leads_elsewhere_is_named(bot: TelegramChannel, api: BotApi):
    api.webhook = {"url": "https://other.example.com/hook"}
    with pytest.raises(FrontdeskError, match=r"calls https://other\.example\.com/hook"):
        await bot.check()


async def test_trouble_that_telegram_has_with_the_webhook_is_told_while_it_is_new(
    bot: TelegramChannel, api: BotApi, clock: FakeClock
):
    error = "Wrong response from the webhook: 502 Bad Gateway"
    at = int(clock.now().timestamp())
    api.webhook = {
        "url": ADDRESS,
        "last_error_date": at - 60,
        "last_error_message": error,
        "pending_update_count": 3,
    }
    with pytest.raises(FrontdeskError, match="502 Bad Gateway; 3 updates wait"):
        await bot.check()
    api.webhook["last_error_date"] = at - 7200
    assert "webhook" in await bot.check()


async def test_a_leftover_webhook_is_told_to_whoever_asks_for_updates(
    make_bot: MakeBot, api: BotApi
):
    api.webhook = {"url": ADDRESS}
    bot = make_bot(mode="polling", secret_token=None)
    assert "is deleted when the server starts" in await bot.check()


async def test_a_wrong_token_is_told_with_where_to_get_another(make_bot: MakeBot):
    with pytest.raises(FrontdeskError, match="copy it anew from @BotFather"):
        await make_bot(token="4242424242:an-old-token").check()


async def test_another_server_than_the_bot_api_is_told_of(make_bot: MakeBot, api: BotApi):
    with pytest.raises(FrontdeskError, match=r"api_base_url|token"):
        await make_bot(api_base_url=f"{api.url}/nowhere").check()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"token": "no token"}, "copy it from @BotFather"),
        ({"secret_token": "with blanks "}, "must be of A to Z"),
        ({"secret_token": None}, "secret_token is missing"),
        ({"mode": "pigeon"}, "webhook"),
    ],
)
def test_a_wrong_setting_is_told_without_its_secret(changed: dict[str, str], words: str):
    with pytest.raises(ValueError, match=words) as caught:
        TelegramSettings.model_validate({**ACCOUNTS["telegram"], **changed})
    assert ACCOUNTS["telegram"]["token"] not in str(caught.value)
