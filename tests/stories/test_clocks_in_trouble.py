"""What cannot be read holds up no customer, and no other clock."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Update, update

from bot.clocks.agreements import Agreements
from bot.clocks.read_explained import read_explained_clocks
from bot.clocks.watch_clocks import watch_clocks
from crm_store.schema import calendar_versions, clocks, sla_policy_versions
from crm_store.transaction import Transaction
from domain.conversations import Direction
from tests.stories.agreements import agree, clock_of, due, make_calendar, make_policy
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import UNKNOWN

# More than are seen to at once.
PHONES = tuple(f"+155502{number:02}" for number in range(20))


async def spoil(desk: StoryDesk, statement: Update, **values: Any) -> None:
    """Have something stand on record as only a later Frontdesk can read it."""

    def write(tx: Transaction) -> None:
        tx.execute(statement.values(**values))

    await desk.system.store.run(write)
    object.__setattr__(desk.system.tools, "agreements", Agreements())


async def breaches(desk: StoryDesk, thread: str) -> int:
    log = await desk.log(thread, Direction.EVENT)
    return sum(each.source_ids["event"] == "breach" for each in log)


async def test_a_clock_that_cannot_be_read_stops_no_other(desk: StoryDesk):
    await agree(desk, make_policy(first=60, warnings=()))
    await desk.customer_texts(ASTRID, UNKNOWN)
    clock = await clock_of(desk, ASTRID)
    await desk.time_passes(seconds=1)
    for phone in PHONES:
        await desk.customer_texts(phone, UNKNOWN)
    await spoil(desk, update(clocks).where(clocks.c.id == clock.id), paused="holiday")
    desk.clock.advance(timedelta(hours=2))
    while await watch_clocks(desk.system.tools):
        pass
    assert [await breaches(desk, phone) for phone in PHONES] == [1] * len(PHONES)


async def test_whose_agreement_cannot_be_read_is_promised_by_the_next_that_fits(desk: StoryDesk):
    odd = make_policy("odd", position=1, first=30)
    await agree(desk, odd, make_policy("all", position=2, first=60))
    spoilt = update(sla_policy_versions).where(sla_policy_versions.c.id == odd.version)
    await spoil(desk, spoilt, definition={"name": "odd", "targets": {"first_wink": 30}})
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert await desk.shunted() == ()
    assert (await clock_of(desk, ASTRID)).state.terms.policy == "all"


async def test_a_clock_whose_agreement_cannot_be_read_is_shown_by_the_name_of_that(
    desk: StoryDesk,
):
    await agree(desk, make_policy("gold", first=30))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await spoil(desk, update(sla_policy_versions), definition={"name": "gold"})
    conversation, tools = await desk.conversation(ASTRID), desk.system.tools
    (shown,) = await desk.system.store.read(
        read_explained_clocks, tools, conversation.id, now=desk.clock.now()
    )
    assert (shown.policy_title, shown.sentence.count("first response")) == ("gold", 1)


async def test_a_calendar_that_cannot_be_read_counts_as_always_open(desk: StoryDesk):
    closed = make_calendar("closed", week=((),) * 6 + (make_calendar().week[0],))
    await agree(desk, closed, make_policy(first=60, calendar="closed"))
    await spoil(desk, update(calendar_versions), definition={"name": "closed"})
    began = desk.clock.now()
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert await due(desk, ASTRID) == began + timedelta(hours=1)
