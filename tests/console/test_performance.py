"""Supervisors see how promises are kept and complaints are made good, and what is behind it."""

import csv
import html
import io
import re
from datetime import date, datetime, timedelta

import pytest
from openpyxl import Workbook, load_workbook

from crm_store.schema import complaints
from crm_store.transaction import Transaction
from domain.figures import Figure
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, record_person
from tests.crm_store.figure_record import make_part, put_parts, put_sums

SERVICE = "/console/reports/service"
COMPLAINTS = "/console/reports/complaints"
TODAY = date(2026, 3, 2)
DAY = TODAY - timedelta(days=1)


async def put_service(console: Console) -> None:
    """Of ten promises nine are kept, and the broken one is Astrid's."""

    def put(tx: Transaction) -> None:
        begin(tx, 1, now=console.clock.now() - timedelta(days=1))
        put_parts(
            tx,
            "v-1",
            [
                make_part(Figure.ARRIVED, DAY, "baggage"),
                make_part(Figure.HANDED_OVER, DAY, "baggage"),
                make_part(Figure.BROKEN, DAY, "first_response", amount=600),
                make_part(Figure.BROKEN_BY_CAUSE, DAY, "waited", hour=14),
                make_part(Figure.BROKEN_BY_TOPIC, DAY, "baggage"),
                make_part(Figure.VOTES, DAY, "csat/2"),
            ],
        )
        put_sums(
            tx,
            [
                make_part(Figure.KEPT, DAY, "first_response", n=4),
                make_part(Figure.KEPT, DAY, "resolution", n=5, queue="", channel="sms", tier=""),
                make_part(Figure.VOTES, DAY, "csat/5", n=3),
                make_part(Figure.VOTES, DAY, "csat/none", n=6),
                make_part(Figure.KEPT, DAY - timedelta(days=28), "first_response", n=1),
                make_part(Figure.BROKEN, DAY - timedelta(days=28), "first_response", n=1),
            ],
        )

    await console.services.store.run(put)


async def put_complaint(console: Console, *, lesson: str = "Tell people at the gate") -> None:
    """Astrid complained of a delay, for which she was given a voucher."""
    at = console.clock.now() - timedelta(days=1)

    def put(tx: Transaction) -> None:
        begin(tx, 1, now=at)
        put_parts(
            tx,
            "v-1",
            [
                make_part(Figure.COMPLAINTS_BY_CATEGORY, DAY, "delay"),
                make_part(Figure.COMPLAINTS_BY_CAUSE, DAY, "too few people"),
                make_part(Figure.COMPLAINTS_BY_SEVERITY, DAY, "serious"),
                make_part(Figure.COMPLAINTS_BY_PRODUCT, DAY, "baggage"),
                make_part(Figure.COMPLAINTS_BY_AGENT, DAY, "s-agent"),
                make_part(Figure.COMPLAINTS_BY_OUTCOME, DAY, ""),
                make_part(Figure.COMPLAINTS_BY_RECOVERY, DAY, "/serious"),
                make_part(Figure.STAGE_TIMES, DAY, "received/late", amount=7200),
                make_part(Figure.TIME_TO_STAGE, DAY, "acknowledged/4", amount=7200),
                make_part(Figure.REDRESS_GIVEN, DAY, "voucher/EUR", amount=123_450),
            ],
        )
        tx.execute(
            complaints.insert().values(
                id="k-1",
                number="C-7K2M9Q",
                customer_id="c-astrid",
                conversation_id="v-1",
                channel="email",
                language="en",
                category="delay",
                root_cause="too few people",
                lessons=lesson,
                stage="acknowledged",
                stage_since=at,
                received_at=at,
                reopenings=0,
                severity="serious",
                points=60,
                grade={},
                special=[],
                anonymous=False,
                opened_why="It was said.",
                last_at=at,
                version=1,
            )
        )

    await console.services.store.run(put)


async def read_csv(browser: Browser, path: str) -> list[dict[str, str]]:
    response = await browser.get(path)
    assert response.content_type == "text/csv"
    return list(csv.DictReader(io.StringIO((await response.read()).decode("utf-8-sig"))))


