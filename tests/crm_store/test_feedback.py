"""What was said of an answer is kept once for each who says it, and learnt in its time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.read_knowledge import PAGE, read_knowledge
from crm_store.articles import get_index_version
from crm_store.conversations import record_conversation
from crm_store.customers import record_customer
from crm_store.feedback import (
    erase_feedback,
    list_feedback,
    list_feedback_in,
    record_feedback,
    take_in_feedback,
)
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.feedback import AnswerFeedback, FeedbackSource, Verdict
from tests.fakes import MONDAY_MORNING as NOW

WRONG = AnswerFeedback(
    conversation_id="c1",
    interaction_id="i1",
    article_id="bags",
    locale="en",
    article_version=2,
    index_version=7,
    confidence=0.91,
    verdict=Verdict.WRONG,
    source=FeedbackSource.AGENT,
    at=NOW,
    by="ann",
)


def record_all(tx: Transaction, said: list[AnswerFeedback]) -> None:
    for one in said:
        record_feedback(tx, one)


def begin(tx: Transaction) -> None:
    record_customer(tx, customer_id="mara", name=None, language="en", now=NOW)
    for conversation_id in ("c1", "c2"):
        record_conversation(
            tx,
            conversation_id=conversation_id,
            reference=f"FD-{conversation_id}",
            customer_id="mara",
            key=ThreadKey(channel="web_chat", account="site", thread=conversation_id),
            subject=None,
            language="en",
            now=NOW,
        )


@pytest.fixture(autouse=True)
async def _conversations(store: Store) -> None:
    await store.run(begin)


async def test_a_verdict_is_read_back_as_it_was_given(store: Store):
    await store.run(record_feedback, WRONG)
    assert await store.read(list_feedback) == (WRONG,)


async def test_who_changes_their_mind_is_counted_once(store: Store):
    later = replace(WRONG, verdict=Verdict.RIGHT, at=NOW + timedelta(minutes=1), by="ben")
    await store.run(record_feedback, WRONG)
    await store.run(record_feedback, later)
    assert await store.read(list_feedback) == (later,)


async def test_each_source_and_each_article_of_an_answer_has_a_verdict_of_its_own(store: Store):
    theirs = replace(WRONG, source=FeedbackSource.CUSTOMER, by=None)
    other = replace(WRONG, article_id="fees", verdict=Verdict.RIGHT)
    for one in (WRONG, theirs, other):
        await store.run(record_feedback, one)
    assert set(await store.read(list_feedback)) == {WRONG, theirs, other}


async def test_a_verdict_can_be_taken_back_and_the_others_stay(store: Store):
    theirs = replace(WRONG, source=FeedbackSource.CUSTOMER, by=None)
    for one in (WRONG, theirs):
        await store.run(record_feedback, one)
    for _ in range(2):
        await store.run(
            erase_feedback, interaction_id="i1", article_id="bags", source=FeedbackSource.AGENT
        )
    assert await store.read(list_feedback) == (theirs,)


async def test_the_latest_are_listed_oldest_first(store: Store):
    said = [
        replace(WRONG, interaction_id=f"i{number}", at=NOW + timedelta(minutes=number))
        for number in range(4)
    ]
    for one in reversed(said):
        await store.run(record_feedback, one)
    assert await store.read(list_feedback, limit=3) == tuple(said[1:])


async def test_page_by_page_each_is_listed_once_also_those_of_one_instant(store: Store):
    said = [replace(WRONG, interaction_id=f"i{number}") for number in range(5)]
    for one in said:
        await store.run(record_feedback, one)
    pages = [await store.read(list_feedback, limit=2)]
    while pages[-1]:
        pages.append(await store.read(list_feedback, before=pages[-1][0], limit=2))
    assert [one for page in reversed(pages) for one in page] == said


async def test_what_a_matcher_is_made_from_has_it_all_in_order(store: Store):
    said = [
        replace(WRONG, interaction_id=f"i{number:03}", at=NOW + timedelta(seconds=number // 3))
        for number in range(PAGE + 5)
    ]
    await store.run(record_all, said)
    assert (await read_knowledge(store)).feedback == tuple(said)


async def test_a_conversation_lists_what_was_said_of_its_own_answers(store: Store):
    elsewhere = replace(WRONG, conversation_id="c2", interaction_id="i9")
    for one in (WRONG, elsewhere):
        await store.run(record_feedback, one)
    assert await store.read(list_feedback_in, "c1") == (WRONG,)


async def test_feedback_has_everybody_learn_anew_once_until_there_is_more(store: Store):
    assert not await store.run(take_in_feedback)
    before = await store.read(get_index_version)
    for word in (WRONG, replace(WRONG, verdict=Verdict.RIGHT, at=NOW + timedelta(seconds=1))):
        await store.run(record_feedback, word)
        assert await store.run(take_in_feedback)
        assert not await store.run(take_in_feedback)
    await store.run(
        erase_feedback, interaction_id="i1", article_id="bags", source=FeedbackSource.AGENT
    )
    assert await store.run(take_in_feedback)
    assert await store.read(get_index_version) == before + 3


async def test_what_an_agent_answered_with_is_kept_but_nothing_is_learnt_from_it(store: Store):
    used = replace(WRONG, verdict=Verdict.RIGHT, source=FeedbackSource.SUGGESTION, confidence=0.0)
    await store.run(record_feedback, used)
    assert not await store.run(take_in_feedback)
    assert await store.read(list_feedback) == ()
    assert await store.read(list_feedback_in, "c1") == (used,)
