"""How fast the help centre comes with ten thousand articles, and whether its search is right.

    python -m benchmarks.help_centre [DATA] [--write] [--quick]

DATA is the folder that holds `kb/` (default `../shared/data`). A real server on SQLite has ten
thousand articles; pages and searches are asked for one after the other. `--quick` takes a tenth of
the articles.
"""

import argparse
import asyncio
import gzip
import http.client
import re
import statistics
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from threadpoolctl import threadpool_limits

from benchmarks.help_library import ARTICLES, CATEGORIES, TOP, Library, make_library, read_searches
from benchmarks.help_vectors import keep_vectors, make_vectors
from benchmarks.installations import Installation, opened
from benchmarks.matching.questions import LOCALE, Question, thin
from benchmarks.matching.targets import Figure, cost, render_figures, share, tell
from benchmarks.matching.typing_errors import mistype
from benchmarks.matching.vectors import open_encoder, say
from benchmarks.programs import ROOT
from benchmarks.report import RESULTS, Section, describe_conditions, present
from bot.articles import import_articles
from bot.read_knowledge import read_knowledge
from bot.trainer import NothingKnown
from crm_store.categories import record_category
from crm_store.transaction import Transaction
from domain.knowledge import Knowledge, Matcher
from frontdesk.migrating import migrate
from frontdesk.secret_file import get_secret
from frontdesk.settings import load_settings
from frontdesk.system import SystemClock, SystemIds
from frontdesk.training.trainer_of_site import make_trainer
from knowledge_base.encoders.cache import CachedEncoder
from knowledge_base.matcher import train_matcher
from knowledge_base.search.entries import read_wording
from knowledge_base.search.search_index import SearchIndex
from knowledge_base.search.word_index import index_words

PAGES = 200
UNCOUNTED = 20
SEARCHES = 300
PAGE_MS, SEARCH_MS, PAGE_KB = 10.0, 60.0, 100.0
FEW_VARIANTS = 5
MOST_ASKED = 600
_ASSET = re.compile(r"<link[^>]*(?:stylesheet|icon)[^>]*>|<(?:script|img)[^>]* src=[^>]*>")
_ADDRESS = re.compile(r'(?:href|src)="(/[^"#]*)')


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: how long it took, how many bytes came, and what they are unpacked."""

    seconds: float
    transferred: int
    body: bytes


class Browser:
    """Asks for one page after the other over one connection, each time as another network.

    The help centre limits how often one network may search.
    """

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._asked = 0

    def fetch(self, path: str) -> Fetched:
        """Fetch what is at a path.

        Raises:
            RuntimeError: it is not there.
        """
        self._asked += 1
        client = f"10.0.{self._asked // 250 % 250}.{self._asked % 250}"
        headers = {"Accept-Encoding": "gzip, deflate", "X-Forwarded-For": client}
        began = time.perf_counter()
        self._connection.request("GET", path, headers=headers)
        response = self._connection.getresponse()
        body = response.read()
        seconds = time.perf_counter() - began
        if response.status != 200:
            raise RuntimeError(f"{path} was answered with {response.status}: {body[:200]!r}")
        return Fetched(seconds, len(body), _unpack(body, response.getheader("Content-Encoding")))


def _unpack(body: bytes, encoding: str | None) -> bytes:
    if encoding == "gzip":
        return gzip.decompress(body)
    return zlib.decompress(body) if encoding == "deflate" else body


def measure_pages(browser: Browser, library: Library) -> Iterator[Figure]:
    """Fetch pages of each kind, and the searches."""
    ids = [article.id for article in library.articles]
    pages = {
        "the first page": [f"/help/{LOCALE}/"] * PAGES,
        "a category": [f"/help/{LOCALE}/categories/c{n % CATEGORIES}" for n in range(PAGES)],
        "an article": [f"/help/{LOCALE}/articles/{each}" for each in thin(ids, PAGES)],
    }
    for name, paths in pages.items():
        say(f"fetching {name}")
        times = [1000 * browser.fetch(path).seconds for path in paths][UNCOUNTED:]
        yield cost(f"{name}: median", statistics.median(times), most=PAGE_MS, unit="ms")
        yield tell(f"{name}: p95", f"{_p95(times):.1f} ms")
    searches = [_search_path(text) for text in thin(library.unseen, SEARCHES)]
    say("searching")
    times = [1000 * browser.fetch(path).seconds for path in searches][UNCOUNTED:]
    yield tell("a search: median", f"{statistics.median(times):.1f} ms")
    yield cost("a search: p95", _p95(times), most=SEARCH_MS, unit="ms")
    firsts = {name: paths[0] for name, paths in pages.items()} | {"a search": searches[0]}
    for name, path in firsts.items():
        yield from _weigh(browser, name, path)


def _search_path(text: str) -> str:
    return f"/help/{LOCALE}/search?{urlencode({'q': text})}"


def _weigh(browser: Browser, name: str, path: str) -> Iterator[Figure]:
    """Tell how much a browser loads that was never there before."""
    page = browser.fetch(path)
    tags = _ASSET.findall(page.body.decode())
    paths = dict.fromkeys(address for tag in tags for address in _ADDRESS.findall(tag))
    loaded = [page, *(browser.fetch(each) for each in paths)]
    transferred = sum(each.transferred for each in loaded) / 1000
    yield cost(f"{name}: first load, transferred", transferred, most=PAGE_KB, unit="kB")
    unpacked = sum(len(each.body) for each in loaded) / 1000
    yield cost(f"{name}: first load, unpacked", unpacked, most=PAGE_KB, unit="kB")


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def measure_search(kb: Path) -> Iterator[Figure]:
    """Search BANKING77's articles with questions that are none of their variants."""
    say("searching BANKING77")
    articles, asked = read_searches(kb, variants=FEW_VARIANTS, most=MOST_ASKED)
    mistyped = [Question(mistype(each.text, seed), each.article) for seed, each in enumerate(asked)]
    titles = [Question(article.title, article.id) for article in articles]
    index = SearchIndex({LOCALE: index_words([read_wording(article) for article in articles])})
    with threadpool_limits(limits=1):
        matcher = train_matcher(
            Knowledge(version=1, articles=tuple(articles)), encoder=CachedEncoder(open_encoder())
        )
        both = _count_found(index, matcher, asked)
        words = _count_found(index, NothingKnown(), asked)
        slips = _count_found(index, matcher, mistyped)
        named = _count_found(index, matcher, titles, first=1)
    yield share("BANKING77: found among the first three", both, least=0.85)
    yield tell("the same by words alone", f"{words:.1%}")
    yield tell("the same with one typing error each", f"{slips:.1%}")
    yield share("a title typed: its article is the first", named, least=1.0)


