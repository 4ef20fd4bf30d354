"""Supervisors see which articles are judged wrong."""

from crm_store.articles import record_article
from crm_store.feedback import record_feedback
from crm_store.transaction import Transaction
from domain.feedback import AnswerFeedback, FeedbackSource, Verdict
from domain.knowledge import Article
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, reference_of

PAGE = "/console/answers"


async def judge(console: Console, *verdicts: Verdict) -> None:
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        begin(tx, 1, now=now)
        for number, verdict in enumerate(verdicts):
            said = AnswerFeedback(
                conversation_id="v-1",
                interaction_id=f"x-{number}",
                article_id="<late-bag>",
                locale="en",
                article_version=1,
                index_version=1,
                confidence=0.91,
                verdict=verdict,
                source=FeedbackSource.CUSTOMER,
                at=now,
            )
            record_feedback(tx, said)

    await console.services.store.run(record)


async def test_supervisors_see_how_often_each_article_was_right(browser: Browser, console: Console):
    await judge(console, Verdict.RIGHT, Verdict.WRONG, Verdict.WRONG)
    await browser.log_in("supervisor@example.com")
    page = await browser.read(PAGE)
    words = words_of(page)
    assert "Of 3 answers of the bot that somebody judged" in words
    assert "Customers: 1 right, 2 wrong" in words
    assert f'href="/console/conversations/{reference_of(1)}"' in page
    assert "&lt;late-bag&gt;" in page


async def test_before_anything_was_judged_the_page_tells_how_to(browser: Browser):
    await browser.log_in("knowledge@example.com")
    assert "Nothing was judged yet" in words_of(await browser.read(PAGE))


async def test_agents_neither_see_the_page_nor_the_way_to_it(browser: Browser):
    await browser.log_in("agent@example.com")
    assert PAGE not in await browser.read("/console/")
    assert (await browser.get(PAGE)).status == 403


async def test_a_judged_article_leads_to_where_it_is_mended(browser: Browser, console: Console):
    await judge(console, Verdict.WRONG)
    there = 'href="/console/knowledge/articles/%3Clate-bag%3E/en"'
    await browser.log_in("knowledge@example.com")
    assert there not in await browser.read(PAGE)
    article = Article(
        id="<late-bag>", locale="en", title="Late?", variants=("w",), answer="At the desk."
    )
    now = console.clock.now()
    await console.services.store.run(record_article, article, author="Ann", now=now)
    assert there in await browser.read(PAGE)
