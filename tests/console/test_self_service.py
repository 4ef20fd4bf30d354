"""Supervisors see what customers do by themselves and where they stop, and who stopped there."""

import csv
import io
from datetime import timedelta

import pytest

from crm_store.transaction import Transaction
from domain.self_service import RunState
from tests.console.browser import Browser, Console, words_of
from tests.crm_store.run_record import RunRecord

PAGE = "/console/self-service"


async def live(console: Console) -> None:
    now = console.clock.now() - timedelta(days=2)

    def record_runs(tx: Transaction) -> None:
        record = RunRecord(tx, "c-astrid")
        record.run(("filled booking", "ended"), now)
        record.run(("asked booking", "filled booking", "ended"), now)
        record.run(
            ("asked booking", "filled booking"), now, state=RunState.REFUSED, outcome="closed"
        )
        record.run(("asked booking",), now, state=RunState.LAPSED)
        record.run(("asked booking",), now, state=RunState.LAPSED, channel="telegram")
        record.run(
            ("asked =SUM(A1)", "handed_over"), now, state=RunState.HANDED_OVER, queue="general"
        )

    await console.services.store.run(record_runs)


async def read_csv(browser: Browser, path: str) -> list[dict[str, str]]:
    response = await browser.get(path)
    assert response.content_type == "text/csv"
    return list(csv.DictReader(io.StringIO((await response.read()).decode("utf-8-sig"))))


async def test_the_figures_stand_with_what_they_count(browser: Browser, console: Console):
    await live(console)
    await browser.log_in("supervisor@example.com")
    words = words_of(await browser.read(PAGE))
    assert "5 of 6 conversations that ended answered or solved" in words
    assert "2 of 6 runs that are over" in words
    assert "nobody can tell" in words
    assert "Could not be done: closed 1" in words
    assert "No answer any more: 2" in words


async def test_every_bar_stands_in_a_table_that_says_the_same(browser: Browser, console: Console):
    await live(console)
    await browser.log_in("supervisor@example.com")
    page = await browser.read(PAGE)
    assert page.count('class="funnel-bar"') == 4
    assert "style=" not in page
    assert "<script>" not in page


async def test_who_stopped_at_a_question_is_one_click_away(browser: Browser, console: Console):
    await live(console)
    await browser.log_in("supervisor@example.com")
    there = f"{PAGE}/dropped?days=28&amp;action=check_in&amp;slot=booking"
    assert there in await browser.read(PAGE)
    page = await browser.read(there.replace("&amp;", "&"))
    assert page.count("No answer any more") == 2
    assert page.count('href="/console/conversations/FD-RUN') == 2
    telegram = await browser.read(there.replace("&amp;", "&") + "&channel=telegram")
    assert telegram.count('href="/console/conversations/FD-RUN') == 1


async def test_one_channel_can_be_looked_at_alone(browser: Browser, console: Console):
    await live(console)
    await browser.log_in("supervisor@example.com")
    words = words_of(await browser.read(f"{PAGE}?channel=telegram"))
    assert "Telegram alone" in words
    assert "0 of 1 runs that are over" in words


async def test_the_tables_can_be_taken_as_files(browser: Browser, console: Console):
    await live(console)
    await browser.log_in("supervisor@example.com")
    (action,) = await read_csv(browser, f"{PAGE}/actions.csv")
    assert (action["action"], action["begun"], action["done"]) == ("check_in", "6", "2")
    assert (action["conversations"], action["contained"]) == ("6", "5")
    questions = await read_csv(browser, f"{PAGE}/questions.csv")
    assert {row["slot"]: row["dropped_lapsed"] for row in questions} == {
        "booking": "2",
        "'=SUM(A1)": "0",
    }


async def test_an_empty_record_says_what_will_be_here(browser: Browser):
    await browser.log_in("supervisor@example.com")
    assert "Nothing in these days" in await browser.read(PAGE)
    nobody = await browser.read(f"{PAGE}/dropped?action=check_in&slot=booking")
    assert "Nobody stopped here" in nobody


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("from=2026-03-02&to=2026-02-01", "The last day is before the first"),
        ("from=2020-01-01&to=2026-02-01", "A report is of 371 days at the most"),
        ("from=yesterday", "Say both days as 2026-03-31"),
    ],
)
async def test_days_that_make_no_sense_are_told(browser: Browser, asked: str, said: str):
    await browser.log_in("supervisor@example.com")
    words = words_of(await browser.read(f"{PAGE}?{asked}"))
    assert said in words
    assert "shown are the last 28 days" in words


async def test_only_supervisors_find_it_in_the_menu(browser: Browser):
    await browser.log_in("agent@example.com")
    assert PAGE not in await browser.read("/console/")
