"""A site teaches its own labels, and what it cannot teach is refused with the reason."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from domain.errors import InvalidInputError
from knowledge_base.feelings.site_file import BadSiteModelError, pack_model, unpack_model
from knowledge_base.feelings.site_lessons import Lessons, parse_lessons
from knowledge_base.feelings.teaching import Taught, teach
from tests.knowledge_base.feelings.readers import make_reader

pytestmark = pytest.mark.unit

DISHES = ("soup", "risotto", "curry", "stew", "pie", "salad", "pizza", "pasta", "roast", "cake")


def lines() -> Iterator[bytes]:
    for dish in DISHES:
        yield line(f"The {dish} was zonk when it came", complaint=True, reason="Zonk Kitchen")
        yield line(f"my {dish} came zonk again", complaint=True, reason="Zonk Kitchen")
        yield line(f"The waiter dropped the {dish} on me", complaint=True, reason="Table")
        yield line(f"Is the {dish} made with milk?", complaint=False)
        yield line(f"A {dish} for two at eight", complaint=False)


def line(text: str, **labels: object) -> bytes:
    return json.dumps({"text": text, **labels}).encode()


def learn(given: Lessons, encoder: str = "none") -> Taught:
    return teach(given.taken, make_reader(encoder), lambda _words: None)


@pytest.mark.parametrize("encoder", ["none", "bundled"])
def test_a_sites_own_words_are_learnt_and_outlive_the_file(encoder: str):
    taught = learn(parse_lessons(lines()), encoder)
    kept = unpack_model(pack_model(taught.model))
    reader = replace(make_reader(encoder), site=kept)
    found = reader.read("the noodles were zonk")
    assert found.complaint > 0.5
    assert found.reason == "Zonk Kitchen"
    assert "your own 50 labelled messages" in found.evidence[0]
    assert reader.read("Is the bread made with milk?").complaint < 0.5
    assert taught.learnt["complaint"].counts == {"true": 30, "false": 20}
    assert taught.learnt["complaint"].figures["auc"] > 0.8


def test_what_was_learnt_before_stays_where_a_file_has_other_labels():
    first = learn(parse_lessons(lines())).model
    felt = [line(f"{dish} number {n}", sentiment=s) for dish in DISHES for n, s in enumerate(
        ("negative", "neutral", "positive"))]  # fmt: skip
    reader = replace(make_reader("none"), site=first)
    second = teach(parse_lessons(felt).taken, reader, lambda _words: None).model
    assert set(second.tasks) == {"complaint", "reason", "sentiment"}


def test_lines_that_cannot_be_used_are_told_with_their_number_and_reason():
    given = parse_lessons(
        [
            b"{",
            b"[]",
            line(""),
            line("no label"),
            line("x", complaint="yes"),
            line("x", sentiment="angry"),
            line("x", reason="r" * 81),
            None,
            b"\xff",
            b"",
            line("good", complaint=True, sentiment=None, other=1),
            line("good", complaint=True),
        ]
    )
    told = dict(given.refused)
    assert list(told) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert "not JSON" in told[1]
    assert "object" in told[2]
    assert "has no label" in told[4]
    assert "true or false" in told[5]
    assert "negative, neutral or positive" in told[6]
    assert "longer" in told[8]
    assert "UTF-8" in told[9]
    assert [each.text for each in given.taken] == ["good"]
    assert given.repeated == 1


def test_one_label_for_everything_teaches_nothing():
    same = [line(f"text {n}", complaint=True) for n in range(60)]
    with pytest.raises(InvalidInputError, match="every text has the same label, true"):
        learn(parse_lessons(same))


def test_too_few_texts_teach_nothing():
    few = [line(f"text {n}", complaint=n % 2 == 0) for n in range(12)]
    with pytest.raises(InvalidInputError, match="12 labelled texts are too few"):
        learn(parse_lessons(few))


def test_labels_that_hardly_occur_are_left_out_and_counted():
    rare = [*lines(), line("it rained in", complaint=True, reason="Roof")]
    assert learn(parse_lessons(rare)).learnt["reason"].left_out == {"Roof": 1}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", b"\x80\x04."])
def test_a_damaged_file_is_refused_and_nothing_in_it_is_run(content: bytes):
    with pytest.raises(BadSiteModelError):
        unpack_model(content)
