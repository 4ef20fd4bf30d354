"""Several readers of a message share the vector of its words."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge_base.encoders.recent import MOST_RECENT, RecentEncoder

pytestmark = pytest.mark.unit


class LengthEncoder:
    """Counts letters; remembers what it was asked."""

    name = "length"
    dimension = 1
    words = frozenset({"bag"})

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([[len(text)] for text in texts], dtype=np.float32)


def test_a_text_that_was_asked_lately_is_not_computed_again():
    encoder = LengthEncoder()
    recent = RecentEncoder(encoder)
    for _ in range(3):
        assert recent.encode(["where is my bag"]).tolist() == [[15.0]]
    assert encoder.asked == ["where is my bag"]
    assert (recent.name, recent.dimension, recent.words) == ("length", 1, frozenset({"bag"}))


def test_whoever_changes_a_vector_changes_it_for_nobody_else():
    recent = RecentEncoder(LengthEncoder())
    for _ in range(2):
        found = recent.encode(["bag"])
        assert found.tolist() == [[3.0]]
        found[:] = 0


def test_only_the_latest_are_remembered_and_nothing_that_is_asked_in_bulk():
    encoder = LengthEncoder()
    recent = RecentEncoder(encoder)
    recent.encode(["a", "bb"])
    recent.encode(["a"])
    for number in range(MOST_RECENT):
        recent.encode([str(number)])
    recent.encode(["a"])
    assert encoder.asked.count("a") == 3
