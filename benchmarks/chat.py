"""A chat question answered: many chats at once, each asking again once it is answered.

    python -m benchmarks.chat [--write]

Times run from the WebSocket frame with the question to the frame with the answer, when question,
decision and answer are on record. They are given as multiples of a bare aiohttp WebSocket that
keeps the frame in one durable row of the same engine and echoes it, asked in the same way.
"""

import asyncio
import statistics
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.engines import Engine, open_engines
from benchmarks.installations import count_interactions, furnish, installed, opened
from benchmarks.programs import run_client, started_server
from benchmarks.report import Section, describe_conditions, parse_options, present, render_table

CHATS = 50
QUESTIONS = 15
ROUNDS = 3


async def measure_engine(engine: Engine, folder: Path) -> list[str]:
    """Ask the real server and the bare one in turn; write a line of the table."""
    url, bare_url = await engine.make_database(), await engine.make_database()
    await furnish(url)
    real, bare = [], []
    async with (
        installed(folder, url) as site,
        started_server("bare_chat", bare_url, str(CHATS)) as bare_port,
        opened(url) as store,
    ):
        address = f"ws://127.0.0.1:{site.port}/channels/web-chat/site/ws"
        for _ in range(ROUNDS):
            before = await store.read(count_interactions)
            real.append(await _ask(address, "frontdesk"))
            recorded = await store.read(count_interactions) - before
            if recorded != 2 * CHATS * QUESTIONS:
                raise RuntimeError(f"{CHATS * QUESTIONS} questions are {recorded} interactions")
            bare.append(await _ask(f"ws://127.0.0.1:{bare_port}/ws", "bare"))
    return describe(engine, real, bare)


async def _ask(address: str, kind: str) -> dict[str, Any]:
    return await run_client("chat_load", address, str(CHATS), str(QUESTIONS), kind)


def describe(engine: Engine, real: list[dict[str, Any]], bare: list[dict[str, Any]]) -> list[str]:
    """Write one line of the table."""

    def median(found: list[dict[str, Any]], name: str) -> float:
        return float(statistics.median(each[name] for each in found))

    cells = [engine.title]
    for name in ("p50", "p99"):
        ours, theirs = median(real, name), median(bare, name)
        cells += [
            f"{ours * 1000:,.0f} ms",
            f"{theirs * 1000:,.1f} ms",
            f"**{ours / theirs:,.1f}**",
        ]
    return [*cells, f"{median(real, 'rate'):,.0f}"]


async def measure() -> str:
    """Measure both engines and write the section's words."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-chat-") as name:
        folder = Path(name)
        conditions = describe_conditions(folder)
        async with open_engines(folder) as engines:
            rows = [
                await measure_engine(engine, folder / f"site-{engine.name}") for engine in engines
            ]
    head = ("", "p50", "bare p50", "multiple", "p99", "bare p99", "multiple", "answers/s")
    return f"""\
{render_table(head, rows)}

{CHATS} chats at once, each asking again as soon as it is answered, {QUESTIONS} times; medians of
{ROUNDS} rounds. The server is as busy as it can be, so that a time is that of the {CHATS} who wait
at once; answers/s counts from the first hello.

{conditions}"""


def main() -> None:
    """Print the section, and keep it where asked to."""
    write = parse_options("Measure how fast chats are answered.")
    section = Section(name="chat", title="Answering chats", body=asyncio.run(measure()))
    present(section, write=write)


if __name__ == "__main__":
    main()
