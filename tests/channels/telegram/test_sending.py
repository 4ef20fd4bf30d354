"""What is sent to Telegram, what it says to that, and that the token is nowhere to be seen."""

import logging

import pytest

from channels.telegram import TelegramChannel
from domain.errors import FrontdeskError, SendError
from domain.messages import Address, QuickReply
from tests.channels.accounts import BOT_TOKEN
from tests.channels.telegram.bot_api import CUT_OFF, BotApi, refuse
from tests.channels.telegram.conftest import MakeBot
from tests.channels.test_conformance import outbound

TO = Address(kind="telegram", value="4711")
LONG = "article:" + "ä" * 40


async def test_quick_replies_are_buttons_whose_long_values_are_digests(
    bot: TelegramChannel, api: BotApi
):
    replies = (
        QuickReply(label="My bag", value="article:bag"),
        QuickReply(label="Pets", value=LONG),
    )
    receipt = await bot.send(outbound("telegram", "Which?", to=TO, quick_replies=replies))
    (call,) = api.calls_of("sendMessage")
    rows = call.read("reply_markup")["inline_keyboard"]
    assert [row[0]["text"] for row in rows] == ["My bag", "Pets"]
    data = [row[0]["callback_data"] for row in rows]
    assert data == ["article:bag", replies[1].short_value]
    assert all(0 < len(each.encode()) <= 64 for each in data)
    assert "parse_mode" not in call.fields
    assert receipt.external_id == "4711:1001"


@pytest.mark.parametrize(
    ("description", "hard"),
    [
        ("Forbidden: bot was blocked by the user", True),
        ("Forbidden: user is deactivated", True),
        ("Forbidden: bot can't initiate conversation with a user", True),
        ("Forbidden: not enough rights", False),
    ],
)
async def test_who_cannot_be_reached_any_more_is_known_from_the_refusal(
    bot: TelegramChannel, api: BotApi, description: str, hard: bool
):
    api.fail_next("sendMessage", refuse(403, description))
    with pytest.raises(SendError) as caught:
        await bot.send(outbound("telegram", to=TO))
    assert (caught.value.retryable, caught.value.hard, caught.value.code) == (False, hard, "403")


async def test_a_chat_that_is_not_there_is_not_tried_again(bot: TelegramChannel, api: BotApi):
    api.fail_next("sendMessage", refuse(400, "Bad Request: chat not found"))
    with pytest.raises(SendError, match="Chat not found") as caught:
        await bot.send(outbound("telegram", to=TO))
    assert not caught.value.retryable
    assert not caught.value.hard


async def test_an_answer_that_breaks_off_leaves_it_open_whether_it_went_out(
    bot: TelegramChannel, api: BotApi
):
    api.fail_next("sendMessage", CUT_OFF)
    with pytest.raises(SendError) as caught:
        await bot.send(outbound("telegram", to=TO))
    assert (caught.value.retryable, caught.value.code) == (False, "ambiguous")


async def test_the_token_reaches_neither_log_nor_error(
    make_bot: MakeBot, api: BotApi, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    bot = make_bot()
    api.files["AgAD"] = b"x"
    await bot.send(outbound("telegram", to=TO))
    await bot.fetch_media("telegram:AgAD")
    failed: list[pytest.ExceptionInfo[FrontdeskError]] = []
    for failure in (CUT_OFF, refuse(401, "Unauthorized"), refuse(500, "Internal Server Error")):
        api.fail_next("sendMessage", failure)
        with pytest.raises(SendError) as refused:
            await bot.send(outbound("telegram", to=TO))
        failed.append(refused)
    for address in ("http://127.0.0.1:9", api.url):
        with pytest.raises(FrontdeskError) as caught:
            await make_bot(api_base_url=address, token=f"{BOT_TOKEN}x").check()
        failed.append(caught)
    assert BOT_TOKEN not in caplog.text
    for each in failed:
        assert BOT_TOKEN not in str(each.getrepr(chain=True, showlocals=False))


async def test_a_file_is_fetched_by_its_id(bot: TelegramChannel, api: BotApi):
    api.files["BQAD"] = b"a document"
    assert (await bot.fetch_media("telegram:BQAD")).content == b"a document"


async def test_a_file_that_is_gone_elsewhere_or_too_large_is_not_fetched(
    bot: TelegramChannel, api: BotApi
):
    with pytest.raises(FrontdeskError, match="404"):
        await bot.fetch_media("telegram:gone")
    with pytest.raises(FrontdeskError, match="not at Telegram"):
        await bot.fetch_media("http://127.0.0.1/secret")
    api.files["huge"] = bytes(20_000_001)
    with pytest.raises(FrontdeskError, match="more than 20,000,000 bytes"):
        await bot.fetch_media("telegram:huge")
    api.fail_next("getFile", refuse(400, "Bad Request: file is too big"))
    with pytest.raises(FrontdeskError, match="File is too big"):
        await bot.fetch_media("telegram:BQAD")
