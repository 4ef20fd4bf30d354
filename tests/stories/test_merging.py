"""Two conversations become one matter, and stand by themselves again when that was a mistake."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.actions.request_status import _describe
from crm_store.action_runs import record_run
from crm_store.conversation_view import ConversationView, read_conversation_view
from crm_store.conversations import get_conversation
from crm_store.inbox import InboxFilter, list_work
from crm_store.schema import conversations
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus, Direction, Priority
from domain.errors import ConflictError, InvalidInputError
from domain.self_service import ActionRun, RunState
from domain.service_levels import ClockKind
from domain.sla_clocks import SlaClock
from service_levels.clock_fold import replay
from tests.clocks import always, list_clock_events
from tests.stories.agreements import agree, make_policy
from tests.stories.letters import MARA, Letters
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import ANN, KNOWN, UNKNOWN

OPEN, PENDING = ConversationStatus.OPEN, ConversationStatus.PENDING
RESOLVED = ConversationStatus.RESOLVED
FIRST, RESOLUTION = ClockKind.FIRST_RESPONSE, ClockKind.RESOLUTION
VISITOR = "visitor-astrid"
POLICY = make_policy(resolution={"default": 480})


def _own(tx: Transaction, reference: str, customer_id: str) -> None:
    mine = update(conversations).where(conversations.c.reference == reference)
    tx.execute(mine.values(customer_id=customer_id))


class Two:
    """Two conversations of one customer: `texts` since an hour, and the newer `chat`."""

    def __init__(self, desk: StoryDesk) -> None:
        self.desk = desk

    async def begin(self) -> None:
        desk = self.desk
        await agree(desk, POLICY)
        await desk.customer_texts(ASTRID, UNKNOWN)
        await desk.time_passes(minutes=20)
        await desk.visitor_writes(VISITOR, UNKNOWN)
        self.texts, self.chat = await desk.reference(ASTRID), await desk.reference(VISITOR)
        customer = (await self.get(self.texts)).customer_id
        await desk.system.store.run(_own, self.chat, customer)

    async def get(self, reference: str) -> Conversation:
        return await self.desk.system.store.read(get_conversation, reference)

    async def view(self, reference: str) -> ConversationView:
        return await self.desk.system.store.read(read_conversation_view, reference)

    async def words(self, reference: str) -> list[str]:
        """What is shown as said in a conversation, by channel."""
        return [
            f"{each.channel} {each.direction} {each.text}"
            for each in (await self.view(reference)).interactions
            if each.direction is Direction.IN or each.author == "agent"
            if each.direction is not Direction.EVENT
        ]

    async def clock(self, reference: str, kind: ClockKind) -> SlaClock:
        found = [each for each in (await self.view(reference)).clocks if each.kind is kind]
        running = [each for each in found if each.running]
        return (running or found)[-1]

    async def due(self, reference: str, kind: ClockKind) -> datetime | None:
        return (await self.clock(reference, kind)).state.due_at

    async def merge(self, reference: str, into: str) -> Conversation:
        return await self.desk.system.desk.merge(reference, agent=ANN, into=into)

    async def unmerge(self, reference: str) -> Conversation:
        return await self.desk.system.desk.unmerge(reference, agent=ANN)

    async def reply(self, reference: str, text: str) -> None:
        await self.desk.system.desk.reply(reference, agent=ANN, text=text)
        await self.desk.settle()

    async def running(self, reference: str) -> list[ClockKind]:
        return sorted(each.kind for each in (await self.view(reference)).clocks if each.running)

    async def assert_replays(self) -> None:
        """Every clock is what its events add up to."""
        for reference in (self.texts, self.chat):
            for clock in (await self.view(reference)).clocks:
                events = await self.desk.system.store.read(list_clock_events, clock.id)
                played = replay(events, always)
                assert (played.due_at, played.counted, played.breached_at) == (
                    clock.state.due_at,
                    clock.state.counted,
                    clock.state.breached_at,
                )


@pytest.fixture
async def two(desk: StoryDesk) -> Two:
    both = Two(desk)
    await both.begin()
    return both


async def test_both_are_shown_as_one_by_time_and_neither_log_is_changed(two: Two) -> None:
    await two.desk.customer_texts(ASTRID, "and my seat")
    merged = await two.merge(two.chat, two.texts)
    assert merged.reference == two.texts
    assert await two.words(two.texts) == [
        f"sms in {UNKNOWN}",
        f"web_chat in {UNKNOWN}",
        "sms in and my seat",
    ]
    assert await two.words(two.chat) == [f"web_chat in {UNKNOWN}"]
    gone = await two.get(two.chat)
    assert (gone.status, gone.disposition) == (RESOLVED, "merged")
    assert gone.merged_into == merged.id


async def test_both_logs_tell_of_it(two: Two) -> None:
    await two.merge(two.chat, two.texts)
    events = [each for each in (await two.view(two.texts)).interactions if each.author == "agent"]
    assert [each.text for each in events] == [
        f"Merged into {two.texts} by Ann",
        f"{two.chat} was merged into this one by Ann",
    ]
    assert {each.source_ids["event"] for each in events} == {"merge"}


async def test_open_work_shows_only_the_one_that_goes_on(two: Two) -> None:
    await two.merge(two.chat, two.texts)
    rows = await two.desk.system.store.read(list_work, InboxFilter(unresolved=True))
    assert [row.conversation.reference for row in rows] == [two.texts]


async def test_lists_tell_what_was_said_last_on_either_thread(two: Two) -> None:
    await two.merge(two.chat, two.texts)
    await two.desk.visitor_writes(VISITOR, "said last")
    (row,) = await two.desk.system.store.read(list_work, InboxFilter(unresolved=True))
    assert (row.last_text, row.customer_text) == ("said last", "said last")


async def test_what_the_bot_has_is_merged_and_given_back_to_it(two: Two) -> None:
    await two.desk.visitor_writes("somebody", KNOWN)
    asked = await two.desk.reference("somebody")
    await two.desk.system.store.run(_own, asked, (await two.get(two.texts)).customer_id)
    before = await two.get(asked)
    await two.merge(asked, two.texts)
    assert (await two.get(two.texts)).reply_via == before.id
    await two.unmerge(asked)
    after = await two.get(asked)
    for name in ("status", "queue", "pending", "waiting_since", "first_response_at"):
        assert getattr(before, name) == getattr(after, name), name
    await two.desk.visitor_writes("somebody", KNOWN)
    assert (await two.desk.said("somebody"))[-1].startswith("out ")


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (RunState.COLLECTING, "in the middle of something with the bot"),
        (RunState.APPROVAL, "waits for approval"),
    ],
)
async def test_what_the_customer_does_by_themselves_is_not_merged_under_them(
    two: Two, state: RunState, reason: str
) -> None:
    chat, now = await two.get(two.chat), two.desk.clock.now()
    run = ActionRun(
        id="run-1",
        conversation_id=chat.id,
        customer_id=chat.customer_id,
        action="check_in",
        state=state,
        channel=chat.channel,
        started_at=now,
        updated_at=now,
        expires_at=now + timedelta(hours=1),
    )
    await two.desk.system.store.run(record_run, run)
    with pytest.raises(ConflictError, match=reason):
        await two.merge(two.chat, two.texts)
    with pytest.raises(ConflictError, match=reason):
        await two.merge(two.texts, two.chat)


async def test_a_new_message_on_the_merged_thread_is_seen_to_in_the_other(two: Two) -> None:
    await two.reply(two.texts, "We look into it.")
    await two.merge(two.chat, two.texts)
    await two.desk.visitor_writes(VISITOR, "still there?")
    assert (await two.words(two.texts))[-1] == "web_chat in still there?"
    assert len(await two.desk.conversations(VISITOR)) == 1
    assert (await two.get(two.texts)).status is OPEN
    assert (await two.get(two.chat)).status is RESOLVED


async def test_a_reply_goes_out_where_the_customer_wrote_last(two: Two) -> None:
    await two.merge(two.chat, two.texts)
    await two.reply(two.texts, "By chat, then.")
    assert "By chat, then." not in two.desk.said_to(ASTRID)
    shown = await two.desk.page_shows(VISITOR)
    assert shown.entries[-1].text == "By chat, then."
    assert shown.with_person
    await two.desk.customer_texts(ASTRID, "I am on my phone now")
    await two.reply(two.texts, "By text, then.")
    assert two.desk.said_to(ASTRID)[-1] == "By text, then."
    assert (await two.words(two.texts))[-3:] == [
        "web_chat out By chat, then.",
        "sms in I am on my phone now",
        "sms out By text, then.",
    ]


async def test_who_is_on_one_thread_never_sees_what_is_said_on_the_other(two: Two) -> None:
    await two.merge(two.chat, two.texts)
    await two.desk.customer_texts(ASTRID, "for the text thread alone")
    await two.reply(two.texts, "To the telephone.")
    seen = [each.text for each in (await two.desk.page_shows(VISITOR)).entries]
    assert "for the text thread alone" not in seen
    assert "To the telephone." not in seen


async def test_of_two_promises_of_a_kind_the_nearest_governs(two: Two) -> None:
    nearer, later = await two.due(two.texts, FIRST), await two.due(two.chat, FIRST)
    assert nearer is not None
    assert later is not None
    assert nearer < later
    await two.merge(two.chat, two.texts)
    assert await two.due(two.texts, FIRST) == nearer
    gave_way = await two.clock(two.chat, FIRST)
    assert (gave_way.running, gave_way.stopped_by) == (False, "merged")
    await two.assert_replays()


async def test_the_nearest_governs_whichever_is_merged_into_the_other(two: Two) -> None:
    nearer = await two.due(two.texts, FIRST)
    await two.merge(two.texts, two.chat)
    assert await two.due(two.chat, FIRST) == nearer
    assert await two.running(two.chat) == [FIRST, RESOLUTION]
    assert await two.running(two.texts) == []
    await two.assert_replays()


async def test_a_promise_of_only_one_goes_on_in_the_other(two: Two) -> None:
    await two.reply(two.texts, "We look into it.")
    due = await two.due(two.chat, FIRST)
    await two.merge(two.chat, two.texts)
    assert await two.due(two.texts, FIRST) == due
    await two.reply(two.texts, "Found.")
    assert await two.running(two.texts) == [RESOLUTION]
    await two.assert_replays()


async def test_what_waits_in_the_merged_one_wakes_the_other(two: Two) -> None:
    until = two.desk.clock.now() + timedelta(hours=5)
    await two.reply(two.texts, "Later.")
    await two.desk.system.desk.snooze(two.texts, agent=ANN, until=until)
    await two.merge(two.chat, two.texts)
    found = await two.get(two.texts)
    assert (found.status, found.snoozed_until) == (OPEN, None)
    assert found.waiting_since == (await two.view(two.chat)).interactions[0].at


async def test_a_merge_undone_leaves_both_as_they_were(two: Two) -> None:
    before = [await two.get(each) for each in (two.texts, two.chat)]
    kinds = (FIRST, RESOLUTION)
    due = [await two.due(each, kind) for each in (two.texts, two.chat) for kind in kinds]
    await two.merge(two.chat, two.texts)
    await two.desk.time_passes(minutes=10)
    await two.unmerge(two.chat)
    after = [await two.get(each) for each in (two.texts, two.chat)]
    for was, now in zip(before, after, strict=True):
        for name in ("status", "queue", "assignee", "priority", "waiting_since", "disposition"):
            assert getattr(was, name) == getattr(now, name), name
        assert (now.merged_into, now.reply_via, now.resolved_at) == (None, None, None)
    assert due == [await two.due(each, kind) for each in (two.texts, two.chat) for kind in kinds]
    await two.assert_replays()


@pytest.mark.parametrize("turned", [False, True])
async def test_the_time_of_a_merge_that_was_a_mistake_counts(two: Two, turned: bool) -> None:
    """The customer waited through it: what ran out meanwhile is broken as of its instant."""
    due = await two.due(two.chat, FIRST)
    assert due is not None
    source, target = (two.texts, two.chat) if turned else (two.chat, two.texts)
    await two.merge(source, target)
    await two.desk.time_passes(hours=5)
    await two.unmerge(source)
    await two.desk.settle()
    assert (await two.clock(two.chat, FIRST)).state.breached_at == due
    await two.assert_replays()


async def test_what_was_written_on_its_thread_since_goes_back_with_it(two: Two) -> None:
    await two.merge(two.chat, two.texts)
    await two.desk.visitor_writes(VISITOR, "one more thing")
    await two.unmerge(two.chat)
    assert await two.words(two.chat) == [f"web_chat in {UNKNOWN}", "web_chat in one more thing"]
    assert await two.words(two.texts) == [f"sms in {UNKNOWN}"]
    await two.reply(two.texts, "To the telephone.")
    assert two.desk.said_to(ASTRID)[-1] == "To the telephone."
    assert (await two.get(two.chat)).status is OPEN


async def test_a_reply_given_meanwhile_counts_for_whom_it_reached(two: Two) -> None:
    await two.merge(two.chat, two.texts)
    await two.reply(two.texts, "By chat.")
    replied_at = two.desk.clock.now()
    await two.desk.time_passes(minutes=5)
    await two.unmerge(two.chat)
    answered = await two.get(two.chat)
    assert (answered.status, answered.waiting_since) == (PENDING, None)
    assert (await two.clock(two.chat, FIRST)).state.met_at == replied_at
    assert await two.running(two.chat) == [RESOLUTION]
    await two.assert_replays()


async def test_undoing_twice_is_undoing_once(two: Two) -> None:
    await two.merge(two.chat, two.texts)
    once = await two.unmerge(two.chat)
    assert await two.unmerge(two.chat) == once


async def test_a_merge_can_be_made_again_after_it_was_undone(two: Two) -> None:
    due = await two.due(two.chat, FIRST)
    for _ in range(3):
        await two.merge(two.chat, two.texts)
        await two.unmerge(two.chat)
    assert await two.due(two.chat, FIRST) == due
    await two.assert_replays()


async def test_the_more_urgent_of_both_decides_and_undoing_takes_it_back(two: Two) -> None:
    await two.desk.system.desk.set_priority(two.chat, agent=ANN, priority=Priority.URGENT)
    due = await two.due(two.texts, RESOLUTION)
    assert (await two.merge(two.chat, two.texts)).priority is Priority.URGENT
    assert await two.due(two.texts, RESOLUTION) == due
    await two.unmerge(two.chat)
    assert (await two.get(two.texts)).priority is Priority.NORMAL


async def test_a_chain_leads_to_its_end_and_is_undone_from_there(two: Two) -> None:
    await two.desk.customer_texts(JONAS, UNKNOWN)
    third = await two.desk.reference(JONAS)
    await two.desk.system.store.run(_own, third, (await two.get(two.texts)).customer_id)
    await two.merge(two.chat, two.texts)
    end = await two.merge(two.texts, third)
    assert (await two.get(two.chat)).merged_into == end.id
    await two.desk.visitor_writes(VISITOR, "hello?")
    assert (await two.words(third))[-1] == "web_chat in hello?"
    with pytest.raises(ConflictError, match=f"merged into {third} since"):
        await two.unmerge(two.chat)
    await two.unmerge(two.texts)
    assert (await two.get(two.chat)).merged_into == (await two.get(two.texts)).id
    await two.unmerge(two.chat)
    assert await two.running(two.chat) == [FIRST, RESOLUTION]
    assert await two.running(two.texts) == [FIRST, RESOLUTION]
    await two.assert_replays()


async def test_a_resolved_matter_lets_its_threads_go_their_own_ways(two: Two) -> None:
    await two.merge(two.chat, two.texts)
    await two.desk.system.desk.resolve(two.texts, agent=ANN, disposition="solved")
    assert await two.running(two.texts) == []
    await two.desk.visitor_writes(VISITOR, UNKNOWN)
    assert len(await two.desk.conversations(VISITOR)) == 2


async def test_reopening_what_others_were_merged_into_counts_one_clock_of_a_kind(two: Two) -> None:
    await two.merge(two.texts, two.chat)
    await two.desk.system.desk.resolve(two.chat, agent=ANN, disposition="solved")
    await two.desk.system.desk.reopen(two.chat, agent=ANN)
    assert await two.running(two.chat) == [FIRST, RESOLUTION]


async def test_what_cannot_be_merged_is_refused_with_the_reason(two: Two) -> None:
    desk = two.desk.system.desk
    with pytest.raises(InvalidInputError, match="into itself"):
        await two.merge(two.chat, two.chat)
    await two.merge(two.chat, two.texts)
    with pytest.raises(ConflictError, match=f"{two.chat} was merged into {two.texts} already"):
        await two.merge(two.chat, two.texts)
    with pytest.raises(ConflictError, match="undo that to merge them the other way round"):
        await two.merge(two.texts, two.chat)
    with pytest.raises(ConflictError, match="go on there, or undo the merge"):
        await desk.reply(two.chat, agent=ANN, text="Hello")
    with pytest.raises(ConflictError, match="people alone see to what was merged"):
        await two.desk.system.self_service.give_back(two.texts, agent=ANN)
    await two.unmerge(two.chat)
    await desk.resolve(two.texts, agent=ANN, disposition="solved")
    with pytest.raises(ConflictError, match="is resolved; open it again first"):
        await two.merge(two.chat, two.texts)
    with pytest.raises(ConflictError, match="was not merged"):
        await two.unmerge(two.texts)


async def test_other_customers_need_a_word_and_stay_apart(two: Two) -> None:
    await two.desk.customer_texts(JONAS, UNKNOWN)
    jonas = await two.desk.reference(JONAS)
    with pytest.raises(InvalidInputError, match="another customer's") as refused:
        await two.merge(jonas, two.texts)
    assert refused.value.field == "confirmed"
    await two.desk.system.desk.merge(jonas, agent=ANN, into=two.texts, confirmed=True)
    await two.reply(two.texts, "To Jonas alone.")
    assert two.desk.said_to(JONAS)[-1] == "To Jonas alone."
    assert "To Jonas alone." not in two.desk.said_to(ASTRID)
    assert (await two.get(jonas)).customer_id != (await two.get(two.texts)).customer_id


async def test_of_two_merges_that_cross_one_is_made_and_nobody_waits_for_ever(two: Two) -> None:
    for _ in range(5):
        outcomes = await asyncio.wait_for(
            asyncio.gather(
                two.merge(two.chat, two.texts),
                two.merge(two.texts, two.chat),
                return_exceptions=True,
            ),
            timeout=30,
        )
        refused = [each for each in outcomes if isinstance(each, BaseException)]
        assert [type(each) for each in refused] == [ConflictError]
        (made,) = [each for each in outcomes if isinstance(each, Conversation)]
        await two.unmerge(two.chat if made.reference == two.texts else two.texts)
    await two.assert_replays()


async def test_messages_and_replies_cross_merges_and_none_is_lost(two: Two) -> None:
    for number in range(4):
        work = two.unmerge if number % 2 else (lambda one: two.merge(one, two.texts))
        await asyncio.wait_for(
            asyncio.gather(
                work(two.chat),
                two.desk.visitor_asks(VISITOR, f"chat {number}"),
                two.desk.text_arrives(ASTRID, f"text {number}"),
                two.desk.system.desk.reply(two.texts, agent=ANN, text=f"reply {number}"),
            ),
            timeout=30,
        )
        await two.desk.settle()
    texts, chats = await two.words(two.texts), await two.words(two.chat)
    for number in range(4):
        assert texts.count(f"sms in text {number}") == 1
        assert chats.count(f"web_chat in chat {number}") == 1
        assert sum(each.endswith(f"out reply {number}") for each in (*texts, *chats)) == 1
    assert await two.desk.shunted() == ()
    await two.assert_replays()


async def test_a_letter_to_a_merged_one_is_answered_in_its_own_thread(
    desk: StoryDesk, letters: Letters
) -> None:
    await letters.arrive(MARA, UNKNOWN, subject="Luggage", id="first@mail.example")
    await letters.arrive(MARA, UNKNOWN, subject="Invoice", id="second@mail.example")
    first, second = await letters.conversations()
    await desk.system.desk.merge(second.reference, agent=ANN, into=first.reference)
    more = {"id": "third@mail.example", "in_reply_to": "second@mail.example"}
    await letters.arrive(MARA, "It is about the invoice", **more)
    assert len(await letters.conversations()) == 2
    view = await desk.system.store.read(read_conversation_view, first.reference)
    assert [each.text for each in view.interactions if each.direction is Direction.IN][-1] == (
        "It is about the invoice"
    )
    await desk.system.desk.reply(first.reference, agent=ANN, text="Here it is.")
    await desk.settle()
    sent = letters.sent[-1]
    assert (sent.text, sent.subject) == ("Here it is.", "Invoice")
    assert sent.thread.in_reply_to == "third@mail.example"
    assert "first@mail.example" not in sent.thread.references
    await letters.arrive(MARA, "As to the luggage", references=["first@mail.example"])
    await desk.system.desk.reply(first.reference, agent=ANN, text="In Oslo.")
    await desk.settle()
    assert letters.sent[-1].subject == "Luggage"


async def test_a_reply_that_does_not_arrive_calls_for_people_where_it_is_seen_to(two: Two) -> None:
    await two.merge(two.texts, two.chat)
    await two.desk.customer_texts(ASTRID, "are you there?")
    two.desk.provider.fail_next("bad_request")
    await two.reply(two.chat, "Yes.")
    await two.desk.time_passes(hours=1)
    assert "Yes." not in two.desk.said_to(ASTRID)
    found = await two.get(two.chat)
    assert found.status is OPEN
    assert found.waiting_since is not None
    assert (await two.get(two.texts)).status is RESOLVED


async def test_its_customer_asking_for_it_hears_how_it_stands_where_it_is_seen_to(
    two: Two,
) -> None:
    def tell(tx: Transaction, request: Conversation, now: datetime) -> dict[str, Any]:
        return _describe(tx, two.desk.system.tools, request, now=now)

    await two.merge(two.chat, two.texts)
    chat = await two.get(two.chat)
    told = await two.desk.system.store.run(tell, chat, two.desk.clock.now())
    assert (told["request"], told["state"]) == (two.chat, "waiting")


async def test_who_was_never_answered_has_one_first_response_however_often_it_was_merged(
    two: Two,
) -> None:
    """Its clock goes on with what it had counted where nothing seemed to wait for a while."""
    desk = two.desk
    await desk.visitor_writes("somebody", UNKNOWN)
    third = await desk.reference("somebody")
    await two.reply(two.chat, "We look into it.")
    await two.merge(two.chat, two.texts)
    await desk.system.desk.merge(third, agent=ANN, into=two.texts, confirmed=True)
    await two.unmerge(third)
    assert (await two.clock(two.texts, FIRST)).stopped_by == "unmerged"
    await two.unmerge(two.chat)
    counted = (await two.clock(two.texts, FIRST)).state.counted
    await desk.time_passes(minutes=5)
    await desk.customer_texts(ASTRID, UNKNOWN)
    (first,) = [each for each in (await two.view(two.texts)).clocks if each.kind is FIRST]
    assert (first.running, first.state.counted) == (True, counted)
    await two.assert_replays()


async def test_a_clock_that_went_back_with_one_merge_is_not_taken_by_undoing_another(
    two: Two,
) -> None:
    """The older text's clock rules in the third, then gives way to nobody it does not belong to."""
    desk = two.desk
    await desk.time_passes(minutes=5)
    await desk.visitor_writes("somebody", UNKNOWN)
    third = await desk.reference("somebody")
    first, second = await two.clock(two.texts, FIRST), await two.clock(two.chat, FIRST)
    into = desk.system.desk
    await into.merge(two.chat, agent=ANN, into=third, confirmed=True)
    await into.merge(two.texts, agent=ANN, into=third, confirmed=True)
    assert (await two.clock(third, FIRST)).id == first.id
    await two.unmerge(two.chat)
    await two.unmerge(two.texts)
    assert (await two.clock(two.chat, FIRST)).id == second.id
    assert (await two.clock(two.chat, FIRST)).running
    assert await two.running(two.chat) == await two.running(third) == [FIRST, RESOLUTION]
    await two.assert_replays()
