"""What reports and exceptions cost with a million conversations on PostgreSQL, and their upkeep.

    python -m benchmarks.figures [--conversations 1000000] [--write]

Targets: each page within 300 ms with all of them on record. The figures are kept by the program
itself: first the whole year is counted, as after an upgrade, then it is checked from the beginning,
as every night. A million take about half an hour and 8 GB of disk; it ends by itself.
"""

import argparse
import asyncio
import shutil
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeAlias

import asyncpg
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from benchmarks.engines import open_engines
from benchmarks.figure_seeding import EMAIL, PASSWORD, seed_year
from benchmarks.in_process import started_system
from benchmarks.installations import furnish
from benchmarks.report import RESULTS, Section, describe_conditions, present, render_table
from bot.figures.check_figures import FigureChecker
from bot.figures.keep_figures import count_all_changes, count_changes
from crm_store.figure_checks import FigureCheck
from crm_store.figures import list_behind, sum_figures
from crm_store.transaction import Transaction
from domain.figures import Figure, FigureQuery
from frontdesk.runtime import RunState, make_application
from frontdesk.wiring import System

Client: TypeAlias = TestClient[web.Request, None]
CONVERSATIONS = 1_000_000
TARGET_SECONDS = 0.3
ROUNDS = 20
_BYTES_EACH = 8_000
_NEEDED_BEFORE = 4_000_000_000
_EMPTY = "/console/alerts"
# What each page shows; those of a year are the most that anybody asks for.
PAGES = {
    "exceptions": "/console/exceptions",
    "exceptions, the list alone": "/console/exceptions/list",
    "exceptions, of one queue": "/console/exceptions?queue=baggage",
    "exceptions, the trend": "/console/exceptions/trend",
    "wallboard": "/console/wallboard",
    "report of service, 28 days": "/console/reports/service?days=28",
    "report of service, a year": "/console/reports/service?days=365",
    "report of complaints, 28 days": "/console/reports/complaints?days=28",
    "report of complaints, a year": "/console/reports/complaints?days=365",
    "behind a number, 28 days": "/console/reports/behind?figure=broken&from={month}&to={today}",
    "behind a rare one, a year": (
        "/console/reports/behind?figure=broken_by_cause&label=unserved&queue=groups"
        "&from={year}&to={today}"
    ),
    "register of complaints": "/console/complaints",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """How long something took, in seconds, in order."""

    times: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def most(self) -> float:
        """What nineteen of twenty took at most."""
        return self.times[len(self.times) * 95 // 100]

    def cells(self) -> list[str]:
        return [f"{self.median * 1000:.0f} ms", f"{self.most * 1000:.0f} ms"]


async def measure_all(url: str, number: int) -> list[str]:
    """Fill a database and measure it; write the section's tables."""
    await furnish(url)
    async with started_system(url) as system:
        began = time.perf_counter()
        await seed_year(url, number=number, now=system.clock.now())
        say(f"{number:,} conversations put on record", began)
        upkeep = await _measure_upkeep(url, system, number)
        queries = await _measure_queries(system)
        pages = await _measure_pages(system)
    return [
        render_table(["", "", ""], upkeep),
        render_table(["", "median", "95 %"], queries),
        render_table(["", "median", "95 %", "times an empty page"], pages),
    ]


async def _measure_upkeep(url: str, system: System, number: int) -> list[list[str]]:
    began = time.perf_counter()
    await count_all_changes(system.tools)
    counted = time.perf_counter() - began
    say("all of it counted", began)
    await _vacuum(url)
    began = time.perf_counter()
    check = await _check(system)
    checked = time.perf_counter() - began
    say("all of it checked", began)
    if check.wrong or check.conversations != number:
        raise RuntimeError(f"{check.wrong} of {check.conversations}: {check.examples}")
    batch = await _measure_batches(url, system)
    return [
        ["counted after an upgrade", f"{counted:.0f} s", f"{number / counted:,.0f} a second"],
        ["checked from the beginning", f"{checked:.0f} s", f"{number / checked:,.0f} a second"],
        ["one change counted", *batch.cells()],
    ]


async def _check(system: System) -> FigureCheck:
    checker = FigureChecker(
        store=system.store, time_zone=system.tools.settings.time_zone, mend=False
    )
    check = FigureCheck(position=0, begun_at=system.clock.now())
    while (further := await checker.look_at_page(check)) is not check:
        check = further
    for figure in Figure:
        check = await checker.look_at_sums(check, figure)
    return check


async def _measure_batches(url: str, system: System) -> Measured:
    """Measure how long it takes until one change is in the sums once the keeper looks."""
    connection = await asyncpg.connect(url)
    times = []
    try:
        for place in range(ROUNDS):
            await connection.execute(
                "WITH changed AS (UPDATE conversations SET topic = $1 WHERE id = "
                "(SELECT id FROM conversations ORDER BY id DESC OFFSET $2 LIMIT 1) RETURNING id) "
                "INSERT INTO figure_changes (conversation_id) SELECT id FROM changed",
                f"new-{place}",
                place,
            )
            began = time.perf_counter()
            await count_changes(system.tools)
            times.append(time.perf_counter() - began)
    finally:
        await connection.close()
    return Measured(sorted(times))


async def _measure_queries(system: System) -> list[list[str]]:
    today = system.clock.now().date()
    month = FigureQuery(first=today - timedelta(days=27), last=today)
    year = FigureQuery(first=today - timedelta(days=364), last=today)
    apart = ("queue", "channel", "tier", "label")
    promises = (Figure.KEPT, Figure.BROKEN)
    causes, complaints = (Figure.BROKEN_BY_CAUSE,), tuple(Figure)[7:18]
    asked: dict[str, Callable[[Transaction], object]] = {
        "promises of a year by queue, channel, tier and kind": partial(
            sum_figures, query=year, figures=promises, by=apart
        ),
        "promises of a year by day and kind": partial(
            sum_figures, query=year, figures=promises, by=("day", "label")
        ),
        "causes of a year by hour": partial(
            sum_figures, query=year, figures=causes, by=("label", "hour")
        ),
        "complaints of a year, all figures by label": partial(
            sum_figures, query=year, figures=complaints, by=("label",)
        ),
        "promises of 28 days by day and kind": partial(
            sum_figures, query=month, figures=promises, by=("day", "label")
        ),
        "behind what arrived, a year": partial(
            list_behind, query=year, figure=Figure.ARRIVED, limit=50
        ),
        "behind a rare one of a year": partial(
            list_behind,
            query=FigureQuery(first=year.first, last=today, queue="groups", tier="gold"),
            figure=Figure.BROKEN_BY_CAUSE,
            label="unserved",
            limit=50,
        ),
    }
    return [
        [name, *(await _measure(partial(system.store.read, work))).cells()]
        for name, work in asked.items()
    ]


async def _measure_pages(system: System) -> list[list[str]]:
    async with _logged_in(system) as client:
        today = system.clock.now().date()
        empty = await _measure(partial(_read, client, _EMPTY))
        rows = []
        for name, path in PAGES.items():
            address = path.format(
                today=today, month=today - timedelta(days=27), year=today - timedelta(days=364)
            )
            found = await _measure(partial(_read, client, address))
            mark = "**" if found.median <= TARGET_SECONDS else "**above target** "
            ratio = f"{found.median / empty.median:.1f}"
            rows.append([name, *found.cells(), f"**{ratio}**" if mark == "**" else mark + ratio])
            say(f"{name}: {found.median * 1000:.0f} ms", None)
    return rows


@asynccontextmanager
async def _logged_in(system: System) -> AsyncIterator[Client]:
    app = make_application(system, RunState(system), password=None, stand_ins={})
    async with TestServer(app) as server:
        client: Client = TestClient(server, cookie_jar=CookieJar(unsafe=True))
        await client.start_server()
        answered = await client.post("/console/login", data={"email": EMAIL, "password": PASSWORD})
        if not answered.ok:
            raise RuntimeError(f"nobody could log in: {await answered.text()}")
        try:
            yield client
        finally:
            await client.close()


async def _read(client: Client, path: str) -> None:
    answered = await client.get(path)
    await answered.read()
    if answered.status != 200 or answered.url.path != path.partition("?")[0]:
        raise RuntimeError(f"{path}: {answered.status} {answered.url}")


async def _measure(work: Callable[[], Awaitable[object]]) -> Measured:
    await work()
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await work()
        times.append(time.perf_counter() - began)
    return Measured(sorted(times))


async def _vacuum(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


def say(what: str, began: float | None) -> None:
    """Tell how far it is; a million take a while."""
    took = "" if began is None else f" in {time.perf_counter() - began:.0f} s"
    print(f"  {what}{took}", flush=True)


async def measure(number: int) -> str:
    """Measure PostgreSQL and write the section's words."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-figures-") as name:
        folder = Path(name)
        _require_room(folder, number)
        async with open_engines(folder) as (_, engine):
            conditions = describe_conditions(folder, engine.title)
            upkeep, queries, pages = await measure_all(await engine.make_database(), number)
    return f"""\
{number:,} conversations of one year, with all that comes with them.

{upkeep}

{queries}

{pages}

Medians of {ROUNDS} readings, one after the other; pages by HTTP, as a supervisor who is logged in
gets them. Target: at most {TARGET_SECONDS * 1000:.0f} ms each.

{conditions}"""


def _require_room(folder: Path, number: int) -> None:
    needed = _NEEDED_BEFORE + number * _BYTES_EACH
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise SystemExit(f"{needed:,} bytes are needed below {folder}, and {free:,} are free")


def main() -> None:
    """Print the section, and keep it where asked to."""
    options = argparse.ArgumentParser(description="Measure reports and exceptions.")
    options.add_argument("--conversations", type=int, default=CONVERSATIONS)
    options.add_argument("--write", action="store_true", help=f"put them into {RESULTS.name}")
    given = options.parse_args()
    body = asyncio.run(measure(given.conversations))
    section = Section(name="figures", title="A million conversations", body=body)
    present(section, write=given.write)


if __name__ == "__main__":
    main()
