"""From publishing an article to every process answering from it, and what answers take meanwhile.

    python -m benchmarks.publish [DATA] [--write]

A server and a worker on one PostgreSQL know the 77 articles of BANKING77 with their 10,000
wordings (`DATA/kb/banking77/articles.all.jsonl`, DATA being `../shared/data` by default).
Customers text at a steady rate; an article is published among them, several times. Each process
logs when it serves an index of which version.
"""

import argparse
import asyncio
import json
import pickle
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.engines import open_engines
from benchmarks.installations import Installation, opened
from benchmarks.programs import ROOT, start_program
from benchmarks.report import RESULTS, Section, describe_conditions, present, render_table
from bot.articles import import_articles
from bot.read_knowledge import read_knowledge
from crm_store.articles import get_index_version
from crm_store.store import Store
from domain.knowledge import Article
from frontdesk.migrating import migrate
from frontdesk.secret_file import get_secret
from frontdesk.settings import load_settings
from frontdesk.system import SystemClock, SystemIds
from frontdesk.training.trainer_of_site import make_trainer
from knowledge_base.importing import read_articles

RATE = 15.0
ROUNDS = 4
BASELINE_SECONDS = 20.0
PROMISED_SECONDS = 2.0
_LEARNT_SECONDS = 240.0
_ASKED = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One article published, in seconds of the monotonic clock.

    Attributes:
        live: when each process served an index with it.
        trained: when each process served one that was trained in full on it.
    """

    at: float
    live: tuple[float, ...]
    trained: tuple[float, ...]


class Learning:
    """What the site's processes say in their logs."""

    def __init__(self, site: Installation) -> None:
        self._site = site
        loop = asyncio.get_running_loop()
        # The logs tell the time of day.
        self._offset = datetime.now(UTC).timestamp() - loop.time()

    async def until(self, version: int, stages: Sequence[str]) -> tuple[float, ...]:
        """Wait until every process serves such an index; return since when each does."""
        async with asyncio.timeout(_LEARNT_SECONDS):
            while True:
                found = self._find(version, stages)
                if len(found) == len(self._site.processes):
                    return found
                await asyncio.sleep(0.1)

    def _find(self, version: int, stages: Sequence[str]) -> tuple[float, ...]:
        logs = (self._read(path, version, stages) for path in self._site.folder.glob("log-*"))
        return tuple(at for log in logs if (at := next(log, None)) is not None)

    def _read(self, path: Path, version: int, stages: Sequence[str]) -> Iterator[float]:
        for line in path.read_text().splitlines():
            if '"knowledge_learnt"' in line:
                told = json.loads(line)
                if told["version"] >= version and told["stage"] in stages:
                    yield datetime.fromisoformat(told["timestamp"]).timestamp() - self._offset


@asynccontextmanager
async def asked_steadily(questions: list[str], folder: Path) -> Any:
    """Start the customers and their provider; give its port, the process and a way to begin."""
    file = folder / "questions"
    await asyncio.to_thread(file.write_bytes, pickle.dumps(questions))
    process = await start_program("publish_load", str(RATE), str(file), stdin=True)
    assert process.stdout is not None
    try:
        yield process, int(await process.stdout.readline())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def publish(store: Store, learning: Learning, number: int) -> Publication:
    """Publish one article and wait until it is learnt everywhere."""
    loop = asyncio.get_running_loop()
    title = f"Where is branch number {number} of the bank?"
    article = Article(
        id=f"branch-{number}",
        locale="en",
        title=title,
        variants=(title, f"opening hours of branch {number}", f"way to branch {number}"),
        answer=f"Branch {number} is beside the station.",
    )
    await store.run(import_articles, (article,), author="benchmark", now=SystemClock().now())
    at = loop.time()
    version = await store.read(get_index_version)
    live = await learning.until(version, ("quick", "full"))
    return Publication(at=at, live=live, trained=await learning.until(version, ("full",)))


async def learn(site: Installation, store: Store) -> None:
    """Have the site's data folder hold what a server learns at its first start."""
    settings = load_settings(site.config, (), {}).settings
    trainer = make_trainer(settings, store, secret=get_secret(settings, SystemIds(SystemClock())))
    await trainer.train(await read_knowledge(store))


