"""Messages about something else begin a conversation of their own, and can be joined back."""

from datetime import datetime, timedelta

import pytest

from crm_store.clocks import record_promise
from crm_store.inbox import InboxFilter, list_work
from domain.conversations import ConversationStatus, Direction
from domain.errors import ConflictError, InvalidInputError
from domain.service_levels import ClockKind
from domain.sla_clocks import SlaClock
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.agreements import agree, make_policy
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.test_merging import Two
from tests.stories.world import ANN, UNKNOWN

pytestmark = SLOW_ON_POSTGRES

OPEN = ConversationStatus.OPEN
FIRST, NEXT, RESOLUTION = ClockKind.FIRST_RESPONSE, ClockKind.NEXT_RESPONSE, ClockKind.RESOLUTION
POLICY = make_policy(resolution={"default": 480})
OTHER = "And where is my suitcase by the way?"


class Texts(Two):
    """A conversation by text with two messages, of which the second is about something else."""

    async def begin(self) -> None:
        desk = self.desk
        await agree(desk, POLICY)
        await desk.customer_texts(ASTRID, UNKNOWN)
        self.texts = await desk.reference(ASTRID)
        await desk.time_passes(minutes=20)
        await desk.customer_texts(ASTRID, OTHER)
        await desk.time_passes(minutes=10)

    async def ids(self, reference: str) -> dict[str, str]:
        said = (await self.view(reference)).interactions
        return {each.text: each.id for each in said if each.direction is Direction.IN}

    async def split(self, *texts: str, subject: str | None = None) -> str:
        ids = await self.ids(self.texts)
        begun = await self.desk.system.desk.split(
            self.texts, agent=ANN, interactions=[ids[each] for each in texts], subject=subject
        )
        self.chat = begun.reference
        return begun.reference

    async def unsplit(self, reference: str) -> str:
        rest = await self.desk.system.desk.unsplit(reference, agent=ANN)
        return rest.reference

    async def responses(self, reference: str) -> list[SlaClock]:
        """Clocks of a response that count."""
        clocks = (await self.view(reference)).clocks
        return [each for each in clocks if each.running and each.kind is not RESOLUTION]

    async def told(self, reference: str) -> list[datetime]:
        """By when its customer was told to expect what is still owed."""
        return [each.promised_at for each in await self.responses(reference) if each.promised_at]


@pytest.fixture
async def one(desk: StoryDesk) -> Texts:
    texts = Texts(desk)
    await texts.begin()
    return texts


async def test_what_was_split_off_is_shown_in_both_and_marked_where_it_was_said(one: Texts) -> None:
    ids = await one.ids(one.texts)
    begun = await one.split(OTHER, subject="Suitcase")
    assert await one.words(begun) == [f"sms in {OTHER}"]
    assert (await one.get(begun)).subject == "Suitcase"
    off = (await one.view(one.texts)).joined.split_off
    assert {said: other.reference for said, other in off.items()} == {ids[OTHER]: begun}
    assert await one.words(one.texts) == [f"sms in {UNKNOWN}", f"sms in {OTHER}"]


async def test_the_new_one_waits_in_the_same_queue_since_its_first_message(one: Texts) -> None:
    said = (await one.view(one.texts)).interactions
    (at,) = [each.at for each in said if each.text == OTHER]
    new, old = await one.get(await one.split(OTHER)), await one.get(one.texts)
    assert (new.status, new.queue, new.waiting_since) == (OPEN, old.queue, at)
    assert new.customer_id == old.customer_id
    rows = await one.desk.system.store.read(list_work, InboxFilter(waiting=True))
    asked = {row.conversation.reference: row.customer_text for row in rows}
    assert asked == {one.texts: OTHER, new.reference: OTHER}


async def test_its_first_response_counts_from_the_receipt_of_its_first_message(one: Texts) -> None:
    due = await one.due(one.texts, FIRST)
    begun = await one.split(OTHER)
    clock = await one.clock(begun, FIRST)
    assert clock.state.started_at == (await one.get(begun)).waiting_since
    assert await one.running(begun) == [FIRST, RESOLUTION]
    assert await one.due(one.texts, FIRST) == due
    await one.assert_replays()


async def test_a_clock_that_nobody_waits_for_any_more_is_cancelled(one: Texts) -> None:
    await one.reply(one.texts, "We look into it.")
    await one.desk.customer_texts(ASTRID, "Something else: may my cat come along?")
    assert await one.running(one.texts) == [NEXT, RESOLUTION]
    begun = await one.split("Something else: may my cat come along?")
    assert await one.running(one.texts) == [RESOLUTION]
    assert (await one.clock(one.texts, NEXT)).stopped_by == "split"
    assert (await one.get(one.texts)).waiting_since is None
    assert await one.running(begun) == [FIRST, RESOLUTION]


