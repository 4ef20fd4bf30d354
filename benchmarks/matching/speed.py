"""What the matcher costs: a query, many at once, training, and one more article."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process, utils
from threadpoolctl import threadpool_limits

from benchmarks.matching.contestants import PRECISION, list_wordings
from benchmarks.matching.large_knowledge import make_up_variants, read_both, take_variants
from benchmarks.matching.questions import LOCALE, thin
from benchmarks.matching.targets import Figure, cost, tell
from benchmarks.matching.vectors import load_vectors, open_encoder, say
from domain.knowledge import Article, Knowledge
from knowledge_base.encoders.cache import CachedEncoder, digest_text
from knowledge_base.importing import read_articles
from knowledge_base.matcher import KnowledgeMatcher, train_matcher

SMALL, USUAL, LARGE = 1_000, 10_000, 100_000
UNCOUNTED = 50
COMPARED_EVERY = 10
"""One in so many queries is put to rapidfuzz as well, between two of the matcher's."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A matcher, and the seconds that it took."""

    matcher: KnowledgeMatcher
    seconds: float


@dataclass(frozen=True, slots=True)
class Latencies:
    """Milliseconds of each query: by the matcher, by its encoder alone, by rapidfuzz."""

    ours: list[float]
    encoder: list[float]
    theirs: list[float]


def list_speeds(kb: Path, vectors: Path, *, quick: bool) -> Iterator[Figure]:
    """Measure one thing after the other, on one thread but where two are asked for."""
    both = read_both(kb)
    sized = take_variants(both, USUAL)
    texts = thin(sized.unseen, 300 if quick else 1_500)
    with threadpool_limits(limits=1):
        bank = read_articles(kb / "banking77" / "articles.all.jsonl").articles
        alone = train(bank, remember(vectors, bank))
        yield cost(_name_training(bank), alone.seconds, most=15, unit="s")
        # The last article is published once the others are trained.
        before = train(sized.articles[:-1], remember(vectors, sized.articles[:-1]))
        yield cost(_name_training(sized.articles[:-1]), before.seconds, most=15, unit="s")
        usual = train(sized.articles, remember(vectors, sized.articles[:-1]), before.matcher)
        named = f"one new article of {len(sized.articles[-1].variants)} variants among these joins"
        yield cost(named, usual.seconds, most=2, unit="s")
        yield from _tell_queries(before.matcher, sized.articles[:-1], texts)
        yield from _tell_throughput(before.matcher, texts)
        yield from _tell_growth(both, vectors, before.matcher, thin(texts, 300), quick=quick)


def remember(vectors: Path, articles: Sequence[Article]) -> CachedEncoder:
    """Open the encoder with the vectors of these articles' wording and no other."""
    encoder = load_vectors(vectors)
    encoder.keep_only({digest_text(each.text) for each in list_wordings(articles)})
    return encoder


def train(
    articles: Sequence[Article],
    encoder: CachedEncoder,
    previous: KnowledgeMatcher | None = None,
) -> Trained:
    """Train, or join what is new."""
    knowledge = Knowledge(version=1, articles=tuple(articles))
    began = time.perf_counter()
    matcher = train_matcher(knowledge, encoder=encoder, previous=previous)
    return Trained(matcher, time.perf_counter() - began)


def _name_training(articles: Sequence[Article]) -> str:
    variants = sum(len(article.variants) for article in articles)
    say(f"training on {variants:,} variants")
    return f"training, {variants:,} variants of {len(articles)} articles"


def _tell_queries(
    matcher: KnowledgeMatcher, articles: Sequence[Article], texts: Sequence[str]
) -> Iterator[Figure]:
    times = time_queries(matcher, articles, texts)
    middle, tail = np.percentile(times.ours, [50, 99])
    yield cost("a query, 10,000 variants: p50", float(middle), most=6, unit="ms")
    yield cost("a query, 10,000 variants: p99", float(tail), most=15, unit="ms")
    alone = statistics.median(times.encoder)
    yield tell("of it the sentence encoder: p50", f"{alone:.1f} ms")
    theirs = statistics.median(times.theirs)
    yield tell("the same by rapidfuzz's `process.extract`: p50", f"{theirs:.1f} ms")
    yield tell("p50 beside rapidfuzz's", f"{middle / theirs:.2f}")


def time_queries(
    matcher: KnowledgeMatcher, articles: Sequence[Article], texts: Sequence[str]
) -> Latencies:
    """Ask one question after the other, some of rapidfuzz as well."""
    wordings = [utils.default_process(each.text) for each in list_wordings(articles)]

    def compare(text: str) -> None:
        asked = utils.default_process(text)
        process.extract(asked, wordings, scorer=fuzz.token_set_ratio, limit=3)

    encoder = open_encoder()
    found = Latencies([], [], [])
    for place, text in enumerate(texts):
        found.ours.append(_clock(partial(ask, matcher, text)))
        if place % COMPARED_EVERY == 0:
            found.encoder.append(_clock(partial(encoder.encode, [text])))
            found.theirs.append(_clock(partial(compare, text)))
    few = UNCOUNTED // COMPARED_EVERY
    return Latencies(found.ours[UNCOUNTED:], found.encoder[few:], found.theirs[few:])


def ask(matcher: KnowledgeMatcher, text: str) -> None:
    """Ask as the bot does."""
    matcher.explain(text, locale=LOCALE, limit=3, precision=PRECISION)


def _clock(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def _tell_throughput(matcher: KnowledgeMatcher, texts: Sequence[str]) -> Iterator[Figure]:
    for threads in (1, 2):
        with ThreadPoolExecutor(threads) as pool:
            began = time.perf_counter()
            list(pool.map(lambda text: ask(matcher, text), texts))
            rate = len(texts) / (time.perf_counter() - began)
        yield tell(f"queries a second, {threads} thread{'s'[: threads - 1]}", f"{rate:.0f}")


def _tell_growth(
    both: Sequence[Article],
    vectors: Path,
    usual: KnowledgeMatcher,
    texts: Sequence[str],
    *,
    quick: bool,
) -> Iterator[Figure]:
    medians = {}
    encoder = remember(vectors, both)
    for size in (SMALL, USUAL) if quick else (SMALL, USUAL, LARGE):
        matcher = usual
        if size != USUAL:
            articles = take_variants(both, size).articles
            if size == LARGE:
                articles = make_up_variants(articles, size, encoder)
            trained = train(articles, encoder)
            matcher = trained.matcher
            yield tell(_name_training(articles), f"{trained.seconds:.1f} s")
        fresh = [f"{text} please" for text in texts]
        times = [_clock(partial(ask, matcher, text)) for text in fresh]
        medians[size] = statistics.median(times[UNCOUNTED:])
        yield tell(f"a query, {size:,} variants: p50", f"{medians[size]:.1f} ms")
    growth = medians[max(medians)] / medians[SMALL]
    factor = max(medians) // SMALL
    yield cost(f"its growth while variants grow {factor} times", growth, most=factor, unit="times")
