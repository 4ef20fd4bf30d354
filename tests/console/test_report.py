"""Knowledge managers see how well the knowledge serves, and take the figures with them."""

import csv
import io
from datetime import timedelta

import pytest

from crm_store.articles import record_article
from crm_store.transaction import Transaction
from domain.knowledge import Article
from tests.console.browser import Browser, Console, words_of
from tests.crm_store.report_record import ANSWER, ASK, CHOICE_RULE, Record, hand_over

PAGE = "/console/report"


async def live(console: Console) -> None:
    now = console.clock.now()

    def record_weeks(tx: Transaction) -> None:
        for title in ("<Bags>?", "=SUM(A1)"):
            article = Article(
                id="bags" if "B" in title else "sum",
                locale="en",
                title=title,
                variants=("w",),
                answer="One.",
            )
            record_article(tx, article, author="Ann", now=now)
        record = Record(tx)
        for week in range(3):
            at = now - timedelta(weeks=week)
            record.decide(ANSWER, at, ended="answered")
            record.decide(hand_over("unknown"), at, ended="solved", queue="general")
        record.decide(ASK, now, channel="email")
        record.decide(ANSWER, now, rule=CHOICE_RULE, channel="email")
        record.count(now)

    await console.services.store.run(record_weeks)


async def read_csv(browser: Browser, path: str) -> list[dict[str, str]]:
    response = await browser.get(path)
    assert response.status == 200
    assert response.content_type == "text/csv"
    assert "attachment" in response.headers["Content-Disposition"]
    text = (await response.read()).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


async def test_figures_are_told_with_what_they_count(browser: Browser, console: Console):
    await live(console)
    await browser.log_in("knowledge@example.com")
    words = words_of(await browser.read(f"{PAGE}?weeks=4"))
    assert "3 of 6 conversations that ended answered or solved" in words
    assert "4 of 7 questions" in words
    assert "1 of 1 questions asked back led to an article" in words
    assert "It is not claimed that a read saved a message" in words
    assert "neither handed over to a queue nor replied to by anybody" in words


async def test_every_chart_says_in_a_table_what_it_shows(browser: Browser, console: Console):
    await live(console)
    await browser.log_in("knowledge@example.com")
    page = await browser.read(f"{PAGE}?weeks=12")
    assert page.count('<svg class="chart"') == page.count("week by week; the table below") == 7
    assert page.count("<summary>Week by week</summary>") == 7
    assert "style=" not in page
    assert "<script>" not in page


async def test_titles_are_written_as_words_and_lead_to_the_editor(
    browser: Browser, console: Console
):
    await live(console)
    await browser.log_in("knowledge@example.com")
    page = await browser.read(PAGE)
    assert "&lt;Bags&gt;?" in page
    assert 'href="/console/knowledge/articles/bags/en"' in page


async def test_articles_are_sorted_by_the_column_that_was_pressed(
    browser: Browser, console: Console
):
    await live(console)
    await browser.log_in("knowledge@example.com")
    most_answered = await browser.read(f"{PAGE}?sort=answered")
    assert most_answered.index("articles/bags/en") < most_answered.index("articles/sum/en")
    least = await browser.read(f"{PAGE}?sort=answered&order=rising")
    assert least.index("articles/sum/en") < least.index("articles/bags/en")
    assert 'aria-sort="ascending"' in least


async def test_a_channel_alone_can_be_looked_at(browser: Browser, console: Console):
    await live(console)
    await browser.log_in("knowledge@example.com")
    words = words_of(await browser.read(f"{PAGE}?channel=email"))
    assert "1 of 1 questions" in words
    assert "The help centre is no channel" in words


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("from=2026-03-02&to=2026-02-01", "The last day is before the first"),
        ("from=2020-01-01&to=2026-02-01", "A report is of 53 weeks at the most"),
        ("from=yesterday", "Say both days as 2026-03-31"),
        ("from=0001-01-01&to=0001-01-02", "Choose days after 2000"),
    ],
)
async def test_days_that_make_no_sense_are_told_and_the_usual_weeks_shown(
    browser: Browser, asked: str, said: str
):
    await browser.log_in("knowledge@example.com")
    words = words_of(await browser.read(f"{PAGE}?{asked}"))
    assert said in words
    assert "shown are the last 12 weeks" in words


async def test_days_are_widened_to_whole_weeks(browser: Browser):
    await browser.log_in("knowledge@example.com")
    page = await browser.read(f"{PAGE}?from=2026-02-11&to=2026-02-18")
    assert 'name="from" value="2026-02-09"' in page
    assert 'name="to" value="2026-02-22"' in page


async def test_each_table_can_be_taken_as_a_file(browser: Browser, console: Console):
    await live(console)
    await browser.log_in("knowledge@example.com")
    weeks = await read_csv(browser, f"{PAGE}/weeks.csv?weeks=4")
    assert [row["week"] for row in weeks] == ["2026-W07", "2026-W08", "2026-W09", "2026-W10"]
    assert [row["questions_covered"] for row in weeks] == ["0", "1", "1", "2"]
    channels = await read_csv(browser, f"{PAGE}/channels.csv")
    assert {row["channel"]: row["questions"] for row in channels} == {"sms": "6", "email": "1"}
    articles = await read_csv(browser, f"{PAGE}/articles.csv")
    assert [(row["article_id"], row["answered"]) for row in articles] == [
        ("bags", "4"),
        ("sum", "0"),
        ("pets", "0"),
    ]


async def test_no_title_becomes_a_formula_in_a_spreadsheet(browser: Browser, console: Console):
    await live(console)
    await browser.log_in("knowledge@example.com")
    titles = [row["title"] for row in await read_csv(browser, f"{PAGE}/articles.csv?sort=title")]
    assert "'=SUM(A1)" in titles


async def test_agents_see_neither_the_report_nor_its_files(browser: Browser):
    await browser.log_in("agent@example.com")
    for path in (PAGE, f"{PAGE}/weeks.csv", f"{PAGE}/articles.csv"):
        assert (await browser.get(path)).status == 403
