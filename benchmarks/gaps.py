"""Whether questions without an answer come together by what they are about, and how soon.

    python -m benchmarks.gaps [DATA] [--write] [--quick]

DATA is the folder that holds `kb/` (default `../shared/data`). K-means is told how many matters
there are and is given the same questions in the same run. About six minutes on two cores; `--quick`
leaves out the fifty thousand questions and takes one.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score

from benchmarks.matching.large_knowledge import make_up_variants, read_both
from benchmarks.report import Section, describe_conditions, present, render_table
from domain.knowledge import Article
from frontdesk.encoder import open_chosen
from frontdesk.settings.model import BUNDLED_ENCODER
from knowledge_base.encoders.cache import CachedEncoder
from knowledge_base.gaps.grouping import group_questions
from knowledge_base.gaps.neighbours import Floats
from knowledge_base.gaps.task import GroupingTask, group_apart
from knowledge_base.importing import read_articles

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
MOST = 50_000
WANTED = 0.6
SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions, and what each is truly about."""

    name: str
    texts: tuple[str, ...]
    matters: tuple[str, ...]


def list_suites(kb: Path) -> Iterator[Asked]:
    """Yield the target's questions first, then others that no setting was chosen on alone."""
    banking = _read(kb / "banking77")
    known = {article.id for article in _read(kb / "banking77_withheld")}
    withheld = [article for article in banking if article.id not in known]
    rest = [article for article in banking if article.id in known]
    clinc = _read(kb / "clinc150")
    yield _ask(f"BANKING77: the {len(withheld)} withheld", withheld)
    for seed in range(3):
        yield _ask(f"BANKING77: 27 of the others ({seed + 1})", _draw(rest, 27, seed))
    for seed in range(2):
        yield _ask(f"CLINC150: 40 of 150 ({seed + 1})", _draw(clinc, 40, seed))
    yield _thin("BANKING77: 27 matters of 3 to 10", _draw(rest, 27, 7), 3, 10)
    yield _thin("CLINC150: 40 matters of 3 to 10", _draw(clinc, 40, 7), 3, 10)
    yield _thin("BANKING77: 27 matters of 3 to 150", _draw(rest, 27, 8), 3, 150)
    yield _thin("CLINC150: 40 matters of 3 to 100", _draw(clinc, 40, 8), 3, 100)


def _read(folder: Path) -> list[Article]:
    return list(read_articles(folder / "articles.all.jsonl").articles)


def _draw(articles: Sequence[Article], count: int, seed: int) -> list[Article]:
    chosen = np.random.default_rng(seed).choice(len(articles), count, replace=False)
    return [articles[place] for place in sorted(chosen)]


def _ask(name: str, articles: Sequence[Article], sizes: Sequence[int] | None = None) -> Asked:
    """Ask what the articles answer, in no order."""
    counts = sizes or [len(article.variants) for article in articles]
    pairs = [
        (text, article.id)
        for article, count in zip(articles, counts, strict=True)
        for text in article.variants[:count]
    ]
    order = np.random.default_rng(0).permutation(len(pairs))
    shuffled = [pairs[place] for place in order]
    return Asked(name, tuple(text for text, _ in shuffled), tuple(name for _, name in shuffled))


