"""A supervisor tries out what other people or other work would do, by the pages."""

import asyncio
import json
import re
from datetime import timedelta
from typing import Any

from aiohttp import FormData

from bot.simulating.desk import SimulationDesk
from crm_store.transaction import Transaction
from domain.routings import RoutingKind
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, hand_over
from tests.console.routing_record import put_routing

PAGE = "/console/routing/simulator"
# Where something hangs; a tiny scenario takes a second or two.
PATIENCE = 60.0


def make_small() -> dict[str, Any]:
    """Make a scenario of an hour's work a day, for one agent who speaks English alone."""

    def make_class(language: str) -> dict[str, Any]:
        return {
            "name": f"{language} chats",
            "queue": "general",
            "channel": "web_chat",
            "language": language,
            "arrivals_per_hour": [0] * 9 + [6] + [0] * 14,
            "handling_minutes": {"mean": 5, "sd": 2},
            "patience_minutes": {"mean": 30},
            "first_response_minutes": 10,
        }

    return {
        "name": "A small desk",
        "seed": 7,
        "days": 1,
        "start": "2026-03-02T00:00:00+00:00",
        "agents": [
            {
                "name": "Ana <b>",
                "skills": {"lang:en": 5},
                "capacity": {"web_chat": 1},
                "shifts": [["08:00", "17:00"]],
            }
        ],
        "queues": [{"name": "general", "requires": {}}],
        "classes": [make_class("en"), make_class("de")],
    }


async def send_file(browser: Browser, content: bytes) -> Any:
    form = FormData()
    form.add_field("csrf", await browser.token())
    form.add_field("file", content, filename="scenario.json")
    return await browser.client.post(f"{PAGE}/file", data=form, allow_redirects=False)


async def send_small(browser: Browser) -> str:
    """Send the small scenario; return the name under which it can be tried."""
    response = await send_file(browser, json.dumps(make_small()).encode())
    assert response.status == 303, await response.text()
    place: str = response.headers["Location"]
    return place.partition("scenario=")[2]


async def wait_for(browser: Browser, place: str, desk: SimulationDesk) -> str:
    async with asyncio.timeout(PATIENCE):
        await desk.finish()
    return await browser.read(place)


async def test_two_more_who_speak_german_are_tried_and_told_in_a_sentence(
    browser: Browser, console: Console
) -> None:
    await browser.log_in("supervisor@example.com")
    name = await send_small(browser)
    form = await browser.read(f"{PAGE}?scenario={name}")
    assert 'name="speaks:de"' in form
    assert "Ana &lt;b&gt;" in form
    fields = {"scenario": name, "number": "2", "speaks:de": "1", "arrivals": "100"}
    begun = await browser.act(PAGE, **fields)
    assert begun.status == 303, await begun.text()
    place = begun.headers["Location"]
    waiting = await browser.read(place)
    assert 'hx-trigger="every 1s"' in waiting
    assert "Two more people who speak German" in words_of(waiting)

    # One at a time: who comes second is told so, and keeps what they wrote.
    second = await browser.act(PAGE, **fields | {"number": "7"})
    text = await second.text()
    assert "runs a simulation of Supervisor Berg already" in words_of(text)
    assert 'value="7"' in text

    page = await wait_for(browser, place, console.services.simulations)
    words = words_of(page)
    assert "hx-trigger" not in re.findall(r'<div id="simulation"[^>]*>', page)[0]
    assert re.search(
        r"Two more people who speak German: \S+ % of first responses in time instead of \S+ %; "
        r"the longest waits \(99 of 100\) (fall|stay|grow)",
        words,
    )
    for part in (
        *("First come, first served", "Round robin", "Least loaded", "Customers who gave up"),
        *("Occupancy", "not there", "People by hour", "de chats"),
    ):
        assert part in words, part
    assert "Ana &lt;b&gt;" in page
    assert "Ana <b>" not in page
    assert "Two more people who speak German" in words_of(await browser.read(PAGE))
    saved = await browser.get(f"{place}/scenario.json")
    assert (await saved.json())["name"] == "A small desk"