async def test_replies_go_to_the_same_thread_and_what_follows_to_who_replied_last(
    one: Texts,
) -> None:
    begun = await one.split(OTHER)
    await one.reply(begun, "It is in Oslo.")
    assert one.desk.said_to(ASTRID)[-1] == "It is in Oslo."
    await one.desk.customer_texts(ASTRID, "Please send it on")
    assert (await one.words(begun))[-1] == "sms in Please send it on"
    await one.desk.time_passes(minutes=1)
    await one.reply(one.texts, "As to the first matter: no.")
    await one.desk.customer_texts(ASTRID, "That is a pity")
    assert (await one.words(one.texts))[-1] == "sms in That is a pity"


async def test_a_split_undone_leaves_one_conversation_as_before(one: Texts) -> None:
    before = await one.get(one.texts)
    due = [await one.due(one.texts, kind) for kind in (FIRST, RESOLUTION)]
    begun = await one.split(OTHER)
    await one.desk.time_passes(minutes=7)
    assert await one.unsplit(begun) == one.texts
    after = await one.get(one.texts)
    assert (after.status, after.waiting_since) == (before.status, before.waiting_since)
    assert (await one.view(one.texts)).joined.split_off == {}
    assert due == [await one.due(one.texts, kind) for kind in (FIRST, RESOLUTION)]
    assert await one.running(begun) == []
    assert {each.stopped_by for each in (await one.view(begun)).clocks} == {"unsplit"}
    assert await one.unsplit(begun) == one.texts
    await one.assert_replays()


async def test_what_was_said_since_is_shown_where_it_is_joined_back(one: Texts) -> None:
    begun = await one.split(OTHER)
    await one.reply(begun, "It is in Oslo.")
    await one.unsplit(begun)
    assert (await one.words(one.texts))[-1] == "sms out It is in Oslo."
    assert (await one.get(begun)).merged_into == (await one.get(one.texts)).id
    with pytest.raises(ConflictError, match="split it off again"):
        await one.unmerge(begun)


async def test_a_cancelled_clock_goes_on_when_it_is_joined_back(one: Texts) -> None:
    await one.reply(one.texts, "We look into it.")
    await one.desk.customer_texts(ASTRID, "May my cat come along?")
    due = await one.due(one.texts, NEXT)
    begun = await one.split("May my cat come along?")
    await one.unsplit(begun)
    assert await one.due(one.texts, NEXT) == due
    assert NEXT in await one.running(one.texts)
    await one.assert_replays()


async def test_what_cannot_be_split_off_is_refused_with_the_reason(one: Texts) -> None:
    desk = one.desk.system.desk
    with pytest.raises(InvalidInputError, match="at least one message"):
        await one.split()
    with pytest.raises(InvalidInputError, match="nothing that the customer wrote would be left"):
        await one.split(UNKNOWN, OTHER)
    with pytest.raises(InvalidInputError, match="only what the customer wrote"):
        await desk.split(one.texts, agent=ANN, interactions=["nothing"])
    ids = await one.ids(one.texts)
    await one.desk.customer_texts(ASTRID, "third")
    begun = await one.split(OTHER)
    with pytest.raises(ConflictError, match=f"split off to {begun} already"):
        await desk.split(one.texts, agent=ANN, interactions=[ids[OTHER]])
    with pytest.raises(ConflictError, match="was not split off"):
        await one.unsplit(one.texts)
    await desk.resolve(one.texts, agent=ANN, disposition="solved")
    with pytest.raises(ConflictError, match="is resolved; open it again first"):
        await one.unsplit(begun)


async def test_what_began_with_a_split_is_split_further_where_it_was_said(one: Texts) -> None:
    begun = await one.split(OTHER)
    await one.desk.customer_texts(ASTRID, "more on the suitcase")
    ids = await one.ids(begun)
    with pytest.raises(ConflictError, match=f"was split off from {one.texts} itself"):
        await one.desk.system.desk.split(begun, agent=ANN, interactions=[ids[OTHER]])


async def test_what_was_told_stands_while_it_is_split_off_and_joined_back(one: Texts) -> None:
    """The time is corrected when it is not kept, whichever clock counts for it by then."""
    desk, store = one.desk, one.desk.system.store
    await one.reply(one.texts, "We look into it.")
    await desk.customer_texts(ASTRID, "May my cat come along?")
    now = desk.clock.now()
    told = now + timedelta(minutes=65)
    clock = await one.clock(one.texts, NEXT)
    await store.run(record_promise, clock.id, promised_at=told, corrections=0, now=now)
    begun = await one.split("May my cat come along?")
    assert await one.told(begun) == [told]
    await one.unsplit(begun)
    assert await one.told(one.texts) == [told]
    await desk.time_passes(minutes=62)
    (corrected,) = await one.told(one.texts)
    assert corrected > told
