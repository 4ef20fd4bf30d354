"""All sets asked of all contestants, on all cores."""

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from threadpoolctl import threadpool_limits

from benchmarks.matching.contestants import (
    FRONTDESK,
    LEXICAL,
    PEERS,
    QUADRATIC,
    judge,
    open_contestant,
)
from benchmarks.matching.outcomes import Outcome, join_outcomes
from benchmarks.matching.questions import (
    FOLDS,
    Question,
    QuestionSet,
    read_development,
    read_few,
    read_folds,
    thin_questions,
    with_mistyped,
)
from benchmarks.matching.vectors import say

MOST_MISTYPED = 2_000
MOST_BESIDE = 1_500
"""Questions in scope of each set that all but the matcher itself are asked, an even part."""

MOST_COMPARED = 4_000_000
"""Pairs of question and variant for those that compare each pair."""

CONTESTANTS = (FRONTDESK, LEXICAL, *PEERS)


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one set.

    Attributes:
        clean: of the questions that are asked mistyped as well; None where none are.
        mistyped: of the same with a typing error.
    """

    all: Outcome
    clean: Outcome | None
    mistyped: Outcome | None


Results = Mapping[tuple[str, str], Asked]
"""By the set's name and the contestant's."""


@dataclass(frozen=True, slots=True)
class Suite:
    """The sets that are asked."""

    five: QuestionSet
    ten: QuestionSet
    folds: tuple[QuestionSet, ...]
    clinc_all: QuestionSet
    clinc_ten: QuestionSet
    withheld_all: QuestionSet
    withheld_ten: QuestionSet

    def __iter__(self) -> Iterator[QuestionSet]:
        """List all sets, those that take longest first."""
        yield self.clinc_all
        yield from self.folds
        yield from (self.withheld_all, self.clinc_ten, self.ten, self.five, self.withheld_ten)


def read_suite(kb: Path, *, quick: bool) -> Suite:
    """Read the sets; quickly, an even part of the questions and one fold."""
    most = 300 if quick else 1_000_000
    mistyped = 300 if quick else MOST_MISTYPED

    def read(folder: str, variants: str, name: str) -> QuestionSet:
        return read_development(kb, folder, variants, name)

    return Suite(
        five=thin_questions(read_few(kb, 5), most),
        ten=thin_questions(with_mistyped(read_few(kb, 10), mistyped), most),
        folds=tuple(thin_questions(fold, most) for fold in read_folds(kb)[: 1 if quick else FOLDS]),
        clinc_all=thin_questions(read("clinc150", "all", "CLINC150"), most),
        clinc_ten=thin_questions(with_mistyped(read("clinc150", "10", "CLINC150"), mistyped), most),
        withheld_all=thin_questions(read("banking77_withheld", "all", "withheld"), most),
        withheld_ten=thin_questions(read("banking77_withheld", "10", "withheld"), most),
    )


def list_texts(suite: Suite) -> Iterator[str]:
    """List all texts whose vectors are wanted, as far as they are known before."""
    for each in suite:
        for article in each.articles:
            yield from (*article.variants, article.title)
        yield from (question.text for question in _list_questions(each))


def ask_all(suite: Suite, vectors: Path, processes: int) -> Results:
    """Ask everybody everything."""
    tasks = [(each, name) for name in CONTESTANTS for each in suite]
    results = {}
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawning) as pool:
        futures = {pool.submit(ask, each, name, vectors): (each.name, name) for each, name in tasks}
        for future in as_completed(futures):
            results[futures[future]] = future.result()
            right = results[futures[future]].all.accuracy
            told = f"{' by '.join(futures[future])}, {right:.1%} right"
            say(f"asked {len(results)} of {len(tasks)}: {told}")
    return results


def ask(given: QuestionSet, name: str, vectors: Path) -> Asked:
    """Ask one contestant the questions of one set, each wording once."""
    if name != FRONTDESK:
        given = thin_questions(given, MOST_BESIDE)
    if name in QUADRATIC:
        given = thin_questions(given, MOST_COMPARED // given.variants)
    texts = list(dict.fromkeys(question.text for question in _list_questions(given)))
    with threadpool_limits(limits=1):
        contestant = open_contestant(name, given.articles, vectors)
        found = dict(zip(texts, contestant(texts), strict=True))

    def judged(questions: Sequence[Question]) -> Outcome | None:
        return judge([found[each.text] for each in questions], questions) if questions else None

    every = judged(given.questions)
    assert every is not None
    return Asked(
        all=every,
        clean=judged([clean for clean, _ in given.mistyped]),
        mistyped=judged([mistyped for _, mistyped in given.mistyped]),
    )


def join_folds(results: Results, suite: Suite, name: str) -> Outcome:
    """Put one contestant's folds together."""
    return join_outcomes([results[fold.name, name].all for fold in suite.folds])


def _list_questions(given: QuestionSet) -> Iterator[Question]:
    yield from given.questions
    for clean, mistyped in given.mistyped:
        yield from (clean, mistyped)
