"""The articles' wording is encoded once, in whatever process; customers' questions are not kept."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge_base.encoders.cache import CachedEncoder, digest_text
from knowledge_base.encoders.learning import LearningEncoder
from knowledge_base.encoders.pooling import scale_to_unit

pytestmark = pytest.mark.unit

WORDING = ["where is my parcel", "my parcel is late", "where is my parcel"]


class LetterEncoder:
    """Counts letters; remembers what it was asked."""

    name = "letters"
    dimension = 26
    words = frozenset({"letter"})

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = [[text.count(chr(97 + letter)) + 0.1 for letter in range(26)] for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), 26)
        return scale_to_unit(vectors)


def learn(encoder: CachedEncoder, texts: Sequence[str]) -> frozenset[str]:
    learning = LearningEncoder(encoder)
    learning.encode(texts)
    return learning.finish()


def test_an_article_s_wording_is_computed_once():
    letters = LetterEncoder()
    encoder = CachedEncoder(letters)

    learn(encoder, WORDING)
    learn(encoder, ["my parcel is late", "it is broken"])
    vectors = encoder.encode(WORDING)

    assert letters.asked == ["where is my parcel", "my parcel is late", "it is broken"]
    assert np.array_equal(vectors[0], vectors[2])
    assert vectors[0] @ letters.encode(WORDING[:1])[0] == pytest.approx(1, abs=1e-3)


def test_what_customers_ask_is_not_kept():
    encoder = CachedEncoder(LetterEncoder())
    learning = LearningEncoder(encoder)
    learning.encode(WORDING)
    learning.finish()

    learning.encode(["my name is Ada and my card is 4111"])
    encoder.encode(["my name is Ada and my card is 4111"])

    assert set(encoder.known()) == {digest_text(text) for text in WORDING}


def test_another_process_takes_over_what_was_stored_and_gets_the_very_same_vectors():
    first = CachedEncoder(LetterEncoder())
    learn(first, WORDING)
    letters = LetterEncoder()
    second = CachedEncoder(letters)

    assert set(second.missing(WORDING)) == set(first.fresh())
    second.load(first.fresh())

    assert second.missing(WORDING) == ()
    assert np.array_equal(second.encode(WORDING), first.encode(WORDING))
    assert letters.asked == []
    # As if it had never been stored.
    assert np.array_equal(CachedEncoder(LetterEncoder()).encode(WORDING), first.encode(WORDING))


def test_only_what_is_new_is_to_be_stored():
    encoder = CachedEncoder(LetterEncoder())
    learn(encoder, WORDING)
    encoder.mark_stored(encoder.fresh())
    assert encoder.fresh() == {}

    learn(encoder, [*WORDING, "it is broken"])

    assert set(encoder.fresh()) == {digest_text("it is broken")}


def test_what_no_article_says_any_more_is_forgotten():
    encoder = CachedEncoder(LetterEncoder())
    learn(encoder, WORDING)

    encoder.keep_only(learn(encoder, ["my parcel is late"]))

    assert set(encoder.known()) == set(encoder.fresh()) == {digest_text("my parcel is late")}


def test_a_damaged_vector_is_computed_anew():
    encoder = CachedEncoder(LetterEncoder())

    encoder.load({digest_text(WORDING[0]): b"\x00\x01"})

    assert encoder.missing(WORDING[:1]) == (digest_text(WORDING[0]),)


def test_every_vector_has_the_length_one():
    encoder = CachedEncoder(LetterEncoder())

    lengths = np.linalg.norm(encoder.encode([*WORDING, "", "half a letter \ud83d"]), axis=1)

    assert lengths == pytest.approx(1, abs=1e-6)
    assert encoder.encode([]).shape == (0, 26)
