"""How updates come: the webhook that is set, or the asking that never ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from channels.telegram import TelegramChannel
from domain.channels import Accepted, CursorKey
from domain.messages import RawMessage
from tests.channels.accounts import SECRET_TOKEN
from tests.channels.telegram.bot_api import BotApi, refuse
from tests.channels.telegram.conftest import MakeBot
from tests.channels.telegram.updates import added, message, press
from tests.fake_gateway import FakeGateway
from tests.fakes import FakeClock

KEY = CursorKey(channel="telegram", account="bot", name="updates")
CONFLICT = refuse(
    409, "Conflict: terminated by other getUpdates request; make sure that only one runs"
)


@asynccontextmanager
async def receiving(bot: TelegramChannel, gateway: FakeGateway) -> AsyncIterator[None]:
    task = asyncio.create_task(bot.keep_receiving(gateway))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def poller(make_bot: MakeBot) -> TelegramChannel:
    return make_bot(mode="polling", secret_token=None)


async def test_the_webhook_is_set_with_its_secret(
    bot: TelegramChannel, api: BotApi, gateway: FakeGateway
):
    async with receiving(bot, gateway):
        (call,) = await api.wait_for("setWebhook")
    assert call.fields["url"] == "https://desk.example.com/channels/telegram/bot"
    assert call.fields["secret_token"] == SECRET_TOKEN
    assert {"message", "edited_message", "callback_query", "my_chat_member"} <= set(
        call.read("allowed_updates")
    )


async def test_setting_the_webhook_is_tried_until_it_works(
    bot: TelegramChannel, api: BotApi, gateway: FakeGateway
):
    api.fail_next("getMe", refuse(502, "Bad Gateway"))
    refused = refuse(400, "Bad Request: bad webhook: an HTTPS URL must be provided")
    api.fail_next("setWebhook", refused, refuse(502, "Bad Gateway"))
    async with receiving(bot, gateway):
        await api.wait_for("setWebhook")


async def test_updates_are_taken_in_order_and_where_it_got_to_is_recorded(
    poller: TelegramChannel, api: BotApi, gateway: FakeGateway
):
    api.webhook = {"url": "https://old.example.com"}
    await api.bring(message(823001, "Hello"), message(823002, "Where is my bag?"))
    async with receiving(poller, gateway):
        await api.wait_for("getUpdates")
        await api.bring(message(823003, "Hello?"))
        await api.wait_for("getUpdates", times=2)
        await api.bring(message(823004, "last"))
        await api.wait_for("getUpdates", times=3)
    assert api.webhook == {}
    received = [raw.delivery_id for raw in gateway.received]
    assert received[:3] == ["823001", "823002", "823003"]
    assert gateway.cursors[KEY]["offset"] >= 823004
    assert KEY not in gateway.holders
    assert api.calls_of("getUpdates")[1].fields["offset"] == "823003"


class StumblingGateway(FakeGateway):
    """Keeps nothing at the first three tries."""

    stumbles = 3

    async def receive(self, raw: RawMessage) -> Accepted:
        if self.stumbles:
            self.stumbles -= 1
            raise OSError("the disk is full")
        assert KEY not in self.cursors
        return await super().receive(raw)


async def test_what_could_not_be_kept_is_asked_for_again(poller: TelegramChannel, api: BotApi):
    gateway = StumblingGateway()
    await api.bring(message(823001, "Hello"))
    async with receiving(poller, gateway):
        await api.forgotten(823001)
    assert [raw.delivery_id for raw in gateway.received] == ["823001"]


async def test_an_update_that_cannot_be_read_keeps_back_no_other(
    poller: TelegramChannel, api: BotApi, gateway: FakeGateway
):
    await api.bring({"update_id": 823001, "message": {"text": 5}}, message(823002, "Hello"))
    async with receiving(poller, gateway):
        await api.forgotten(823002)
    assert [raw.delivery_id for raw in gateway.received] == ["823001", "823002"]


async def test_while_another_process_asks_this_one_does_not(
    poller: TelegramChannel, api: BotApi, gateway: FakeGateway
):
    await gateway.claim_cursor(KEY, holder="another", seconds=90)
    async with receiving(poller, gateway):
        await api.wait_for("getMe")
        for _ in range(50):
            await asyncio.sleep(0)
        assert api.calls_of("getUpdates") == []
        await gateway.release_cursor(KEY, holder="another")
        await api.bring(message(1, "Hello"))
        await api.wait_for("getUpdates")


async def test_another_program_that_asks_is_told_of_and_outlived(
    poller: TelegramChannel, api: BotApi, gateway: FakeGateway
):
    api.fail_next("getUpdates", CONFLICT)
    await api.bring(message(823001, "Hello"))
    async with receiving(poller, gateway):
        await api.wait_for("getUpdates")
    assert len(api.calls_of("deleteWebhook")) == 2


@pytest.mark.parametrize(("days", "offset"), [(5, "823002"), (7, None)])
async def test_a_place_of_long_ago_counts_no_more(  # noqa: PLR0917 - fixtures
    poller: TelegramChannel,
    api: BotApi,
    gateway: FakeGateway,
    clock: FakeClock,
    days: int,
    offset: str | None,
):
    gateway.cursors[KEY] = {"offset": 823002, "at": clock.now().isoformat()}
    clock.advance(timedelta(days=days))
    await api.bring(message(823002, "Hello"))
    async with receiving(poller, gateway):
        (first, *_) = await api.wait_for("getUpdates")
    assert first.fields.get("offset") == offset


async def test_a_press_is_answered_and_its_buttons_are_taken_off(
    poller: TelegramChannel, api: BotApi, gateway: FakeGateway
):
    await api.bring(press(823001))
    async with receiving(poller, gateway):
        (edited,) = await api.wait_for("editMessageReplyMarkup")
        (answered,) = api.calls_of("answerCallbackQuery")
    assert answered.fields["callback_query_id"] == "p1"
    assert (edited.fields["chat_id"], edited.fields["message_id"]) == ("4711", "32")
    assert "reply_markup" not in edited.fields
    assert len(gateway.received) == 1


@pytest.mark.parametrize(
    ("update", "words"),
    [
        (added(1), "only works in private chats"),
        (added(1, "de"), "nur in privaten Chats"),
        (
            message(
                1,
                "Hi @Aurora_Airways_Bot, are you there?",
                chat={"id": -100200300, "type": "group"},
                entities=[{"type": "mention", "offset": 3, "length": 19}],
            ),
            "only works in private chats",
        ),
        (
            message(
                1,
                "/help",
                chat={"id": -100200300, "type": "group"},
                entities=[{"type": "bot_command", "offset": 0, "length": 5}],
            ),
            "only works in private chats",
        ),
    ],
    ids=["added", "added by a German", "mentioned", "a command"],
)
async def test_a_group_that_speaks_to_the_bot_is_told_once_and_left(
    poller: TelegramChannel,
    api: BotApi,
    gateway: FakeGateway,
    update: dict[str, object],
    words: str,
):
    await api.bring(update)
    async with receiving(poller, gateway):
        (left,) = await api.wait_for("leaveChat")
    (said,) = api.calls_of("sendMessage")
    assert words in said.fields["text"]
    assert left.fields["chat_id"] == said.fields["chat_id"] == "-100200300"
    assert gateway.received == []


async def test_a_courtesy_that_fails_harms_nothing(
    poller: TelegramChannel, api: BotApi, gateway: FakeGateway
):
    late = refuse(400, "Bad Request: query is too old and response timeout expired")
    api.fail_next("answerCallbackQuery", late)
    await api.bring(press(823001), press(823002))
    async with receiving(poller, gateway):
        await api.wait_for("answerCallbackQuery")
    assert len(gateway.received) == 2