async def read_workbook(browser: Browser, path: str) -> Workbook:
    response = await browser.get(path)
    assert response.status == 200, await response.text()
    assert "spreadsheetml" in response.content_type
    return load_workbook(io.BytesIO(await response.read()))


def find_links(page: str, start: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(rf'href="({re.escape(start)}[^"]*)"', page)]


async def test_service_levels_stand_with_their_interval_and_change(
    browser: Browser, console: Console
):
    await put_service(console)
    await browser.log_in("supervisor@example.com")
    words = words_of(await browser.read(SERVICE))
    assert "Service level 90 % +40 points 9 of 10 promises kept; truly 59 % to 98 %" in words
    assert "First response 4 1 80 % 37 % to 96 % 50 % +30" in words
    assert "Promises broken 1 unchanged to 1 customer" in words
    assert "Waited in the queue" in words
    assert "4.2 of 5; 4 of 10 asked voted" in words
    assert "Astrid Lindqvist Gold 1 1 1 Mar 2026 0 0" in words


async def test_every_number_leads_to_what_is_behind_it(browser: Browser, console: Console):
    await put_service(console)
    await browser.log_in("supervisor@example.com")
    page = await browser.read(SERVICE)
    links = find_links(page, "/console/reports/behind")
    behind = [each for each in links if "figure=broken&label=first_response&from" in each]
    listed = await browser.read(behind[0])
    assert 'href="/console/conversations/FD-00000001"' in listed
    assert "First response" in words_of(listed)
    (back,) = find_links(listed, SERVICE + "?")
    assert words_of(await browser.read(back)) == words_of(page)


async def test_all_that_a_report_leads_to_can_be_opened(browser: Browser, console: Console):
    await put_service(console)
    await put_other_complaint(console)
    await browser.log_in("supervisor@example.com")
    for report in (SERVICE, COMPLAINTS):
        page = await browser.read(f"{report}?days=7")
        for link in dict.fromkeys(find_links(page, "/console/reports")):
            response = await browser.get(link)
            assert response.status == 200, (link, await response.text())


async def put_other_complaint(console: Console) -> None:
    """A complaint in the sums alone."""

    def put(tx: Transaction) -> None:
        put_sums(
            tx,
            [
                make_part(Figure.COMPLAINTS_BY_SEVERITY, DAY, "minor"),
                make_part(Figure.COMPLAINTS_BY_CAUSE, DAY, ""),
                make_part(Figure.COMPLAINTS_BY_RECOVERY, DAY, "lost/minor"),
                make_part(Figure.STAGE_TIMES, DAY, "received/in_time", amount=60),
                make_part(Figure.TIME_TO_STAGE, DAY, "closed/more", amount=6_000_000),
                make_part(Figure.REDRESS_SPENT, DAY, "points/EUR", amount=100),
            ],
        )

    await console.services.store.run(put)


async def test_complaints_are_told_with_what_they_cost(browser: Browser, console: Console):
    await put_complaint(console)
    await browser.log_in("supervisor@example.com")
    words = words_of(await browser.read(COMPLAINTS))
    assert "Complaints 1 nothing to compare with" in words
    assert "Too few people 1" in words
    assert "Acknowledged 1 4 h 2 h" in words
    assert "Received 1 1 0 % 0 % to 79 %" in words
    assert "Voucher EUR 1 EUR 1,234.50 0 EUR 0.00 EUR 1,234.50" in words
    assert "Tell people at the gate" in words
    assert "Agent Berg 1" in words


async def test_behind_complaints_stand_complaints(browser: Browser, console: Console):
    await put_complaint(console)
    await browser.log_in("supervisor@example.com")
    page = await browser.read(COMPLAINTS)
    (link, *_) = [
        each for each in find_links(page, "/console/reports/behind") if "redress_given" in each
    ]
    listed = await browser.read(link)
    assert 'href="/console/complaints/C-7K2M9Q"' in listed
    assert 'href="/console/conversations/FD-00000001"' in listed


