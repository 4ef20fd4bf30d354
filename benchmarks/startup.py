"""From the command to the first request served, and what the server keeps in memory at rest.

    python -m benchmarks.startup [--write]

The database holds the demo's articles and 200,000 interactions. The yardstick is a bare
interpreter that imports the largest libraries in use and ends.
"""

import asyncio
import os
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.engines import Engine, open_engines
from benchmarks.installations import Installation, furnish
from benchmarks.report import Section, describe_conditions, parse_options, present, render_table
from benchmarks.seeding import seed

INTERACTIONS = 200_000
ROUNDS = 3
# Seconds after which a server that nobody asks anything is at rest.
SETTLED = 2.0
IMPORTS = "import aiohttp.web, sqlalchemy, pydantic, scipy.optimize"
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Seconds until ready, and MiB in memory."""

    seconds: float
    memory: float


async def start_bare() -> Start:
    """Start an interpreter that imports and waits to be ended."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        f"{IMPORTS}; print(flush=True); input()",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await process.stdout.readline()
    found = Start(seconds=loop.time() - began, memory=_read_memory(process.pid))
    process.kill()
    await process.wait()
    return found


async def start_server(site: Installation) -> Start:
    """Start the server, let it come to rest, and stop it."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    process = await site.start_server()
    seconds = loop.time() - began
    await asyncio.sleep(SETTLED)
    memory = _read_memory(process.pid)
    await site.stop()
    return Start(seconds=seconds, memory=memory)


def _read_memory(process: int) -> float:
    return float(psutil.Process(process).memory_info().rss / MIB)


async def measure_engine(engine: Engine, folder: Path) -> list[str]:
    """Start the server and the bare interpreter in turn; write a line of the table."""
    url = await engine.make_database()
    await furnish(url)
    await seed(url, INTERACTIONS)
    site = Installation(folder, url, "http://127.0.0.1:9")
    await asyncio.to_thread(folder.mkdir)
    await asyncio.to_thread(site.write_settings)
    starts, bare = [], []
    # The first one has the files read from the disk, and compiled.
    for _ in range(ROUNDS + 1):
        starts.append(await start_server(site))
        bare.append(await start_bare())
    return describe(engine, starts[1:], bare[1:])


def describe(engine: Engine, starts: list[Start], bare: list[Start]) -> list[str]:
    """Write one line of the table."""
    cells = [engine.title]
    for name, unit in (("seconds", "s"), ("memory", "MiB")):
        ours, theirs = (
            statistics.median(getattr(start, name) for start in found) for found in (starts, bare)
        )
        places = 2 if unit == "s" else 0
        cells += [
            f"{ours:.{places}f} {unit}",
            f"{theirs:.{places}f} {unit}",
            f"**{ours / theirs:.2f}**",
        ]
    return cells


async def measure() -> str:
    """Measure both engines and write the section's words."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-startup-") as name:
        folder = Path(name)
        # Compiled modules are kept, as they are wherever Python may write beside them.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        conditions = describe_conditions(folder)
        async with open_engines(folder) as engines:
            rows = [
                await measure_engine(engine, folder / f"site-{engine.name}") for engine in engines
            ]
    head = ("", "ready after", "bare", "multiple", "at rest", "bare", "multiple")
    return f"""\
{render_table(head, rows)}

Medians of {ROUNDS} starts on a database with the demo's articles and {INTERACTIONS:,} interactions,
from the command until `/readyz` answers 200, and resident memory {SETTLED:.0f} s later. "Bare" is
`python -c "{IMPORTS}"`, in the same run.

{conditions}"""


def main() -> None:
    """Print the section, and keep it where asked to."""
    write = parse_options("Measure how fast the server starts, and how large it is.")
    section = Section(name="startup", title="Starting", body=asyncio.run(measure()))
    present(section, write=write)


if __name__ == "__main__":
    main()
