"""What customers asked is found again with what became of it, as far as one article goes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_store import decided_questions
from crm_store.asked_questions import (
    Outcome,
    QuestionAsked,
    list_fruitless_searches,
    list_gap_questions_for,
    list_judged_questions,
    list_searches_for,
)
from crm_store.conversations import get_conversation
from crm_store.decided_questions import list_decided_questions
from crm_store.decisions import record_decision
from crm_store.feedback import record_feedback
from crm_store.interactions import record_interaction
from crm_store.schema import gap_questions, gaps, help_searches
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.conversations import Author, Direction
from domain.decisions import (
    Answer,
    Ask,
    AskedQuestion,
    Decision,
    DecisionRecord,
    Escalate,
    Understanding,
)
from domain.feedback import AnswerFeedback, FeedbackSource, Verdict
from domain.knowledge import ArticleMatch
from domain.messages import QuickReply
from tests.crm_store.test_feedback import WRONG, begin
from tests.fakes import MONDAY_MORNING as NOW

# With all that an engine may write differently in JSON.
ID = 'späte "taschen" 100%'
BAGS = ArticleMatch(article_id=ID, locale="en", version=2, title="Bags?", confidence=0.6)
FEES = ArticleMatch(article_id="fees", locale="en", version=1, title="Fees?", confidence=0.3)
SINCE = NOW - timedelta(days=90)
LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
async def _conversations(store: Store) -> None:
    await store.run(begin)


def say(tx: Transaction, name: str, text: str, conversation: str = "c1") -> None:
    record_interaction(
        tx,
        get_conversation(tx, f"FD-{conversation}"),
        interaction_id=name,
        direction=Direction.IN,
        author=Author.CUSTOMER,
        now=NOW,
        text=text,
    )


async def decide(
    store: Store,
    name: str,
    decision: Decision,
    *matches: ArticleMatch,
    text: str = "where is my bag",
    minute: int = 0,
    conversation: str = "c1",
    **more: object,
) -> None:
    understanding = Understanding(
        language="en", intent="question", confidence=1.0, matches=matches, index_version=7
    )
    record = DecisionRecord(
        id=f"d-{name}",
        conversation_id=conversation,
        interaction_id=name,
        decision=decision,
        rule="a_rule",
        trace=(),
        understanding=replace(understanding, **more),  # type: ignore[arg-type]
        at=NOW + timedelta(minutes=minute),
    )

    def write(tx: Transaction) -> None:
        say(tx, name, text, conversation)
        record_decision(tx, record)

    await store.run(write)


async def find(store: Store) -> list[tuple[str, str, Outcome]]:
    page = await store.read(list_decided_questions, ID, since=SINCE, before=LATER)
    assert page.next is None
    return [(one.id, one.text, one.outcome) for one in page.questions]


def answer(match: ArticleMatch) -> Answer:
    return Answer(responder="article", article=match)


async def test_what_was_answered_or_missed_is_found_and_what_is_about_others_is_not(store: Store):
    handoff = Escalate(queue="general", reason="unknown")
    await decide(store, "i1", answer(BAGS), BAGS, FEES)
    await decide(store, "i2", handoff, BAGS, FEES, text="no bag on the belt")
    await decide(store, "i3", answer(FEES), FEES, BAGS)
    await decide(store, "i4", handoff, replace(BAGS, confidence=0.02), text="marry me")
    await decide(store, "i5", handoff, replace(FEES, confidence=0.7), BAGS)
    assert await find(store) == [
        ("i1", "where is my bag", Outcome.ANSWERED),
        ("i2", "no bag on the belt", Outcome.MISSED),
    ]


async def test_of_several_questions_the_one_that_it_answers_is_told(store: Store):
    parts = (
        AskedQuestion(text="what does a bag cost?", matches=(FEES,)),
        AskedQuestion(text="where is mine?", matches=(BAGS,)),
    )
    decision = Answer(responder="article", article=FEES, more=(BAGS,))
    await decide(store, "i1", decision, FEES, BAGS, text="cost? where?", questions=parts)
    assert await find(store) == [("i1", "where is mine?", Outcome.ANSWERED)]


async def test_what_only_means_something_after_another_question_is_left_out(store: Store):
    await decide(store, "i1", answer(BAGS), BAGS, follows="where is my bag", text="and hers?")
    await decide(store, "i2", answer(BAGS), BAGS, intent="person", text="a person please")
    assert await find(store) == []


async def test_who_chose_the_article_asked_what_they_had_asked_before(store: Store):
    asked = Ask(
        question="did_you_mean", choices=(QuickReply(label="Bags?", value=f"article:{ID}"),)
    )
    chosen = answer(replace(BAGS, version=0))
    await decide(store, "i1", asked, FEES, BAGS, text="luggage")
    await decide(store, "i2", asked, FEES, BAGS, text="fees", conversation="c2")
    await decide(store, "i3", chosen, text="Bags?")
    await decide(store, "i4", answer(replace(FEES, version=0)), text="Fees?", conversation="c2")
    assert await find(store) == [("i3", "luggage", Outcome.CHOSEN)]


@pytest.mark.parametrize("bound", ["WINDOW", "MOST_READ"])
async def test_window_by_window_each_is_found_once(
    store: Store, monkeypatch: pytest.MonkeyPatch, bound: str
):
    monkeypatch.setattr(decided_questions, bound, 2)
    for number in range(5):
        await decide(store, f"i{number}", answer(BAGS), BAGS, minute=number)
    found: list[str] = []
    before = LATER
    for _ in range(9):
        page = await store.read(list_decided_questions, ID, since=SINCE, before=before)
        found += [one.id for one in page.questions]
        if page.next is None:
            break
        before = page.next
    assert sorted(found) == ["i0", "i1", "i2", "i3", "i4"]


async def test_what_is_older_is_not_looked_at(store: Store):
    await decide(store, "i1", answer(BAGS), BAGS)
    page = await store.read(
        list_decided_questions, ID, since=NOW + timedelta(minutes=1), before=LATER
    )
    assert page.questions == ()


def judge(interaction: str, verdict: Verdict, source: FeedbackSource) -> AnswerFeedback:
    return replace(WRONG, article_id=ID, interaction_id=interaction, verdict=verdict, source=source)


async def test_verdicts_are_told_with_the_question_and_whoever_is_believed_most(store: Store):
    def write(tx: Transaction) -> None:
        for number in range(1, 5):
            say(tx, f"i{number}", f"question {number}")
        for said in (
            judge("i1", Verdict.RIGHT, FeedbackSource.AGENT),
            judge("i1", Verdict.WRONG, FeedbackSource.CUSTOMER),
            judge("i2", Verdict.WRONG, FeedbackSource.CUSTOMER),
            judge("i3", Verdict.RIGHT, FeedbackSource.SUGGESTION),
            replace(WRONG, interaction_id="i4"),
        ):
            record_feedback(tx, said)

    await store.run(write)
    found = await store.read(list_judged_questions, ID, since=SINCE, limit=10)
    assert {(one.text, one.outcome, one.reference) for one in found} == {
        ("question 1", Outcome.RIGHT, "FD-c1"),
        ("question 2", Outcome.WRONG, "FD-c1"),
        ("question 3", Outcome.INSERTED, "FD-c1"),
    }
    assert len(await store.read(list_judged_questions, ID, since=SINCE, limit=1)) == 1
    assert await store.read(list_judged_questions, ID, since=LATER, limit=9) == ()


async def test_searches_are_told_by_whether_they_led_to_the_article(store: Store):
    def write(tx: Transaction) -> None:
        for name, locale, opened in (
            ("s1", "en", ID),
            ("s2", "de", ID),
            ("s3", "en", "fees"),
            ("s4", "en", None),
        ):
            values = {"id": name, "locale": locale, "text": name, "found": 1, "opened": opened}
            tx.execute(help_searches.insert().values(**values, at=NOW))

    await store.run(write)
    opened = await store.read(list_searches_for, ID, "en", since=SINCE, limit=9)
    fruitless = await store.read(list_fruitless_searches, "en", since=SINCE, limit=9)
    assert opened == (
        QuestionAsked(id="s1", text="s1", locale="en", outcome=Outcome.OPENED, at=NOW),
    )
    assert [(one.id, one.outcome) for one in fruitless] == [("s4", Outcome.MISSED)]


async def test_the_questions_of_the_gap_that_it_was_written_for_are_told(store: Store):
    def write(tx: Transaction) -> None:
        say(tx, "i1", "one")
        say(tx, "i2", "two")
        values = {"locale": "en", "title": "t", "terms": [], "size": 2, "state": "drafted"}
        times = {"first_at": NOW, "last_at": NOW, "found_at": NOW}
        for gap, article in (("g1", ID), ("g2", None)):
            tx.execute(gaps.insert().values(id=gap, article_id=article, **values, **times))
        for gap, question, rank in (("g1", "i2", 0), ("g1", "s1", 1), ("g2", "i1", 0)):
            source = "search" if question == "s1" else "message"
            tx.execute(
                gap_questions.insert().values(
                    gap_id=gap, source=source, question_id=question, rank=rank
                )
            )

    await store.run(write)
    (found,) = await store.read(list_gap_questions_for, ID, "en", limit=9)
    assert (found.text, found.outcome, found.reference) == ("two", Outcome.GAP, "FD-c1")
