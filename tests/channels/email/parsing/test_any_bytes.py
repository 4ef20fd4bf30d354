"""Whatever arrives, reading it ends soon, in a mail or in a word of why not."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.email.parsing import list_cids, parse_mail, show_remote_images
from domain.errors import MalformedMessage
from tests.channels.email.parsing.hostile_mails import HOSTILE
from tests.channels.email.parsing.mutations import SEEDS, mutate

pytestmark = pytest.mark.unit
CAREFULLY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(raw: bytes) -> None:
    """Read a message; what comes out must be fit for the record."""
    if not raw.strip(b" \t\r\n\0"):
        with pytest.raises(MalformedMessage, match="empty"):
            parse_mail(raw)
        return
    mail = parse_mail(raw)
    assert "\n" not in mail.subject
    assert "\r" not in mail.text
    for address in (mail.sender, *mail.to, *mail.cc, *mail.reply_to):
        assert address is None or not any(c.isspace() for c in address.address)
    for _, value in mail.headers.fields:
        assert "\n" not in value
        assert "\r" not in value
    mail.text.encode()
    if mail.html:
        list_cids(mail.html)
        assert "<script" not in show_remote_images(mail.html).lower()


@CAREFULLY
@given(st.binary(max_size=2_000))
def test_arbitrary_bytes_are_read(raw: bytes):
    check(raw)


@CAREFULLY
@given(st.text(max_size=2_000))
def test_arbitrary_text_under_a_header_is_read(text: str):
    head = "From: a@example.com\nContent-Type: text/html; charset=utf-8\n\n"
    check((head + text).encode("utf-8", "replace"))


@CAREFULLY
@given(st.sampled_from(SEEDS), st.integers(0, 2**32))
def test_mutated_messages_are_read(seed: bytes, number: int):
    check(mutate(seed, number))


@pytest.mark.parametrize("name", HOSTILE)
def test_messages_made_to_hold_the_reader_up_are_read(name: str):
    check(HOSTILE[name]())
