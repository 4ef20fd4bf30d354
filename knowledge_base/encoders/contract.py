"""What an encoder of sentences is."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Turns texts into vectors that are near one another where the meanings are; thread-safe."""

    @property
    def name(self) -> str:
        """Changes whenever the vectors would, so that stored ones are never mixed."""
        ...

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        ...

    @property
    def words(self) -> frozenset[str]:
        """Words it knows as wholes, in lower case: what is none of them may be mistyped."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector of length 1 for each text, of shape (texts, dimension).

        A text's vector does not depend on the texts beside it. Of a long text the beginning counts.
        """
        ...