def _thin(name: str, articles: Sequence[Article], least: int, most: int) -> Asked:
    """Ask of each matter as often as chance has it, evenly over the orders of magnitude."""
    chance = np.random.default_rng(3)
    sizes = np.exp(chance.uniform(np.log(least), np.log(most + 1), len(articles))).astype(int)
    return _ask(name, articles, sizes.tolist())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one set of questions; shares by the adjusted Rand index."""

    asked: Asked
    found: int
    ours: float
    without_encoder: float
    by_words: float
    by_meaning: float


def compare(asked: Asked, vectors: Floats) -> Outcome:
    """Group by Frontdesk, and by k-means that is told how many there are."""
    ours, found = _score(asked, vectors)
    told = len(set(asked.matters))
    words = TfidfVectorizer(stop_words="english").fit_transform(asked.texts)
    return Outcome(
        asked=asked,
        found=found,
        ours=ours,
        without_encoder=_score(asked, None)[0],
        by_words=_score_means(words, told, asked),
        by_meaning=_score_means(vectors, told, asked),
    )


def _score(asked: Asked, vectors: Floats | None) -> tuple[float, int]:
    groups = group_questions(asked.texts, vectors, locale="en")
    # Whoever is in no group is a group of its own.
    owners = np.arange(len(asked.texts)) + len(asked.texts)
    for number, group in enumerate(groups):
        owners[list(group.members)] = number
    shown = sum(len(group.members) >= 3 for group in groups)
    return float(adjusted_rand_score(asked.matters, owners)), shown


def _score_means(rows: object, count: int, asked: Asked) -> float:
    found = KMeans(count, n_init=5, random_state=0).fit_predict(rows)
    return float(adjusted_rand_score(asked.matters, found))


class _NoMeaning:
    """An encoder for whoever wants the made-up words alone."""

    name = "none"
    dimension = 1
    words = frozenset[str]()

    def encode(self, texts: Sequence[str]) -> Floats:
        return np.ones((len(texts), 1), dtype=np.float32)


def measure_many(kb: Path, folder: Path) -> list[list[str]]:
    """Time fifty thousand questions: encoded all, encoded before but for a day's, and none new."""
    articles = make_up_variants(read_both(kb), MOST + MOST // 4, CachedEncoder(_NoMeaning()))
    # Each matter's share of them, in no order.
    texts = list(dict.fromkeys(text for article in articles for text in article.variants))
    order = np.random.default_rng(0).permutation(len(texts))
    texts = [texts[place] for place in order[: MOST + MOST // 90]]
    threads = min(2, os.cpu_count() or 1)
    kept = folder / "vectors.npz"
    rows = []
    for words, asked in (
        ("all new", texts[:MOST]),
        ("one day of ninety new", texts[-MOST:]),
        ("none new", texts[-MOST:]),
    ):
        task = GroupingTask(
            texts=asked,
            locale="en",
            open_encoder=partial(open_chosen, BUNDLED_ENCODER),
            kept=kept,
            threads=threads,
        )
        began = time.perf_counter()
        groups = group_apart(task)
        took = time.perf_counter() - began
        rows.append([words, f"{len(asked):,}", f"{len(groups):,}", f"{took:.1f} s"])
    return rows


def measure(kb: Path, *, quick: bool) -> str:
    """Measure everything and write the section's words."""
    encoder = open_chosen(BUNDLED_ENCODER)
    assert encoder is not None, "install what requirements.lock names"
    cached = CachedEncoder(encoder)
    outcomes = []
    for asked in list_suites(kb):
        cached.learn(asked.texts)
        outcomes.append(compare(asked, cached.encode(asked.texts)))
    with tempfile.TemporaryDirectory(prefix="frontdesk-gaps-") as name:
        folder = Path(name)
        many = [] if quick else measure_many(kb, folder)
        conditions = describe_conditions(folder)
    return f"""\
{_render_targets(outcomes[0], many)}

{_render_outcomes(outcomes)}

{_render_many(many)}The adjusted Rand index is 1 where the groups are the true matters and 0 where
they are chance; questions in no group count as one each. Groups are those of three questions or
more. K-means is told how many there are, Frontdesk is not.

{conditions}"""


def _render_targets(first: Outcome, many: Sequence[Sequence[str]]) -> str:
    rows = [
        [
            "adjusted Rand index, withheld matters",
            f"{first.ours:.3f}",
            f"at least {WANTED}",
            "yes" if first.ours >= WANTED else "**no**",
        ]
    ]
    if many:
        took = float(many[0][-1].split()[0])
        told = "yes" if took < SECONDS else "**no**"
        rows.append(["50,000 questions, all encoded", many[0][-1], "under 120 s", told])
    return render_table(["figure", "measured", "wanted", "reached"], rows)


def _render_outcomes(outcomes: Sequence[Outcome]) -> str:
    head = ["questions", "number", "matters", "groups", "Frontdesk", "no encoder"]
    return render_table(
        [*head, "k-means, TF-IDF", "k-means, encoder"],
        [
            [
                each.asked.name,
                f"{len(each.asked.texts):,}",
                str(len(set(each.asked.matters))),
                str(each.found),
                f"**{each.ours:.3f}**",
                f"{each.without_encoder:.3f}",
                f"{each.by_words:.3f}",
                f"{each.by_meaning:.3f}",
            ]
            for each in outcomes
        ],
    )


def _render_many(many: Sequence[Sequence[str]]) -> str:
    if not many:
        return ""
    head = ["fifty thousand questions", "number", "groups", "time, encoding and all"]
    words = "Beyond 25,000 questions more are made of halves of those. "
    return f"{render_table(head, many)}\n\n{words}"


def main() -> None:
    """Print the section, and keep it where asked to."""
    parser = argparse.ArgumentParser(description="Measure the search for gaps.")
    parser.add_argument("data", nargs="?", type=Path, default=DATA, help="the folder with kb/")
    parser.add_argument("--write", action="store_true", help="keep the results in RESULTS.md")
    parser.add_argument("--quick", action="store_true", help="leave out the many questions")
    given = parser.parse_args()
    if not (given.data / "kb").is_dir():
        parser.error(f"{given.data} has no folder kb; name the one that has")
    body = measure(given.data / "kb", quick=given.quick)
    present(Section(name="gaps", title="Gaps", body=body), write=given.write)


if __name__ == "__main__":
    main()
