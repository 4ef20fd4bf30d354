"""No reader raises, or takes long, whatever a customer writes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms import readers
from domain.messages import QuickReply
from tests.bot.forms.readers.readings import said

pytestmark = pytest.mark.unit

CHOICES = (
    QuickReply(label="Window", value="window"),
    QuickReply(label="", value="2026-11-24T10:30:00+00:00"),
    QuickReply(label="All", value="all"),
)
READERS = (
    readers.read_reference(),
    readers.read_reference(readers.FRONTDESK),
    *(
        getattr(readers, name)
        for name in readers.__all__
        if name.startswith("read_") and name != "read_reference"
    ),
)
WORDS = st.lists(
    st.sampled_from(
        [
            "DEMO42",
            "no",
            "not",
            "but",
            "for",
            "van",
            "O\u2019Connor",
            "3.5.",
            "10:30",
            "1",
            "-",
            "@",
            "au",
            "231",
            "?",
            "٣",
            "\uff14",
            "🎫",
            "ß",
            "\u0301",
            "name is",
            "all",
            "+49",
        ]
    )
).map(" ".join)


@given(
    text=st.text() | WORDS,
    requested=st.booleans(),
    corrected=st.booleans(),
    pressed=st.none() | st.text(),
)
@settings(max_examples=60, deadline=None)
def test_no_reader_raises(text: str, requested: bool, corrected: bool, pressed: str | None):
    reading = said(text, requested=requested, corrected=corrected, pressed=pressed, choices=CHOICES)
    for read in READERS:
        read(reading)


@given(given_name=st.text(), on_file=st.text(min_size=1))
@settings(max_examples=60, deadline=None)
def test_no_two_names_break_the_comparison(given_name: str, on_file: str):
    readers.same_name(given_name, on_file)


@pytest.mark.parametrize(
    "piece", ["1 ", "not x ", "a.", "ü", "D ", "1-", "no, ", "+4", "a@", "and "]
)
def test_what_comes_after_the_first_five_hundred_characters_changes_nothing(piece: str):
    start = (piece * 500)[:500]
    for read in READERS:
        if read is not readers.read_text:
            assert read(said(start, requested=True)) == read(
                said(start + piece * 100_000, requested=True)
            )