def _count_found(
    index: SearchIndex, matcher: Matcher, asked: Sequence[Question], *, first: int = 3
) -> float:
    """Return the share of searches whose right article is among the first hits."""
    found = 0
    for each in asked:
        hits = index.search(matcher, each.text, LOCALE, limit=first, sure=1.0).hits
        found += each.article in {hit.article_id for hit in hits}
    return found / len(asked)


async def run(url: str, folder: Path, library: Library) -> list[Figure]:
    """Run a server that has the articles, and ask it for its pages."""
    await migrate(url)
    await asyncio.to_thread(folder.mkdir)
    site = Installation(folder, url, "http://127.0.0.1:9")
    await asyncio.to_thread(_write_settings, site)
    async with opened(url) as store:
        say(f"publishing {len(library.articles):,} articles")
        await store.run(_publish, library)
        settings = load_settings(site.config, (), {}).settings
        secret = get_secret(settings, SystemIds(SystemClock()))
        await keep_vectors(store, await asyncio.to_thread(make_vectors, library))
        say("training")
        began = time.perf_counter()
        await make_trainer(settings, store, secret=secret).train(await read_knowledge(store))
        trained = time.perf_counter() - began
    try:
        began = time.perf_counter()
        await site.start_server()
        browser = Browser(site.port)
        ready = time.perf_counter() - began
        await asyncio.to_thread(browser.fetch, _search_path("refund"))
        searched = time.perf_counter() - began
        figures = await asyncio.to_thread(lambda: list(measure_pages(browser, library)))
    finally:
        await site.stop()
    return [
        *figures,
        tell("learning all articles, their vectors being there", f"{trained:.0f} s"),
        tell("from the start until pages are served", f"{ready:.1f} s"),
        tell("from the start until the first search is answered", f"{searched:.1f} s"),
    ]


def _write_settings(site: Installation) -> None:
    site.write_settings()
    text = site.config.read_text()
    believed = '[server]\ntrusted_proxies = ["127.0.0.1"]'
    site.config.write_text(text.replace("[server]", believed, 1))


def _publish(tx: Transaction, library: Library) -> None:
    for category in library.categories:
        record_category(tx, category)
    import_articles(tx, library.articles, author="benchmark", now=SystemClock().now())


def measure(kb: Path, *, quick: bool) -> str:
    """Measure everything and write the section's words."""
    library = make_library(kb, ARTICLES // 10 if quick else ARTICLES)
    with tempfile.TemporaryDirectory(prefix="frontdesk-help-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/frontdesk.db"
        figures = asyncio.run(run(url, folder / "site", library))
        figures += measure_search(kb)
        conditions = describe_conditions(folder)
    return f"""\
{render_figures(figures)}

{len(library.articles):,} articles in {CATEGORIES} categories, {TOP} of them at the top, on SQLite;
the server a process of its own, pages asked for one after the other over one connection: {PAGES} of
each kind, each article once, and {SEARCHES} searches for real questions that no article has in
these words, the sentence encoder included. The vectors of the answers' paragraphs are made up, all
others are computed. A first load is the page and all that it links to, its bodies' bytes. The
searches of BANKING77 are {MOST_ASKED} of its questions; its 77 articles have {FEW_VARIANTS} others
each.

{conditions}"""


def main() -> None:
    """Print the section, and keep it where asked to."""
    parser = argparse.ArgumentParser(description="Measure the help centre.")
    parser.add_argument("data", nargs="?", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--write", action="store_true", help=f"put them into {RESULTS.name}")
    parser.add_argument("--quick", action="store_true", help="a tenth of the articles")
    given = parser.parse_args()
    body = measure(given.data / "kb", quick=given.quick)
    present(Section(name="help_centre", title="Help centre", body=body), write=given.write)


if __name__ == "__main__":
    main()
