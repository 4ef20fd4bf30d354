"""Signatures go, and what only looks like one stays."""

import pytest

from channels.email.replies import extract_reply, find_reply

pytestmark = pytest.mark.unit

WORDS = "Where is my bag?"
DISCLAIMER = (
    "This message and its attachments are confidential and intended solely for the addressee. "
    "If you are not the intended recipient, please notify the sender and delete it."
)


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAnn Lee\nBee keeper",
        "--\nAnn Lee",
        "—\nAnn Lee\nhttps://bees.example",
        "________________\nAnn Lee\nBee keeper",
        "Sent from my iPhone",
        "Sent from my Verizon, Samsung Galaxy smartphone",
        "Sent from my phone, please excuse any typos.",
        "Sent from Yahoo Mail for iPhone",
        "Sent from [Mail](https://go.microsoft.com/fwlink/?LinkId=550986) for Windows 10",
        "Sent with Proton Mail secure email.",
        "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
        "Sent from my iPhone\nAnn Lee\n+47 555 12 345",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "-Ann Lee",
        "Virus-free. www.avast.com",
        DISCLAIMER,
        "-- \nAnn Lee\n\n" + DISCLAIMER,
    ],
)
def test_signature_is_told_from_words(signature: str):
    parts = find_reply(f"{WORDS}\n\n{signature}\n")
    assert parts.reply == WORDS
    assert parts.signature.strip() == signature


@pytest.mark.parametrize(
    "ending",
    [
        "Thanks,\nAnn",
        "Best regards\n\nAnn Lee",
        "/Ann",
        "P.S. My reference is AB12-345.",
        "Sent from London on Monday, it should be in Oslo by now.",
        "Sent from my desk, which is much easier than my mobile phone.",
        "I sent the photo from my iPhone.",
        "Tickets:\n\n- Oslo\n- Bergen",
        "Prices\n------\n10\n20",
        "Thanks,\nAnn\n\nMy number is +47 555 12 345, please do call me.",
        "Thanks!\n\nPlease call:\n+47 555 12 345",
        "Steps:\n\n1. open\n\n---\n\n2. close\n\nWhat now?",
        "What I wrote to you is confidential.",
    ],
)
def test_words_that_look_like_a_signature_stay(ending: str):
    text = f"{WORDS}\n\n{ending}"
    assert extract_reply(text) == text


def test_contacts_go_and_closing_formula_and_name_stay():
    text = (
        f"{WORDS}\n\nKind regards,\nAnn Lee\n\nBees Ltd\n1 Hive Street\nTel: +47 555 12 345\n"
        "www.bees.example\n"
    )
    parts = find_reply(text)
    assert parts.reply == f"{WORDS}\n\nKind regards,\nAnn Lee"
    assert parts.signature.endswith("www.bees.example")
