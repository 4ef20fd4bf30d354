"""What a text costs, and how it is made cheaper."""

# ruff: noqa: RUF001 - typographic signs that look like plain ones are what is tested here

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sms.segments import Segments, count_segments, to_gsm7_friendly

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments"),
    [
        ("", "GSM-7", 0, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("ÄÖÜßñ@£\n", "GSM-7", 8, 1),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        # An escaped character does not fit the last septet of a segment: 152 + 1 lost, twice.
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),
        ("ç" * 70, "UCS-2", 70, 1),
        ("ç" * 71, "UCS-2", 71, 2),
        ("ç" * 134, "UCS-2", 134, 2),
        ("ç" * 135, "UCS-2", 135, 3),
        ("😀" * 35, "UCS-2", 70, 1),
        ("😀" * 36, "UCS-2", 72, 2),
        # Only 33 pairs go into 67 units.
        ("😀" * 66, "UCS-2", 132, 2),
        ("😀" * 67, "UCS-2", 134, 3),
    ],
)
def test_segments_are_counted_as_networks_charge_them(
    text: str, encoding: str, units: int, segments: int
) -> None:
    counted = count_segments(text)
    assert (counted.encoding, counted.units, counted.segments) == (encoding, units, segments)


@pytest.mark.parametrize(
    ("typeset", "plain"),
    [
        ("Don’t “worry” – it’s fine…", "Don't \"worry\" - it's fine..."),
        ("10\u00a0kg", "10 kg"),
        ("Grüße aus Köln", "Grüße aus Köln"),
        ("Don’t 😀", "Don’t 😀"),
        ("„Привет“ – да", "„Привет“ – да"),
    ],
)
def test_typography_goes_only_where_that_makes_the_message_cheaper(
    typeset: str, plain: str
) -> None:
    assert to_gsm7_friendly(typeset) == plain


@given(st.text(max_size=500))
def test_plain_writing_never_costs_more(text: str) -> None:
    before, after = count_segments(text), count_segments(to_gsm7_friendly(text))
    assert after.segments <= max(before.segments, after_ellipses(text))
    assert isinstance(after, Segments)


def after_ellipses(text: str) -> int:
    """Three dots are longer than an ellipsis; the alphabet makes up for it but in odd cases."""
    return count_segments("." * (len(text) + 2 * text.count("…") + text.count("→"))).segments