async def test_with_nothing_changed_it_is_told_how_it_is(
    browser: Browser, console: Console
) -> None:
    await browser.log_in("supervisor@example.com")
    begun = await browser.act(PAGE, scenario=await send_small(browser), number="0")
    page = await wait_for(browser, begun.headers["Location"], console.services.simulations)
    assert re.search(r"As it is, \S+ % of first responses come in time", words_of(page))


async def test_one_can_be_ended(browser: Browser, console: Console) -> None:
    await browser.log_in("supervisor@example.com")
    begun = await browser.act(PAGE, scenario="web-shop-before-christmas", number="0")
    place = begun.headers["Location"]
    assert (await browser.act(f"{place}/stop")).status == 303
    page = await wait_for(browser, place, console.services.simulations)
    assert "There is no result: somebody ended it." in words_of(page)


async def test_the_own_desk_is_shown_as_the_record_has_it(
    browser: Browser, console: Console
) -> None:
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        at = now - timedelta(days=7)
        one = hand_over(tx, begin(tx, 1, now=at), now=at)
        put_routing(tx, one, RoutingKind.QUEUED, at)

    await browser.log_in("supervisor@example.com")
    empty = words_of(await browser.read(PAGE))
    assert "Nothing came to people on a Monday of the last four weeks" in empty
    await console.services.store.run(record)
    words = words_of(await browser.read(PAGE))
    assert "Your desk on a Monday" in words
    assert "1 conversation came to people on 2 Mondays" in words
    assert "Nothing came to people on a Sunday" in words_of(
        await browser.read(f"{PAGE}?scenario=own:6")
    )


async def test_a_file_that_cannot_be_run_is_refused_with_all_its_faults(browser: Browser) -> None:
    await browser.log_in("supervisor@example.com")
    bad = make_small() | {"days": 0, "seed": -1}
    words = words_of(await (await send_file(browser, json.dumps(bad).encode())).text())
    assert "This cannot be run:" in words
    assert "days: " in words
    assert "seed: " in words
    words = words_of(await (await send_file(browser, b"\xff{")).text())
    assert "This is no JSON" in words
    words = words_of(await (await send_file(browser, b" " * 1_000_001)).text())
    assert "The file is larger than 1,000,000 bytes" in words


async def test_changes_that_make_no_sense_are_refused_by_their_names(browser: Browser) -> None:
    await browser.log_in("supervisor@example.com")
    name = await send_small(browser)

    async def refuse(**fields: str) -> str:
        response = await browser.act(PAGE, scenario=name, **fields)
        assert response.status == 200
        return words_of(await response.text())

    assert "Number: must be a number from 0 to 50" in await refuse(number="900")
    assert "Number: must be a number from 0 to 50" in await refuse(number="nan")
    assert "Arrivals: must be a number" in await refuse(arrivals="many")
    assert "Shift: say both when" in await refuse(number="1", **{"from": "08:00"})
    odd = {"number": "1", "from": "8 o'clock", "to": "17:00"}
    assert "is no time of day such as 08:30" in await refuse(**odd)
    assert "there is no agent Bo" in await refuse(**{"remove:Bo": "1"})
    assert "nobody would be left" in await refuse(**{"remove:Ana <b>": "1", "number": "0"})
    assert "there is no queue sales" in await refuse(minutes="5", queue="sales")


async def test_what_is_not_there_is_said(browser: Browser) -> None:
    await browser.log_in("supervisor@example.com")
    words = words_of(await browser.read(f"{PAGE}?scenario=mine"))
    assert "There is no scenario 'mine'" in words
    assert (await browser.get(f"{PAGE}/nothing")).status == 404


async def test_agents_cannot_simulate(browser: Browser) -> None:
    await browser.log_in("agent@example.com")
    assert (await browser.get(PAGE)).status == 403
    assert (await browser.act(PAGE, scenario="own")).status == 403
