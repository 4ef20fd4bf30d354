"""How much of a text consists of words that the knowledge base has."""

from dataclasses import dataclass

from knowledge_base.term_vectors import TermVectors
from knowledge_base.wording import stem_word

REPAIRED_WORTH = 0.7
"""How much a repaired word counts as known: most slips are read right, not all."""


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Measures texts against the words of a vocabulary."""

    terms: TermVectors

    def measure(self, text: str, repaired: frozenset[str] = frozenset()) -> float:
        """Return the share of a normalised text's words that are known, by weight.

        Args:
            repaired: words that were read as others.
        """
        stems = dict.fromkeys(stem_word(word) for word in text.split())
        slips = {stem_word(word) for word in repaired}
        weights = {stem: self.terms.weigh_word(stem) for stem in stems}
        mass = sum(weights.values())
        found = sum(
            weight * (REPAIRED_WORTH if stem in slips else 1.0)
            for stem, weight in weights.items()
            if self.terms.knows_word(stem)
        )
        return found / mass if mass else 0.0
