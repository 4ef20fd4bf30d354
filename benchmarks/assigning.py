"""What it costs to give an agent the next conversation while 100,000 wait and fifty agents ask.

    python -m benchmarks.assigning [--write]

Targets: under 20 ms at the median on PostgreSQL, and no conversation is given twice.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.engines import Engine, open_engines
from benchmarks.in_process import started_system
from benchmarks.installations import furnish
from benchmarks.report import Section, describe_conditions, parse_options, present, render_table
from benchmarks.waiting_seeding import AGENTS, seed_floor
from bot.assigning.keep_turns import start_keeper
from crm_store.schema import conversations
from crm_store.transaction import Transaction
from crm_store.waiting import count_waiting_rows
from domain.staff import StaffMember
from frontdesk.wiring import System

WAITING = 100_000
PACED = 1_000
PER_SECOND = 25.0
ROUNDS = 10
_UNCOUNTED = 50


async def measure_engine(engine: Engine) -> list[str]:
    """Measure claims as they come and all at once; write a line of the table."""
    url = await engine.make_database()
    await furnish(url)
    async with started_system(url) as system:
        agents = await seed_floor(url, number=WAITING, now=system.clock.now())
        began = time.perf_counter()
        keeper = await start_keeper(system.tools)
        await keeper.go_on()
        started = time.perf_counter() - began
        given: list[str] = []
        paced = (await _claim_paced(system, agents, given))[_UNCOUNTED:]
        crowded = await _claim_at_once(system, agents, given)
        began = time.perf_counter()
        await keeper.go_on()
        kept = time.perf_counter() - began
        await system.store.read(_require_once, given)
    cells = [*_describe(paced), *_describe(crowded), f"{started:.1f} s", f"{kept:.2f} s"]
    return [engine.title, *cells]


async def _claim_paced(
    system: System, agents: Sequence[StaffMember], given: list[str]
) -> list[float]:
    """Have agents ask at random instants, `PER_SECOND` in all; tell how long each waited."""
    chance, times = random.Random(3), list[float]()
    claims = []
    for number in range(PACED):
        agent = agents[chance.randrange(AGENTS)]
        claims.append(asyncio.create_task(_claim(system, agent, given, times)))
        if number % 10 == 0:
            await asyncio.sleep(0)
        await asyncio.sleep(chance.expovariate(PER_SECOND))
    await asyncio.gather(*claims)
    return times


async def _claim_at_once(
    system: System, agents: Sequence[StaffMember], given: list[str]
) -> list[float]:
    """Have all agents ask at the very same instant, some times over."""
    times = list[float]()
    for _ in range(ROUNDS):
        await asyncio.gather(*(_claim(system, agent, given, times) for agent in agents))
    return times


async def _claim(system: System, agent: StaffMember, given: list[str], times: list[float]) -> None:
    began = time.perf_counter()
    taken = await system.desk.take_next(agent=agent)
    times.append(time.perf_counter() - began)
    if taken.conversation is None:
        raise RuntimeError(f"{agent.name} got nothing: {taken.explanation.rejected}")
    given.append(taken.conversation.id)


def _require_once(tx: Transaction, given: list[str]) -> None:
    """Make sure that nothing was given twice, and nothing lost.

    Raises:
        RuntimeError: something was.
    """
    if len(set(given)) != len(given):
        raise RuntimeError("a conversation was given twice")
    assigned = select(func.count()).where(conversations.c.assignee.is_not(None))
    if tx.execute(assigned).scalar_one() != len(given):
        raise RuntimeError("what was given is not on record")
    if count_waiting_rows(tx) != WAITING - len(given):
        raise RuntimeError("some who were given to an agent still wait, or others do no more")


def _describe(times: Sequence[float]) -> list[str]:
    ordered = sorted(times)
    chosen = (ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100])
    median, most = (f"{seconds * 1000:.1f} ms" for seconds in chosen)
    return [f"**{median}**", most]


async def measure() -> str:
    """Measure both engines and write the section's words."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-assigning-") as name:
        folder = Path(name)
        conditions = describe_conditions(folder)
        async with open_engines(folder) as engines:
            rows = [await measure_engine(engine) for engine in engines]
    head = ["", "as they come, median", "99 %", "all at once, median", "99 %"]
    head += ["turns begun", "turns kept"]
    return f"""\
{render_table(head, rows)}

{WAITING:,} conversations wait in some hundred lines (five queues, four channels, four languages,
tiers and priorities; one in seven for an agent who knows the customer), and {AGENTS} agents ask one
process for the next one: {PACED:,} times at random instants, {PER_SECOND:.0f} a second in all, and
{ROUNDS} times all at the very same instant, where most of the time is spent in the queue before the
one processor that Python has. A claim is all of it: the choice among the heads of all lines, the
row's lock, the conversation's change, its log and the routing with all that was weighed, committed.
Target: 20 ms at the median as they come, on PostgreSQL. It is made sure that nothing was given
twice. "Turns begun" is how long it takes to take all who wait into the order of coming; "kept", to
take up all {PACED + ROUNDS * AGENTS:,} claims at once.

{conditions}"""


def main() -> None:
    """Print the section, and keep it where asked to."""
    write = parse_options("Measure what giving out the next conversation costs.")
    section = Section(name="assigning", title="Assigning", body=asyncio.run(measure()))
    present(section, write=write)


if __name__ == "__main__":
    main()
