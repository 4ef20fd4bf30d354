"""Codes cannot be guessed, and a mistype is told before anybody looks anything up."""

import secrets
import sys
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.voucher_codes import (
    ALPHABET,
    BITS,
    LENGTH,
    digest_code,
    group_code,
    mask_codes,
    parse_code,
    tells_code,
    write_code,
)
from domain.errors import InvalidInputError
from tests.fakes import SequentialIds

pytestmark = pytest.mark.unit
codes = st.text(min_size=1, max_size=50).map(write_code)


def test_a_code_has_a_hundred_bits_and_more():
    assert BITS >= 100
    # 2000 codes: were a place less than even, it would miss characters; each is missed by chance
    # once in 10^25.
    drawn = [parse_code(write_code(secrets.token_urlsafe(32))) for _ in range(2000)]
    assert len(set(drawn)) == 2000
    assert all({code[place] for code in drawn} == set(ALPHABET) for place in range(LENGTH))


def test_codes_of_identifiers_that_count_differ_too():
    ids = SequentialIds()
    assert len({write_code(ids.secret()) for _ in range(50)}) == 50


def test_the_alphabet_has_no_look_alikes():
    assert not set("ILOU") & set(ALPHABET)
    assert len(set(ALPHABET)) == 32


@given(codes)
def test_a_code_is_read_as_it_was_written(code: str):
    assert parse_code(code) == code.replace("-", "")
    assert digest_code(code) == digest_code(parse_code(code))


@given(codes, st.randoms())
def test_it_is_read_in_any_case_and_with_spaces_and_look_alikes(code: str, random: Random):
    swapped = {"0": "0oO", "1": "1iIlL", "-": "- –—."}  # noqa: RUF001 - dashes that people type
    typed = "".join(random.choice(swapped.get(each, each + each.lower())) for each in code)
    assert parse_code(f"  {typed}\n") == code.replace("-", "")


places = st.lists(st.integers(0, LENGTH - 1), min_size=1, max_size=3, unique=True)


@given(codes, places, st.data())
def test_up_to_three_wrong_characters_are_told(code: str, wrong: list[int], data: st.DataObject):
    typed = list(code.replace("-", ""))
    for place in wrong:
        others = ALPHABET.replace(typed[place], "")
        typed[place] = data.draw(st.sampled_from(others))
    with pytest.raises(InvalidInputError, match="mistyped"):
        parse_code("".join(typed))


@given(codes, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_characters_that_changed_places_are_told(code: str, one: int, other: int):
    typed = list(code.replace("-", ""))
    if typed[one] != typed[other]:
        typed[one], typed[other] = typed[other], typed[one]
        with pytest.raises(InvalidInputError, match="mistyped"):
            parse_code("".join(typed))


@pytest.mark.parametrize(
    ("text", "words"),
    [("K7QM", "has 24"), ("", "this has 0"), ("K7QU" * 6, "has a 'U'")],
)
def test_what_is_no_code_is_refused_with_why(text: str, words: str):
    with pytest.raises(InvalidInputError, match=words):
        parse_code(text)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_code_or_refused(text: str):
    try:
        code = parse_code(text)
    except InvalidInputError:
        return
    assert len(code) == LENGTH


@pytest.mark.parametrize("before", ["", "code ", "Your code is ", "Code: ", "it is here: ", "EUR "])
@pytest.mark.parametrize("written", ["{}", "lower", "spaces", "bare"])
def test_a_code_is_masked_wherever_it_stands_but_for_its_ending(before: str, written: str):
    code = write_code("a secret of this test, long enough to be one")
    typed = {
        "lower": code.lower(),
        "spaces": code.replace("-", " "),
        "bare": code.replace("-", ""),
    }.get(written, code)
    told = mask_codes(f"{before}{typed}, good until 2 March, and {typed}.")
    hidden = "••••-••••-••••-••••-••••-" + code[-4:]
    assert told == f"{before}{hidden}, good until 2 March, and {hidden}."


@given(st.text(max_size=200))
def test_what_is_no_code_is_left_as_it_is(text: str):
    assert mask_codes(text) == text or "•" in mask_codes(text)


def test_references_and_numbers_are_no_codes():
    text = "FD-7K3M9QXD, C-7K2M9Q, AAAA-BBBB-CCCC-DDDD-EEEE-FFFF, 4111 1111 1111 1111 2222 3333"
    assert mask_codes(text) == text


@pytest.mark.parametrize(
    "between", ["-\n", "-\n> ", " - ", ".", "_", "\N{NO-BREAK SPACE}", "-\u200b"]
)
def test_a_code_is_hidden_however_it_was_copied_or_quoted(between: str):
    code = write_code("a secret of this test")
    told = mask_codes(f"It says {code.replace('-', between)}, and is refused.")
    assert told == f"It says {'••••-' * 5}{code[-4:]}, and is refused."


near_codes = st.tuples(codes, st.lists(st.integers(0, LENGTH - 1), max_size=2), st.data())


@given(near_codes)
def test_hidden_is_exactly_what_could_be_redeemed(near: tuple[str, list[int], st.DataObject]):
    code, wrong, data = near
    typed = list(code.replace("-", ""))
    for place in wrong:
        typed[place] = data.draw(st.sampled_from(f"{ALPHABET}OILUoilu"))
    text = group_code("".join(typed))
    try:
        parse_code(text)
    except InvalidInputError:
        assert mask_codes(text) == text
        assert not tells_code(text)
    else:
        assert mask_codes(text) != text
        assert tells_code(f"My {text}?")


def test_a_long_letter_of_short_words_is_looked_through_in_passing():
    text = "they said that your team will help " * 300
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    sys.setprofile(count)
    try:
        assert mask_codes(text) == text
    finally:
        sys.setprofile(None)
    # Calls and returns for each word; sums over GF(32) for each would be hundreds.
    assert counted < 50 * len(text.split())
