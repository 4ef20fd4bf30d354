"""An encoder that is opened only where it is needed after all."""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge_base.encoders.contract import Encoder
from knowledge_base.encoders.faults import EncoderNotInstalledError


class LateEncoder:
    """Stands for an encoder that others have open; implements `Encoder`.

    To open it takes half a second and some of the memory, which who remembers all texts can spare.

    Args:
        name: the encoder's.
        dimension: the encoder's.
        open_encoder: returns the encoder, or None where there is none any more.
    """

    def __init__(
        self, name: str, dimension: int, open_encoder: Callable[[], Encoder | None]
    ) -> None:
        self.name = name
        self.dimension = dimension
        self._open = open_encoder

    @property
    def words(self) -> frozenset[str]:
        """See `Encoder.words`; opens the encoder."""
        return self._encoder.words

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector of length 1 for each text; see `Encoder.encode`.

        Raises:
            EncoderNotInstalledError: the encoder is gone, or another one has taken its place.
        """
        return self._encoder.encode(texts)

    @cached_property
    def _encoder(self) -> Encoder:
        encoder = self._open()
        if encoder is None or encoder.name != self.name:
            raise EncoderNotInstalledError(f"the encoder {self.name} is not there any more")
        return encoder
