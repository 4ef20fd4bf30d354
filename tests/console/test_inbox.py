"""The inbox: who needs somebody most stands on top."""

import re

from crm_store.transaction import Transaction
from domain.conversations import Author, ConversationStatus, Direction, Priority
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, hand_over, minutes, record_person, reference_of, say


def references(page: str) -> list[str]:
    return re.findall(r'id="row-(FD-\d+)"', page)


async def test_who_waits_longest_and_matters_most_comes_first(browser: Browser, console: Console):
    start = console.clock.now()

    def record(tx: Transaction) -> None:
        for number, waited, priority in (
            (1, 5, Priority.NORMAL),
            (2, 50, Priority.NORMAL),
            (3, 1, Priority.URGENT),
        ):
            now = start - minutes(waited)
            hand_over(tx, begin(tx, number, now=now), now=now, priority=priority)
        begin(tx, 4, now=start)

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")

    page = await browser.read("/console/")

    assert references(page) == [reference_of(number) for number in (3, 2, 1)]
    assert "20 min late" in words_of(page)
    assert "due in 25 min" in words_of(page)


async def test_each_view_shows_its_own_and_counts_them(browser: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        hand_over(tx, begin(tx, 1, now=now), now=now, assignee="s-agent")
        hand_over(tx, begin(tx, 2, now=now), now=now, queue="general")
        begin(tx, 3, now=now)
        hand_over(
            tx,
            begin(tx, 4, now=now),
            now=now,
            status=ConversationStatus.RESOLVED,
            waiting_since=None,
            assignee="s-agent",
            disposition="no_action",
        )

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")

    expected = {
        "waiting": [1, 2],
        "mine": [1],
        "unassigned": [2],
        "queue:baggage": [1],
        "queue:general": [2],
        "bot": [3],
        "resolved": [4],
    }
    for view, numbers in expected.items():
        page = await browser.read(f"/console/?view={view}")
        assert sorted(references(page)) == [reference_of(number) for number in numbers], view
    assert "All waiting 2 conversations" in words_of(await browser.read("/console/views"))
    assert "No action" in words_of(await browser.read("/console/?view=resolved"))


async def test_search_finds_names_references_and_what_was_said(browser: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        record_person(tx, "c-omar", "Omar Haddad the Younger", now)
        hand_over(tx, begin(tx, 1, now=now, text="The strap of my suitcase tore"), now=now)
        hand_over(tx, begin(tx, 2, now=now, customer_id="c-omar"), now=now)

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")

    assert references(await browser.read("/console/rows?q=omar")) == [reference_of(2)]
    assert references(await browser.read("/console/rows?q=SUITCASE")) == [reference_of(1)]
    assert references(await browser.read("/console/rows?q=fd-00000002")) == [reference_of(2)]
    nothing = await browser.read("/console/?q=%3Cb%3Ezebra")
    assert "Nothing matches “&lt;b&gt;zebra”" in nothing
    assert "<b>zebra" not in nothing


async def test_a_row_shows_what_the_waiting_customer_said_last(browser: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        one = begin(tx, 1, now=now, text="My seat is broken")
        say(
            tx,
            one,
            "x-bot",
            text="I pass you on.",
            now=now,
            direction=Direction.OUT,
            author=Author.BOT,
        )
        hand_over(tx, one, now=now)

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")

    assert "My seat is broken" in words_of(await browser.read("/console/"))


async def test_an_empty_inbox_has_a_kind_word(browser: Browser):
    await browser.log_in("agent@example.com")

    assert "Nobody is waiting" in await browser.read("/console/")


async def test_an_unknown_view_is_not_found_and_says_which_there_are(browser: Browser):
    await browser.log_in("agent@example.com")

    response = await browser.get("/console/?view=everything")

    assert response.status == 404
    assert "waiting, mine" in await response.text()
