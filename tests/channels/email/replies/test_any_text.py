"""Whatever comes in, nothing is raised, made up or lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.replies import find_reply

pytestmark = pytest.mark.unit

PIECES = [
    "On Mon, 3 Jun 2024 at 10:22, X <x@example.org> wrote:",
    "On Mon, 3 Jun 2024 at 10:22, X <",
    "x@example.org> wrote:",
    "Am 03.06.2024 um 10:22 schrieb X:",
    "> quoted",
    ">> twice",
    ">",
    "| bar",
    "",
    " ",
    "-- ",
    "--",
    "____________",
    "-----Original Message-----",
    "---------- Forwarded message ---------",
    "From: x@example.org",
    "Sent: Monday",
    "To: y",
    "Subject: z",
    "FYI",
    "Sent from my iPhone",
    "Thanks,",
    "Ann",
    "Tel: +47 555 12 345",
    "##- Please type your reply above this line -##",
    "CAUTION: This email originated from outside of the organization.",
    "Some words.",
    ">>> X 3 Jun 2024 10:22 >>>",
]
TEXTS = st.one_of(
    st.text(), st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30))).map("\n".join)
)


def words(text: str) -> Counter[str]:
    return Counter(text.split())


@given(TEXTS, st.one_of(st.none(), st.text(), st.sampled_from(["<blockquote type=cite>x", "<p>"])))
def test_every_word_is_in_just_one_part(text: str, html: str | None):
    parts = find_reply(text, html)
    together = words(parts.reply) + words(parts.quoted) + words(parts.signature)
    assert together == words(text)


@given(TEXTS)
def test_lines_of_the_reply_are_the_texts(text: str):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reply = find_reply(text).reply
    beginnings = {line.rstrip() for line in lines} | {""}
    assert all(line.rstrip() in beginnings for line in reply.split("\n"))
    assert len(reply) <= len(text)


@given(TEXTS)
def test_a_reply_has_no_more_to_take_away_from_words_alone(text: str):
    assert find_reply("Yes, do.").reply == "Yes, do."
    assert find_reply(f"Yes, do.\n\n-----Original Message-----\n{text}").reply == "Yes, do."


@pytest.mark.parametrize(
    "text",
    [
        "On " * 70_000,
        ">" * 1_000_000,
        "From: " * 170_000,
        "a line\n" * 100_000,
        "> a line\n" * 100_000,
        "\n" * 1_000_000,
        "From: a@example.org\n" * 100_000,
        "On 3 May 2024 at 10:22 I wrote:\n" * 50_000,
        "wrote:\n" * 100_000,
        "<(" * 240 + ":\n",
        "-" * 500_000,
        "Sent from my iPhone\n" * 50_000,
        "Thanks\n" * 100_000,
        "confidential " * 80_000,
    ],
    ids=range(14),
)
def test_hostile_text_loses_no_word(text: str):
    parts = find_reply(text)
    assert words(parts.reply) + words(parts.quoted) + words(parts.signature) == words(text)
