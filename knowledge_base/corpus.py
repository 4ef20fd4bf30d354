"""The wording of a locale's articles, ready to be learnt."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.knowledge import Article
from knowledge_base.rendering import render_answer_text
from knowledge_base.wording import LONGEST_QUERY, normalise_text, squeeze_spaces

LONGEST_ANSWER = 10_000
LONGEST_PASSAGE = 500
MOST_PASSAGES = 12
"""What an answer says first is what it is about."""

PASSAGE_WORTH = 0.1
"""A passage of an answer teaches the classifiers less than a question does."""

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Wording:
    """Texts as they were written and as the index reads them; in both, the same at a place.

    Attributes:
        written: with single spaces.
        read: normalised, none empty.
        owners: the position of each text's article; grows.
    """

    written: tuple[str, ...]
    read: tuple[str, ...]
    owners: Places

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.read)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The wording of a locale's articles, that of an article together.

    Attributes:
        articles: those that have a word in them.
        questions: variants and titles, no repetition within an article.
        passages: paragraphs and list items of the answers; they hold words that no variant has.
    """

    articles: tuple[Article, ...]
    questions: Wording
    passages: Wording

    @property
    def read(self) -> tuple[str, ...]:
        """All texts, the questions first."""
        return self.questions.read + self.passages.read

    @property
    def written(self) -> tuple[str, ...]:
        """As `read`, as they were written."""
        return self.questions.written + self.passages.written

    @property
    def owners(self) -> Places:
        """The article of each text, in the order of `read`."""
        return np.concatenate([self.questions.owners, self.passages.owners])

    @property
    def worths(self) -> NDArray[np.float32]:
        """How much each text counts in training, in the order of `read`."""
        worths = np.full(len(self.read), PASSAGE_WORTH, dtype=np.float32)
        worths[: len(self.questions)] = 1.0
        return worths


def collect_corpus(articles: Sequence[Article]) -> Corpus:
    """Normalise what can be asked; an article without a single word is left out."""
    worded = [(article, list_questions(article)) for article in articles]
    kept = [(article, questions) for article, questions in worded if questions]
    return Corpus(
        articles=tuple(article for article, _ in kept),
        questions=_gather([questions for _, questions in kept]),
        passages=_gather([list_passages(article) for article, _ in kept]),
    )


def join_corpora(first: Corpus, second: Corpus) -> Corpus:
    """Put the articles of two corpora, all different, one behind the other."""
    shift = len(first.articles)
    return Corpus(
        articles=first.articles + second.articles,
        questions=_join(first.questions, second.questions, shift),
        passages=_join(first.passages, second.passages, shift),
    )


def list_questions(article: Article) -> dict[str, str]:
    """Return an article's variants and title: what is read, to what was written."""
    written = [squeeze_spaces(text[:LONGEST_QUERY]) for text in (*article.variants, article.title)]
    read = {normalise_text(text): text for text in reversed(written)}
    return {text: read[text] for text in reversed(read) if text}


def list_passages(article: Article) -> dict[str, str]:
    """Return the beginnings of an answer's paragraphs and list items, as `list_questions`."""
    lines = render_answer_text(article.answer[:LONGEST_ANSWER]).split("\n")
    cut = (squeeze_spaces(line[:LONGEST_PASSAGE]) for line in lines)
    passages = {normalise_text(line): line for line in cut}
    passages.pop("", None)
    return dict(list(passages.items())[:MOST_PASSAGES])


def _gather(texts: Sequence[dict[str, str]]) -> Wording:
    counts = [len(own) for own in texts]
    return Wording(
        written=tuple(text for own in texts for text in own.values()),
        read=tuple(text for own in texts for text in own),
        owners=np.repeat(np.arange(len(texts), dtype=np.int64), counts),
    )


def _join(first: Wording, second: Wording, shift: int) -> Wording:
    return Wording(
        written=first.written + second.written,
        read=first.read + second.read,
        owners=np.concatenate([first.owners, second.owners + shift]),
    )
