"""The index of the articles of one locale: trained once, asked from any thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from domain.knowledge import Article, Repair
from knowledge_base.abbreviations import spell_out
from knowledge_base.calibration import Calibration
from knowledge_base.corpus import Corpus
from knowledge_base.evidence import PartScores, fuse_scores, shortlist
from knowledge_base.known_words import KnownWords
from knowledge_base.parts.meaning import MeaningPart
from knowledge_base.parts.nearest import NearestPart
from knowledge_base.parts.words import WordsPart
from knowledge_base.spelling import Vocabulary
from knowledge_base.term_vectors import TermVectors
from knowledge_base.thresholds import Thresholds
from knowledge_base.wording import normalise_text


class Space(Protocol):
    """Turns texts as they were written into vectors: a sentence encoder, or words and letters."""

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Return one row a text."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleIndex:
    """All that is needed to answer in one locale.

    Attributes:
        by_id: the articles by their id.
        skeletons: words typed without their vowels.
        exact: a normalised variant to the positions of the articles that have it.
    """

    corpus: Corpus
    locale: str
    by_id: dict[str, Article]
    vocabulary: Vocabulary
    skeletons: Mapping[str, str]
    terms: TermVectors
    known: KnownWords
    space: Space
    meaning: MeaningPart
    words: WordsPart
    nearest: NearestPart
    exact: dict[str, tuple[int, ...]]
    calibration: Calibration
    thresholds: Thresholds

    def score(self, text: str) -> tuple[PartScores, tuple[Repair, ...]]:
        """Score the articles that a text, as it was written, may be about.

        Returns:
            Their scores and the words that were read as others.
        """
        read, repairs = self._read(text)
        vector = self.space.encode([apply_repairs(text, repairs)])[0]
        meaning = self.meaning.score(vector)
        words = self.words.score(self.terms.embed([read]))
        places = shortlist(meaning.total, words)
        near = self.nearest.find(vector, places)
        known = self.known.measure(read, frozenset(repair.read for repair in repairs))
        return fuse_scores(meaning, words, places, near, known=known), repairs

    def _read(self, text: str) -> tuple[str, tuple[Repair, ...]]:
        """Normalise a text, spell out its abbreviations and repair its slips."""
        spelled, short = spell_out(
            normalise_text(text), self.locale, self.vocabulary.knows, self.skeletons
        )
        read, slips = self.vocabulary.repair(spelled)
        return read, (*short, *slips)


def apply_repairs(text: str, repairs: tuple[Repair, ...]) -> str:
    """Put repaired words into a text as it was written, its punctuation left in place."""
    if not repairs:
        return text
    read = {repair.typed: repair.read for repair in repairs}
    return " ".join(_repair_word(word, read) for word in text.split())


def _repair_word(word: str, read: dict[str, str]) -> str:
    parts = normalise_text(word).split()
    if not any(part in read for part in parts):
        return word
    return " ".join(read.get(part, part) for part in parts)


def list_exact(corpus: Corpus) -> dict[str, tuple[int, ...]]:
    """Return which articles have a question word for word."""
    exact: dict[str, tuple[int, ...]] = {}
    for text, owner in zip(corpus.questions.read, corpus.questions.owners, strict=True):
        exact[text] = (*exact.get(text, ()), int(owner))
    return exact