async def run(url: str, folder: Path, data: Path) -> tuple[list[Publication], dict[str, Any]]:
    """Run server, worker and customers, and publish among them."""
    await migrate(url)
    articles = read_articles(data / "kb" / "banking77" / "articles.all.jsonl").articles
    questions = [variant for article in articles for variant in article.variants][::5][:_ASKED]
    await asyncio.to_thread(folder.mkdir)
    async with opened(url) as store, asked_steadily(questions, folder) as (customers, port):
        await store.run(import_articles, articles, author="benchmark", now=SystemClock().now())
        site = Installation(folder, url, f"http://127.0.0.1:{port}")
        await asyncio.to_thread(site.write_settings)
        await learn(site, store)
        try:
            await site.start_server()
            await site.start_worker()
            customers.stdin.write(f"{site.url}/channels/sms/main\n".encode())
            await asyncio.sleep(BASELINE_SECONDS)
            learning = Learning(site)
            found = [await publish(store, learning, number) for number in range(ROUNDS)]
            output, _ = await customers.communicate(b"")
        finally:
            await site.stop()
    return found, json.loads(output)


def describe(found: Sequence[Publication], load: dict[str, Any]) -> str:
    """Write the figures as Markdown."""
    live = [at - each.at for each in found for at in each.live]
    trained = [at - each.at for each in found for at in each.trained]
    samples: list[tuple[float, float]] = load["samples"]
    first = found[0].at
    groups = {
        "before": [took for at, took in samples if at < first],
        "published, not yet live": _between(samples, [(e.at, max(e.live)) for e in found]),
        "live, training behind it": _between(
            samples, [(max(e.live), max(e.trained)) for e in found]
        ),
    }
    head = ("", "answers", "p50", "to before", "p99", "to before")
    rows = list(_describe_answers(groups))
    kept = "kept" if max(live) <= PROMISED_SECONDS else "BROKEN"
    return f"""\
Live in both processes after {statistics.median(live):.2f} s (median of {len(live)}), at the latest
after {max(live):.2f} s: the promise of {PROMISED_SECONDS:.0f} s is {kept}. Trained in full after
{statistics.median(trained):.1f} s. Of {len(samples)} texts {load["refused"]} were refused; each
other one was answered.

{render_table(head, rows)}"""


def _between(
    samples: Sequence[tuple[float, float]], spans: Sequence[tuple[float, float]]
) -> list[float]:
    """Return how long those waited who asked within one of the spans, or waited when it began."""
    return [
        took for at, took in samples if any(at < end and at + took > begin for begin, end in spans)
    ]


def _describe_answers(groups: dict[str, list[float]]) -> Iterator[list[str]]:
    base = [_quantile(groups["before"], share) for share in (0.5, 0.99)]
    for name, times in groups.items():
        cells = [name, f"{len(times):,}"]
        for share, before in zip((0.5, 0.99), base, strict=True):
            value = _quantile(times, share)
            cells += [f"{value * 1000:,.0f} ms", f"**{value / before:.2f}**"]
        yield cells


def _quantile(times: Sequence[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


async def measure(data: Path) -> str:
    """Measure on PostgreSQL and write the section's words."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-publish-") as name:
        folder = Path(name)
        async with open_engines(folder) as (_, postgres):
            conditions = describe_conditions(folder, postgres.title)
            found, load = await run(await postgres.make_database(), folder / "site", data)
    return f"""\
{describe(found, load)}

{ROUNDS} articles published one after another beside the 10,000 wordings of BANKING77, a server and
a worker at work, {RATE:.0f} texts a second from as many customers; an answer takes from the text
being sent until its answer is handed to the provider.

{conditions}"""


def main() -> None:
    """Print the section, and keep it where asked to."""
    options = argparse.ArgumentParser(description="Measure how fast what is published is live.")
    options.add_argument("data", nargs="?", type=Path, default=ROOT.parent / "shared" / "data")
    options.add_argument("--write", action="store_true", help=f"put them into {RESULTS.name}")
    given = options.parse_args()
    body = asyncio.run(measure(given.data))
    present(Section(name="publish", title="Publishing", body=body), write=given.write)


if __name__ == "__main__":
    main()
