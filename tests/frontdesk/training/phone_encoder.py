"""An encoder that can be opened in any process, and the knowledge it is tried on."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from domain.knowledge import Article, Knowledge

DIMENSION = 8


class DigestEncoder:
    """Makes a vector of a text's digest; implements `Encoder`."""

    def __init__(self, name: str = "digest") -> None:
        self.name = name
        self.dimension = DIMENSION
        self.words: frozenset[str] = frozenset()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [list(hashlib.sha256(text.encode()).digest()[:DIMENSION]) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), DIMENSION) - 127.5
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / lengths, dtype=np.float32)


def open_digest_encoder() -> DigestEncoder:
    return DigestEncoder()


def open_other_encoder() -> DigestEncoder:
    return DigestEncoder("another")


def open_nothing() -> None:
    """There is no encoder."""


def open_broken() -> DigestEncoder:
    raise LookupError("no such encoder")


def _article(name: str, *variants: str) -> Article:
    return Article(id=name, locale="en", title=variants[0], variants=variants, answer="Yes.")


BATTERY = _article("battery", "How do I charge the battery?", "battery is empty", "charging takes")
SCREEN = _article("screen", "My screen is broken", "display cracked", "the glass has a crack")
CONTRACT = _article("contract", "How do I end my contract?", "cancel the contract", "stop my plan")
KNOWLEDGE = Knowledge(version=3, articles=(BATTERY, SCREEN))
GROWN = Knowledge(version=4, articles=(BATTERY, SCREEN, CONTRACT))
QUESTION = "display cracked"
