"""Questions as vectors of their words and letters, in few dimensions."""

from collections.abc import Sequence

import numpy as np
from sklearn.decomposition import TruncatedSVD

from knowledge_base.gaps.neighbours import Floats
from knowledge_base.gaps.sharpening import scale_rows, take_away_common
from knowledge_base.term_vectors import learn_vectors

DIMENSIONS = 100
"""What tells trades' words apart; Deerwester et al. (1990), "Indexing by latent semantic analysis",
found the same."""

TEXTS_A_DIMENSION = 3
"""In more dimensions than that every text would be like none but itself."""

MOST_LEARNT = 8_000
"""Texts that the words' weights and the dimensions are taken from, evenly among all."""


def span_words(texts: Sequence[str]) -> Floats:
    """Return a vector of length 1 for each normalised text, what all have in common taken away."""
    sample = np.unique(np.linspace(0, len(texts) - 1, min(len(texts), MOST_LEARNT)).astype(int))
    rows = learn_vectors([texts[place] for place in sample]).embed(texts)
    dimensions = min(DIMENSIONS, max(2, len(sample) // TEXTS_A_DIMENSION), rows.shape[1] - 1)
    if dimensions < 1 or len(sample) <= dimensions:
        return np.zeros((len(texts), 1), dtype=np.float32)
    # Begun with the same numbers every time, so that the same questions make the same groups.
    reduction = TruncatedSVD(dimensions, random_state=0).fit(rows[sample])
    return take_away_common(scale_rows(reduction.transform(rows).astype(np.float32)))
