"""Whoever answers sees what the customer read in the help centre before they wrote."""

from dataclasses import replace

from crm_store.articles import find_article, record_article
from domain.channels import ThreadKey
from domain.conversations import Author, Direction
from domain.knowledge import ArticleState
from domain.messages import HelpVisit
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.story_desk import StoryDesk
from tests.stories.world import KNOWN, KNOWN_ANSWER

pytestmark = SLOW_ON_POSTGRES

_MAIL = "erik@example.com"
_SAYS = "My tuba plays by itself at night"


async def test_agents_see_the_article_that_was_read_and_what_was_said_of_it(desk: StoryDesk):
    visit = HelpVisit(article_id="cabin-baggage", locale="en", helpful=False, searched="bag size")
    await desk.form_is_sent(_MAIL, _SAYS, visit=visit)

    (thread,) = await desk.conversations()
    event, message, *_ = await desk.log(thread.thread)

    article = await desk.system.store.read(find_article, "cabin-baggage", "en")
    assert article is not None
    assert (event.direction, event.author) == (Direction.EVENT, Author.SYSTEM)
    assert event.text == (
        f"Came from the help centre after reading “{article.title}” (en, rated not helpful), "
        "searched for “bag size” before"
    )
    assert event.source_ids == {
        "event": "help_visit",
        "read_article": "cabin-baggage",
        "read_locale": "en",
        "searched": "bag size",
    }
    assert message.text == _SAYS


async def test_a_claim_about_what_is_not_published_is_not_believed(desk: StoryDesk):
    article = await desk.system.store.read(find_article, "cabin-baggage", "en")
    assert article is not None
    await desk.system.store.run(
        record_article,
        replace(article, id="old", state=ArticleState.RETIRED),
        author="Kim",
        now=desk.clock.now(),
    )
    for claimed in ("old", "never"):
        await desk.form_is_sent(_MAIL, _SAYS, visit=HelpVisit(article_id=claimed, locale="en"))

    for conversation in await desk.conversations():
        log = await desk.log(conversation.thread)
        assert all(each.source_ids.get("event") != "help_visit" for each in log)


async def test_a_search_alone_is_told_as_well(desk: StoryDesk):
    await desk.form_is_sent(_MAIL, _SAYS, visit=HelpVisit(searched="tuba"))

    (thread,) = await desk.conversations()
    event, *_ = await desk.log(thread.thread)

    assert event.text == "Came from the help centre after searching for “tuba”"


async def test_the_customer_is_not_told_what_stands_there_for_agents(desk: StoryDesk):
    visit = HelpVisit(article_id="cabin-baggage", locale="en", helpful=False)
    await desk.form_is_sent(_MAIL, _SAYS, visit=visit)

    (conversation,) = await desk.conversations()
    key = ThreadKey(channel="web_form", account="contact", thread=conversation.thread)
    view = await desk.system.gateway.read_thread(key, after=0, limit=100)
    assert view.entries
    assert not any("help centre" in each.text for each in view.entries)


async def test_who_was_not_helped_by_an_article_gets_a_person_and_not_the_article(desk: StoryDesk):
    visit = HelpVisit(article_id="cabin-baggage", locale="en", helpful=False)
    await desk.form_is_sent(_MAIL, KNOWN, visit=visit)
    await desk.form_is_sent(_MAIL, KNOWN, visit=replace(visit, helpful=None))

    in_vain, otherwise = await desk.conversations()

    assert in_vain.queue is not None
    assert not any(KNOWN_ANSWER in each for each in await desk.said(in_vain.thread))
    assert any(KNOWN_ANSWER in each for each in await desk.said(otherwise.thread))