async def test_long_lists_are_turned_page_by_page(browser: Browser, console: Console):
    def put(tx: Transaction) -> None:
        for number in range(1, 121):
            begin(tx, number, now=console.clock.now())
            put_parts(tx, f"v-{number}", [make_part(Figure.ARRIVED, TODAY, "baggage")])

    await console.services.store.run(put)
    await browser.log_in("supervisor@example.com")
    link = find_links(await browser.read(SERVICE), "/console/reports/behind?figure=arrived")[0]
    seen: list[str] = []
    following = [link]
    while following:
        page = await browser.read(following[0])
        seen += re.findall(r'href="/console/conversations/(FD-\d+)"', page)
        following = [html.unescape(each) for each in re.findall(r'href="([^"]*)" rel="next"', page)]
    assert len(seen) == len(set(seen)) == 120


async def test_tables_can_be_taken_as_files(browser: Browser, console: Console):
    await put_service(console)
    await browser.log_in("supervisor@example.com")
    rows = await read_csv(browser, f"{SERVICE}/queues.csv?days=28")
    whole = next(row for row in rows if row["queue"] == "Baggage" and row["broken"] == "1")
    assert (whole["kept"], whole["service_level"]) == ("4", "0.8")
    assert float(whole["service_level_low"]) == pytest.approx(0.3755, abs=1e-3)
    hours = await read_csv(browser, f"{SERVICE}/hours.csv")
    assert [row["hour"] for row in hours if row["broken"] != "0"] == ["14:00"]


async def test_a_workbook_has_numbers_that_are_numbers(browser: Browser, console: Console):
    await put_service(console)
    await browser.log_in("supervisor@example.com")
    book = await read_workbook(browser, f"{SERVICE}.xlsx?days=28")
    about = [cell.value for row in book["About"].iter_rows() for cell in row if cell.value]
    assert datetime(2026, 2, 3) in about  # noqa: DTZ001 - as cells have it
    assert any("95 of 100 cases" in str(each) for each in about)
    queues = book["2 Service level by queue"]
    assert queues.freeze_panes == "B2"
    rows = {(row[0].value, row[1].value): row for row in queues.iter_rows(min_row=2)}
    level = rows["Baggage", "All promises"][4]
    assert (level.value, level.number_format) == (0.8, "0.0%")
    days = book["5 Over time"]
    assert days["A2"].value == datetime(2026, 2, 3)  # noqa: DTZ001 - as cells have it
    assert days["A2"].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("lesson", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
async def test_words_never_become_formulas(browser: Browser, console: Console, lesson: str):
    await put_complaint(console, lesson=lesson)
    await browser.log_in("supervisor@example.com")
    (row,) = await read_csv(browser, f"{COMPLAINTS}/lessons.csv")
    assert row["lesson"] == f"'{lesson}"
    book = await read_workbook(browser, f"{COMPLAINTS}/lessons.xlsx")
    cell = book.worksheets[1]["F2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (lesson, "s", None)


async def test_money_in_a_workbook_is_in_the_currencys_own_unit(browser: Browser, console: Console):
    await put_complaint(console)
    await browser.log_in("supervisor@example.com")
    sheet = (await read_workbook(browser, f"{COMPLAINTS}/redress.xlsx")).worksheets[1]
    head = [cell.value for cell in sheet[1]]
    worth = sheet[2][head.index("Worth")]
    assert (worth.value, worth.number_format) == (1234.5, "#,##0.00")


async def test_each_table_has_its_own_sheet_with_a_name_that_excel_takes(
    browser: Browser, console: Console
):
    await put_complaint(console)
    await browser.log_in("supervisor@example.com")
    for report in (SERVICE, COMPLAINTS):
        book = await read_workbook(browser, f"{report}.xlsx")
        assert len(book.sheetnames) > 8
        assert all(len(name) <= 31 for name in book.sheetnames)


async def test_an_empty_record_says_what_will_be_here(browser: Browser):
    await browser.log_in("supervisor@example.com")
    for report in (SERVICE, COMPLAINTS):
        assert "Nothing in these days" in await browser.read(report)
        assert (await browser.get(f"{report}.xlsx")).status == 200
    behind = "/console/reports/behind?figure=broken&from=2026-03-01&to=2026-03-02"
    assert "Nothing here" in await browser.read(behind)


async def test_names_of_any_length_and_kind_are_shown_as_they_are(
    browser: Browser, console: Console
):
    name = "<script>alert(1)</script>" + "W" * 400

    def put(tx: Transaction) -> None:
        record_person(tx, "c-long", name, console.clock.now())
        begin(tx, 7, now=console.clock.now(), customer_id="c-long")
        parts = [
            make_part(Figure.BROKEN, DAY, "resolution", queue="x" * 300),
            make_part(Figure.BROKEN_BY_TOPIC, DAY, "<b>topic</b>", queue="x" * 300),
        ]
        put_parts(tx, "v-7", parts)

    await console.services.store.run(put)
    await browser.log_in("supervisor@example.com")
    page = await browser.read(SERVICE)
    assert "<script>alert(1)" not in page
    assert name in html.unescape(page)
    assert "<b>topic</b>" not in page
    for link in find_links(page, "/console/reports/behind?figure=broken"):
        assert (await browser.get(link)).status == 200


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("from=2026-03-02&to=2026-02-01", "The last day is before the first"),
        ("from=2020-01-01&to=2026-02-01", "A report is of 371 days at the most"),
        ("from=yesterday", "Say both days as 2026-03-31"),
        ("from=0001-01-01&to=0001-01-02", "Choose days after 2000"),
    ],
)
async def test_days_that_make_no_sense_are_told(browser: Browser, asked: str, said: str):
    await browser.log_in("supervisor@example.com")
    words = words_of(await browser.read(f"{SERVICE}?{asked}"))
    assert said in words
    assert "; shown are the last 28 days" in words
    # A file would say nothing of it.
    assert (await browser.get(f"{SERVICE}/days.csv?{asked}")).status == 422


