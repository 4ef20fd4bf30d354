"""Of each article it is told how often its answers were right, each answer counted once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_store.articles import record_article
from crm_store.feedback import record_feedback
from crm_store.judged_articles import list_judged_articles
from crm_store.store import Store
from domain.feedback import ON_WHAT_WAS_SENT, FeedbackSource, Verdict
from domain.knowledge import Article
from tests.crm_store.test_feedback import WRONG, begin
from tests.fakes import MONDAY_MORNING as NOW

AGENT, CUSTOMER, HANDOFF = ON_WHAT_WAS_SENT
BAGS = Article(
    id="bags", locale="en", title="Bags?", variants=("bag",), answer="One.", tags=("baggage",)
)


@pytest.fixture(autouse=True)
async def _conversations(store: Store) -> None:
    await store.run(begin)
    await store.run(record_article, BAGS, author="Ann", now=NOW)


async def test_without_verdicts_there_is_nothing_to_list(store: Store):
    assert await store.read(list_judged_articles) == ()


async def test_on_one_answer_whoever_is_believed_most_is_counted(store: Store):
    said = [
        WRONG,
        replace(WRONG, source=CUSTOMER, verdict=Verdict.RIGHT),
        replace(WRONG, source=HANDOFF),
        replace(WRONG, interaction_id="i2", source=HANDOFF),
        replace(WRONG, interaction_id="i3", source=CUSTOMER, verdict=Verdict.RIGHT),
    ]
    for one in said:
        await store.run(record_feedback, one)
    (judged,) = await store.read(list_judged_articles)
    assert (judged.title, judged.topic) == ("Bags?", "baggage")
    assert (judged.right, judged.wrong) == (1, 2)
    assert judged.share == pytest.approx(1 / 3)
    assert judged.sources == {AGENT: (0, 1), CUSTOMER: (1, 0), HANDOFF: (0, 1)}


async def test_the_most_often_wrong_comes_first_and_what_is_gone_by_its_id(store: Store):
    for number in range(3):
        later = NOW + timedelta(minutes=number)
        wrong = replace(WRONG, article_id="gone", interaction_id=f"i{number}", at=later)
        await store.run(record_feedback, wrong)
    await store.run(record_feedback, replace(WRONG, interaction_id="i9"))
    first, second = await store.read(list_judged_articles)
    assert (first.title, first.wrong, first.latest) == ("gone", 3, NOW + timedelta(minutes=2))
    assert (second.title, second.wrong) == ("Bags?", 1)


async def test_the_latest_conversations_with_a_wrong_answer_are_named_once_each(store: Store):
    for number, conversation in enumerate(("c1", "c2", "c2")):
        later = NOW + timedelta(minutes=number)
        said = replace(WRONG, conversation_id=conversation, interaction_id=f"i{number}", at=later)
        await store.run(record_feedback, said)
    right = replace(WRONG, interaction_id="i7", verdict=Verdict.RIGHT)
    await store.run(record_feedback, right)
    (judged,) = await store.read(list_judged_articles)
    assert judged.wrong_in == ("FD-c2", "FD-c1")


async def test_what_agents_answered_with_themselves_is_no_verdict_on_the_bot(store: Store):
    chosen = replace(WRONG, source=FeedbackSource.SUGGESTION, verdict=Verdict.RIGHT)
    await store.run(record_feedback, chosen)
    assert await store.read(list_judged_articles) == ()
