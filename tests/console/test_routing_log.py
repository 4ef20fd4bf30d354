"""Who got which conversation and why, as supervisors search it and staff see it beside one."""

import csv
import io
from datetime import timedelta

from crm_store.transaction import Transaction
from domain.routings import RoutingKind
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, hand_over, reference_of
from tests.console.routing_record import explain_pull, put_routing

LOG = "/console/routing/log"
ONE = f"/console/conversations/{reference_of(1)}"


async def record_days(console: Console) -> None:
    """Record a pull that overflowed yesterday, one of today, and what was handed on today."""
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        first = hand_over(tx, begin(tx, 1, now=now), now=now)
        second = hand_over(tx, begin(tx, 2, now=now), now=now)
        begin(tx, 3, now=now)
        yesterday = now - timedelta(days=1)
        put_routing(
            tx,
            first,
            RoutingKind.PULLED,
            yesterday,
            agent="s-agent",
            via="general",
            explanation=explain_pull(first, yesterday, via="general"),
        )
        put_routing(tx, second, RoutingKind.TAKEN, now, agent="s-knowledge", queue="general")
        put_routing(tx, first, RoutingKind.HANDED_ON, now, before="s-agent")

    await console.services.store.run(record)


async def read(browser: Browser, path: str, role: str = "supervisor") -> str:
    await browser.log_in(f"{role}@example.com")
    return words_of(await browser.read(path))


async def test_all_that_overflowed_yesterday_is_one_address(browser: Browser, console: Console):
    await record_days(console)
    words = await read(browser, f"{LOG}?span=yesterday&kind=overflowed")
    assert "Agent Berg asked for the next one" in words
    assert "helping out from General" in words
    assert "took it by hand" not in words
    assert "Nothing in these days" in words_of(
        await browser.read(f"{LOG}?span=today&kind=overflowed")
    )


async def test_a_line_folds_out_to_all_that_was_weighed(browser: Browser, console: Console):
    await record_days(console)
    words = await read(browser, f"{LOG}?span=yesterday")
    assert f"{reference_of(1)} Chosen Pressing Score \N{MINUS SIGN}3.2 min" in words
    assert "Time left 12.5 minutes left 12.5 min" in words
    assert "gold customer, high priority: counts 1.2 times 1.20\N{MULTIPLICATION SIGN}" in words
    assert f"{reference_of(2)} There is time Score 40.0 min" in words
    assert f"{reference_of(3)} does not speak German; takes no Web chat" in words
    assert "7 more stood in line behind one of the same kind" in words
    assert "somebody of another team who can help you with it has your message now" in words


async def test_chips_count_each_kind_of_the_days(browser: Browser, console: Console):
    await record_days(console)
    words = await read(browser, f"{LOG}?span=7")
    assert "All 3 Overflowed 1 Asked for 1 Taken 1 Handed on 1" in words
    words = words_of(await browser.read(f"{LOG}?span=7&kind=taken"))
    assert "All 3" in words
    assert "Knowledge Berg took it by hand" in words
    assert "asked for the next one" not in words


async def test_the_log_is_narrowed_by_agent_queue_words_and_reference(
    browser: Browser, console: Console
):
    await record_days(console)
    await browser.log_in("supervisor@example.com")
    for narrowing, found, missing in (
        ("agent=s-knowledge", "took it by hand", "asked for the next"),
        ("agent=s-agent", "Agent Berg is not there", "took it by hand"),
        ("queue=general", "took it by hand", "asked for the next"),
        ("q=not+there", "Agent Berg is not there", "took it by hand"),
        (f"q={reference_of(2)}", "took it by hand", "is not there"),
    ):
        words = words_of(await browser.read(f"{LOG}?span=7&{narrowing}"))
        assert found in words, narrowing
        assert missing not in words, narrowing


