"""A customer asks several things at once and has an answer to each, from the bot or a person."""

from dataclasses import replace

import pytest

from crm_store.articles import record_article
from crm_store.transaction import Transaction
from domain.conversations import ConversationStatus
from domain.decisions import Answer, Escalate
from domain.knowledge import ArticleState
from tests.engines import SLOW_ON_POSTGRES
from tests.fakes import MONDAY_MORNING
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import ARTICLES, KNOWN, KNOWN_ANSWER, KNOWN_GERMAN

pytestmark = SLOW_ON_POSTGRES

TWO = f"{KNOWN} Also, when do I get my refund?"
JOINED = "How much luggage may I carry on board and when do I get my refund?"
HALF = f"{KNOWN} And is your captain married?"


@pytest.mark.parametrize("text", [TWO, JOINED])
async def test_both_answers_come_in_one_message_under_their_titles(desk: StoryDesk, text: str):
    await desk.customer_texts(ASTRID, text)
    (told,) = desk.said_to(ASTRID)
    assert told.split("\n") == [
        "1. How much cabin baggage may I take?",
        KNOWN_ANSWER,
        "",
        "2. When do I get my refund?",
        "Within seven days.",
    ]
    decision = (await desk.last_decision(ASTRID)).decision
    assert isinstance(decision, Answer)
    assert [each.article_id for each in decision.more] == ["refund"]
    assert (await desk.conversation(ASTRID)).status is ConversationStatus.PENDING
    _, answer = await desk.log(ASTRID)
    assert answer.source_ids["more"] == [{"article": "refund", "version": 1}]


async def test_on_a_page_each_answer_has_a_heading(desk: StoryDesk):
    await desk.visitor_writes("v1", TWO)
    (_, answer) = (await desk.page_shows("v1")).entries
    assert answer.html is not None
    assert "<strong>1. How much cabin baggage may I take?</strong>" in answer.html
    assert "<strong>8 kg</strong>" in answer.html


async def test_what_is_known_is_answered_at_once_and_a_person_answers_the_rest(desk: StoryDesk):
    await desk.customer_texts(ASTRID, HALF)
    (told,) = desk.said_to(ASTRID)
    assert told.startswith(f"How much cabin baggage may I take?\n{KNOWN_ANSWER}\n\n")
    assert "the rest of your message" in told
    assert "A person will answer you" in told
    assert await desk.reference(ASTRID) in told
    decision = (await desk.last_decision(ASTRID)).decision
    assert isinstance(decision, Escalate)
    assert [each.article_id for each in decision.meanwhile] == ["cabin-baggage"]
    assert (await desk.conversation(ASTRID)).queue is not None


async def test_a_german_hears_in_german_that_a_person_answers_the_rest(desk: StoryDesk):
    await desk.customer_texts(JONAS, f"{KNOWN_GERMAN}? Und ist Ihr Kapitän verheiratet?")
    (told,) = desk.said_to(JONAS)
    assert "8 kg kommt mit in die Kabine" in told
    assert "Auf das Übrige habe ich keine sichere Antwort" in told


async def test_two_questions_about_one_matter_have_one_answer(desk: StoryDesk):
    await desk.customer_texts(ASTRID, f"{KNOWN} And what is the hand luggage allowance?")
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]


async def test_an_answer_that_was_withdrawn_meanwhile_comes_from_a_person(desk: StoryDesk):
    def retire(tx: Transaction) -> None:
        (refund,) = (each for each in ARTICLES if each.id == "refund")
        retired = replace(refund, state=ArticleState.RETIRED)
        record_article(tx, retired, author="kim", now=MONDAY_MORNING)

    await desk.system.store.run(retire)
    await desk.customer_texts(ASTRID, TWO)
    (told,) = desk.said_to(ASTRID)
    assert KNOWN_ANSWER in told
    assert "Within seven days." not in told
    assert "A person will answer you" in told
