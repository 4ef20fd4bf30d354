"""Answers are judged, by customers in passing and by agents who look at them."""

from dataclasses import replace

import pytest

from bot.articles import import_articles
from crm_store.feedback import list_feedback
from crm_store.transaction import Transaction
from domain.conversations import Direction
from domain.decisions import Ask
from domain.errors import NotFoundError
from domain.feedback import AnswerFeedback, FeedbackSource, Verdict
from domain.knowledge import Article
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import (
    ANN,
    ARTICLES,
    BEN,
    HALF_KNOWN,
    KNOWN,
    KNOWN_ANSWER,
    KNOWN_GERMAN,
    UNKNOWN,
)

pytestmark = SLOW_ON_POSTGRES

AGENT, CUSTOMER, HANDOFF = FeedbackSource.AGENT, FeedbackSource.CUSTOMER, FeedbackSource.HANDOFF
RIGHT, WRONG = Verdict.RIGHT, Verdict.WRONG


async def verdicts(desk: StoryDesk) -> list[tuple[FeedbackSource, Verdict]]:
    return [(one.source, one.verdict) for one in await feedback(desk)]


async def feedback(desk: StoryDesk) -> tuple[AnswerFeedback, ...]:
    return await desk.system.store.read(list_feedback)


async def agent_judges(
    desk: StoryDesk, verdict: Verdict | None, *, agent: object = ANN, article: str | None = None
) -> None:
    question = (await desk.log(ASTRID, Direction.IN))[0]
    await desk.system.desk.judge(
        await desk.reference(ASTRID),
        agent=agent,  # type: ignore[arg-type]
        interaction_id=question.id,
        article_id=article,
        verdict=verdict,
    )


async def test_whom_the_answer_did_not_help_is_handed_over_with_a_word_of_regret(
    desk: StoryDesk,
):
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.customer_texts(ASTRID, "That didn't help")
    assert desk.said_to(ASTRID)[-1].startswith("I am sorry that this did not help.")
    assert (await desk.conversation(ASTRID)).queue == "baggage"
    (said,) = await feedback(desk)
    assert (said.source, said.verdict) == (CUSTOMER, WRONG)
    assert (said.article_id, said.locale, said.article_version) == ("cabin-baggage", "en", 1)
    assert said.interaction_id == (await desk.log(ASTRID, Direction.IN))[0].id
    assert said.index_version == desk.system.index.current().version


async def test_it_is_understood_in_german(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN_GERMAN)
    await desk.customer_texts(ASTRID, "Nein, das hilft mir leider nicht")
    assert desk.said_to(ASTRID)[-1].startswith("Es tut mir leid, dass das nicht geholfen hat.")
    assert await verdicts(desk) == [(CUSTOMER, WRONG)]


async def test_a_chat_offers_to_say_whether_it_helped_until_the_customer_goes_on(desk: StoryDesk):
    await desk.visitor_writes("visitor", KNOWN)
    answer = (await desk.page_shows("visitor")).entries[-1]
    assert [(choice.label, choice.value) for choice in answer.quick_replies] == [
        ("That helped", "helped"),
        ("That did not help", "not_helped"),
    ]
    await desk.visitor_writes("visitor", "That helped", choice="helped")
    assert await verdicts(desk) == [(CUSTOMER, RIGHT)]
    assert (await desk.last_decision("visitor")).rule == "small_talk"
    assert (await desk.page_shows("visitor")).entries[-1].quick_replies == ()


async def test_the_words_that_a_press_sends_are_understood_in_german(desk: StoryDesk):
    await desk.visitor_writes("visitor", KNOWN_GERMAN)
    for choice in (await desk.page_shows("visitor")).entries[-1].quick_replies:
        await desk.visitor_writes("visitor", choice.label, choice=choice.value)
        expected = RIGHT if choice.value == "helped" else WRONG
        assert await verdicts(desk) == [(CUSTOMER, expected)]


async def test_a_telephone_is_not_asked_whether_it_helped(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]


