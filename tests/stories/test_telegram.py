"""Customers write to the bot, press its buttons, change their minds, and block it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crm_store.consents import list_consents
from crm_store.customers import find_customer_by_address
from crm_store.files import get_file
from domain.conversations import Direction
from domain.errors import InvalidInputError
from domain.knowledge import Matcher
from domain.messages import Address, DeliveryState
from tests.channels.telegram.bot_api import refuse
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.telegram_desk import CHAT, TelegramDesk, open_telegram_desk
from tests.stories.world import HALF_KNOWN_BOOKING, KNOWN, KNOWN_ANSWER, UNKNOWN

pytestmark = SLOW_ON_POSTGRES


@pytest.fixture
async def desk(database_url: str, tmp_path: Path, matcher: Matcher) -> AsyncIterator[TelegramDesk]:
    async with open_telegram_desk(database_url, tmp_path, matcher) as desk:
        yield desk


async def events(desk: TelegramDesk) -> list[str]:
    return [each.text for each in await desk.log(CHAT, Direction.EVENT)]


async def test_a_known_question_is_answered_and_its_writer_is_on_record(desk: TelegramDesk):
    await desk.customer_writes(KNOWN)
    assert desk.told() == [KNOWN_ANSWER]
    address = Address(kind="telegram", value=CHAT)
    customer = await desk.system.store.read(find_customer_by_address, address)
    assert customer is not None
    assert (customer.name, customer.identities[0].trust) == ("Astrid", "verified")
    (reply,) = await desk.log(CHAT, Direction.OUT)
    assert reply.delivery is DeliveryState.SENT


async def test_a_pressed_button_is_the_answer_to_what_the_bot_asked(desk: TelegramDesk):
    await desk.customer_writes(HALF_KNOWN_BOOKING)
    labels = [row[0]["text"] for row in desk.sent()[-1].read("reply_markup")["inline_keyboard"]]
    await desk.customer_presses(labels[0])
    assert desk.told()[-1].endswith("under My bookings.")
    assert f"in {labels[0]}" in await desk.said(CHAT)


async def test_start_welcomes_and_stop_ends_what_agents_may_write(desk: TelegramDesk):
    await desk.customer_writes("/start")
    assert desk.told()[0].startswith("Welcome to Aurora Airways.")
    await desk.customer_writes("/stop")
    assert "/start" in desk.told()[1]
    await desk.customer_writes(KNOWN)
    assert len(desk.told()) == 2
    with pytest.raises(InvalidInputError, match="opted out of messages on Telegram"):
        await desk.agent_replies(CHAT, "Hello?")
    consents = await desk.system.store.read(list_consents, "telegram", CHAT)
    assert [(each.granted, each.source) for each in consents] == [
        (True, "keyword /start"),
        (False, "keyword /stop"),
    ]


async def test_whoever_has_telegram_in_german_is_welcomed_in_german(desk: TelegramDesk):
    await desk.customer_writes("/start", language="de")
    assert desk.told()[0].startswith("Willkommen bei Aurora Airways.")


async def test_an_edit_is_recorded_and_not_answered_anew(desk: TelegramDesk):
    message = await desk.customer_writes(KNOWN)
    await desk.customer_edits(message, "How much may my dog weigh?")
    await desk.customer_edits(message, "How much may my cat weigh?")
    assert len(desk.told()) == 1
    assert await events(desk) == [
        f"The customer edited a message; before: “{KNOWN}”, now: “How much may my dog weigh?”",
        (
            "The customer edited a message; before: “How much may my dog weigh?”, "
            "now: “How much may my cat weigh?”"
        ),
    ]


async def test_an_edit_that_changes_nothing_leaves_no_trace(desk: TelegramDesk):
    message = await desk.customer_writes(KNOWN)
    await desk.customer_edits(message, KNOWN)
    assert await events(desk) == []


async def test_an_edit_of_a_message_that_never_came_is_a_message(desk: TelegramDesk):
    await desk.customer_edits(7, KNOWN)
    assert desk.told() == [KNOWN_ANSWER]


async def test_a_person_who_has_the_conversation_sees_an_edit_as_waiting(desk: TelegramDesk):
    message = await desk.customer_writes(UNKNOWN)
    await desk.agent_replies(CHAT, "I will ask.")
    assert (await desk.conversation(CHAT)).waiting_since is None
    await desk.customer_edits(message, "Is your pilot married?")
    conversation = await desk.conversation(CHAT)
    assert conversation.waiting_since is not None
    last = (await desk.log(CHAT, Direction.IN))[-1]
    assert last.text.endswith(f"before: “{UNKNOWN}”, now: “Is your pilot married?”")
    assert len(desk.told()) == 2


async def test_what_was_deleted_in_a_business_chat_stays_on_record_as_deleted(
    desk: TelegramDesk,
):
    message = await desk.customer_writes(KNOWN, business_connection_id="bc7")
    thread = f"{CHAT}@bc7"
    # The update names it as a business account's, where the bot's own chat has another.
    assert desk.sent()[-1].fields.get("business_connection_id") == "bc7"
    gone = {
        "business_connection_id": "bc7",
        "chat": {"id": int(CHAT), "type": "private"},
        "message_ids": [message, 4],
    }
    await desk.update_comes(deleted_business_messages=gone)
    (event,) = await desk.log(thread, Direction.EVENT)
    assert event.text == f"The customer deleted a message: “{KNOWN}”"
    assert (await desk.log(thread, Direction.IN))[0].text == KNOWN


async def test_nothing_is_sent_to_who_blocked_the_bot_until_they_let_it_in(desk: TelegramDesk):
    await desk.customer_writes(UNKNOWN)
    await desk.customer_blocks()
    with pytest.raises(InvalidInputError, match="the customer blocked the bot"):
        await desk.agent_replies(CHAT, "He is.")
    await desk.customer_blocks(again=True)
    await desk.agent_replies(CHAT, "He is.")
    assert desk.told()[-1] == "He is."
    said = await events(desk)
    assert "The customer blocked the bot; nothing more is sent to them" in said
    assert "The customer can be written to again" in said


async def test_a_refusal_that_tells_of_a_block_has_the_same_effect_and_a_message_lifts_it(
    desk: TelegramDesk,
):
    await desk.customer_writes(UNKNOWN)
    blocked = refuse(403, "Forbidden: bot was blocked by the user")
    desk.api.fail_next("sendMessage", blocked)
    await desk.agent_replies(CHAT, "He is.")
    (failed,) = [each for each in await desk.log(CHAT, Direction.OUT) if each.author == "agent"]
    assert failed.delivery is DeliveryState.FAILED
    with pytest.raises(InvalidInputError, match="has blocked the bot"):
        await desk.agent_replies(CHAT, "He is.")
    await desk.customer_writes("And?")
    await desk.agent_replies(CHAT, "He is.")
    assert desk.told()[-1] == "He is."


async def test_a_photo_is_fetched_and_its_token_is_nowhere(desk: TelegramDesk):
    desk.api.files["AgAD"] = b"a picture"
    await desk.customer_writes("", photo=[{"file_id": "AgAD", "file_size": 9}])
    (said,) = await desk.log(CHAT, Direction.IN)
    (photo,) = said.attachments
    assert photo.source_url == "telegram:AgAD"
    assert photo.file_id is not None
    kept = await desk.system.store.read(get_file, photo.file_id)
    assert (kept.filename, kept.content) == ("photo.jpg", b"a picture")


async def test_the_same_update_twice_is_one_message(desk: TelegramDesk):
    await desk.customer_writes(KNOWN)
    desk._update_id -= 1
    await desk.customer_writes(KNOWN)
    assert desk.told() == [KNOWN_ANSWER]


async def test_a_busy_telegram_is_obeyed(desk: TelegramDesk):
    desk.api.fail_next("sendMessage", refuse(429, "Too Many Requests", retry_after=600))
    await desk.customer_writes(KNOWN)
    await desk.time_passes(seconds=599)
    assert desk.told() == []
    await desk.time_passes(seconds=300)
    assert desk.told() == [KNOWN_ANSWER]
