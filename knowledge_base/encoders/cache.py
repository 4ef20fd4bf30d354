"""An encoder that remembers the articles' wording, so that no text is computed twice.

Whoever trains a matcher does so in this order, all but reading and writing off the event loop:

1. `load` what the store has, all of it or what `missing` names;
2. train with a `LearningEncoder` around this one, which has it remember the wording;
3. store what `fresh` gives, then `mark_stored` it;
4. `keep_only` what the training asked for, and have the store forget the others too.

A process that trains for another one does the same with what it is given, and gives back `fresh`.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from knowledge_base.encoders.contract import Encoder
from knowledge_base.encoders.pooling import scale_to_unit
from knowledge_base.encoders.wrapping import WrappingEncoder

# Half the space of what is computed; the nearness of two vectors changes by less than 0.001.
_STORED = np.dtype("<f2")
_PORTION = 256


class CachedEncoder(WrappingEncoder[Encoder]):
    """Encodes with another encoder what it does not remember; implements `Encoder`.

    What customers ask is encoded and not kept. A vector is the same whether it was remembered,
    loaded or computed now.

    Args:
        encoder: what computes.
    """

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder)
        self._lock = Lock()
        self._known: dict[str, bytes] = {}
        self._fresh: set[str] = set()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector of length 1 for each text; what is not remembered is not kept either."""
        digests = [digest_text(text) for text in texts]
        found = {digest: self._known.get(digest) for digest in digests}
        unknown = {
            digest: text for digest, text in zip(digests, texts, strict=True) if not found[digest]
        }
        found.update(self._compute(unknown))
        rows = b"".join(found[digest] or b"" for digest in digests)
        vectors = np.frombuffer(rows, dtype=_STORED).reshape(len(texts), self.dimension)
        return scale_to_unit(vectors.astype(np.float32))

    def missing(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Return the digests of the texts that are not remembered, each once."""
        digests = dict.fromkeys(digest_text(text) for text in texts)
        return tuple(digest for digest in digests if digest not in self._known)

    def load(self, vectors: Mapping[str, bytes]) -> None:
        """Remember what was stored of this encoder, by digest."""
        size = self.dimension * _STORED.itemsize
        whole = {digest: vector for digest, vector in vectors.items() if len(vector) == size}
        with self._lock:
            self._known.update(whole)

    def learn(self, texts: Sequence[str]) -> None:
        """Compute what is not remembered of the texts and remember it; takes milliseconds each."""
        wanted = {digest_text(text): text for text in texts}
        unknown = [digest for digest in wanted if digest not in self._known]
        for start in range(0, len(unknown), _PORTION):
            portion = {digest: wanted[digest] for digest in unknown[start : start + _PORTION]}
            computed = self._compute(portion)
            with self._lock:
                self._known.update(computed)
                self._fresh.update(computed)

    def fresh(self) -> dict[str, bytes]:
        """Return what was learnt and is not stored yet, by digest."""
        with self._lock:
            return {digest: self._known[digest] for digest in self._fresh}

    def mark_stored(self, digests: Collection[str]) -> None:
        """Take vectors for stored."""
        with self._lock:
            self._fresh.difference_update(digests)

    def known(self) -> dict[str, bytes]:
        """Return all that is remembered, by digest, for a process to `load`."""
        with self._lock:
            return dict(self._known)

    def keep_only(self, digests: Collection[str]) -> None:
        """Forget all other texts."""
        with self._lock:
            self._known = {key: row for key, row in self._known.items() if key in digests}
            self._fresh.intersection_update(digests)

    def _compute(self, texts: Mapping[str, str]) -> dict[str, bytes]:
        if not texts:
            return {}
        vectors = self._encoder.encode(list(texts.values())).astype(_STORED)
        return {digest: row.tobytes() for digest, row in zip(texts, vectors, strict=True)}


def digest_text(text: str) -> str:
    """Return what stands for a text in the store, which need not keep the text itself."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
