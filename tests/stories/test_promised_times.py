"""Customers are told by when they have an answer, from the clock that keeps count of it."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clocks.plan_recount import plan_recount
from bot.give_to_bot import record_giving_to_bot
from domain.conversations import Direction
from domain.knowledge import Matcher
from domain.messages import RawMessage
from domain.quiet_hours import QuietHours
from domain.service_levels import ClockKind, PauseReason
from domain.sla_clocks import SlaClock
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.agreements import agree, make_calendar, make_policy, slots
from tests.stories.letters import Letters, failed
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.telegram_desk import CHAT, TelegramDesk, open_telegram_desk
from tests.stories.world import ANN, UNKNOWN, UNKNOWN_GERMAN

FIRST, NEXT = ClockKind.FIRST_RESPONSE, ClockKind.NEXT_RESPONSE
_DAY = slots("08:00-17:00")
# By the clocks of Berlin, an hour ahead of UTC in March.
OFFICE = make_calendar(time_zone="Europe/Berlin", week=((_DAY,) * 5 + ((),) * 2))
WEEKEND = make_calendar("weekend", time_zone="Europe/Berlin", week=((),) * 5 + (_DAY, ()))
MARA = "mara@example.com"
VISITOR = "visitor-1"
FORM = "erik@example.com"
# From 09:00 UTC on general work is due within two hours; told is the quarter of an hour after it.
ENGLISH, GERMAN = "by 12:15 today", "heute bis 12:15 Uhr"


pytestmark = SLOW_ON_POSTGRES


@pytest.fixture(autouse=True)
def berlin(request: pytest.FixtureRequest) -> None:
    """The company is in Berlin, an hour ahead of UTC in March."""
    name = "telegram" if "telegram" in request.fixturenames else "desk"
    desk: StoryDesk = request.getfixturevalue(name)
    quiet = QuietHours(start=time(21), end=time(8), time_zone="Europe/Berlin")
    change_settings(desk, time_zone="Europe/Berlin", quiet_hours=quiet)


@pytest.fixture
async def telegram(
    database_url: str, tmp_path: Path, matcher: Matcher
) -> AsyncIterator[TelegramDesk]:
    async with open_telegram_desk(database_url, tmp_path, matcher) as desk:
        yield desk


def change_settings(desk: StoryDesk, **changes: Any) -> None:
    settings = desk.system.tools.settings
    object.__setattr__(desk.system.tools, "settings", replace(settings, **changes))


async def the_clock(desk: StoryDesk, thread: str) -> SlaClock:
    (clock,) = await desk.clocks(thread, FIRST)
    return clock


async def last_said(desk: StoryDesk, thread: str) -> str:
    return (await desk.log(thread, Direction.OUT))[-1].text


async def events(desk: StoryDesk, thread: str) -> list[str]:
    return [each.text for each in await desk.log(thread, Direction.EVENT)]


# What is promised


@pytest.mark.parametrize(("text", "promise"), [(UNKNOWN, ENGLISH), (UNKNOWN_GERMAN, GERMAN)])
async def test_a_text_is_answered_with_the_promise(desk: StoryDesk, text: str, promise: str):
    await desk.customer_texts(ASTRID, text)
    assert promise in desk.said_to(ASTRID)[-1]


@pytest.mark.parametrize(("text", "promise"), [(UNKNOWN, ENGLISH), (UNKNOWN_GERMAN, GERMAN)])
async def test_a_chat_is_answered_with_the_promise(desk: StoryDesk, text: str, promise: str):
    await desk.visitor_writes(VISITOR, text)
    assert promise in await last_said(desk, VISITOR)


@pytest.mark.parametrize(("text", "promise"), [(UNKNOWN, ENGLISH), (UNKNOWN_GERMAN, GERMAN)])
async def test_a_letter_is_acknowledged_with_the_promise(
    desk: StoryDesk, letters: Letters, text: str, promise: str
):
    await letters.arrive(MARA, text)
    assert promise in letters.said_to(MARA)[-1]
    assert promise in (letters.sent[-1].html or "")


@pytest.mark.parametrize(("text", "promise"), [(UNKNOWN, ENGLISH), (UNKNOWN_GERMAN, GERMAN)])
async def test_a_form_is_acknowledged_with_the_promise(desk: StoryDesk, text: str, promise: str):
    await desk.form_is_sent(FORM, text)
    (conversation,) = await desk.conversations()
    assert promise in await last_said(desk, conversation.thread)


@pytest.mark.parametrize(("text", "promise"), [(UNKNOWN, ENGLISH), (UNKNOWN_GERMAN, GERMAN)])
async def test_a_program_is_answered_with_the_promise(desk: StoryDesk, text: str, promise: str):
    body = {"channel": "api", "from": "shop-7", "text": text, "external_id": "1"}
    raw = RawMessage(
        channel="api",
        account="api",
        delivery_id="1",
        source="shop-7",
        body=json.dumps(body).encode(),
        received_at=desk.clock.now(),
    )
    await desk.system.gateway.receive(raw)
    await desk.settle()
    (conversation,) = await desk.conversations()
    assert promise in await last_said(desk, conversation.thread)


@pytest.mark.parametrize(
    ("text", "language", "promise"),
    [(UNKNOWN, "en", ENGLISH), (UNKNOWN_GERMAN, "de", GERMAN)],
)
async def test_telegram_is_answered_with_the_promise(
    telegram: TelegramDesk, text: str, language: str, promise: str
):
    await telegram.customer_writes(text, language=language)
    assert promise in await last_said(telegram, CHAT)


async def test_what_is_told_is_kept_and_never_before_it_is_due(desk: StoryDesk):
    for minute in range(0, 40, 7):
        phone = f"+155501{minute:02}"
        await desk.customer_texts(phone, UNKNOWN)
        clock = await the_clock(desk, phone)
        assert clock.promised_at is not None
        assert clock.state.due_at is not None
        assert clock.promised_at > clock.state.due_at
        local = clock.promised_at + timedelta(hours=1)
        assert f"by {local:%H:%M} today" in desk.said_to(phone)[-1]
        await desk.time_passes(minutes=7)


async def test_nothing_is_promised_after_closing_time(desk: StoryDesk):
    await agree(desk, OFFICE, make_policy(calendar="office", first=120))
    # 15:55 in Berlin: two working hours later it is 08:55 on Tuesday.
    await desk.time_passes(hours=5, minutes=55)
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert "by 09:30 tomorrow" in desk.said_to(ASTRID)[-1]
    # 14:55 there: due at 16:55, told is 17:00, when they close.
    await desk.time_passes(hours=23)
    await desk.customer_texts(JONAS, UNKNOWN)
    assert "by 17:00 today" in desk.said_to(JONAS)[-1]


async def test_an_agreement_may_be_kept_to_ourselves(desk: StoryDesk):
    await agree(desk, make_policy(tell_customer=False))
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert "as soon as possible" in desk.said_to(ASTRID)[-1]
    assert (await the_clock(desk, ASTRID)).promised_at is None
    await desk.time_passes(hours=3)
    assert len(desk.said_to(ASTRID)) == 1


async def test_who_asks_again_hears_the_same_time(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=30)
    store, tools = desk.system.store, desk.system.tools
    reference = await desk.reference(ASTRID)
    await store.run(record_giving_to_bot, tools, reference, ANN, now=desk.clock.now())
    await desk.time_passes(minutes=10)
    await desk.customer_texts(ASTRID, "I want to talk to a person")
    assert len(desk.said_to(ASTRID)) == 2
    assert ENGLISH in desk.said_to(ASTRID)[-1]


async def test_who_asks_how_far_it_is_hears_what_they_were_told(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, UNKNOWN)
    (waiting,) = await desk.conversations()
    asked = f"status of my request {waiting.reference}"
    await letters.arrive(MARA, asked, account="billing")
    assert "by 12:15 today" in letters.channels["billing"].sent[-1].text
    await desk.time_passes(hours=2)
    await letters.arrive(MARA, f"{asked}, please", account="billing")
    assert "by 13:00 today" in letters.channels["billing"].sent[-1].text


# What is corrected


async def test_at_the_breach_the_customer_hears_before_the_told_time(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    first = (await the_clock(desk, ASTRID)).promised_at
    await desk.time_passes(minutes=119)
    assert len(desk.said_to(ASTRID)) == 1
    now = await desk.time_passes(minutes=1)
    clock = await the_clock(desk, ASTRID)
    assert first is not None
    assert now < first
    told = desk.said_to(ASTRID)[-1]
    assert "sorry" in told
    assert "by 13:00 today" in told
    assert await desk.reference(ASTRID) in told
    assert len(told) <= 160
    assert clock.corrections == 1
    assert clock.promised_at == now + timedelta(hours=1)


async def test_a_correction_stops_no_clock_and_is_no_response(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=120)
    clock = await the_clock(desk, ASTRID)
    assert clock.running
    assert clock.state.breached_at is not None
    assert (await desk.conversation(ASTRID)).first_response_at is None
    await desk.agent_replies(ASTRID, "Here I am.")
    assert not (await the_clock(desk, ASTRID)).running
    await desk.time_passes(hours=5)
    assert desk.said_to(ASTRID)[-1] == "Here I am."


async def test_a_german_hears_it_in_german(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN_GERMAN)
    await desk.time_passes(minutes=120)
    assert "Es tut mir leid" in desk.said_to(ASTRID)[-1]
    assert "heute bis 13:00 Uhr" in desk.said_to(ASTRID)[-1]


async def test_twice_a_new_time_then_none_and_then_silence(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=120)
    assert "by 13:00 today" in desk.said_to(ASTRID)[-1]
    await desk.time_passes(minutes=54)
    assert len(desk.said_to(ASTRID)) == 2
    # Five minutes before it passes.
    await desk.time_passes(minutes=1)
    assert len(desk.said_to(ASTRID)) == 3
    second = (await the_clock(desk, ASTRID)).promised_at
    assert second is not None
    assert f"by {second + timedelta(hours=1):%H:%M} today" in desk.said_to(ASTRID)[-1]
    await desk.time_passes(hours=2)
    assert len(desk.said_to(ASTRID)) == 4
    assert "cannot name a new time" in desk.said_to(ASTRID)[-1]
    assert (await the_clock(desk, ASTRID)).promised_at is None
    await desk.time_passes(hours=24)
    assert len(desk.said_to(ASTRID)) == 4


async def test_who_is_answered_in_time_hears_of_no_correction(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=30)
    await desk.agent_replies(ASTRID, "Here I am.")
    await desk.time_passes(hours=5)
    assert desk.said_to(ASTRID)[-1] == "Here I am."


async def test_a_transfer_to_a_closed_queue_tells_the_new_time_at_once(desk: StoryDesk):
    await agree(
        desk,
        WEEKEND,
        make_policy("late", calendar="weekend", conditions={"queues": ("bookings",)}),
        make_policy(position=2),
    )
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert "today" in desk.said_to(ASTRID)[-1]
    await desk.time_passes(minutes=20)
    reference = await desk.reference(ASTRID)
    await desk.system.desk.assign(reference, agent=ANN, assignee=None, queue="bookings")
    await desk.settle()
    # 40 of 60 minutes are left of Saturday's hours, which begin at 08:00.
    told = desk.said_to(ASTRID)[-1]
    assert "sorry" in told
    assert "by 09:00 on Saturday" in told


async def test_a_calendar_that_closes_earlier_tells_the_new_time(desk: StoryDesk):
    await agree(desk, OFFICE, make_policy(calendar="office", first=240))
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert "by 14:30 today" in desk.said_to(ASTRID)[-1]
    noon = (slots("08:00-12:00"),) + (_DAY,) * 4 + ((),) * 2
    await agree(desk, make_calendar(number=2, time_zone="Europe/Berlin", week=noon))
    store, ids, now = desk.system.store, desk.system.tools.ids, desk.clock.now()
    await store.run(plan_recount, "office", job_id=ids.new(), now=now)
    await desk.settle()
    told = desk.said_to(ASTRID)[-1]
    assert "sorry" in told
    # Two hours until noon, and two more from 08:00 on.
    assert "by 11:00 tomorrow" in told


async def test_a_change_that_keeps_the_told_time_is_not_told(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    reference = await desk.reference(ASTRID)
    await desk.system.desk.assign(reference, agent=ANN, assignee=None, queue="baggage")
    await desk.settle()
    assert len(desk.said_to(ASTRID)) == 1


async def test_a_hold_of_unknown_length_is_told_without_a_time(desk: StoryDesk):
    await agree(desk, make_policy(pauses={FIRST: frozenset({PauseReason.THIRD_PARTY})}))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.system.desk.hold(await desk.reference(ASTRID), agent=ANN, for_whom="the airport")
    await desk.settle()
    assert "cannot name a new time" in desk.said_to(ASTRID)[-1]


async def test_a_snooze_past_what_was_told_is_told_with_its_time(desk: StoryDesk):
    await agree(desk, make_policy(pauses={FIRST: frozenset({PauseReason.SNOOZE})}))
    await desk.customer_texts(ASTRID, UNKNOWN)
    until = desk.clock.now() + timedelta(hours=3)
    await desk.system.desk.snooze(await desk.reference(ASTRID), agent=ANN, until=until)
    await desk.settle()
    clock = await the_clock(desk, ASTRID)
    assert clock.promised_at is not None
    assert clock.promised_at > until
    assert f"by {clock.promised_at + timedelta(hours=1):%H:%M} today" in desk.said_to(ASTRID)[-1]


# Who is not to hear it


async def test_who_wants_no_texts_gets_none_and_staff_see_why(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.customer_texts(ASTRID, "STOP")
    said = len(desk.said_to(ASTRID))
    await desk.time_passes(hours=2)
    assert len(desk.said_to(ASTRID)) == said
    assert any("not told" in each and "no messages" in each for each in await events(desk, ASTRID))


async def test_where_the_channel_is_gone_staff_see_that_they_were_not_told(
    desk: StoryDesk, monkeypatch: pytest.MonkeyPatch
):
    await desk.customer_texts(ASTRID, UNKNOWN)
    channels = desk.system.tools.channels
    (account,) = [key for key in channels if key[0] == "sms"]
    monkeypatch.delitem(channels, account)
    await desk.time_passes(hours=2)
    assert any("not told" in each and "account" in each for each in await events(desk, ASTRID))
    assert await desk.shunted() == ()


async def test_nothing_is_written_to_an_address_at_which_nothing_arrives(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN)
    await letters.come_back(letters.sent[-1], failed(MARA, hard=True))
    await desk.time_passes(hours=2)
    assert len(letters.sent) == 1
    assert any("not told" in each for each in await events(desk, MARA))


async def test_at_night_a_phone_stays_silent_until_the_morning(desk: StoryDesk):
    quiet = desk.system.tools.settings.quiet_hours
    assert quiet is not None
    # 19:30 in Berlin; due at 21:30, in the quiet hours.
    await desk.time_passes(hours=9, minutes=30)
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.customer_texts(JONAS, UNKNOWN)
    await desk.visitor_writes(VISITOR, UNKNOWN)
    await desk.time_passes(hours=2)
    assert quiet.cover(desk.clock.now())
    assert len(desk.said_to(ASTRID)) == 1
    # A chat rings in nobody's pocket.
    assert "sorry" in await last_said(desk, VISITOR)
    await desk.agent_replies(JONAS, "Here I am.")
    free_at = quiet.find_free(desk.clock.now())
    desk.clock.advance(free_at - desk.clock.now())
    await desk.settle()
    assert "sorry" in desk.said_to(ASTRID)[-1]
    assert desk.said_to(JONAS)[-1] == "Here I am."


async def test_a_machine_that_wrote_last_is_not_written_to(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, UNKNOWN)
    await letters.answer(letters.sent[-1], "I am away.", automatic="auto-replied")
    await desk.time_passes(hours=2)
    assert len(letters.sent) == 1
    assert any("a machine wrote last" in each for each in await events(desk, MARA))


async def test_a_letter_is_corrected_within_the_limits_of_letters(
    desk: StoryDesk, letters: Letters
):
    await agree(desk, make_policy(first=30))
    await letters.arrive(MARA, UNKNOWN)
    await desk.time_passes(minutes=30)
    assert "takes longer" in letters.said_to(MARA)[-1]
    assert letters.sent[-1].automatic
    # The bot writes twice an hour to one address and no more.
    await desk.time_passes(minutes=25)
    assert len(letters.sent) == 2
    assert any("2 times lately" in each for each in await events(desk, MARA))


async def test_a_phone_stays_silent_at_night_for_a_chat_that_was_merged_with_its_texts(
    desk: StoryDesk,
):
    await desk.time_passes(hours=9, minutes=30)
    await desk.visitor_writes(VISITOR, UNKNOWN)
    await desk.time_passes(minutes=1)
    await desk.customer_texts(ASTRID, UNKNOWN)
    chat, texts = await desk.reference(VISITOR), await desk.reference(ASTRID)
    await desk.system.desk.merge(texts, agent=ANN, into=chat, confirmed=True)
    await desk.time_passes(hours=2)
    assert len(desk.said_to(ASTRID)) == 1
    quiet = desk.system.tools.settings.quiet_hours
    assert quiet is not None
    desk.clock.advance(quiet.find_free(desk.clock.now()) - desk.clock.now())
    await desk.settle()
    assert "sorry" in desk.said_to(ASTRID)[-1]


async def test_who_wants_no_texts_gets_none_for_a_chat_that_was_merged_with_theirs(
    desk: StoryDesk,
):
    await desk.visitor_writes(VISITOR, UNKNOWN)
    await desk.time_passes(minutes=1)
    await desk.customer_texts(ASTRID, UNKNOWN)
    chat, texts = await desk.reference(VISITOR), await desk.reference(ASTRID)
    await desk.system.desk.merge(texts, agent=ANN, into=chat, confirmed=True)
    await desk.customer_texts(ASTRID, "STOP")
    told = len(desk.said_to(ASTRID))
    await desk.time_passes(hours=3)
    assert len(desk.said_to(ASTRID)) == told
