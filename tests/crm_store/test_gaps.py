"""Gaps, their questions, and what people decided about them, on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_store.decisions import record_decision
from crm_store.feedback import record_feedback
from crm_store.gap_questions import count_queues, list_gap_questions
from crm_store.gap_searches import (
    find_gap_search,
    hasten_gap_search,
    plan_gap_search,
    record_looked,
)
from crm_store.gaps import (
    change_gap_state,
    close_gap,
    count_gaps,
    get_gap,
    list_gaps,
    list_known_gaps,
    list_other_gaps,
    move_question,
    record_gap,
    remove_question,
)
from crm_store.help_searches import record_help_search, record_opened
from crm_store.jobs import claim_jobs, extend_lease
from crm_store.store import Store
from crm_store.transaction import Transaction
from crm_store.unanswered_questions import (
    Page,
    list_unknown,
    list_vain_searches,
    list_wrongly_answered,
)
from domain.conversations import Author, Direction
from domain.decisions import Answer, Ask, Decision, DecisionRecord, Escalate, Understanding
from domain.errors import InvalidInputError, LeaseLostError, NotFoundError
from domain.feedback import AnswerFeedback, FeedbackSource, Verdict
from domain.jobs import JobKind
from domain.knowledge_desk import Gap, GapState, QuestionSource
from tests.console.record import begin, hand_over, record_company, say
from tests.fakes import MONDAY_MORNING as NOW

MESSAGE, SEARCH = QuestionSource.MESSAGE, QuestionSource.SEARCH
SINCE = NOW - timedelta(days=90)
DOGS = Gap(
    id="dogs",
    locale="en",
    title="Can I bring my dog?",
    terms=("dog", "cabin"),
    size=3,
    first_at=NOW - timedelta(days=3),
    last_at=NOW,
    found_at=NOW,
    channels={"api": 2, "search": 1},
    weeks=(0, 1, 2),
)


def decide(
    tx: Transaction,
    number: int,
    decision: Decision,
    rule: str,
    *,
    intent: str = "question",
    follows: str | None = None,
    interaction_id: str | None = None,
) -> None:
    record = DecisionRecord(
        id=f"d-{number:03}-{interaction_id or 'first'}",
        conversation_id=f"v-{number}",
        interaction_id=interaction_id or f"x-{number}",
        decision=decision,
        rule=rule,
        trace=(),
        understanding=Understanding(language="en", intent=intent, confidence=0.8, follows=follows),
        at=NOW + timedelta(minutes=number),
    )
    record_decision(tx, record)


UNKNOWN = Escalate(queue="general", reason="unknown")
ASK = Ask(question="did_you_mean", choices=())
ANSWER = Answer(responder="article")


@pytest.fixture(autouse=True)
async def _company(store: Store) -> None:
    await store.run(record_company, NOW)


def texts(page: Page) -> list[str]:
    return [each.text for each in page.questions]


async def test_what_the_bot_had_no_answer_to_is_unanswered(store: Store):
    def record(tx: Transaction) -> None:
        for number, text in enumerate(("my dog?", "hello", "and his?", "bags?", "gone?")):
            begin(tx, number, now=NOW, text=text)
        decide(tx, 0, UNKNOWN, "unknown")
        decide(tx, 1, UNKNOWN, "unknown", intent="greeting")
        decide(tx, 2, UNKNOWN, "unknown", follows="may my dog fly?")
        decide(tx, 3, ANSWER, "surely_known")
        decide(tx, 4, UNKNOWN, "questions_partly_known")

    await store.run(record)
    page = await store.read(list_unknown, since=SINCE, after=None, limit=50)
    assert texts(page) == ["gone?", "my dog?"]
    assert page.questions[0].channel == "api"
    assert page.next is None


async def test_asking_back_counts_where_no_answer_came_of_it(store: Store):
    def record(tx: Transaction) -> None:
        for number, text in enumerate(("chosen", "none of these", "left")):
            conversation = begin(tx, number, now=NOW, text=text)
            decide(tx, number, ASK, "half_known")
            say(tx, conversation, f"y-{number}", text="1", now=NOW)
        decide(tx, 0, ANSWER, "pending_question_answered", interaction_id="y-0")
        decide(tx, 1, UNKNOWN, "pending_question_answered", interaction_id="y-1")

    await store.run(record)
    page = await store.read(list_unknown, since=SINCE, after=None, limit=50)
    assert texts(page) == ["left", "none of these"]


async def test_pages_follow_one_another_without_a_gap(store: Store):
    def record(tx: Transaction) -> None:
        for number in range(5):
            begin(tx, number, now=NOW, text=f"q{number}")
            decide(tx, number, UNKNOWN, "unknown")

    await store.run(record)
    seen: list[str] = []
    page = await store.read(list_unknown, since=SINCE, after=None, limit=2)
    while True:
        seen += texts(page)
        if page.next is None:
            break
        page = await store.read(list_unknown, since=SINCE, after=page.next, limit=2)
    assert seen == ["q4", "q3", "q2", "q1", "q0"]


async def test_an_answer_called_wrong_counts_unless_an_agent_called_it_right(store: Store):
    wrong = AnswerFeedback(
        conversation_id="v-0",
        interaction_id="x-0",
        article_id="bags",
        locale="en",
        article_version=1,
        index_version=1,
        confidence=0.9,
        verdict=Verdict.WRONG,
        source=FeedbackSource.CUSTOMER,
        at=NOW,
    )

    def record(tx: Transaction) -> None:
        for number, text in enumerate(("wrong", "overruled", "inserted")):
            begin(tx, number, now=NOW, text=text)
        record_feedback(tx, wrong)
        other = replace(wrong, conversation_id="v-1", interaction_id="x-1")
        record_feedback(tx, other)
        agent = replace(other, source=FeedbackSource.AGENT, verdict=Verdict.RIGHT)
        record_feedback(tx, agent)
        suggestion = replace(
            wrong, conversation_id="v-2", interaction_id="x-2", source=FeedbackSource.SUGGESTION
        )
        record_feedback(tx, suggestion)

    await store.run(record)
    page = await store.read(list_wrongly_answered, since=SINCE, after=None, limit=50)
    assert texts(page) == ["wrong"]
    assert page.questions[0].judged


async def test_searches_after_which_nothing_was_opened_count(store: Store):
    def record(tx: Transaction) -> None:
        for name in ("dog", "cat"):
            record_help_search(tx, search_id=name, text=name, locale="en", found=2, now=NOW)
        record_opened(tx, "cat", "cats")

    await store.run(record)
    page = await store.read(list_vain_searches, since=SINCE, after=None, limit=50)
    assert [(each.text, each.source, each.channel) for each in page.questions] == [
        ("dog", SEARCH, "search")
    ]


def record_dogs(tx: Transaction) -> None:
    conversation = begin(tx, 1, now=NOW, text="may my dog fly?")
    hand_over(tx, conversation, now=NOW)
    say(
        tx,
        conversation,
        "r-1",
        text="Up to 8 kg.",
        now=NOW,
        direction=Direction.OUT,
        author=Author.AGENT,
    )
    begin(tx, 2, now=NOW, text="dog on board")
    record_help_search(tx, search_id="s-1", text="dogs", locale="en", found=0, now=NOW)
    record_gap(tx, DOGS, [(MESSAGE, "x-1"), (SEARCH, "s-1"), (MESSAGE, "x-2")])


async def test_a_gap_is_read_as_it_was_found(store: Store):
    await store.run(record_dogs)
    assert await store.read(get_gap, "dogs") == DOGS
    first, second, third = await store.read(list_gap_questions, "dogs")
    assert (first.text, first.reference, first.reply) == (
        "may my dog fly?",
        "FD-00000001",
        "Up to 8 kg.",
    )
    assert (second.text, second.source, second.reference) == ("dogs", SEARCH, None)
    assert (third.text, third.reply) == ("dog on board", None)
    assert await store.read(list_gap_questions, "dogs", offset=1, limit=1) == (second,)
    assert await store.read(count_queues, "dogs") == {"baggage": 1}


async def test_the_biggest_gap_comes_first_and_states_are_apart(store: Store):
    await store.run(record_gap, DOGS, [])
    await store.run(record_gap, replace(DOGS, id="cats", size=9), [])
    await store.run(record_gap, replace(DOGS, id="fish", state=GapState.DRAFTED), [])
    listed = await store.read(list_gaps, GapState.OPEN)
    assert [each.gap.id for each in listed] == ["cats", "dogs"]
    counts = await store.read(count_gaps)
    assert (counts[GapState.OPEN], counts[GapState.DRAFTED], counts[GapState.DISMISSED]) == (
        2,
        1,
        0,
    )
    assert [gap.id for gap in await store.read(list_other_gaps, DOGS)] == ["cats"]


async def test_a_dismissed_gap_remembers_how_large_it_was(store: Store):
    await store.run(record_gap, DOGS, [])
    gap = await store.run(change_gap_state, "dogs", GapState.DISMISSED)
    assert (gap.state, gap.dismissed_size) == (GapState.DISMISSED, 3)
    gap = await store.run(change_gap_state, "dogs", GapState.OPEN)
    assert (gap.state, gap.dismissed_size) == (GapState.OPEN, None)


async def test_a_question_taken_out_is_remembered_as_such(store: Store):
    await store.run(record_dogs)
    await store.run(remove_question, "dogs", (SEARCH, "s-1"))
    (known,) = await store.read(list_known_gaps)
    assert known.gap.size == 2
    assert known.removed == {(SEARCH, "s-1")}
    assert known.questions == {(MESSAGE, "x-1"), (MESSAGE, "x-2")}
    with pytest.raises(NotFoundError):
        await store.run(remove_question, "dogs", (SEARCH, "s-1"))


async def test_a_question_moved_is_placed_where_it_was_put(store: Store):
    await store.run(record_dogs)
    await store.run(record_gap, replace(DOGS, id="cats"), [(MESSAGE, "x-3")])
    await store.run(move_question, "dogs", (MESSAGE, "x-2"), to="cats")
    cats, dogs = await store.read(list_known_gaps)
    assert cats.placed == {(MESSAGE, "x-2")}
    assert (cats.gap.size, dogs.gap.size) == (2, 2)
    assert dogs.removed == {(MESSAGE, "x-2")}


async def test_a_question_is_not_moved_to_the_gap_that_it_is_in(store: Store):
    await store.run(record_gap, replace(DOGS, size=1), [(MESSAGE, "x-1")])
    before = await store.read(list_known_gaps)
    with pytest.raises(InvalidInputError, match="in this gap already"):
        await store.run(move_question, "dogs", (MESSAGE, "x-1"), to="dogs")
    assert await store.read(list_known_gaps) == before


async def test_a_gap_without_questions_is_gone_with_all_that_was_said_of_it(store: Store):
    await store.run(record_gap, DOGS, [(MESSAGE, "x-1")])
    await store.run(remove_question, "dogs", (MESSAGE, "x-1"))
    with pytest.raises(NotFoundError, match="gone"):
        await store.read(get_gap, "dogs")
    await store.run(record_gap, DOGS, [(MESSAGE, "x-1")])
    (known,) = await store.read(list_known_gaps)
    assert known.removed == frozenset()
    await store.run(close_gap, "dogs")
    assert await store.read(list_known_gaps) == ()


async def test_there_is_one_search_at_a_time_and_a_button_brings_it_forward(store: Store):
    night = NOW + timedelta(hours=17)
    assert await store.run(plan_gap_search, job_id="j1", at=night, now=NOW)
    assert not await store.run(plan_gap_search, job_id="j2", at=night, now=NOW)
    planned = await store.read(find_gap_search, now=NOW)
    assert (planned.running, planned.next_at) == (False, night)

    await store.run(hasten_gap_search, job_id="j3", now=NOW)
    (job,) = await store.run(
        claim_jobs, now=NOW, lease_until=NOW + timedelta(seconds=15), limit=5, kinds=(JobKind.GAPS,)
    )
    assert job.id == "j1"
    assert (await store.read(find_gap_search, now=NOW)).running
    await store.run(hasten_gap_search, job_id="j4", now=NOW)
    assert not await store.run(
        claim_jobs, now=NOW, lease_until=NOW + timedelta(seconds=15), limit=5, kinds=(JobKind.GAPS,)
    )


async def test_a_long_search_keeps_its_lease_until_another_takes_it(store: Store):
    await store.run(plan_gap_search, job_id="j1", at=NOW, now=NOW)
    lease = timedelta(seconds=15)
    kinds = (JobKind.GAPS,)
    (job,) = await store.run(claim_jobs, now=NOW, lease_until=NOW + lease, limit=1, kinds=kinds)
    await store.run(extend_lease, job, until=NOW + 2 * lease)
    later = NOW + lease + timedelta(seconds=1)
    assert not await store.run(
        claim_jobs, now=later, lease_until=later + lease, limit=1, kinds=kinds
    )
    later = NOW + 2 * lease + timedelta(seconds=1)
    assert await store.run(claim_jobs, now=later, lease_until=later + lease, limit=1, kinds=kinds)
    with pytest.raises(LeaseLostError):
        await store.run(extend_lease, job, until=later + lease)


async def test_when_gaps_were_looked_for_is_known(store: Store):
    assert (await store.read(find_gap_search, now=NOW)).looked_at is None
    await store.run(record_looked, number=118, now=NOW)
    search = await store.read(find_gap_search, now=NOW)
    assert (search.looked_at, search.looked_through, search.running) == (NOW, 118, False)
