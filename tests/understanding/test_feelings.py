"""What a text tells of its writer's feelings is part of what it is taken to mean."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.understanding import Understander
from domain.decisions import Understanding
from domain.knowledge import MatchExplanation, Repair
from knowledge_base.encoders.contract import Encoder
from knowledge_base.feelings.reader import Reader
from tests.knowledge_base.feelings.readers import make_reader
from tests.understanding.test_understand import ShelfMatcher, guess_language

pytestmark = pytest.mark.unit


@dataclass
class CountingEncoder:
    """Encodes with another encoder, and remembers what it was asked."""

    encoder: Encoder
    asked: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.encoder.name

    @property
    def dimension(self) -> int:
        return self.encoder.dimension

    @property
    def words(self) -> frozenset[str]:
        return self.encoder.words

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return self.encoder.encode(texts)


class RepairingMatcher(ShelfMatcher):
    """Reads one word as another."""

    def explain(
        self,
        text: str,
        *,
        locale: str | None = None,
        limit: int = 3,
        precision: float | None = None,
    ) -> MatchExplanation:
        found = super().explain(text, locale=locale, limit=limit, precision=precision)
        return replace(found, repairs=(Repair("bgas", "bags"),))


def read(
    text: str, reader: Reader | None = None, matcher: ShelfMatcher | None = None
) -> Understanding:
    understander = Understander(
        lambda: matcher or ShelfMatcher(),
        guess_language,
        feelings_source=lambda: reader or make_reader("none"),
    )
    return understander.understand(text)


def test_feelings_are_told_with_the_words_that_told_them() -> None:
    found = read("This is the third time I write and nobody answers, I am furious.")
    assert found.sentiment == "negative"
    assert found.complaint is not None
    assert found.complaint > 0.9
    assert any("third time" in sign for sign in found.signs)


def test_haste_is_urgent_by_its_words() -> None:
    found = read("It is urgent, I am stuck at the gate and my flight leaves in an hour")
    assert found.urgency is not None
    assert found.urgency >= 0.7
    assert any(sign.startswith("urgent: ") for sign in found.signs)


def test_sarcastic_praise_complains_and_praise_with_the_word_does_not() -> None:
    sarcastic = read("Thanks so much for losing my bag, great job")
    praising = read("You handled my complaint so well")
    assert sarcastic.complaint is not None
    assert praising.complaint is not None
    assert sarcastic.complaint > 0.5 > praising.complaint
    assert sarcastic.sentiment == "negative"


def test_a_text_without_words_tells_nothing() -> None:
    found = read("")
    assert (found.intent, found.sentiment, found.urgency) == ("empty", "neutral", 0.0)


def test_a_text_in_a_language_that_nobody_reads_is_left_open() -> None:
    understander = Understander(
        ShelfMatcher,
        guess_language,
        find_foreign=lambda _: "fi",
        feelings_source=partial(make_reader, "none"),
    )
    found = understander.understand("missä matkalaukkuni on nyt")
    assert (found.sentiment, found.complaint) == ("neutral", 0.3)
    assert found.signs == ("language not read: fi",)


def test_without_a_reader_nothing_is_known_and_all_else_is_as_before() -> None:
    found = Understander(ShelfMatcher, guess_language).understand("where is my bag?")
    assert (found.sentiment, found.urgency, found.complaint, found.signs) == (None, None, None, ())
    assert found.topic == "baggage"


def test_an_unpublished_shelf_is_tried_out_with_feelings_as_well() -> None:
    understander = Understander(
        ShelfMatcher, guess_language, feelings_source=partial(make_reader, "none")
    )
    assert understander.knowing(ShelfMatcher()).understand("Awful service!").sentiment == "negative"


def test_the_encoder_is_asked_for_the_very_words_that_the_matcher_asks_for() -> None:
    shipped = make_reader("bundled")
    assert shipped.encoder is not None
    encoder = CountingEncoder(shipped.encoder)
    read("Hello, where are my  bgas?", replace(shipped, encoder=encoder), RepairingMatcher())
    assert encoder.asked == ["where are my bags"]


@pytest.mark.parametrize("text", ["Hello!", "Wo ist mein Koffer?"])
def test_the_encoder_is_not_asked_where_nobody_looks_at_a_vector(text: str) -> None:
    shipped = make_reader("bundled")
    assert shipped.encoder is not None
    encoder = CountingEncoder(shipped.encoder)
    read(text, replace(shipped, encoder=encoder))
    assert encoder.asked == []
