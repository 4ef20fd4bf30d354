"""Questions come together by what they are about, however many matters there are."""

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from knowledge_base.gaps.grouping import group_questions
from knowledge_base.gaps.neighbours import find_neighbours
from knowledge_base.gaps.question_group import QuestionGroup
from knowledge_base.gaps.sharpening import scale_rows
from tests.knowledge_base.trained import open_encoder

pytestmark = pytest.mark.unit

MATTERS = (
    (
        "Can I bring my dog into the cabin?",
        "I want to fly with my small dog, is that possible?",
        "taking a dog on the plane",
        "Are dogs allowed on board?",
        "what does it cost to fly with a dog",
    ),
    (
        "My card was declined when I paid",
        "why was my credit card declined",
        "the payment with my card does not go through",
        "card payment failed twice",
    ),
    (
        "How do I get an invoice for my company?",
        "please send me an invoice with VAT",
        "I need a receipt for my tax office",
        "where can I download the invoice",
    ),
)
STRAY = "Is your captain married?"
TEXTS = (*(text for matter in MATTERS for text in matter), STRAY)
PUBLIC = Path(__file__).parents[4] / "shared" / "data" / "kb"


def group(*texts: str, encoded: bool = True) -> tuple[QuestionGroup, ...]:
    vectors = open_encoder().encode(texts) if encoded else None
    return group_questions(texts, vectors, locale="en")


def read(groups: tuple[QuestionGroup, ...]) -> list[set[str]]:
    return [{TEXTS[place] for place in each.members} for each in groups]


def test_each_matter_is_a_group_and_what_is_like_nothing_else_is_in_none():
    assert read(group(*TEXTS)) == [set(matter) for matter in MATTERS]


def test_the_same_questions_make_the_same_groups():
    assert group(*TEXTS) == group(*TEXTS)


def test_a_group_is_told_by_its_own_words_and_not_by_those_everybody_uses():
    dogs, cards, invoices = group(*TEXTS)
    assert dogs.terms[0] in {"dog", "dogs"}
    assert "card" in cards.terms
    assert "invoice" in invoices.terms
    assert not {"the", "my", "is", "to"} & {*dogs.terms, *cards.terms, *invoices.terms}


def test_equal_questions_count_as_many_as_they_are_and_the_other_wording_comes_first():
    again = "ARE dogs allowed on board"
    texts = (*TEXTS, *[again] * 9)
    first = group(*texts)[0]
    assert len(first.members) == len(MATTERS[0]) + 9
    wording = [texts[place].lower().strip("?") for place in first.members[: len(MATTERS[0])]]
    assert len(set(wording)) == len(MATTERS[0])


def test_questions_that_share_words_come_together_without_an_encoder():
    cards = ("card declined", "my card was declined", "card declined again", "declined my card")
    bags = ("lost bag", "my bag is lost", "bag lost in Oslo", "lost my bag")
    groups = group_questions((*cards, *bags), None)
    assert [set(each.members) for each in groups] == [{0, 1, 2, 3}, {4, 5, 6, 7}]


@pytest.mark.parametrize("texts", [(), ("",), ("?!", "…"), ("dog",), ("dog", "")])
def test_where_there_is_nothing_to_group_there_are_no_groups(texts: tuple[str, ...]):
    assert group_questions(texts, None) == ()
    assert group_questions(texts, np.zeros((len(texts), 4), dtype=np.float32)) == ()


def test_among_many_vectors_nearly_all_nearest_neighbours_are_found_in_the_cells_around():
    chance = np.random.default_rng(1)
    centres = chance.normal(size=(60, 32))
    spread = centres[chance.integers(0, 60, 6_000)] + 0.4 * chance.normal(size=(6_000, 32))
    vectors = scale_rows(spread.astype(np.float32))
    exact = find_neighbours(vectors, 10, most_exact=10_000)
    around = find_neighbours(vectors, 10, most_exact=1_000)
    shared = [
        len(np.intersect1d(one, other))
        for one, other in zip(exact.places, around.places, strict=True)
    ]
    assert np.mean(shared) > 9.5


@pytest.mark.slow
@pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public questions are not on this machine")
def test_matters_withheld_from_a_knowledge_base_are_found_again():
    everything, known = (
        _read(PUBLIC / folder / "articles.all.jsonl")
        for folder in ("banking77", "banking77_withheld")
    )
    asked = [(text, name) for name in everything if name not in known for text in everything[name]]
    texts = [text for text, _ in asked]
    owners = np.arange(len(texts)) + len(texts)
    for number, each in enumerate(group(*texts)):
        owners[list(each.members)] = number
    assert adjusted_rand_score([name for _, name in asked], owners) >= 0.6


def _read(path: Path) -> dict[str, list[str]]:
    lines = map(json.loads, path.read_text("utf-8").splitlines())
    return {line["id"]: line["variants"] for line in lines}
