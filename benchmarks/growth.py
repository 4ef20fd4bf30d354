"""What working on one message costs with a short past and with a long one.

    python -m benchmarks.growth [--write]

Target: with 200,000 interactions stored at most 1.3 times what it costs with 1,000. Messages go in
at the gateway of a whole system in this process, to the two databases in turn, every other one
from somebody who has written before.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.engines import Engine, open_engines
from benchmarks.in_process import chat, read_answer, recorded_statements, started_system
from benchmarks.installations import furnish
from benchmarks.report import Section, describe_conditions, parse_options, present, render_table
from benchmarks.seeding import seed, with_bot
from frontdesk.wiring import System

SMALL = 1_000
LARGE = 200_000
UNCOUNTED = 20
TARGET = 1.3


@dataclass(slots=True)
class Times:
    """Seconds that each message took, and each reading of its thread by a page opened anew."""

    worked: list[float] = field(default_factory=list)
    read: list[float] = field(default_factory=list)


async def measure_engine(engine: Engine) -> list[str]:
    """Measure the two databases in turn; write a line of the table."""
    async with AsyncExitStack() as exits:
        systems = []
        for number in (SMALL, LARGE):
            url = await engine.make_database()
            await furnish(url)
            await seed(url, number)
            systems.append(await exits.enter_async_context(started_system(url)))
        times = [Times(), Times()]
        for number in with_bot(SMALL):
            for visitor in (f"visitor-{number}", f"new-{number}"):
                for system, kept in zip(systems, times, strict=True):
                    await _measure_one(system, visitor, kept)
        statements = await _count_statements(systems[0])
    return describe(engine, times[0], times[1], statements)


async def _measure_one(system: System, visitor: str, times: Times) -> None:
    times.worked.append(await _clock(chat(system, visitor, 1_000_000)))
    times.read.append(await _clock(read_answer(system, visitor)))


async def _clock(work: Awaitable[None]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


async def _count_statements(system: System) -> int:
    """Count the statements for one message of somebody known."""
    with recorded_statements() as statements:
        await chat(system, "visitor-1", 1_000_001)
    # The last ones look whether anything is left to do, once for any number of messages.
    return len([each for each in statements if not each.startswith(("BEGIN", "WITH turn"))])


def describe(engine: Engine, small: Times, large: Times, statements: int) -> list[str]:
    """Write one line of the table."""
    cells = [engine.title]
    for before, after in ((small.worked, large.worked), (small.read, large.read)):
        few, many = (statistics.median(times[UNCOUNTED:]) for times in (before, after))
        cells += [f"{few * 1000:.1f} ms", f"{many * 1000:.1f} ms", f"**{many / few:.2f}**"]
    return [*cells, str(statements)]


async def measure() -> str:
    """Measure both engines and write the section's words."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-growth-") as name:
        folder = Path(name)
        conditions = describe_conditions(folder)
        async with open_engines(folder) as engines:
            rows = [await measure_engine(engine) for engine in engines]
    head = ["", f"message, {SMALL:,}", f"{LARGE:,}", "ratio"]
    head += [f"thread read, {SMALL:,}", f"{LARGE:,}", "ratio", "statements"]
    messages = 2 * len(with_bot(SMALL)) - UNCOUNTED
    return f"""\
{render_table(head, rows)}

Medians of {messages} messages, each taken in, understood, recorded, decided on and
answered before the next, and of as many readings of the thread as a page does when it is opened;
with {SMALL:,} and with {LARGE:,} interactions stored, in turn. Target: at most {TARGET}.
"statements" is how many a message of a known customer takes.

{conditions}"""


def main() -> None:
    """Print the section, and keep it where asked to."""
    write = parse_options("Measure what a long past costs.")
    section = Section(name="growth", title="With a long past", body=asyncio.run(measure()))
    present(section, write=write)


if __name__ == "__main__":
    main()
