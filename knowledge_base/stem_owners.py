"""How much of a question's wording would be known if it, or its article, were not there."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from knowledge_base.corpus import Corpus
from knowledge_base.term_vectors import TermVectors
from knowledge_base.wording import stem_word


@dataclass(frozen=True, slots=True)
class StemOwners:
    """Counts of texts by stem and article."""

    corpus: Corpus
    terms: TermVectors
    counts: dict[str, Counter[int]]

    def measure(self, place: int, *, in_scope: bool) -> float:
        """Return the share of a question's words that remain known, by weight.

        Args:
            place: of the question.
            in_scope: whether only the question itself is taken away, or its whole article.
        """
        owner = int(self.corpus.questions.owners[place])
        weights = {stem: self.terms.weigh_word(stem) for stem in self._stem(place)}
        mass = sum(weights.values())
        left = sum(
            weight
            for stem, weight in weights.items()
            if self.counts[stem].total() > (1 if in_scope else self.counts[stem][owner])
        )
        return left / mass if mass else 0.0

    def _stem(self, place: int) -> set[str]:
        return {stem_word(word) for word in self.corpus.questions.read[place].split()}


def count_stem_owners(corpus: Corpus, terms: TermVectors) -> StemOwners:
    """Count in how many texts of each article each stem occurs."""
    counts: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for text, owner in zip(corpus.read, corpus.owners.tolist(), strict=True):
        for stem in {stem_word(word) for word in text.split()}:
            counts[stem][owner] += 1
    return StemOwners(corpus, terms, dict(counts))
