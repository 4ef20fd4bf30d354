"""The HTML of a mail shows what was written and does nothing else."""

from typing import Any

import pytest
from markupsafe import Markup

from channels.email.sending.colours import make_readable
from channels.email.sending.links import link_text
from tests.channels.email.sending.accounts import body, compose, make_settings

pytestmark = pytest.mark.unit


def html(**changed: Any):
    return body(compose(**changed), "html")


def test_an_agents_plain_text_is_set_in_paragraphs():
    shown = html(text="Dear Jane,\n\nfirst line\nsecond line\n\n> your words")
    assert ">Dear Jane,</p>" in shown
    assert "first line<br>\nsecond line</p>" in shown
    assert "your words</p></blockquote>" in shown


def test_what_was_written_cannot_become_markup():
    shown = html(text="<script>alert(1)</script> <img src=x onerror=y>", subject="</title><b>")
    assert "<script" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;" in shown
    assert "</title><b>" not in shown


@pytest.mark.parametrize(
    "dangerous",
    [
        '<script>x</script><p onclick="x">a</p>',
        '<a href="javascript:x">a</a>',
        '<p style="background:url(https://evil.example)">a</p>',
        '<iframe src="https://evil.example"></iframe>',
        "<style>*{display:none}</style>",
        '<img src="data:image/svg+xml,x">',
    ],
)
def test_html_of_a_message_keeps_formatting_alone(dangerous: str):
    shown = html(html=f"<p>Good day</p>{dangerous}")
    assert "Good day" in shown
    for trace in ("<script", "onclick", "javascript:", "evil.example", "<iframe", "data:", "none}"):
        assert trace not in shown


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("see https://example.com/a?b=1&c=2.", "https://example.com/a?b=1&amp;c=2"),
        (
            "(https://en.example.org/wiki/Bag_(luggage))",
            "https://en.example.org/wiki/Bag_(luggage)",
        ),
        ("www.example.com, please", "https://www.example.com"),
        ("write to help.desk+x@example.com.", "mailto:help.desk+x@example.com"),
        ("「https://例え.jp/荷物」", "https://例え.jp/荷物"),
    ],
)
def test_addresses_can_be_followed(text: str, target: str):
    assert f'<a href="{target}">' in link_text(text, Markup(""))


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "https://", "http://)", "a@b", "data:text/html,x", "www.x"]
)
def test_what_is_no_address_of_the_web_is_no_link(text: str):
    assert "<a " not in link_text(text, Markup(""))


def test_a_hostile_text_is_linked_in_linear_steps():
    for text in ("a." * 100_000, "@" * 200_000, "www." * 50_000, "http://" * 30_000, "(" * 200_000):
        assert link_text(text, Markup("")).unescape().count("") > 0


def test_a_text_from_right_to_left_is_set_so():
    assert '<html dir="rtl">' in html(text="שלום, התיק נמצא. See https://example.com")
    assert '<html dir="ltr">' in html(text="123 Hello שלום")


def test_the_companys_look_is_on_every_mail():
    look = {
        "colour": "#aa0044",
        "logo_url": "https://www.aurora.example/logo.png",
        "footer": "AA Group\nOslo <Norway>",
    }
    message = compose(settings=make_settings(look=look))
    shown = body(message, "html")
    assert "#aa0044" in shown
    assert 'src="https://www.aurora.example/logo.png" alt="Aurora Airways"' in shown
    assert "Oslo &lt;Norway&gt;" in shown
    assert "FD-7K3M9QXD" in shown
    assert "-- \nAA Group\nOslo <Norway>\nAurora Airways · FD-7K3M9QXD" in body(message)


@pytest.mark.parametrize("colour", ["#ffff00", "#000000", "#ffffff", "#1f4f8f", "#808080"])
def test_links_can_be_read_whatever_the_companys_colour(colour: str):
    for ground in ("#ffffff", "#1b1d21"):
        assert _contrast(make_readable(colour, ground), ground) >= 4.5


def _contrast(one: str, other: str):
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
