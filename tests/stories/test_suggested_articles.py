"""Agents are suggested what may answer; what they answer with is kept, with how sure it was."""

from dataclasses import replace

from bot.suggest_articles import Suggestions, suggest_articles
from bot.used_articles import NamedArticle, Use
from bot.write_suggestion import write_answer
from crm_store.articles import record_article
from crm_store.feedback import list_feedback, list_feedback_in
from domain.conversations import Author, Direction
from domain.feedback import AnswerFeedback, FeedbackSource, Verdict
from domain.knowledge import ArticleState
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import ANN, ARTICLES, HALF_KNOWN, KNOWN, KNOWN_ANSWER, UNKNOWN

pytestmark = SLOW_ON_POSTGRES

PERSON = "I want to talk to a person"
CABIN = NamedArticle(id="cabin-baggage")


async def suggest(desk: StoryDesk, thread: str) -> Suggestions:
    return await suggest_articles(desk.system.tools, await desk.reference(thread))


def ids(found: Suggestions) -> list[str]:
    return [each.article.id for each in found.best]


async def answer_with(desk: StoryDesk, thread: str, text: str, *named: NamedArticle) -> None:
    reference = await desk.reference(thread)
    await desk.system.desk.reply(reference, agent=ANN, text=text, articles=named)
    await desk.settle()


async def kept(desk: StoryDesk, thread: str) -> tuple[AnswerFeedback, ...]:
    conversation = await desk.conversation(thread)
    return await desk.system.store.read(list_feedback_in, conversation.id)


async def test_what_came_near_what_the_customer_asked_is_suggested(desk: StoryDesk):
    await desk.customer_texts(ASTRID, PERSON)
    await desk.customer_texts(ASTRID, KNOWN)
    found = await suggest(desk, ASTRID)
    assert ids(found)[0] == "cabin-baggage"
    assert len(found.best) <= 3
    assert found.index_version == desk.system.index.current().version


async def test_all_that_was_written_since_the_last_reply_counts_and_nothing_before_it(
    desk: StoryDesk,
):
    await desk.customer_texts(ASTRID, PERSON)
    await desk.customer_texts(ASTRID, "when do I get my refund")
    await desk.agent_replies(ASTRID, "Within seven days.")
    await desk.customer_texts(ASTRID, "my bag is missing")
    await desk.customer_texts(ASTRID, "and is there wifi on board?")
    found = await suggest(desk, ASTRID)
    assert [each.text for each in found.asked] == [
        "my bag is missing",
        "and is there wifi on board?",
    ]
    assert {"lost-baggage", "wifi"} <= set(ids(found))
    assert "refund" not in ids(found)


async def test_what_is_known_now_counts_where_it_has_changed_since(desk: StoryDesk):
    await desk.customer_texts(ASTRID, PERSON)
    await desk.customer_texts(ASTRID, KNOWN)
    for article in ARTICLES:
        if article.id == "cabin-baggage":
            gone = replace(article, state=ArticleState.RETIRED)
            await desk.system.store.run(record_article, gone, author="Ann", now=desk.clock.now())
    assert "cabin-baggage" not in ids(await suggest(desk, ASTRID))


async def test_it_comes_in_the_customers_language_or_else_says_which(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "Ich möchte mit einem Menschen sprechen")
    await desk.customer_texts(ASTRID, "Wie schwer darf mein Handgepäck sein?")
    await desk.customer_texts(ASTRID, "Gibt es WLAN im Flugzeug?")
    found = await suggest(desk, ASTRID)
    locales = {each.article.id: each.article.locale for each in found.best}
    assert found.language == "de"
    assert locales["cabin-baggage"] == "de"
    assert locales["wifi"] == "en"


async def test_choosing_what_the_bot_offered_is_no_question(desk: StoryDesk):
    await desk.visitor_writes("visitor", HALF_KNOWN)
    offered = (await desk.page_shows("visitor")).entries[-1].quick_replies
    none = offered[-1]
    await desk.visitor_writes("visitor", none.label, choice=none.value)
    assert [each.text for each in (await suggest(desk, "visitor")).asked] == [HALF_KNOWN]


