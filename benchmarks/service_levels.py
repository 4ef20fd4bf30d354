"""What clocks cost with 100,000 of them running, and how soon one is seen to that falls due.

    python -m benchmarks.service_levels [--write]

Targets: seen to within a second of its instant; all counted anew after a change of their calendar
within a minute; and at most a tenth more for working on a message than without clocks.
"""

import asyncio
import contextlib
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import func, select

import bot.hand_over
import bot.mark_answered
import bot.stay_silent
from benchmarks.clock_seeding import OFFICE, change_office, seed_clocks
from benchmarks.engines import Engine, open_engines
from benchmarks.in_process import say, started_system
from benchmarks.installations import furnish
from benchmarks.report import Section, describe_conditions, parse_options, present, render_table
from bot.clocks.plan_recount import plan_recount
from bot.clocks.watch_clocks import keep_watching, record_milestone
from crm_store.conversations import change_conversation
from crm_store.schema import clocks
from crm_store.store import Store
from crm_store.transaction import Transaction
from frontdesk.wiring import System

RUNNING = 100_000
DUE = 1_500
OVER = timedelta(seconds=30)
_PATIENCE_SECONDS = 60.0
MESSAGES = 300
_UNCOUNTED = 20
KNOWN = "How much cabin baggage may I take?"
UNKNOWN = "Is your captain married?"


@dataclass(slots=True)
class WatchedStore:
    """A store that notes when what a clock called for was committed."""

    inner: Store
    system: System
    seen: dict[str, datetime] = field(default_factory=dict)
    all_seen: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, function: Any, *arguments: Any, **named: Any) -> Any:
        result = await self.inner.run(function, *arguments, **named)
        if function is record_milestone and result:
            self.seen[arguments[1]] = self.system.clock.now()
            if len(self.seen) == DUE:
                self.all_seen.set()
        return result

    async def read(self, function: Any, *arguments: Any, **named: Any) -> Any:
        return await self.inner.read(function, *arguments, **named)


async def measure_engine(engine: Engine) -> tuple[list[str], list[str]]:
    """Measure all three; write a line of each table."""
    url = await engine.make_database()
    await furnish(url)
    async with started_system(url) as system:
        now = system.clock.now()
        await change_office(system.store, 1, now=now)
        first = now + timedelta(seconds=RUNNING / 2_500)
        await seed_clocks(url, number=RUNNING, due=DUE, over=OVER, now=first)
        late = await _measure_lateness(system, first)
        recounted = await _measure_recount(system)
        costs = await _measure_messages(system)
    return [engine.title, *late, f"{recounted:.1f} s"], [engine.title, *costs]


