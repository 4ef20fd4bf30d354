"""An agent asks for the next conversation from the inbox."""

from bot.assigning.reconcile import reconcile
from crm_store.conversations import get_conversation
from crm_store.transaction import Transaction
from tests.console.browser import Browser, Console
from tests.console.record import begin, hand_over, minutes, reference_of


async def test_the_next_one_is_theirs_and_shown(browser: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        for number, waited in ((1, 5), (2, 20)):
            at = now - minutes(waited)
            hand_over(tx, begin(tx, number, now=at), now=at)

    await console.services.store.run(record)
    assert await reconcile(console.services.tools) == 2
    await browser.log_in("agent@example.com")
    assert "Give me the next one" in await browser.read("/console/")

    answer = await browser.act("/console/next")

    assert answer.headers["Location"] == f"/console/conversations/{reference_of(2)}"
    given = await console.services.store.read(get_conversation, reference_of(2))
    assert given.assignee == "s-agent"


async def test_where_nothing_waits_they_stay_where_they_are(browser: Browser, console: Console):
    del console
    await browser.log_in("agent@example.com")
    answer = await browser.act("/console/next")
    assert answer.headers["Location"] == "/console/"
