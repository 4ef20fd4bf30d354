"""Knowledge managers see what customers asked beside an article, and add it to its draft."""

from crm_store.article_drafts import find_draft
from crm_store.articles import record_article
from crm_store.feedback import record_feedback
from crm_store.transaction import Transaction
from domain.feedback import AnswerFeedback, FeedbackSource, Verdict
from domain.knowledge import Article
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, reference_of, say

BAG = Article(
    id="late-bag",
    locale="en",
    title="My bag has not arrived",
    variants=("where is my bag",),
    answer="Report it at the desk.",
)
PAGE = "/console/knowledge/articles/late-bag/en/suggestions"
ASKED = {
    "x-1": ("No <i>suitcase</i> on the belt", Verdict.RIGHT, FeedbackSource.AGENT),
    "x-2": ("how heavy may it be", Verdict.WRONG, FeedbackSource.CUSTOMER),
    "x-3": ("My name is Mara Olsen, no suitcase", Verdict.RIGHT, FeedbackSource.SUGGESTION),
    "x-4": ("luggage lost in transit", Verdict.RIGHT, FeedbackSource.SUGGESTION),
}


async def ask(console: Console) -> None:
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        record_article(tx, BAG, author="Ann", now=now)
        one = begin(tx, 1, now=now, text=ASKED["x-1"][0])
        for name, (text, verdict, source) in ASKED.items():
            if name != "x-1":
                say(tx, one, name, text=text, now=now)
            record_feedback(
                tx,
                AnswerFeedback(
                    conversation_id=one.id,
                    interaction_id=name,
                    article_id=BAG.id,
                    locale="en",
                    article_version=1,
                    index_version=1,
                    confidence=0.4,
                    verdict=verdict,
                    source=source,
                    at=now,
                ),
            )

    await console.services.store.run(record)


async def test_real_questions_are_shown_with_where_they_are_from_and_why(
    browser: Browser, console: Console
):
    await ask(console)
    await browser.log_in("knowledge@example.com")
    response = await browser.get(PAGE, **{"HX-Request": "true"})
    part = await response.text()
    words = words_of(part)
    for expected in (
        *("These belong here", "Answered with this article, and judged right"),
        *("luggage lost in transit", "An agent answered with this article"),
        *("Do not add: 1 asked for something else", "how heavy may it be"),
        "One question is not shown, with personal data in it.",
    ):
        assert expected in words
    assert "Mara" not in part
    assert "No &lt;i&gt;suitcase&lt;/i&gt; on the belt" in part
    assert 'data-variant="luggage lost in transit"' in part
    assert 'data-variant="how heavy may it be"' not in part
    assert f'href="/console/conversations/{reference_of(1)}"' in part
    assert "<html" not in part


async def test_without_scripts_a_question_is_added_to_the_draft_by_its_button(
    browser: Browser, console: Console
):
    await ask(console)
    await browser.log_in("knowledge@example.com")
    assert "luggage lost in transit" in await browser.read(PAGE)

    for _ in range(2):
        added = await browser.act(PAGE, variant="luggage lost  in transit")
        assert (added.status, added.headers["Location"]) == (303, PAGE)

    draft = await console.services.store.read(find_draft, BAG.id, "en")
    assert draft is not None
    assert draft.content.variants == (*BAG.variants, "luggage lost in transit")
    assert "luggage lost in transit" not in await browser.read(PAGE)
    assert (await browser.act(PAGE, variant=" ")).status == 422


async def test_where_nobody_asked_or_there_is_no_article_it_says_so(
    browser: Browser, console: Console
):
    await browser.log_in("knowledge@example.com")
    assert (await browser.get(PAGE)).status == 404
    now = console.clock.now()
    await console.services.store.run(record_article, BAG, author="Ann", now=now)
    assert "nobody asked for this in words that it does not have" in words_of(
        await browser.read(PAGE)
    )


async def test_agents_do_not_get_there(browser: Browser, console: Console):
    await ask(console)
    await browser.log_in("agent@example.com")
    assert (await browser.get(PAGE)).status == 403
    assert (await browser.act(PAGE, variant="x")).status == 403
