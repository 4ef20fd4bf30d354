"""Servers answer FETCH in many ways; each message is found by its UID or not at all."""

from datetime import UTC, datetime

import pytest

from channels.email.receiving.fetch_responses import Fetched, parse_fetched

pytestmark = pytest.mark.unit


def test_sizes_and_dates_are_read_in_any_order():
    assert parse_fetched(
        [
            b'1 (UID 7 RFC822.SIZE 120 INTERNALDATE " 2-Mar-2026 10:00:00 +0100")',
            b'2 (INTERNALDATE "02-Mar-2026 09:00:00 +0000" RFC822.SIZE 5 UID 9)',
            b"3 (RFC822.SIZE 6 UID 10)",
        ]
    ) == {
        7: Fetched(uid=7, size=120, arrived_at=datetime(2026, 3, 2, 9, tzinfo=UTC)),
        9: Fetched(uid=9, size=5, arrived_at=datetime(2026, 3, 2, 9, tzinfo=UTC)),
        10: Fetched(uid=10, size=6),
    }


@pytest.mark.parametrize("date", ["", "yesterday", "99-Mar-2026 09:00:00 +0000", "\xff"])
def test_a_date_that_cannot_be_read_is_none(date: str):
    line = f'1 (UID 7 INTERNALDATE "{date}")'.encode("latin-1")
    assert parse_fetched([line]) == {7: Fetched(uid=7)}


@pytest.mark.parametrize(
    "pieces",
    [
        [(b"1 (UID 7 BODY[] {5}", b"hello"), b")"],
        [(b"1 (BODY[] {5}", b"hello"), b" UID 7)"],
        [(b"1 (UID 7 FLAGS (\\Seen) BODY[]<0> {5}", b"hello"), b")"],
        [(b"1 (UID 7 BODY[HEADER] {5}", b"hello"), b" FLAGS ())"],
        [b'1 (UID 7 BODY[] "hello")'],
        [b"4 (FLAGS (\\Seen))", (b"1 (UID 7 BODY[] {5}", b"hello"), b")", b"5 (FLAGS () UID 8)"],
    ],
)
def test_the_content_is_found_wherever_it_stands(pieces: list[bytes | tuple[bytes, bytes]]):
    assert parse_fetched(pieces)[7].body == b"hello"


@pytest.mark.parametrize("line", [b"1 (UID 7 BODY[] NIL)", b"1 (UID 7)"])
def test_a_message_without_content_is_known_as_such(line: bytes):
    assert parse_fetched([line])[7].body is None


def test_nothing_is_found_in_nothing():
    assert parse_fetched([None]) == {}


def test_a_quotation_mark_in_a_quoted_content_is_one():
    assert parse_fetched([rb'1 (UID 7 BODY[] "say \"hi\" \\o/")'])[7].body == rb'say "hi" \o/'
