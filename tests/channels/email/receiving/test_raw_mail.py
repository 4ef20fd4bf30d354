"""A sender is found without parsing the mail, and hurts nothing where there is none."""

import pytest

from channels.email.receiving.raw_mail import clean_address, find_sender

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("head", "sender"),
    [
        (b"From: Ann <Ann@Example.com>\r\n\r\n", "ann@example.com"),
        (b"Subject: x\nfrom: ann@example.com (Ann)\n\n", "ann@example.com"),
        (b"From: =?utf-8?q?Ann?=\r\n\t<ann@example.com>\r\n\r\n", "ann@example.com"),
        (b'From: "bob@example.org" <ann@example.com>\r\n\r\n', "ann@example.com"),
        ("From: <jürgen@bücher.example>\r\n\r\n".encode(), "jürgen@bücher.example"),
        (b"From: \r\n\r\nFrom: <body@example.com>", None),
        (b"Subject: none\r\n\r\nFrom: <body@example.com>", None),
        (b"X-From: <ann@example.com>\r\n\r\n", None),
        (b"From: nobody\r\n\r\n", None),
        (b"", None),
    ],
)
def test_the_sender_is_that_of_the_header(head: bytes, sender: str | None):
    assert find_sender(head) == sender


@pytest.mark.parametrize(
    "head", [b"From: " + b"<" * 1_000_000, b"From: " + b"a@" * 500_000, b"\n \t" * 300_000]
)
def test_no_header_takes_long(head: bytes):
    assert find_sender(head) in {None, "a@a"}


def test_an_address_is_kept_as_any_store_can_keep_it():
    assert clean_address("j\udcfcrgen\0@example.com") == "j\ufffdrgen@example.com"
