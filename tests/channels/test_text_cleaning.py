import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.text_cleaning import clean_line, clean_text

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("wire", "stored"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("  a tab\tstays  ", "a tab\tstays"),
        ("nul\x00 bell\x07 escape\x1b[0m", "nul bell escape[0m"),
        ("cafe\u0301", "café"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\ud83d\ude00 and a half \ud83d", "😀 and a half \ufffd"),
        ("👨‍👩‍👧 مرحبا שלום", "👨‍👩‍👧 مرحبا שלום"),
    ],
)
def test_texts_keep_what_a_person_wrote_and_nothing_else(wire: str, stored: str) -> None:
    assert clean_text(wire) == stored


def test_a_name_cannot_carry_a_second_mail_header() -> None:
    assert clean_line("Eve\r\nBcc: all@example.com") == "Eve Bcc: all@example.com"
    assert clean_line("Eve\x0b\x85\u2029Bcc:") == "Eve Bcc:"


def test_a_text_is_cut_where_asked() -> None:
    assert clean_text("abcdef", max_length=3) == "abc"
    assert clean_line("a b c d", max_length=3) == "a b"


@given(st.text() | st.text(st.characters(categories=["Cs", "Cc", "Cf", "Zl"])))
def test_cleaning_twice_changes_nothing_and_any_text_can_be_stored(text: str) -> None:
    cleaned = clean_text(text)
    cleaned.encode()
    assert clean_text(cleaned) == cleaned
    assert len(clean_line(text).splitlines()) <= 1


def test_an_endless_run_of_marks_on_one_letter_is_cut_and_what_languages_need_stays() -> None:
    assert clean_text("e" + "\u0301" * 40_000) == "é" + "\u0301" * 29
    assert clean_text("क्षत्रिय ทั้งนี้ Việt") == "क्षत्रिय ทั้งนี้ Việt"
