"""Which words are taken for slips, and which are left as the customer typed them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.spelling import learn_vocabulary
from knowledge_base.wording import normalise_text

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


SPELT = learn_vocabulary(["lost seat form"], spelt=frozenset({"coat", "last", "from", "boat"}))


@pytest.mark.parametrize("word", ["last", "from", "coat", "boat"])
def test_a_real_word_is_never_repaired_where_it_is_known_how_words_are_spelt(word: str):
    assert SPELT.repair(word) == (word, ())


@pytest.mark.parametrize(("typed", "read"), [("lsot", "lost"), ("saet", "seat"), ("fomr", "form")])
def test_a_short_slip_is_repaired_there_too(typed: str, read: str):
    assert SPELT.repair(typed)[0] == read


def test_without_such_words_a_short_one_may_be_another_word():
    assert learn_vocabulary(["lost seat form"]).repair("lsot saet") == ("lsot saet", ())


@given(st.text(max_size=200))
def test_what_was_repaired_is_a_known_word_and_is_told(text: str):
    normal = normalise_text(text)
    read, repairs = SPELT.repair(normal)

    assert len(read.split()) == len(normal.split())
    assert all(SPELT.knows(repair.read) for repair in repairs)
    told = {repair.typed: repair.read for repair in repairs}
    assert read.split() == [told.get(word, word) for word in normal.split()]
