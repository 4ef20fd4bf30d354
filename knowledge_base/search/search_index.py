"""The published articles of all locales, searched by word and by meaning together."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.help_search import SearchHit, SearchResults
from domain.knowledge import Candidate, Matcher
from knowledge_base.search.entries import Entry
from knowledge_base.search.fusion import fuse, measure_meaning
from knowledge_base.search.query import AskedWord, read_query
from knowledge_base.search.snippets import cut_snippet
from knowledge_base.search.word_index import WordIndex
from knowledge_base.search.word_search import WordsFound, search_alike, search_words
from knowledge_base.wording import LONGEST_QUERY

MOST_MEANT = 20
"""Articles whose meaning is looked at."""

MOST_HITS = 50
DOUBTFUL = 0.5
"""Where nothing in the reader's language is better, other languages are searched as well."""

_SENTENCE_END = re.compile(r"[.!?;\u3002\uff01\uff1f]+(?=\s)|[\r\n]+")
"""The matcher would look at each sentence by itself; a reader waits, and means one thing."""

MOST_RELATED_BY_MEANING = 2_000
MOST_OTHERS = 5


@dataclass(frozen=True, slots=True, eq=False)
class SearchIndex:
    """What is published.

    Attributes:
        locales: the articles of each.
    """

    locales: Mapping[str, WordIndex] = field(default_factory=dict)

    @property
    def worn(self) -> bool:
        """Whether so much has changed that all should be indexed anew."""
        return any(index.worn for index in self.locales.values())

    def versions(self) -> dict[tuple[str, str], int]:
        """Return the version of each article that is held, by its id and locale."""
        return {
            (key, locale): entry.version
            for locale, index in self.locales.items()
            for key, entry in index.by_id.items()
        }

    def find(self, article_id: str, locale: str) -> Entry | None:
        """Find an article in a language, or None."""
        index = self.locales.get(locale)
        return None if index is None else index.by_id.get(article_id)

    def search(
        self, matcher: Matcher, text: str, locale: str, *, limit: int, sure: float
    ) -> SearchResults:
        """Find articles for what a reader typed; takes milliseconds, whatever it is.

        Args:
            matcher: tells the meaning; of whatever version, what is not published is left out.
            limit: how many, up to `MOST_HITS`.
            sure: the confidence from which on an article is the direct answer, where the matcher
                does not say.
        """
        asked = read_query(text)
        if not asked:
            return SearchResults()
        return _Search(self, asked, text, locale).run(matcher, min(limit, MOST_HITS), sure)

    def relate(
        self, matcher: Matcher, article_id: str, locale: str, *, limit: int
    ) -> tuple[SearchHit, ...]:
        """Find articles in the same language that are about what an article is about.

        Where there are very many, by their words alone: a page is not to wait for the matcher.

        Returns:
            Without snippets.
        """
        index, entry = self.locales.get(locale), self.find(article_id, locale)
        if index is None or entry is None:
            return ()
        meaning = {}
        if index.size <= MOST_RELATED_BY_MEANING:
            found = matcher.explain(entry.title, locale=locale, limit=limit + 1).candidates
            meaning = measure_meaning(each for each in found if _holds(index, locale, each))
        scores = fuse(search_alike(index, entry), meaning)
        others = [key for key in scores if key != article_id][:limit]
        return tuple(_show(index.by_id[key], scores[key], {}) for key in others)


def _holds(index: WordIndex, locale: str, candidate: Candidate) -> bool:
    """Say whether a candidate is published in a language."""
    return candidate.match.locale == locale and candidate.match.article_id in index.by_id


@dataclass(frozen=True, slots=True)
class _Found:
    """What one locale has.

    Attributes:
        scores: by article id; best first.
    """

    words: WordsFound
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Search:
    """One search.

    Attributes:
        asked: the words of the text.
    """

    index: SearchIndex
    asked: tuple[AskedWord, ...]
    text: str
    locale: str

    def run(self, matcher: Matcher, limit: int, sure: float) -> SearchResults:
        """Search the reader's language and, where that has little, others."""
        text = _SENTENCE_END.sub(", ", self.text[:LONGEST_QUERY])
        explained = matcher.explain(text, locale=self.locale, limit=MOST_MEANT)
        found = {self.locale: self._search_locale(self.locale, explained.candidates)}
        own = found[self.locale]
        if max(own.scores.values(), default=0.0) < DOUBTFUL:
            for locale in self._list_others():
                found[locale] = self._search_locale(locale, explained.candidates)
        ranked = self._rank(found)
        direct = self._find_direct(explained.candidates, sure)
        if direct is not None:
            ranked = [direct, *(each for each in ranked if each[0] is not direct[0])]
        hits = tuple(_show(entry, score, found) for entry, score in ranked[:limit])
        return SearchResults(
            hits=hits, direct=hits[0] if direct else None, repairs=own.words.repairs
        )

    def _search_locale(self, locale: str, candidates: Iterable[Candidate]) -> _Found:
        index = self.index.locales.get(locale)
        if index is None:
            return _Found(WordsFound(), {})
        words = search_words(index, self.asked, self.text)
        meaning = measure_meaning(each for each in candidates if _holds(index, locale, each))
        return _Found(words, fuse(words.shares, meaning))

    def _list_others(self) -> list[str]:
        others = (locale for locale in self.index.locales if locale != self.locale)
        by_size = sorted(others, key=lambda locale: (-self.index.locales[locale].size, locale))
        return by_size[:MOST_OTHERS]

    def _rank(self, found: Mapping[str, _Found]) -> list[tuple[Entry, float]]:
        """Rank what the locales have: those in the reader's language first, each article once."""
        best: dict[str, tuple[Entry, float]] = {}
        for locale, there in found.items():
            for article_id, score in there.scores.items():
                entry = self.index.find(article_id, self.locale) or self.index.find(
                    article_id, locale
                )
                known = best.get(article_id)
                if entry is not None and (known is None or known[1] < score):
                    best[article_id] = entry, score
        return sorted(
            best.values(),
            key=lambda each: (each[0].locale != self.locale, -each[1], each[0].article_id),
        )

    def _find_direct(
        self, candidates: Sequence[Candidate], sure: float
    ) -> tuple[Entry, float] | None:
        """Find the article that the bot would answer with, where a reader may see it."""
        if not candidates:
            return None
        match = candidates[0].match
        needed = sure if match.needed is None else match.needed
        entry = self.index.find(match.article_id, match.locale)
        if entry is None or entry.sensitive or match.confidence < needed:
            return None
        return entry, match.confidence


def _show(entry: Entry, score: float, found: Mapping[str, _Found]) -> SearchHit:
    there = found.get(entry.locale)
    return SearchHit(
        article_id=entry.article_id,
        locale=entry.locale,
        title=entry.title,
        category=entry.category,
        snippet=cut_snippet(entry.text, there.words.terms if there else {}) if found else (),
        score=score,
    )
