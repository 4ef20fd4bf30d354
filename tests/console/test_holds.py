"""Putting a conversation off, holding it, and going on with it, in the console."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from console.snooze_choices import list_snooze_choices, read_snooze_end, write_earliest
from crm_store.conversations import change_conversation, get_conversation
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus, Priority
from domain.errors import InvalidInputError
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, hand_over, minutes, reference_of

ONE = f"/console/conversations/{reference_of(1)}"
OSLO = "Europe/Oslo"
HTMX = {"HX-Request": "true"}


async def begin_one(console: Console, **changes: Any) -> None:
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        one = hand_over(tx, begin(tx, 1, now=now), now=now)
        if changes:
            change_conversation(tx, one, now=now, **changes)

    await console.services.store.run(record)


async def read_one(console: Console) -> Conversation:
    return await console.services.store.read(get_conversation, reference_of(1))


async def test_a_conversation_is_snoozed_by_hours_from_when_that_is_pressed(
    browser: Browser, console: Console
):
    await begin_one(console)
    await browser.log_in("agent@example.com")
    pressed_at = console.clock.advance(minutes(7))

    response = await browser.act(f"{ONE}/snooze", **{"in": "3"})

    assert (response.status, response.headers["Location"]) == (303, ONE)
    one = await read_one(console)
    assert one.status is ConversationStatus.SNOOZED
    assert one.snoozed_until == pressed_at + timedelta(hours=3)
    words = words_of(await browser.read(ONE))
    assert "Snoozed until 12:07" in words
    assert "Snooze until another time" in words
    assert "Open again" in words


async def test_a_conversation_is_snoozed_until_a_local_time(browser: Browser, console: Console):
    await begin_one(console)
    await browser.log_in("agent@example.com")

    response = await browser.act(f"{ONE}/snooze", until="2026-03-03T09:00")

    assert response.status == 303
    assert (await read_one(console)).snoozed_until == datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert "Snoozed until tomorrow 09:00" in words_of(await browser.read(ONE))


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"until": "2026-03-02T08:59"}, "until", "This time has passed; choose a later one."),
        ({"until": "2027-03-20T09:00"}, "until", "more than a year away"),
        ({"until": "soon"}, "until", "Choose a date and a time."),
        ({"until": ""}, "until", "Choose a date and a time."),
        ({}, "until", "Choose a date and a time."),
        ({"in": "400"}, "in", "Is none of 1, 3 hours."),
    ],
)
async def test_what_cannot_be_is_refused_for_the_field_at_fault(
    browser: Browser, console: Console, fields: dict[str, str], field: str, told: str
):
    await begin_one(console)
    await browser.log_in("agent@example.com")

    response = await browser.post(
        f"{ONE}/snooze", {"csrf": await browser.token(), **fields}, headers=HTMX
    )

    problem = await response.json(content_type=None)
    assert (response.status, problem["field"]) == (422, field)
    assert told in problem["detail"]
    assert (await read_one(console)).status is ConversationStatus.OPEN


async def test_the_page_has_a_place_for_what_is_wrong_with_each_field(
    browser: Browser, console: Console
):
    await begin_one(console)
    await browser.log_in("agent@example.com")
    page = await browser.read(ONE)
    for field in ("until", "for"):
        assert f'data-error="{field}"' in page
    assert 'min="2026-03-02T00:00"' in page


async def test_a_conversation_is_held_for_somebody_and_gone_on_with(
    browser: Browser, console: Console
):
    await begin_one(console)
    await browser.log_in("agent@example.com")

    await browser.act(f"{ONE}/hold", **{"for": " the  airport's <office> "})

    assert (await read_one(console)).held_for == "the airport's <office>"
    page = await browser.read(ONE)
    assert "On hold: the airport's <office>" in words_of(page)
    assert "<office>" not in page
    response = await browser.act(f"{ONE}/hold", **{"for": " "})
    assert response.status == 422
    await browser.act(f"{ONE}/resume")
    assert (await read_one(console)).status is ConversationStatus.OPEN
    assert "On hold:" not in words_of(await browser.read(ONE))


async def test_a_conversation_waits_for_its_customer_until_it_is_opened_again(
    browser: Browser, console: Console
):
    await begin_one(console)
    await browser.log_in("agent@example.com")
    assert "Waiting for the customer" in words_of(await browser.read(ONE))

    await browser.act(f"{ONE}/wait")

    words = words_of(await browser.read(ONE))
    assert "Waits for the customer" in words
    assert "Open again" in words
    assert (await browser.act(f"{ONE}/wait")).status == 409
    await browser.act(f"{ONE}/resume")
    assert (await read_one(console)).waits


async def test_a_priority_is_chosen_among_four(browser: Browser, console: Console):
    await begin_one(console)
    await browser.log_in("agent@example.com")

    assert (await browser.act(f"{ONE}/priority", priority="urgent")).status == 303
    assert (await browser.act(f"{ONE}/priority", priority="immense")).status == 422

    assert (await read_one(console)).priority is Priority.URGENT
    page = await browser.read(ONE)
    assert '<option value="urgent" selected>' in page


async def test_what_the_bot_has_or_is_resolved_offers_none_of_it(
    browser: Browser, console: Console
):
    await begin_one(console, queue=None, waiting_since=None)
    await browser.log_in("agent@example.com")
    assert "menu-snooze" not in await browser.read(ONE)
    response = await browser.act(f"{ONE}/snooze", **{"in": "1"})
    assert response.status == 409
    assert "take it or assign it first" in words_of(await response.text())


async def test_the_inbox_has_a_view_of_each_with_its_count(browser: Browser, console: Console):
    now = console.clock.now()

    stands: tuple[dict[str, Any], ...] = (
        {},
        {"status": ConversationStatus.SNOOZED, "snoozed_until": now + timedelta(days=9)},
        {"status": ConversationStatus.SNOOZED, "snoozed_until": now + timedelta(days=2)},
        {"status": ConversationStatus.ON_HOLD, "held_for": "the police"},
    )

    def record(tx: Transaction) -> None:
        for number, changes in enumerate(stands, start=1):
            one = hand_over(tx, begin(tx, number, now=now), now=now)
            change_conversation(tx, one, now=now, **changes)

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")

    def order(page: str) -> list[str]:
        return [each.split('"')[0] for each in page.split('id="row-')[1:]]

    waiting, snoozed, held = [
        await browser.read(f"/console/?view={view}") for view in ("waiting", "snoozed", "on_hold")
    ]
    assert order(waiting) == [reference_of(1)]
    # The one that comes back first stands on top.
    assert order(snoozed) == [reference_of(3), reference_of(2)]
    assert order(held) == [reference_of(4)]
    assert "Snoozed until Wed 09:00" in words_of(snoozed)
    assert "Snoozed until 11 Mar 09:00" in words_of(snoozed)
    assert "On hold: the police" in words_of(held)
    views = words_of(await browser.read("/console/views"))
    for expected in ("All waiting 1 conv", "Snoozed 2 conv", "On hold 1 conv"):
        assert expected in views
    assert order(await browser.read("/console/?view=queue:baggage"))[0] == reference_of(1)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (
            datetime(2026, 3, 4, 23, 30, tzinfo=UTC),  # already Thursday in Oslo
            ["in 1", "in 3", "until 2026-03-06T09:00", "until 2026-03-09T09:00"],
        ),
        (
            datetime(2026, 3, 8, 12, tzinfo=UTC),  # a Sunday
            ["in 1", "in 3", "until 2026-03-09T09:00"],
        ),
        (
            datetime(2026, 3, 9, 12, tzinfo=UTC),  # a Monday
            ["in 1", "in 3", "until 2026-03-10T09:00", "until 2026-03-16T09:00"],
        ),
    ],
)
async def test_what_is_offered_is_meant_where_the_company_is(now: datetime, expected: list[str]):
    offered = list_snooze_choices(now, OSLO)
    assert [f"{each.field} {each.value}" for each in offered] == expected


async def test_a_morning_after_the_clocks_change_is_nine_on_the_wall():
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)
    (tomorrow,) = [each for each in list_snooze_choices(saturday, OSLO) if "Tomo" in each.title]
    until = read_snooze_end("", tomorrow.value, now=saturday, time_zone=OSLO)
    assert until == datetime(2026, 3, 29, 7, tzinfo=UTC)
    assert write_earliest(saturday, OSLO) == "2026-03-28T00:00"
    with pytest.raises(InvalidInputError, match="choose a date and a time"):
        read_snooze_end("", "2026-03-29", now=saturday, time_zone=OSLO)
