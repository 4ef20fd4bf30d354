"""Articles that steal each other's questions, found by asking each question with itself left out.

A question is taken from its article where another one would answer it. Two articles are in
conflict where that happens more than by chance, or where they share a wording word for word.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeAlias

import numpy as np
from threadpoolctl import threadpool_limits

from domain.knowledge import Article, Matcher
from knowledge_base.leaving_out import Places, ask_left_out, choose_rows
from knowledge_base.locale_index import LocaleIndex
from knowledge_base.matcher import KnowledgeMatcher

Advice: TypeAlias = Literal["same", "merge", "move", "differ"]

LEAST_LEAD = 0.02
"""What another article must lead by: less is neither one's."""

LEAST_SCORE = 1.0
"""What must speak for it: what is near to nothing goes anywhere, and nobody steals it."""

LEAST_TAKEN = 2
"""Questions from which on two articles are in conflict; one alone may be chance."""

FEW_TAKEN = 3
"""Questions up to which moving them is advised, rather than telling all of the wording apart."""

MERGED_SHARE = 0.25
"""Of both articles' questions, from which on they are likely one matter."""

PRIOR_QUESTIONS = 5
"""Added to an article's questions, so that one of two weighs less than five of ten."""

LEAST_SEVERITY = 0.03
"""Of many questions some always go elsewhere."""

MOST_CONFLICTS = 100
MOST_QUESTIONS = 20
"""That are named of a conflict in each direction."""

