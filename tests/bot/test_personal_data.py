"""Customers' questions are shown to those who write articles without what is about themselves."""

import pytest

from bot.personal_data import mask_personal_data

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("where is my bag?", "where is my bag?"),
        ("may I take 23 kg, or 2 bags?", "may I take 23 kg, or 2 bags?"),
        ("can you send the bill to mara@example.com please", "can you send the bill to … please"),
        ("please call me back on +47 22 33 44 55 today", "please call me back on … today"),
        ("my booking X7K2PQ does not open", "my booking … does not open"),
        ("my booking QWERTY does not open", "my booking … does not open"),
        ("bag tag SK123456 is not known to you", "bag tag … is not known to you"),
        ("I was born on 12.05.1980, is that a child fare", "I was born on …, is that a child fare"),
        ("the page https://example.com/x?token=1 is empty", "the page … is empty"),
        ("WHERE IS MY LUGGAGE FROM BOSTON", "WHERE IS MY LUGGAGE FROM BOSTON"),
        ("is there wifi on the A320", "is there wifi on the A320"),
        ("meine Frau kommt mit", "meine Frau kommt mit"),
        ("two\n\nlines  here", "two lines here"),
    ],
)
def test_what_belongs_to_somebody_is_taken_out(written: str, shown: str) -> None:
    assert mask_personal_data(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "My name is Mara Olsen and my bag is gone",
        "ich heiße Mara Olsen und mein Koffer ist weg",
        "Frau Olsen wartet auf ihren Koffer",
        "bring it to 12 Harbour Street please",
        "bringen Sie ihn in die Hafenstraße 12",
        "mara@example.com please",
        "X7K2PQ",
        "",
    ],
)
def test_what_tells_who_or_where_somebody_is_is_not_shown_at_all(written: str) -> None:
    assert mask_personal_data(written) is None