async def test_days_and_words_that_make_no_sense_are_told(browser: Browser, console: Console):
    await record_days(console)
    words = await read(browser, f"{LOG}?from=2026-03-09&to=2026-03-01")
    assert "The last day is before the first; shown is today." in words
    await browser.read(f"{LOG}?span=never&kind=nothing&agent=nobody&queue=none&q=%25_%5C")
    assert (await browser.get(f"{LOG}?before=x")).status == 422


async def test_a_long_log_goes_on_on_further_pages(browser: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        one = begin(tx, 1, now=now)
        for number in range(60):
            put_routing(tx, one, RoutingKind.QUEUED, now, number=number, reason=f"Line {number}.")

    await console.services.store.run(record)
    first = await browser_page(browser, LOG)
    assert "Line 59." in first
    assert "Line 9." not in words_of(first)
    following = first.split('rel="next"', 1)[0].rsplit('href="', 1)[1].split('"')[0]
    second = await browser.read(following.replace("&amp;", "&"))
    assert "Line 9." in words_of(second)
    assert "First page" in second


async def browser_page(browser: Browser, path: str) -> str:
    await browser.log_in("supervisor@example.com")
    return await browser.read(path)


async def test_the_log_is_saved_for_spreadsheets_without_formulas(
    browser: Browser, console: Console
):
    await record_days(console)
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        put_routing(tx, begin(tx, 4, now=now), RoutingKind.QUEUED, now, reason="=1+1")

    await console.services.store.run(record)
    await browser.log_in("supervisor@example.com")
    response = await browser.get(f"{LOG}.csv?span=7")
    assert response.status == 200
    assert "attachment" in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO((await response.text()).lstrip("\ufeff"))))
    assert len(rows) == 4
    assert rows[0]["reason"] == "'=1+1"
    overflowed = next(row for row in rows if row["overflowed"] == "yes")
    assert (overflowed["conversation"], overflowed["agent"]) == (reference_of(1), "Agent Berg")
    assert (overflowed["via"], overflowed["waited_seconds"]) == ("General", "540")


async def test_the_side_tells_how_a_conversation_came_here(browser: Browser, console: Console):
    await record_days(console)
    words = await read(browser, f"{ONE}/parts/side", role="agent")
    assert "How it came here" in words
    assert words.index("Handed on") < words.index("Asked for")
    assert "Agent Berg is not there, so it is back in the queue Baggage" in words
    assert "For the customer" in words
    assert "What was weighed" in words
    page = await browser.read(ONE)
    assert 'data-copy-words="The person who had your message' in page


async def test_a_conversation_that_nobody_routed_has_no_such_list(
    browser: Browser, console: Console
):
    now = console.clock.now()
    await console.services.store.run(lambda tx: begin(tx, 1, now=now))
    assert "How it came here" not in await read(browser, ONE, role="agent")


async def test_a_much_travelled_conversation_fills_no_page(browser: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        one = begin(tx, 1, now=now)
        for number in range(40):
            put_routing(tx, one, RoutingKind.QUEUED, now, number=number, reason=f"Line {number}.")

    await console.services.store.run(record)
    words = await read(browser, f"{ONE}/parts/side", role="agent")
    assert "27 earlier, the first ones left out" in words
    assert "Line 39." in words
    assert "Line 9." not in words


async def test_rows_of_the_inbox_hint_at_how_they_came_there(browser: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        given = hand_over(tx, begin(tx, 1, now=now), now=now, assignee="s-agent")
        put_routing(tx, given, RoutingKind.QUEUED, now)
        put_routing(tx, given, RoutingKind.PUSHED, now, agent="s-agent")
        left = hand_over(tx, begin(tx, 2, now=now), now=now)
        put_routing(tx, left, RoutingKind.HANDED_ON, now, before="s-knowledge")

    await console.services.store.run(record)
    words = await read(browser, "/console/rows", role="agent")
    assert "given to you" in words
    assert "handed on from Knowledge Berg" in words
    assert "given to you" not in await read(browser, "/console/rows")