MOST_NEAR_ARTICLES = 40
MOST_OWN = 300
MOST_OF_ONE = 200
MOST_OF_OTHERS = 1_000
"""Of one article's neighbours: how many of their texts are asked, the nearest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Questions of one article that another would answer.

    Attributes:
        questions: as they are written, at most `MOST_QUESTIONS`.
        count: how many there are.
        asked: how many of the article's questions were asked at all.
    """

    questions: tuple[str, ...] = ()
    count: int = 0
    asked: int = 0

    @property
    def share(self) -> float:
        """Of those that were asked."""
        return self.count / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two articles that steal each other's questions.

    Attributes:
        lost: what of the first would go to the second.
        gained: what of the second would go to the first.
        same: what is worded the same in both, as the first has it.
        severity: the shares of both articles' questions, added up; 2 at the most.
        advice: `same` wording is to stay in one of them, to `merge` them, to `move` the few
            questions, or to make the wording `differ`.
    """

    first: Article
    second: Article
    lost: Taken
    gained: Taken
    same: tuple[str, ...] = ()
    severity: float
    advice: Advice


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """The conflicts of a knowledge base, or of one article.

    Attributes:
        found: worst first, at most `MOST_CONFLICTS`.
        asked: how many questions were asked.
        questions: how many there are that might have been.
    """

    found: tuple[Conflict, ...] = ()
    asked: int = 0
    questions: int = 0


NO_CONFLICTS = Conflicts()


def find_conflicts(matcher: Matcher, locale: str) -> Conflicts:
    """Find the conflicts among all articles of a language; seconds of a core, so off the loop."""
    index = _find_index(matcher, locale)
    if index is None:
        return NO_CONFLICTS
    owners = index.corpus.questions.owners
    rows = choose_rows(len(owners))
    takings = _ask(index, np.arange(len(owners)), rows)
    found = _join(index, takings, asked=np.bincount(owners[rows], minlength=_count(index)))
    return _rank(found, asked=len(rows), questions=len(owners))


def find_conflicts_of(matcher: Matcher, article_id: str, locale: str) -> Conflicts:
    """Find the conflicts of one article with its neighbours; the article is the first of each.

    Takes a second at most, whatever the size of the knowledge base.
    """
    index = _find_index(matcher, locale)
    if index is None or article_id not in index.by_id:
        return NO_CONFLICTS
    place = [article.id for article in index.corpus.articles].index(article_id)
    local, asked = _choose_local(index, place)
    owners = index.corpus.questions.owners
    takings = _ask(index, local, asked)
    counts = np.bincount(owners[local], minlength=_count(index))
    found = [
        _turn(conflict) if conflict.second.id == article_id else conflict
        for conflict in _join(index, takings, asked=counts)
        if article_id in {conflict.first.id, conflict.second.id}
    ]
    return _rank(found, asked=len(asked), questions=len(local))


def _find_index(matcher: Matcher, locale: str) -> LocaleIndex | None:
    index = matcher.indexes.get(locale) if isinstance(matcher, KnowledgeMatcher) else None
    return index if index is not None and _count(index) > 1 else None


def _count(index: LocaleIndex) -> int:
    return len(index.corpus.articles)


def _choose_local(index: LocaleIndex, place: int) -> tuple[Places, Places]:
    """Choose the texts of an article and its neighbours, and those among them to be asked."""
    vectors, starts = index.nearest.vectors, index.nearest.starts
    own = _thin(np.arange(starts[place], starts[place + 1]), MOST_OWN)
    nearness = (vectors @ vectors[own].T).max(axis=1)
    by_article = np.maximum.reduceat(nearness, starts[:-1])
    by_article[place] = -np.inf
    near = np.argsort(-by_article, kind="stable")[: min(MOST_NEAR_ARTICLES, _count(index) - 1)]
    others = [_thin(np.arange(starts[each], starts[each + 1]), MOST_OF_ONE) for each in near]
    beside = np.concatenate(others)
    nearest = beside[np.argsort(-nearness[beside], kind="stable")[:MOST_OF_OTHERS]]
    return np.sort(np.concatenate([own, beside])), np.sort(np.concatenate([own, nearest]))


def _thin(rows: Places, most: int) -> Places:
    if len(rows) <= most:
        return rows
    return rows[np.linspace(0, len(rows) - 1, most).astype(np.int64)]


def _ask(index: LocaleIndex, local: Places, asked: Places) -> dict[tuple[int, int], list[int]]:
    """Ask some of the texts of a choice; return the rows that each article takes of another."""
    owners = index.corpus.questions.owners
    present, within = np.unique(owners[local], return_inverse=True)
    rows = np.searchsorted(local, asked)
    with threadpool_limits(limits=1, user_api="blas"):
        answers = ask_left_out(index.nearest.vectors[local], within, len(present), rows)
    takings: dict[tuple[int, int], list[int]] = {}
    clear = (answers.leads > LEAST_LEAD) & (answers.scores >= LEAST_SCORE)
    for rank in np.flatnonzero(clear & (answers.winners != within[rows])):
        row = int(asked[rank])
        pair = int(owners[row]), int(present[answers.winners[rank]])
        takings.setdefault(pair, []).append(row)
    return takings


def _join(
    index: LocaleIndex, takings: dict[tuple[int, int], list[int]], *, asked: Places
) -> Iterator[Conflict]:
    same = _find_same(index)
    pairs = {(min(pair), max(pair)) for pair in (*takings, *same)}
    for first, second in sorted(pairs):
        shared = same.get((first, second), [])
        conflict = _describe(
            index,
            (first, second),
            lost=_list(index, takings.get((first, second), []), shared, int(asked[first])),
            gained=_list(index, takings.get((second, first), []), shared, int(asked[second])),
            same=shared,
        )
        if shared or _is_more_than_chance(conflict):
            yield conflict


def _is_more_than_chance(conflict: Conflict) -> bool:
    taken = conflict.lost.count + conflict.gained.count
    return taken >= LEAST_TAKEN and conflict.severity >= LEAST_SEVERITY


def _find_same(index: LocaleIndex) -> dict[tuple[int, int], list[str]]:
    """Find what two articles have word for word."""
    same: dict[tuple[int, int], list[str]] = {}
    for text, owners in index.exact.items():
        for first, second in combinations(sorted(set(owners)), 2):
            same.setdefault((first, second), []).append(text)
    return same


def _list(index: LocaleIndex, rows: list[int], shared: list[str], asked: int) -> Taken:
    """List what is taken, without what stands in both articles anyway."""
    questions = index.corpus.questions
    taken = [questions.written[row] for row in rows if questions.read[row] not in shared]
    return Taken(questions=tuple(taken[:MOST_QUESTIONS]), count=len(taken), asked=asked)


def _describe(
    index: LocaleIndex, pair: tuple[int, int], *, lost: Taken, gained: Taken, same: list[str]
) -> Conflict:
    first, second = (index.corpus.articles[place] for place in pair)
    shares = [
        (taken.count + len(same)) / (taken.asked + PRIOR_QUESTIONS) for taken in (lost, gained)
    ]
    return Conflict(
        first=first,
        second=second,
        lost=lost,
        gained=gained,
        same=tuple(same[:MOST_QUESTIONS]),
        severity=sum(shares),
        advice=_advise(lost, gained, same),
    )


def _advise(lost: Taken, gained: Taken, same: list[str]) -> Advice:
    if min(lost.share, gained.share) >= MERGED_SHARE:
        return "merge"
    if same:
        return "same"
    return "move" if lost.count + gained.count <= FEW_TAKEN else "differ"


def _turn(conflict: Conflict) -> Conflict:
    return Conflict(
        first=conflict.second,
        second=conflict.first,
        lost=conflict.gained,
        gained=conflict.lost,
        same=conflict.same,
        severity=conflict.severity,
        advice=conflict.advice,
    )


def _rank(found: Iterable[Conflict], *, asked: int, questions: int) -> Conflicts:
    ranked = sorted(found, key=lambda each: (-each.severity, each.first.id, each.second.id))
    return Conflicts(found=tuple(ranked[:MOST_CONFLICTS]), asked=asked, questions=questions)
