"""How sure the matcher says to be is how often it is right, on questions it has not seen."""

import numpy as np
import pytest
from numpy.typing import NDArray

from domain.knowledge import Article
from knowledge_base.encoders.contract import Encoder
from tests.knowledge_base.phone_shop import write_article
from tests.knowledge_base.trained import ask, open_encoder, train

pytestmark = pytest.mark.unit

# Sixteen matters of a travel company that sound alike: what is done, and with what.
DEEDS = {
    "cancel": ("cancel", "call off", "get rid of"),
    "change": ("change", "move to another day", "alter"),
    "book": ("book", "reserve", "order"),
    "pay": ("pay for", "settle the bill for", "be charged for"),
}
THINGS = {
    "flight": ("flight", "plane ticket"),
    "hotel": ("hotel room", "night at the hotel"),
    "car": ("rental car", "hired car"),
    "meal": ("meal on board", "special menu"),
}
FRAMES = (
    "how do I {} my {}",
    "I want to {} the {}",
    "can you {} a {} for me",
    "is it possible to {} this {}",
)
NEW_FRAMES = ("please {} my {} as soon as you can", "what do I do to {} the {}")
OTHERS = (
    *("my suitcase was lost", "may I bring a cat", "is there wifi", "how many miles do I have"),
    *("I lost my passport", "where is the lounge", "my child travels alone", "I need a wheelchair"),
    *("you were rude to me", "are you hiring pilots", "who is your director", "is it raining"),
)


def write_matter(deed: str, thing: str) -> Article:
    words = [frame.format(DEEDS[deed][0], THINGS[thing][0]) for frame in FRAMES[:2]]
    words += [frame.format(DEEDS[deed][1], THINGS[thing][0]) for frame in FRAMES[2:]]
    words += [FRAMES[0].format(DEEDS[deed][1], THINGS[thing][1])]
    return write_article(f"{deed}-{thing}", f"{deed} a {thing}", *words)


ARTICLES = [write_matter(deed, thing) for deed in DEEDS for thing in THINGS]
QUESTIONS = [
    (frame.format(words[-1 - place], name), f"{deed}-{thing}")
    for deed, words in DEEDS.items()
    for thing, names in THINGS.items()
    for place, (frame, name) in enumerate(zip(NEW_FRAMES, names, strict=True))
] + [(text, "none") for text in OTHERS]


@pytest.fixture(scope="module", params=["words", "meaning"])
def answers(request: pytest.FixtureRequest) -> NDArray[np.float64]:
    """Confidence, 1 where right, and what is needed, one row a question."""
    encoder: Encoder | None = open_encoder() if request.param == "meaning" else None
    matcher = train(ARTICLES, encoder=encoder)
    rows = []
    for text, article in QUESTIONS:
        match = found.match if (found := ask(matcher, text, precision=0.9)) else None
        if match is None or match.needed is None:
            rows.append((0.0, 0.0, 1.0))
        else:
            rows.append((match.confidence, float(match.article_id == article), match.needed))
    return np.array(rows)


def test_confidences_agree_with_how_often_it_is_right(answers: NDArray[np.float64]):
    confidence, right, _ = answers.T

    # With so few articles it is rather too careful than too sure.
    assert right.mean() - 0.3 < confidence.mean() < right.mean() + 0.05
    sure = confidence >= 0.8
    assert sure.sum() >= 5
    assert right[sure].mean() >= confidence[sure].mean() - 0.12
    assert right[~sure].mean() < right[sure].mean()


def test_so_many_of_what_is_sent_is_right_as_was_wanted(answers: NDArray[np.float64]):
    confidence, right, needed = answers.T

    assert right[confidence >= needed].mean() >= 0.85
