"""Agents see what may answer beside a conversation, and take it into their reply."""

import re

from crm_store.articles import get_index_version, record_article
from crm_store.conversations import get_conversation
from crm_store.feedback import list_feedback_in
from crm_store.interactions import list_interactions
from crm_store.transaction import Transaction
from domain.decisions import Understanding
from domain.knowledge import Article, ArticleMatch
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, explain, hand_over, reference_of

ONE = f"/console/conversations/{reference_of(1)}"
PART = {"HX-Request": "true"}
BAG = Article(
    id="late-bags",
    locale="en",
    title="My <bag> has not arrived",
    variants=("where is my bag",),
    answer="Report it **at the desk**.\n\nWe bring it to you.",
)
KLAUE = Article(
    id="claws",
    locale="de",
    title="Katzen an Bord",
    variants=("katze",),
    answer="Ja, im Korb.",
    sensitive=True,
)


def match(article: Article, confidence: float) -> ArticleMatch:
    return ArticleMatch(
        article_id=article.id,
        locale=article.locale,
        version=1,
        title=article.title,
        confidence=confidence,
        needed=0.7,
    )


async def ask(console: Console, *matches: ArticleMatch, text: str = "Where is my bag?") -> None:
    """Have a customer ask what the knowledge of now makes this of."""
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        for article in (BAG, KLAUE):
            record_article(tx, article, author="Ann", now=now)
        one = begin(tx, 1, now=now, text=text)
        understanding = Understanding(
            language="en",
            intent="question",
            confidence=0.9,
            matches=matches,
            index_version=get_index_version(tx),
        )
        # The bot sent another article; what is told apart here is what agents send.
        explain(tx, one, "x-1", now, understanding)
        hand_over(tx, one, now=now)

    await console.services.store.run(record)


async def read_part(browser: Browser, query: str = "") -> str:
    response = await browser.get(f"{ONE}/suggestions{query}", **PART)
    assert response.status == 200
    return await response.text()


async def test_the_page_of_a_conversation_asks_for_them_after_it_is_there(
    browser: Browser, console: Console
):
    await ask(console, match(BAG, 0.9))
    await browser.log_in("agent@example.com")
    page = await browser.read(ONE)
    assert "Insert as reply" not in page
    part = re.search(rf'hx-get="{ONE}/suggestions"[^>]*hx-trigger="([^"]+)"', page)
    assert part is not None
    assert part[1].startswith("load, sse:conversation")


async def test_each_is_told_with_how_sure_it_is_and_what_to_mind(
    browser: Browser, console: Console
):
    await ask(console, match(BAG, 0.9), match(KLAUE, 0.3))
    await browser.log_in("agent@example.com")
    page = await read_part(browser)
    words = words_of(page)
    for expected in (
        *("My <bag> has not arrived", "Surely this", "90 % sure", "Report it at the desk."),
        *("Katzen an Bord", "Perhaps this", "Sensitive: read it first", "In German only"),
    ):
        assert expected in words
    assert words.index("My <bag>") < words.index("Katzen")
    assert 'data-words="Report it at the desk.\n\nWe bring it to you."' in page
    link = "http://127.0.0.1:8080/help/en/articles/late-bags"
    assert f'data-words="My &lt;bag&gt; has not arrived\n{link}"' in page


async def test_who_may_edit_opens_the_editor_and_others_the_help_centre(
    browser: Browser, console: Console
):
    await ask(console, match(BAG, 0.9))
    for email, address in (
        ("agent@example.com", "/help/en/articles/late-bags"),
        ("knowledge@example.com", "/console/knowledge/articles/late-bags/en"),
    ):
        await browser.log_in(email)
        assert f'href="{address}"' in await read_part(browser)


async def test_where_nothing_comes_near_it_says_so(browser: Browser, console: Console):
    await ask(console, match(BAG, 0.01))
    await browser.log_in("agent@example.com")
    assert "No article comes near what was asked." in words_of(await read_part(browser))


async def test_what_a_search_does_not_find_is_told_as_it_was_typed(
    browser: Browser, console: Console
):
    await ask(console, match(BAG, 0.9))
    await browser.log_in("agent@example.com")
    part = await read_part(browser, "?q=%3Cscript%3Ezebra")
    assert "No article has anything on “&lt;script&gt;zebra”." in part
    assert "Report it" not in part


async def test_without_scripts_it_is_a_page_whose_buttons_fill_the_composer(
    browser: Browser, console: Console
):
    await ask(console, match(BAG, 0.9))
    await browser.log_in("agent@example.com")
    page = await browser.read(f"{ONE}/suggestions")
    assert f'action="{ONE}#composer"' in page
    assert "Where is my bag?" in page
    for use, text in (
        ("answer", "Report it at the desk.\n\nWe bring it to you.</textarea>"),
        ("link", "/help/en/articles/late-bags</textarea>"),
    ):
        page = await browser.read(f"{ONE}?article=late-bags&locale=en&use={use}")
        assert text in page
        assert f'name="articles" value="{use}:en:late-bags"' in page
    assert 'name="articles" value=""' in await browser.read(f"{ONE}?article=none&use=link")


async def test_a_reply_made_from_an_article_shows_it_and_is_kept_as_feedback(
    browser: Browser, console: Console
):
    await ask(console, match(BAG, 0.9))
    await browser.log_in("agent@example.com")
    await browser.act(
        f"{ONE}/reply",
        text="Hello,\r\n\r\nReport it at the desk.\r\n\r\nWe bring it to you.",
        articles="answer:en:late-bags\r\nnonsense\r\nlink:en:",
    )
    store = console.services.store
    conversation = await store.read(get_conversation, reference_of(1))
    (kept,) = await store.read(list_feedback_in, conversation.id)
    assert (kept.article_id, kept.interaction_id, kept.confidence) == ("late-bags", "x-1", 0.9)
    said = await store.read(list_interactions, conversation.id)
    assert said[-1].source_ids["articles"][0]["title"] == BAG.title
    assert "With the article “ My <bag> has not arrived ”" in words_of(await browser.read(ONE))
