"""What speaks for an article being the answer, in numbers that mean the same for every text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.parts.meaning import MeaningScores

Floats = NDArray[np.float32]
Evidence = NDArray[np.float64]

WORDS_WEIGHT = 1.6
"""Of the words' margin beside the logarithm of the meaning's share."""

NEAREST_WEIGHT = 4.0
"""Of the nearest variant's cosine, as above."""

MOST_SHORTLISTED = 30
"""Articles whose variants are looked at one by one."""

FEATURES = (
    "constant",
    "log_odds",
    "lead",
    "familiar",
    "familiar_odds",
    "nearest",
    "nearest_lead",
    "crowd",
    "words",
    "known",
)
IMPOSSIBLE = -1e9
# As shares are: numbers of 32 bits.
_LEAST_SHARE, _MOST_SHARE = float(np.float32(1e-4)), float(np.float32(1 - 1e-4))

FEWEST_RIVALS = 5
"""Where an article has fewer, strangers stand in for what the knowledge base does not have yet:
the only article there is would be the likeliest answer to anything."""

STRANGER_FUSED = -3.0
STRANGER_COSINE = 0.3
"""What a rival that has little to do with a text usually gets."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """The nearest variants of the shortlisted articles.

    Attributes:
        cosines: of each article's nearest variant.
        rows: which variant that is.
        crowd: mean cosine of the few nearest variants of all of them.
    """

    cosines: Floats
    rows: tuple[int, ...]
    crowd: float


@dataclass(frozen=True, slots=True)
class PartScores:
    """The parts' word on the articles that a text may be about.

    Attributes:
        places: the shortlisted articles' positions, best first.
        fused: the logarithm of each one's share of the chances, but for a constant.
        shares: the same as shares of 1.
        meaning: the meaning's shares of 1, over all articles.
        familiar: the familiar half of the meaning's scores.
        familiar_shares: the same as shares of 1, over all articles.
        near: the nearest variants.
        words: the words' margins.
        known: share of the text's words, by weight, that the knowledge base has.
    """

    places: tuple[int, ...]
    fused: Floats
    shares: Floats
    meaning: Floats
    familiar: Floats
    familiar_shares: Floats
    near: Nearness
    words: Floats
    known: float

    def describe(self, rank: int) -> Evidence:
        """Return the features that speak for the article at a rank of the shortlist."""
        lead = self.fused[rank] - self._rival(self.fused, rank, STRANGER_FUSED)
        nearest = float(self.near.cosines[rank])
        rival = max(0.0, self._rival(self.near.cosines, rank, STRANGER_COSINE))
        return np.array(
            [
                1.0,
                _log_odds(self.shares[rank]),
                min(max(lead, -12), 12) / 4,
                min(max(self.familiar[rank], -10), 20) / 10,
                _log_odds(self.familiar_shares[rank]),
                nearest,
                nearest - rival,
                self.near.crowd,
                float(self.words[rank]),
                self.known,
            ]
        )

    def _rival(self, values: Floats, rank: int, stranger: float) -> float:
        """Return the largest value of another article, or of a stranger where they are few."""
        before, after = values[:rank].max(initial=-np.inf), values[rank + 1 :].max(initial=-np.inf)
        few = len(self.places) <= FEWEST_RIVALS
        return float(max(before, after, stranger if few else -np.inf))


def shortlist(meaning: Floats, words: Floats) -> list[int]:
    """Return the positions of the articles that may be the answer, likeliest first."""
    joined = meaning + WORDS_WEIGHT * words
    count = min(MOST_SHORTLISTED, len(joined))
    chosen = np.argpartition(-joined, count - 1)[:count]
    return [int(place) for place in chosen[np.argsort(-joined[chosen], kind="stable")]]


def fuse_scores(
    meaning: MeaningScores, words: Floats, places: Sequence[int], near: Nearness, *, known: float
) -> PartScores:
    """Join the parts' scores.

    Args:
        meaning: of every article.
        words: of every article.
        places: the shortlist.
        near: of the shortlist.
    """
    strangers = max(0, FEWEST_RIVALS + 1 - len(words))
    shares = share_scores(meaning.total, strangers)
    familiar_shares = share_scores(meaning.familiar, strangers)
    chosen = np.asarray(places, dtype=np.int64)
    logs = np.log(np.maximum(shares[chosen], 1e-12))
    fused = logs + WORDS_WEIGHT * words[chosen] + NEAREST_WEIGHT * near.cosines
    order = np.argsort(-fused, kind="stable")
    chosen = chosen[order]
    rows = tuple(near.rows[place] for place in order)
    return PartScores(
        places=tuple(int(place) for place in chosen),
        fused=fused[order],
        shares=share_scores(fused[order], strangers, at=STRANGER_FUSED),
        meaning=shares[chosen],
        familiar=meaning.familiar[chosen],
        familiar_shares=familiar_shares[chosen],
        near=Nearness(near.cosines[order], rows, near.crowd),
        words=words[chosen],
        known=known,
    )


def share_scores(scores: Floats, strangers: int = 0, *, at: float = 0.0) -> Floats:
    """Turn scores on the scale of log-odds into shares of 1.

    Args:
        strangers: how many more there are that get nothing of what is returned.
        at: their score.
    """
    all_scores = np.append(scores, np.full(strangers, at)).astype(np.float64)
    powers = np.exp(all_scores - all_scores.max())
    return np.asarray(powers[: len(scores)] / powers.sum(), dtype=np.float32)


def _log_odds(share: float) -> float:
    share = min(max(float(share), _LEAST_SHARE), _MOST_SHARE)
    return float(np.log(share / (1 - share))) / 4
