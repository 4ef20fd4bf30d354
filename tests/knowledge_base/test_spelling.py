"""Which words are taken for slips, and which are left as the customer typed them."""

import pytest

from knowledge_base.spelling import learn_vocabulary

pytestmark = pytest.mark.unit

VOCABULARY = learn_vocabulary(
    ["baggage allowance cabin flight refund", "baggage claim refund seat"]
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("bagage", "baggage"),
        ("baggge", "baggage"),
        ("abggage", "baggage"),
        ("vaggage", "baggage"),
        ("flihgt", "flight"),
        ("alowence", "allowance"),
        ("refnd", "refund"),
    ],
)
def test_a_slip_is_repaired(typed: str, read: str) -> None:
    assert VOCABULARY.repair(typed)[0] == read


def test_a_greeting_is_no_slip_of_a_word_that_looks_like_it() -> None:
    vocabulary = learn_vocabulary(["cello cabin", "hally"])

    assert vocabulary.repair("hello my ceello")[0] == "hello my cello"
    assert vocabulary.repair("hallo")[0] == "hallo"


@pytest.mark.parametrize("word", ["sea", "feat", "meat", "fl1ght", "elephant", "b", "refunds"])
def test_a_short_a_numbered_or_another_word_is_left_alone(word: str) -> None:
    assert VOCABULARY.repair(word) == (word, ())