@pytest.mark.parametrize(
    "asked",
    [
        "figure=nothing&from=2026-03-01&to=2026-03-02",
        "figure=broken",
        "figure=broken&from=2026-03-01&to=2026-03-02&hour=99",
        "figure=broken&from=2026-03-01&to=2026-03-02&after=nowhere",
    ],
)
async def test_lists_that_make_no_sense_are_refused(browser: Browser, asked: str):
    await browser.log_in("supervisor@example.com")
    assert (await browser.get(f"/console/reports/behind?{asked}")).status == 422


async def test_the_way_back_leads_nowhere_else(browser: Browser):
    await browser.log_in("supervisor@example.com")
    asked = "figure=broken&from=2026-03-01&to=2026-03-02"
    elsewhere = "report=//evil.example&back=https://evil.example/?x=1"
    page = await browser.read(f"/console/reports/behind?{asked}&{elsewhere}")
    assert "evil.example/" not in page.split("<main", 1)[1]


async def test_tables_and_reports_that_are_not_there_are_told(browser: Browser):
    await browser.log_in("supervisor@example.com")
    assert (await browser.get(f"{SERVICE}/nothing.csv")).status == 404
    assert (await browser.get("/console/reports/nothing.xlsx")).status == 404


async def test_reports_can_be_had_by_mail_and_stopped(browser: Browser, console: Console):
    await browser.log_in("supervisor@example.com")
    words = words_of(await browser.read(SERVICE))
    assert "Every Monday" in words
    assert "Every Monday: on" not in words
    there = "/console/reports/subscriptions"
    answer = await browser.act(there, period="weekly", wanted="yes", report="service")
    assert (answer.status, answer.headers["Location"]) == (303, SERVICE)
    assert "Every Monday: on" in words_of(await browser.read(SERVICE))
    await browser.act(there, period="weekly", wanted="no", report="service")
    assert "Every Monday: on" not in words_of(await browser.read(SERVICE))
    assert (await browser.act(there, period="hourly", wanted="yes")).status == 422


async def test_only_supervisors_see_reports(browser: Browser):
    await browser.log_in("agent@example.com")
    assert SERVICE not in await browser.read("/console/")
    for path in (SERVICE, COMPLAINTS, f"{SERVICE}.xlsx", "/console/reports/behind?figure=broken"):
        assert (await browser.get(path)).status == 403