async def test_what_an_agent_answers_with_is_kept_with_how_sure_the_matcher_was(desk: StoryDesk):
    await desk.customer_texts(ASTRID, PERSON)
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.customer_texts(ASTRID, "hello?")
    found = await suggest(desk, ASTRID)
    text = write_answer(desk.system.tools, found.conversation, found.best[0].article)
    assert text == KNOWN_ANSWER

    await answer_with(desk, ASTRID, f"Hi Astrid!\n\n{text}", CABIN)

    (said,) = await kept(desk, ASTRID)
    asked = (await desk.log(ASTRID, Direction.IN))[1]
    assert (said.source, said.verdict, said.by) == (
        FeedbackSource.SUGGESTION,
        Verdict.RIGHT,
        ANN.id,
    )
    assert (said.interaction_id, said.article_id, said.locale) == (
        asked.id,
        "cabin-baggage",
        "en",
    )
    assert said.confidence == found.best[0].match.confidence > 0.5
    assert said.index_version == found.index_version
    reply = [one for one in await desk.log(ASTRID, Direction.OUT) if one.author is Author.AGENT][-1]
    (named,) = reply.source_ids["articles"]
    assert (named["id"], named["title"]) == ("cabin-baggage", "How much cabin baggage may I take?")


async def test_the_matcher_learns_nothing_from_what_it_was_not_asked_about(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await answer_with(desk, ASTRID, "Within seven days.", NamedArticle(id="refund"))
    (said,) = await kept(desk, ASTRID)
    assert (said.article_id, said.source) == ("refund", FeedbackSource.SUGGESTION)
    assert await desk.system.store.read(list_feedback) == ()


async def test_an_article_that_was_taken_out_again_was_not_used(desk: StoryDesk):
    await desk.customer_texts(ASTRID, PERSON)
    await desk.customer_texts(ASTRID, KNOWN)
    for text, articles in (
        ("I shall ask my colleague.", (CABIN, NamedArticle(id="no-such-article"))),
        ("One moment.", ()),
    ):
        await answer_with(desk, ASTRID, text, *articles)
    assert await kept(desk, ASTRID) == ()
    replies = await desk.log(ASTRID, Direction.OUT)
    assert all("articles" not in one.source_ids for one in replies)


async def test_operators_see_how_often_what_is_suggested_is_used(desk: StoryDesk):
    await desk.customer_texts(ASTRID, PERSON)
    await desk.customer_texts(ASTRID, "my bag is missing")
    await answer_with(desk, ASTRID, "Report it at the desk.", NamedArticle(id="lost-baggage"))
    await answer_with(desk, ASTRID, "Ja, bis 24 Stunden vorher.", NamedArticle(id="meals"))
    await answer_with(desk, ASTRID, "Goodbye!")

    registry = desk.system.metrics.registry
    for used in ("suggested", "searched", "none"):
        counted = registry.get_sample_value("frontdesk_suggestion_total", {"used": used})
        assert counted == 1, used


async def test_a_link_counts_as_long_as_it_is_in_the_reply(desk: StoryDesk):
    await desk.customer_texts(ASTRID, PERSON)
    await desk.customer_texts(ASTRID, "my bag is missing")
    linked = NamedArticle(id="lost-baggage", locale="en", use=Use.LINK)
    link = "https://desk.example.com/help/en/articles/lost-baggage"
    await answer_with(desk, ASTRID, f"Please read {link}", linked)
    assert [each.article_id for each in await kept(desk, ASTRID)] == ["lost-baggage"]


async def test_repeating_what_the_bot_sent_says_nothing_new(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    await answer_with(desk, ASTRID, KNOWN_ANSWER, CABIN)
    assert await kept(desk, ASTRID) == ()


async def test_a_reply_that_is_said_once_is_counted_once(desk: StoryDesk):
    await desk.customer_texts(ASTRID, PERSON)
    await desk.customer_texts(ASTRID, KNOWN)
    reference = await desk.reference(ASTRID)
    for text in (KNOWN_ANSWER, "Within seven days."):
        await desk.system.desk.reply(
            reference, agent=ANN, text=text, key="once", articles=[CABIN, NamedArticle(id="refund")]
        )
    assert [each.article_id for each in await kept(desk, ASTRID)] == ["cabin-baggage"]