async def test_who_calls_for_a_person_right_after_an_answer_was_hardly_helped(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.customer_texts(ASTRID, "an agent please")
    assert await verdicts(desk) == [(HANDOFF, WRONG)]
    assert (await desk.conversation(ASTRID)).queue == "baggage"


async def test_who_calls_for_a_person_later_may_mean_anything(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.customer_texts(ASTRID, "thanks")
    await desk.customer_texts(ASTRID, "an agent please")
    assert await verdicts(desk) == []


async def test_thanks_alone_is_no_verdict(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.customer_texts(ASTRID, "thank you")
    assert await verdicts(desk) == []


async def test_a_new_question_beside_the_complaint_is_answered(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.customer_texts(ASTRID, "That did not help. When do I get my refund?")
    assert desk.said_to(ASTRID)[-1] == "Within seven days."
    assert await verdicts(desk) == [(CUSTOMER, WRONG)]
    assert (await feedback(desk))[0].article_id == "cabin-baggage"


async def test_a_changed_mind_counts_once(desk: StoryDesk):
    await desk.visitor_writes("visitor", KNOWN)
    await desk.visitor_writes("visitor", "That helped")
    await desk.visitor_writes("visitor", "sorry, that did not help")
    assert await verdicts(desk) == [(CUSTOMER, WRONG)]


async def test_what_is_said_to_a_person_is_no_verdict_on_the_bot(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_replies(ASTRID, "He is.")
    await desk.customer_texts(ASTRID, "that did not help")
    assert await verdicts(desk) == []
    assert (await desk.last_decision(ASTRID)).rule == "person_has_conversation"


async def test_that_did_not_help_without_any_answer_reaches_a_person_too(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "that did not help")
    assert (await desk.conversation(ASTRID)).queue == "general"
    assert await verdicts(desk) == []


async def test_an_answer_that_was_chosen_is_judged_by_how_sure_it_was_when_offered(
    desk: StoryDesk,
):
    await desk.customer_texts(ASTRID, HALF_KNOWN)
    asked = await desk.last_decision(ASTRID)
    assert isinstance(asked.decision, Ask)
    await desk.customer_texts(ASTRID, "2")
    await desk.customer_texts(ASTRID, "that did not help")
    (said,) = await feedback(desk)
    offered = {each.article_id: each for each in asked.understanding.matches}
    assert said.article_id == "cabin-baggage"
    assert said.confidence == offered["cabin-baggage"].confidence
    assert said.article_version == 1


async def test_an_agent_judges_changes_their_mind_and_takes_it_back(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    await agent_judges(desk, WRONG)
    (said,) = await feedback(desk)
    assert (said.source, said.verdict, said.by) == (AGENT, WRONG, ANN.id)
    await agent_judges(desk, RIGHT, agent=BEN, article="cabin-baggage")
    (said,) = await feedback(desk)
    assert (said.verdict, said.by) == (RIGHT, BEN.id)
    await agent_judges(desk, None)
    assert await feedback(desk) == ()


async def test_only_what_the_bot_sent_can_be_judged(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    with pytest.raises(NotFoundError, match="sent no such article"):
        await agent_judges(desk, WRONG, article="refund")
    await desk.visitor_writes("visitor", UNKNOWN)
    question = (await desk.log("visitor", Direction.IN))[0]
    with pytest.raises(NotFoundError, match="sent no such article"):
        await desk.system.desk.judge(
            await desk.reference("visitor"),
            agent=ANN,
            interaction_id=question.id,
            article_id=None,
            verdict=WRONG,
        )


def mark_sensitive(tx: Transaction, article: Article, desk: StoryDesk) -> None:
    marked = replace(article, sensitive=True)
    import_articles(tx, [marked], author="stories", now=desk.clock.now())


async def test_an_article_marked_sensitive_is_not_sent_even_before_the_index_knows(
    desk: StoryDesk,
):
    article = next(each for each in ARTICLES if each.id == "cabin-baggage")
    await desk.system.store.run(mark_sensitive, article, desk)
    await desk.customer_texts(ASTRID, KNOWN)
    assert KNOWN_ANSWER not in desk.said_to(ASTRID)
    assert (await desk.conversation(ASTRID)).queue == "baggage"


async def test_an_article_marked_sensitive_is_not_sent_when_chosen_from_an_older_offer(
    desk: StoryDesk,
):
    await desk.customer_texts(ASTRID, HALF_KNOWN)
    article = next(each for each in ARTICLES if each.id == "cabin-baggage")
    await desk.system.store.run(mark_sensitive, article, desk)
    await desk.customer_texts(ASTRID, "2")
    assert KNOWN_ANSWER not in desk.said_to(ASTRID)
    assert (await desk.conversation(ASTRID)).queue == "baggage"
