"""What tells the articles' wording, which is remembered, from customers' questions."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge_base.encoders.cache import CachedEncoder, digest_text
from knowledge_base.encoders.wrapping import WrappingEncoder


class LearningEncoder(WrappingEncoder[CachedEncoder]):
    """Remembers all it is asked until the training is over; implements `Encoder`.

    The matcher that was trained with it may keep it for customers' questions.

    Args:
        encoder: remembers the texts.
    """

    def __init__(self, encoder: CachedEncoder) -> None:
        super().__init__(encoder)
        self._used: set[str] = set()
        self._finished = False

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector of length 1 for each text; see `CachedEncoder.encode`."""
        if not self._finished:
            self._encoder.learn(texts)
            self._used.update(digest_text(text) for text in texts)
        return self._encoder.encode(texts)

    def finish(self) -> frozenset[str]:
        """Remember nothing from now on; return the digests of what the training asked for."""
        self._finished = True
        return frozenset(self._used)
