"""A customer comes to Telegram by a link made for them, and joins their record once they agree."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.linking.make_link import make_link
from crm_store.action_runs import get_run
from crm_store.consents import list_consents
from crm_store.customers import find_customer_by_address, record_customer_facts
from crm_store.transaction import Transaction
from domain.conversations import Direction
from domain.customers import Customer
from domain.errors import NotFoundError
from domain.knowledge import Matcher
from domain.messages import Address
from tests.crm_store.run_record import RunRecord
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.story_desk import ASTRID, JONAS
from tests.stories.telegram_desk import CHAT, OTHER_CHAT, TelegramDesk, open_telegram_desk
from tests.stories.world import KNOWN, UNKNOWN

pytestmark = SLOW_ON_POSTGRES

YES, NO = "Yes, join them", "No"


@pytest.fixture
async def desk(database_url: str, tmp_path: Path, matcher: Matcher) -> AsyncIterator[TelegramDesk]:
    async with open_telegram_desk(database_url, tmp_path, matcher) as desk:
        yield desk


async def customer_of(desk: TelegramDesk, kind: str, value: str) -> Customer:
    address = Address(kind=kind, value=value)
    found = await desk.system.store.read(find_customer_by_address, address)
    assert found is not None
    return found


async def make_token(desk: TelegramDesk, number: str = ASTRID) -> str:
    """Have the desk know a customer by telephone, and make the token of a link for them."""
    await desk.customer_texts(number, "hello")
    customer = await customer_of(desk, "phone", number)
    link = await make_link(desk.system.tools, "telegram", customer.id)
    bot, _, token = link.url.partition("?start=")
    assert bot == "https://t.me/aurora_airways_bot"
    assert 0 < len(token) <= 64
    return token


async def name(desk: TelegramDesk, customer_id: str) -> None:
    await desk.system.store.run(record_customer_facts, customer_id, name="Astrid Maria Lindqvist")


async def test_who_says_yes_is_that_customer_from_then_on(desk: TelegramDesk):
    token = await make_token(desk)
    known = await customer_of(desk, "phone", ASTRID)
    await name(desk, known.id)
    await desk.customer_writes(f"/start {token}")
    asked = desk.told()[-1]
    assert "A. L." in asked
    assert "Astrid" not in asked
    await desk.customer_presses(YES)
    assert "now belongs to your record" in desk.told()[-1]
    joined = await customer_of(desk, "telegram", CHAT)
    assert joined.id == known.id
    assert (await desk.conversation(CHAT)).customer_id == known.id
    (consent,) = await desk.system.store.read(list_consents, "telegram", CHAT)
    assert (consent.granted, consent.source) == (True, "said yes to a link made for them")
    (event,) = await desk.log(CHAT, Direction.EVENT)
    assert event.text.startswith("The chat was joined with the record of Astrid Maria Lindqvist")


async def test_the_words_yes_and_no_and_their_numbers_do_as_well(desk: TelegramDesk):
    await desk.customer_writes(f"/start {await make_token(desk)}")
    await desk.customer_writes("1")
    known = await customer_of(desk, "phone", ASTRID)
    assert (await customer_of(desk, "telegram", CHAT)).id == known.id


async def test_who_says_no_joins_nothing_and_the_link_is_spent(desk: TelegramDesk):
    token = await make_token(desk)
    await desk.customer_writes(f"/start {token}")
    await desk.customer_presses(NO)
    assert desk.told()[-1].startswith("Nothing was joined.")
    await desk.customer_writes(f"/start {token}")
    assert "used before" in desk.told()[-1]
    known = await customer_of(desk, "phone", ASTRID)
    assert (await customer_of(desk, "telegram", CHAT)).id != known.id


async def test_pressing_start_twice_asks_again(desk: TelegramDesk):
    token = await make_token(desk)
    await desk.customer_writes(f"/start {token}")
    await desk.customer_writes(f"/start {token}")
    assert desk.told()[-1] == desk.told()[-2]


async def test_a_link_works_once_and_for_one_chat(desk: TelegramDesk):
    token = await make_token(desk)
    await desk.customer_writes(f"/start {token}")
    await desk.customer_writes(f"/start {token}", chat=OTHER_CHAT)
    assert "used before" in desk.told(OTHER_CHAT)[-1]


async def test_an_expired_link_joins_nothing_even_if_it_was_opened_in_time(desk: TelegramDesk):
    token = await make_token(desk)
    await desk.customer_writes(f"/start {token}")
    await desk.time_passes(minutes=61)
    await desk.customer_presses(YES)
    assert "expired" in desk.told()[-1]
    late = await make_token(desk)
    await desk.time_passes(minutes=61)
    await desk.customer_writes(f"/start {late}", language="de")
    assert "expired" in desk.told()[-1] or "abgelaufen" in desk.told()[-1]
    assert len((await customer_of(desk, "telegram", CHAT)).identities) == 1


async def test_a_made_up_link_is_told_to_be_none_of_ours_but_not_for_ever(desk: TelegramDesk):
    for _ in range(11):
        await desk.customer_writes(f"/start {'A' * 54}")
    assert "not one of ours" in desk.told()[9]
    assert "not one of ours" not in desk.told()[-1]
    assert (await desk.conversation(CHAT)).with_person


async def test_a_forged_press_joins_nothing(desk: TelegramDesk):
    token = await make_token(desk)
    await desk.customer_writes(f"/start {token}")
    yes = desk.sent()[-1].read("reply_markup")["inline_keyboard"][0][0]["callback_data"]
    await desk.customer_writes("I want to cancel or change my flight", chat=OTHER_CHAT)
    await desk.customer_presses("", chat=OTHER_CHAT, data=yes)
    assert len((await customer_of(desk, "telegram", OTHER_CHAT)).identities) == 1


async def test_what_an_unknown_chat_said_before_goes_with_it(desk: TelegramDesk):
    await desk.customer_writes(UNKNOWN)
    await desk.agent_resolves(CHAT)
    await desk.customer_writes(f"/start {await make_token(desk)}")
    await desk.customer_presses(YES)
    known = await customer_of(desk, "phone", ASTRID)
    assert [each.customer_id for each in await desk.conversations(CHAT)] == [known.id, known.id]


async def test_what_was_begun_in_the_chat_goes_with_it(desk: TelegramDesk):
    await desk.customer_writes(UNKNOWN)
    before = await desk.conversation(CHAT)

    def begin(tx: Transaction) -> str:
        record = RunRecord(tx, before.customer_id)
        return record.run((), desk.clock.now(), conversation=before).id

    run_id = await desk.system.store.run(begin)
    await desk.agent_resolves(CHAT)
    await desk.customer_writes(f"/start {await make_token(desk)}")
    await desk.customer_presses(YES)
    known = await customer_of(desk, "phone", ASTRID)
    assert (await desk.system.store.read(get_run, run_id)).customer_id == known.id


async def test_what_another_known_customer_said_in_the_chat_stays_theirs(desk: TelegramDesk):
    await desk.customer_writes(f"/start {await make_token(desk, JONAS)}")
    await desk.customer_presses(YES)
    await desk.customer_writes(UNKNOWN)
    await desk.agent_resolves(CHAT)
    await desk.customer_writes(f"/start {await make_token(desk, ASTRID)}")
    await desk.customer_presses(YES)
    jonas, astrid = [await customer_of(desk, "phone", each) for each in (JONAS, ASTRID)]
    assert [each.customer_id for each in await desk.conversations(CHAT)] == [jonas.id, astrid.id]
    assert (await customer_of(desk, "telegram", CHAT)).id == astrid.id
    await desk.customer_writes(KNOWN)
    assert (await desk.conversation(CHAT)).customer_id == astrid.id


async def test_a_chat_that_is_joined_already_is_told_so(desk: TelegramDesk):
    await desk.customer_writes(f"/start {await make_token(desk)}")
    await desk.customer_presses(YES)
    await desk.customer_writes(f"/start {await make_token(desk)}")
    assert "belongs to that record already" in desk.told()[-1]


async def test_no_link_is_made_for_nobody_or_to_nowhere(desk: TelegramDesk):
    with pytest.raises(NotFoundError, match="there is no customer"):
        await make_link(desk.system.tools, "telegram", "nobody")
    with pytest.raises(NotFoundError, match="no pigeon account"):
        await make_link(desk.system.tools, "pigeon", "nobody")
