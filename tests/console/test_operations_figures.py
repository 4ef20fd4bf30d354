"""The operations page says whether the numbers of reports were right last night."""

from dataclasses import replace

from crm_store.figure_checks import WrongFigure, begin_figure_check, record_figure_check
from tests.console.browser import Browser, Console, words_of


async def test_the_last_check_stands_on_the_operations_page(console: Console, browser: Browser):
    await browser.log_in("admin@example.com")
    assert "Figures of reports" not in await browser.read("/console/operations")
    store, now = console.services.store, console.clock.now()
    check = await store.run(begin_figure_check, now=now)
    await store.run(record_figure_check, replace(check, conversations=7, ended_at=now))
    assert "7 conversations, nothing wrong." in words_of(await browser.read("/console/operations"))
    wrong = WrongFigure("FD-00000001", "missing: resolved solved of 2026-03-02 (sms) 1 with 60")
    found = check.with_more([wrong], conversations=7)
    await store.run(record_figure_check, replace(found, ended_at=now))
    page = await browser.read("/console/operations")
    assert "7 conversations, 1 wrong, which is being put right." in words_of(page)
    assert "/console/conversations/FD-00000001" in page
    assert "missing: resolved solved" in words_of(page)
