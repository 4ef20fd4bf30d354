"""An encoder that remembers what it was asked last: several readers of a message share a vector."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge_base.encoders.contract import Encoder
from knowledge_base.encoders.wrapping import WrappingEncoder

MOST_RECENT: Final = 64
"""More than a process reads at once, with the questions of each message by themselves."""


class RecentEncoder(WrappingEncoder[Encoder]):
    """Encodes with another encoder what it was not asked lately; implements `Encoder`.

    The index of each language and what reads feelings ask the vector of the same message, which
    takes milliseconds to compute. What is asked in bulk is passed on as it is.

    Args:
        encoder: what computes.
    """

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder)
        self._lock = Lock()
        self._recent: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector of length 1 for each text; see `Encoder.encode`."""
        if len(texts) != 1:
            return self._encoder.encode(texts)
        (text,) = texts
        with self._lock:
            found = self._recent.get(text)
            if found is not None:
                self._recent.move_to_end(text)
        if found is None:
            found = self._encoder.encode(texts)
            self._keep(text, found)
        # Whoever is given a vector may change it.
        return found.copy()

    def _keep(self, text: str, vectors: NDArray[np.float32]) -> None:
        with self._lock:
            self._recent[text] = vectors.copy()
            if len(self._recent) > MOST_RECENT:
                self._recent.popitem(last=False)
