"""What holds for all pages, and the smaller ones."""

import re

from crm_store.jobs import claim_jobs, record_job, shunt_job
from crm_store.transaction import Transaction
from domain.jobs import JobKind
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, minutes


async def test_every_page_forbids_scripts_and_styles_of_others(browser: Browser):
    await browser.log_in("admin@example.com")
    for path in ("/", "/console/", "/console/operations", "/nowhere", "/console/login"):
        response = await browser.get(path)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_no_page_needs_what_its_policy_forbids(browser: Browser, console: Console):
    now = console.clock.now()
    await console.services.store.run(begin, 1, now=now)
    await browser.log_in("admin@example.com")
    for path in ("/console/", "/console/conversations/FD-00000001", "/console/operations"):
        page = await browser.read(path)
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
        assert all("src=" in script for script in re.findall(r"<script[^>]*>", page))


async def test_what_scrolls_can_be_reached_with_the_keyboard(browser: Browser):
    await browser.log_in("admin@example.com")

    assert re.search(r'class="work" tabindex="0"', await browser.read("/console/"))
    page = await browser.read("/console/operations")
    assert re.search(r'class="operations-scroll" tabindex="0"', page)


async def test_style_sheets_and_scripts_are_kept_by_their_content(browser: Browser):
    page = await browser.read("/console/login")
    address = re.search(r'href="(/static/tokens\.css\?v=\w+)"', page)
    assert address is not None

    kept = await browser.get(address[1])
    plain = await browser.get("/static/tokens.css")
    again = await browser.get("/static/tokens.css", **{"If-None-Match": plain.headers["ETag"]})

    assert "immutable" in kept.headers["Cache-Control"]
    assert plain.headers["Cache-Control"] == "no-cache"
    assert again.status == 304
    assert (await browser.get("/static/../app.py")).status == 404
    assert (await browser.get("/static/vendor/htmx.min.js")).status == 200


async def test_pages_with_customers_on_them_are_kept_by_nobody(browser: Browser):
    await browser.log_in("agent@example.com")

    assert (await browser.get("/console/")).headers["Cache-Control"] == "no-store"


async def test_the_front_page_says_where_to_go(browser: Browser):
    page = await browser.read("/")

    assert 'href="/console/"' in page
    assert "/demo" not in page


async def test_a_customer_is_shown_across_conversations_newest_first(
    browser: Browser, console: Console
):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        for number in range(1, 61):
            begin(tx, number, now=now - minutes(100 - number), text=f"Question {number:03}")

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")

    first = await browser.read("/console/customers/c-astrid")
    earlier = re.search(r'href="(\?before=\d+)"', first)
    assert earlier is not None
    second = await browser.read(f"/console/customers/c-astrid{earlier[1]}")

    assert re.findall(r"Question (\d+)", first)[:2] == ["060", "059"]
    assert re.findall(r"Question (\d+)", second)[0] == "010"
    assert "?before=" not in second
    assert (await browser.get("/console/customers/c-astrid?before=x")).status == 422
    assert (await browser.get("/console/customers/nobody")).status == 404


async def test_an_operator_sees_what_was_put_aside_and_gives_it_another_turn(
    browser: Browser, console: Console
):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        record_job(
            tx, job_id="j-1", kind=JobKind.DELIVER, ordering_key="k", subject="o-17", now=now
        )
        (job,) = claim_jobs(tx, now=now, lease_until=now + minutes(1), limit=1)
        shunt_job(tx, job, error="the provider says <nothing>")

    await console.services.store.run(record)
    await browser.log_in("admin@example.com")

    words = words_of(await browser.read("/console/operations"))
    assert "o-17" in words
    assert "the provider says <nothing>" in words
    response = await browser.act("/console/operations/jobs/j-1/replay")

    assert response.headers["Location"] == "/console/operations"
    assert "Nothing was put aside" in await browser.read("/console/operations")


async def test_errors_are_pages_for_people_and_problems_for_programs(browser: Browser):
    person = await browser.get("/nowhere", Accept="text/html")
    program = await browser.get("/channels/nowhere", Accept="*/*")

    assert "There is nothing at this address" in words_of(await person.text())
    assert program.content_type == "application/problem+json"
    assert (await browser.client.delete("/")).headers["Allow"]


async def test_a_fault_has_a_number_and_no_traceback(browser: Browser, console: Console):
    await browser.log_in("agent@example.com")
    await console.services.store.run(_break)

    response = await browser.get("/console/", Accept="text/html")

    text = await response.text()
    assert response.status == 500
    assert "tell an administrator this number: id-" in text
    assert "Traceback" not in text
    assert "sqlalchemy" not in text.lower()


def _break(tx: Transaction) -> None:
    tx.connection.exec_driver_sql("ALTER TABLE queues RENAME TO cues")
