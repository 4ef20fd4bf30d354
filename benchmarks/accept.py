"""Durable accept: signed SMS webhooks answered 200 with the row committed, in messages a second.

    python -m benchmarks.accept [--write]

Target: 0.4 of the slower of a bare server that answers the same requests, and bare inserts of
single rows of the same size on the same engine, all at the same concurrency. The real server
works on what it takes in, and sends the replies, while more comes in.
"""

import asyncio
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.durable_inserts import measure_inserts
from benchmarks.engines import Engine, open_engines
from benchmarks.installations import (
    count_interactions,
    furnish,
    installed,
    opened,
    until_settled,
    write_texts,
)
from benchmarks.programs import run_client, started_server
from benchmarks.report import Section, describe_conditions, parse_options, present, render_table

CONCURRENCY = 50
NUMBER = 700
ROUNDS = 3
TARGET = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Messages a second of each, seconds until all was answered, seconds a client waited."""

    accepted: float
    answered: float
    echoed: float
    inserted: float
    p50: float
    p99: float


async def post(file: Path, port: int) -> dict[str, float]:
    """Load a server with what a file holds."""
    found = await run_client("http_load", str(port), str(CONCURRENCY), str(file))
    if found["statuses"] != {"200": found["number"]}:
        raise RuntimeError(f"not all were accepted: {found['statuses']}")
    return found


async def measure_engine(engine: Engine, folder: Path) -> list[Round]:
    """Run the rounds on one engine."""
    url, bare_url = await engine.make_database(), await engine.make_database()
    await furnish(url)
    file = folder / "texts"
    rounds = []
    async with (
        installed(folder, url) as site,
        started_server("bare_http") as bare_port,
        opened(url) as store,
    ):
        loop = asyncio.get_running_loop()
        # The first one warms everything up.
        for turn in range(ROUNDS + 1):
            size = write_texts(file, site.url, number=NUMBER, start=turn * NUMBER)
            before = await store.read(count_interactions)
            began = loop.time()
            accepted = await post(file, site.port)
            await until_settled(store)
            settled = loop.time() - began
            recorded = await store.read(count_interactions) - before
            if recorded != 2 * NUMBER:
                raise RuntimeError(f"{NUMBER} texts and their replies are {recorded} interactions")
            echoed = await post(file, bare_port)
            seconds, inserted = await measure_inserts(
                bare_url, concurrency=CONCURRENCY, number=NUMBER, size=size
            )
            rounds.append(
                Round(
                    accepted=NUMBER / accepted["seconds"],
                    answered=NUMBER / settled,
                    echoed=NUMBER / echoed["seconds"],
                    inserted=inserted / seconds,
                    p50=accepted["p50"],
                    p99=accepted["p99"],
                )
            )
    return rounds[1:]


def describe(engine: Engine, rounds: list[Round]) -> list[str]:
    """Write one line of the table."""

    def median(name: str) -> float:
        return float(statistics.median(getattr(each, name) for each in rounds))

    yardstick = min(median("echoed"), median("inserted"))
    ratio = median("accepted") / yardstick
    return [
        engine.title,
        f"{median('accepted'):,.0f}",
        f"{median('echoed'):,.0f}",
        f"{median('inserted'):,.0f}",
        f"**{ratio:.2f}**",
        f"{median('answered'):,.0f}",
        f"{median('answered') / yardstick:.2f}",
        f"{median('p99') / median('p50'):.1f}",
    ]


async def measure() -> str:
    """Measure both engines and write the section's words."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-accept-") as name:
        folder = Path(name)
        conditions = describe_conditions(folder)
        async with open_engines(folder) as engines:
            rows = [
                describe(engine, await measure_engine(engine, folder / engine.name))
                for engine in engines
            ]
    head = ["", "accepted/s", "bare answers/s", "bare inserts/s", "ratio"]
    head += ["answered/s", "ratio", "p99 / p50"]
    return f"""\
{render_table(head, rows)}

Medians of {ROUNDS} rounds of {NUMBER} texts from as many new customers, {CONCURRENCY} at once. The
ratios are to the slower yardstick; target for accepting: at least {TARGET}. "Answered" counts until
the last reply was recorded and handed to the provider; p99 / p50 is of the webhook's answer.

{conditions}"""


def main() -> None:
    """Print the section, and keep it where asked to."""
    write = parse_options("Measure how fast messages are taken in.")
    section = Section(name="accept", title="Taking messages in", body=asyncio.run(measure()))
    present(section, write=write)


if __name__ == "__main__":
    main()