async def _measure_lateness(system: System, first: datetime) -> list[str]:
    if system.clock.now() >= first:
        raise RuntimeError("seeding took longer than until the first one falls due")
    store = WatchedStore(system.store, system)
    tools = replace(system.tools, store=store)  # type: ignore[arg-type]  # it does what is asked of it
    watching = asyncio.create_task(keep_watching(tools))
    last = (first - system.clock.now() + OVER).total_seconds()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(last + _PATIENCE_SECONDS):
            await store.all_seen.wait()
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching
    if len(store.seen) < DUE:
        raise RuntimeError(f"of {DUE} clocks {len(store.seen)} were seen to")
    late = sorted(
        (at - (first + OVER * int(name[1:]) / DUE)).total_seconds()
        for name, at in store.seen.items()
    )
    chosen = (late[len(late) // 2], late[len(late) * 99 // 100], late[-1])
    return [f"{seconds * 1000:.0f} ms" for seconds in chosen]


async def _measure_recount(system: System) -> float:
    now = system.clock.now()
    await change_office(system.store, 2, now=now)
    began = time.perf_counter()
    await system.store.run(plan_recount, OFFICE, job_id=system.tools.ids.new(), now=now)
    await system.worker.work_off()
    seconds = time.perf_counter() - began
    await system.store.read(_require_recounted)
    return seconds


def _require_recounted(tx: Transaction) -> None:
    counted = select(func.count()).where(
        clocks.c.calendar == OFFICE, clocks.c.calendar_version == f"{OFFICE}-v2"
    )
    number = tx.execute(counted).scalar_one()
    if number != RUNNING:
        raise RuntimeError(f"of {RUNNING} clocks {number} were counted anew")


async def _measure_messages(system: System) -> list[str]:
    """Work on messages with clocks and without them in turn."""
    cells = []
    for texts in ([KNOWN], [UNKNOWN], [UNKNOWN, UNKNOWN]):
        times: dict[bool, list[float]] = {True: [], False: []}
        for number in range(2 * MESSAGES):
            with_clocks = number % 2 == 0
            visitor = f"{len(texts)}-{texts[-1][:3]}-{number}"
            with contextlib.nullcontext() if with_clocks else _no_clocks():
                times[with_clocks].append(await _work_on(system, visitor, texts))
        with_them, without = (statistics.median(times[each][_UNCOUNTED:]) for each in (True, False))
        ratio = with_them / without
        cells += [f"{without * 1000:.1f} ms", f"{with_them * 1000:.1f} ms", f"**{ratio:.2f}**"]
    return cells


async def _work_on(system: System, visitor: str, texts: Sequence[str]) -> float:
    """Work on all of a visitor's texts; return how long the last one took, in seconds."""
    for number, text in enumerate(texts):
        began = time.perf_counter()
        await say(system, visitor, number, text)
    return time.perf_counter() - began


@contextlib.contextmanager
def _no_clocks() -> Iterator[None]:
    """Have what follows a message follow without its clocks."""
    places: list[tuple[ModuleType, str, Any]] = [
        (bot.mark_answered, "record_answered_at_once", _do_nothing),
        (bot.mark_answered, "change_with_clocks", _change),
        (bot.hand_over, "start_waiting", _do_nothing),
        (bot.hand_over, "change_with_clocks", _change),
        (bot.stay_silent, "start_waiting", _do_nothing),
        (bot.stay_silent, "change_with_clocks", _change),
    ]
    before = [getattr(module, name) for module, name, _ in places]
    for module, name, other in places:
        setattr(module, name, other)
    try:
        yield
    finally:
        for (module, name, _), own in zip(places, before, strict=True):
            setattr(module, name, own)


def _do_nothing(*_: Any, **__: Any) -> None:
    return None


def _change(tx: Any, _tools: Any, conversation: Any, **changes: Any) -> Any:
    changes.pop("since", None)
    return change_conversation(tx, conversation, **changes)


async def measure() -> str:
    """Measure both engines and write the section's words."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-service-levels-") as name:
        folder = Path(name)
        conditions = describe_conditions(folder)
        async with open_engines(folder) as engines:
            rows = [await measure_engine(engine) for engine in engines]
    watched = ["", "late, median", "99 %", "most", "all counted anew"]
    worked = ["", "answered, no clocks", "with", "ratio", "handed over, no clocks", "with", "ratio"]
    worked += ["written again, no clocks", "with", "ratio"]
    return f"""\
{render_table(watched, [row for row, _ in rows])}

{RUNNING:,} clocks run, each of a conversation of its own. "Late" is how long after its instant
what a clock called for was committed, of {DUE:,} that fell due evenly over {OVER.seconds} seconds;
target: a second at the most. All that count by a calendar are counted by its new version by a job;
target: a minute.

{render_table(worked, [row for _, row in rows])}

Medians of {MESSAGES - _UNCOUNTED} messages, each taken in, understood, recorded, decided on and
answered before the next, with clocks and without them in turn: a question that the bot answers, one
that goes to people, and what a customer writes who waits for them already. Target: at most 1.10.

{conditions}"""


def main() -> None:
    """Print the section, and keep it where asked to."""
    write = parse_options("Measure what clocks cost and how soon they are seen to.")
    section = Section(name="service_levels", title="Service levels", body=asyncio.run(measure()))
    present(section, write=write)


if __name__ == "__main__":
    main()
