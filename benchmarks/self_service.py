"""What the report of self-service costs with a long past.

    python -m benchmarks.self_service [--write]

Target: five seconds for 100,000 runs in 28 days, with a million conversations on record; and half
a second for a day of it.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.engines import Engine, open_engines
from benchmarks.report import Section, describe_conditions, parse_options, present, render_table
from benchmarks.seeding import Row, load
from bot.report_self_service import choose_latest_days
from crm_store.drop_outs import list_drop_outs
from crm_store.schema import action_runs, action_steps, conversations, customers
from crm_store.self_service_report import read_self_service
from crm_store.store import Store, make_store
from domain.self_service import RunState, Step
from frontdesk.migrating import migrate

CONVERSATIONS = 1_000_000
RUNS = 200_000
DAYS = 28
ROUNDS = 3
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
_APART = timedelta(days=10 * DAYS) / CONVERSATIONS
# Half of the runs are in the last 28 days.
_RUNS_APART = timedelta(days=2 * DAYS) / RUNS
_ENDS = (RunState.DONE, RunState.DONE, RunState.LAPSED, RunState.HANDED_OVER, RunState.DONE)
_SLOTS = ("booking", "name", "passengers", "seat")


def _list_conversations() -> Iterator[Row]:
    for number in range(CONVERSATIONS):
        at = NOW - _APART * number
        yield {
            "id": f"v{number}",
            "reference": f"FD-{number:08}",
            "customer_id": "mara",
            "channel": ("sms", "web_chat", "email")[number % 3],
            "account": "a",
            "thread": f"t{number}",
            "status": "resolved",
            "queue": "general" if number % 3 == 0 else None,
            "priority": "normal",
            "created_at": at,
            "updated_at": at,
            "resolved_at": at,
            "disposition": "answered",
            "version": 1,
        }


def _list_runs() -> Iterator[Row]:
    for number in range(RUNS):
        at = NOW - _RUNS_APART * number
        state = _ENDS[number % len(_ENDS)]
        yield {
            "id": f"r{number}",
            "conversation_id": f"v{number}",
            "customer_id": "mara",
            "action": f"action_{number % 9}",
            "state": state,
            "channel": ("sms", "web_chat", "email")[number % 3],
            "slots": "{}",
            "choices": "[]",
            "failures": 3 if state is RunState.HANDED_OVER else 0,
            "level": 1,
            "facts": "{}",
            "started_at": at,
            "updated_at": at,
            "expires_at": at + timedelta(days=1),
            "ended_at": None if state is RunState.HANDED_OVER else at + timedelta(seconds=70),
        }


def _list_steps() -> Iterator[Row]:
    position = 0
    for number in range(RUNS):
        run: Row = {"run_id": f"r{number}", "channel": "sms", "at": NOW - _RUNS_APART * number}
        done = _ENDS[number % len(_ENDS)] is RunState.DONE
        told: list[tuple[Step, str | None]] = [(Step.STARTED, None)]
        for slot in _SLOTS if done else _SLOTS[: number % len(_SLOTS)]:
            told += [(Step.ASKED, slot), (Step.FILLED, slot)]
        told.append((Step.ENDED, None) if done else (Step.ASKED, "consent"))
        for step, about in told:
            position += 1
            yield {"position": position, "step": step, "slot": about, **run}


async def measure_engine(engine: Engine) -> list[str]:
    """Measure the report of all days, of one of them, and the list behind a figure."""
    url = await engine.make_database()
    await migrate(url)
    person = {"id": "mara", "tier": "standard", "attributes": "{}", "created_at": NOW}
    tables = [(customers, [person]), (conversations, _list_conversations())]
    await load(url, [*tables, (action_runs, _list_runs()), (action_steps, _list_steps())])
    store = make_store(url)
    await store.open()
    try:
        times = [await _measure_days(store, DAYS), await _measure_days(store, 1)]
        return [engine.title, *times, await _measure_list(store)]
    finally:
        await store.close()


async def _measure_days(store: Store, days: int) -> str:
    period = choose_latest_days(days, ZoneInfo("UTC"), now=NOW)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        report = await store.read(read_self_service, period)
        times.append(time.perf_counter() - began)
    runs = sum(one.begun for one in report.actions.values())
    return f"{statistics.median(times) * 1000:,.0f} ms ({runs:,} runs)"


async def _measure_list(store: Store) -> str:
    period = choose_latest_days(DAYS, ZoneInfo("UTC"), now=NOW)
    began = time.perf_counter()
    await store.read(list_drop_outs, period, action="action_3", slot="consent", limit=101)
    return f"{(time.perf_counter() - began) * 1000:,.0f} ms"


async def measure() -> str:
    """Measure both engines and write the section's words."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-self-service-") as name:
        folder = Path(name)
        conditions = describe_conditions(folder)
        async with open_engines(folder) as engines:
            rows = [await measure_engine(engine) for engine in engines]
    head = ["", f"{DAYS} days", "one day", "who stopped at a question"]
    return f"""\
{render_table(head, rows)}

{CONVERSATIONS:,} conversations, {RUNS:,} runs of nine actions with some 7 steps each. Medians of
{ROUNDS} readings of the whole report: containment, what became of the runs, and the funnel of each
form. Target: 5 s for {DAYS} days, and half a second for one.

{conditions}"""


def main() -> None:
    """Print the section, and keep it where asked to."""
    write = parse_options("Measure what the report of self-service costs.")
    title = "The report of self-service"
    present(Section(name="self_service", title=title, body=asyncio.run(measure())), write=write)


if __name__ == "__main__":
    main()
