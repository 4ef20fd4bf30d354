"""What staff see of promises: beside a conversation and in the rows of the inbox."""

from datetime import timedelta

from bot.clocks.happen import happen
from crm_store.clocks import get_clock, list_running_clocks, record_promise
from crm_store.transaction import Transaction
from domain.conversations import ConversationStatus
from domain.service_levels import ClockKind
from domain.sla_clocks import ClockEvent, ClockEventKind
from tests.clocks import put_clock
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, hand_over, minutes, reference_of

ONE = f"/console/conversations/{reference_of(1)}"
PAUSED, RESUMED, MET = ClockEventKind.PAUSED, ClockEventKind.RESUMED, ClockEventKind.MET


async def wait(console: Console, waited: int, *events: ClockEvent) -> None:
    """Have a customer wait for some minutes, and things happen to the clock of 30 minutes."""
    start = console.clock.now() - minutes(waited)

    def record(tx: Transaction) -> None:
        conversation = hand_over(tx, begin(tx, 1, now=start), now=start)
        for event in events:
            (clock,) = list_running_clocks(tx, conversation.id)
            happen(tx, console.services.tools, clock, event)

    await console.services.store.run(record)


def paused(console: Console, ago: int, reason: str = "third_party") -> ClockEvent:
    return ClockEvent(kind=PAUSED, at=console.clock.now() - minutes(ago), reason=reason)


def happened(console: Console, kind: ClockEventKind, ago: int, reason: str = "") -> ClockEvent:
    return ClockEvent(kind=kind, at=console.clock.now() - minutes(ago), reason=reason)


async def read(browser: Browser, path: str = f"{ONE}/parts/side") -> str:
    await browser.log_in("agent@example.com")
    return words_of(await browser.read(path))


async def test_a_clock_says_how_it_stands_and_how_it_came_to_that(
    browser: Browser, console: Console
):
    await wait(console, 20, paused(console, 15), happened(console, RESUMED, 10))
    words = await read(browser)
    assert "First response due in 15 min" in words
    assert "(first response within 30 min)" in words
    assert "paused 5 min waiting for a third party" in words


async def test_what_was_counted_can_be_checked_line_by_line(browser: Browser, console: Console):
    await wait(console, 20, paused(console, 15), happened(console, RESUMED, 10))
    words = await read(browser)
    assert "How it was counted" in words
    assert "Mon 08:40 Mon 08:45 5 min" in words
    assert "Mon 08:45 Mon 08:50 paused waiting for a third party, 5 min" in words
    assert "Mon 08:50 Mon 09:00 10 min" in words
    assert "Counted 15 min of 30 min" in words
    assert "Mon 08:45 Paused waiting for a third party" in words


async def test_what_the_customer_was_told_stands_beside_it(browser: Browser, console: Console):
    await wait(console, 20)
    now = console.clock.now()

    def tell(tx: Transaction) -> None:
        by, told_at = now + minutes(15), now - minutes(20)
        record_promise(tx, "k-v-1", promised_at=by, corrections=0, now=told_at)

    await console.services.store.run(tell)
    assert "The customer was told by Mon 09:15 ; told 20 min ago" in await read(browser)


async def test_a_promise_kept_broken_held_or_cancelled_says_so(browser: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        tools = console.services.tools
        cases = {
            1: ClockEvent(kind=MET, at=now - minutes(10), reason="agent"),
            2: ClockEvent(kind=MET, at=now + minutes(15), reason="agent"),
            3: ClockEvent(kind=PAUSED, at=now, reason="third_party"),
            4: ClockEvent(kind=ClockEventKind.CANCELLED, at=now, reason="resolved"),
        }
        for number, event in cases.items():
            one = begin(tx, number, now=now - minutes(20))
            hand_over(tx, one, now=now - minutes(20))
            happen(tx, tools, get_clock(tx, f"k-{one.id}"), event)

    await console.services.store.run(record)
    expected = {
        1: "met with 20 min to spare",
        2: "met late",
        3: "held",
        4: "cancelled",
    }
    await browser.log_in("agent@example.com")
    for number, chip in expected.items():
        page = await browser.read(f"/console/conversations/{reference_of(number)}/parts/side")
        assert f"First response {chip} Started" in words_of(page)


async def test_a_shorter_clock_hides_no_promise_that_is_late(browser: Browser, console: Console):
    now = console.clock.now()
    await wait(console, 50)

    def add(tx: Transaction) -> None:
        kind = ClockKind.NEXT_RESPONSE
        put_clock(
            tx, clock_id="k-next", conversation_id="v-1", kind=kind, target_minutes=5, now=now
        )

    await console.services.store.run(add)
    words = await read(browser, "/console/rows")
    assert "First response 20 min late" in words


async def test_a_row_names_the_promise_that_is_due_next(browser: Browser, console: Console):
    now = console.clock.now()
    await wait(console, 5)

    def add(tx: Transaction) -> None:
        kind = ClockKind.RESOLUTION
        put_clock(
            tx, clock_id="k-end", conversation_id="v-1", kind=kind, target_minutes=600, now=now
        )

    await console.services.store.run(add)
    words = await read(browser, "/console/rows")
    assert "First response due in 25 min" in words
    assert "Resolution" not in words


async def test_a_row_whose_clocks_are_held_says_so(browser: Browser, console: Console):
    await wait(console, 5, paused(console, 0))
    assert "First response held" in await read(browser, "/console/rows")


async def test_a_customer_who_writes_often_fills_no_page(browser: Browser, console: Console):
    now = console.clock.now()
    await wait(console, 600)

    def add(tx: Transaction) -> None:
        tools = console.services.tools
        for number in range(30):
            at = now - timedelta(hours=9) + minutes(number)
            clock = put_clock(
                tx,
                clock_id=f"k-{number:02}",
                conversation_id="v-1",
                kind=ClockKind.NEXT_RESPONSE,
                now=at,
            )
            event = ClockEvent(kind=MET, at=at + timedelta(seconds=30), reason="agent")
            happen(tx, tools, clock, event)

    await console.services.store.run(add)
    words = await read(browser)
    assert "28 earlier" in words
    assert "First response 9 h 30 min late" in words
    await browser.read(ONE)


async def test_a_resolved_conversation_shows_no_clock_in_its_row(
    browser: Browser, console: Console
):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        one = begin(tx, 1, now=now)
        hand_over(tx, one, now=now, status=ConversationStatus.RESOLVED, disposition="solved")

    await console.services.store.run(record)
    words = await read(browser, "/console/rows?view=resolved")
    assert "Solved" in words
    assert "First response" not in words
