"""Which words of a letter count: its subject where that says more, and never what it quotes."""

from typing import Any

import pytest

from bot.read_message import choose_words, complete_message, is_reply_subject, strip_subject
from domain.messages import Address, BounceReport, InboundMessage, ThreadHint
from tests.fakes import MONDAY_MORNING

pytestmark = pytest.mark.unit

QUESTION = "How much luggage may I take on board?"


def letter(text: str, subject: str | None = None, **facts: Any) -> InboundMessage:
    return InboundMessage(
        channel="email",
        account="support",
        external_id="1",
        sender=Address(kind="email", value="mara@example.com"),
        recipient=Address(kind="email", value="support@example.com"),
        sent_at=MONDAY_MORNING,
        received_at=MONDAY_MORNING,
        text=text,
        subject=subject,
        **facts,
    )


@pytest.mark.parametrize("text", ["", "Hello,\n\nThanks!", "Hi", "see above please"])
def test_a_question_in_the_subject_counts_where_the_text_says_nothing(text: str) -> None:
    assert choose_words(letter(text, QUESTION)) == QUESTION


def test_a_short_detail_is_added_to_the_question_without_its_greeting() -> None:
    text = "Hello,\nmy booking is AB12CD and I am going to fly on Friday.\nThank you!"
    words = choose_words(letter(text, QUESTION))
    assert words.startswith(f"{QUESTION}\nmy booking is AB12CD")
    assert "Hello" not in words


@pytest.mark.parametrize("subject", ["Help", "Booking AB12CD", "Urgent!!", "Frage"])
def test_a_subject_of_a_word_or_two_is_not_mixed_into_a_question(subject: str) -> None:
    assert choose_words(letter(QUESTION, subject)) == QUESTION


def test_a_long_text_speaks_for_itself() -> None:
    text = "I flew last Monday and my suitcase has still not come. " * 3
    assert choose_words(letter(text, QUESTION)) == text


def test_the_subject_of_an_answer_is_not_its_writers() -> None:
    assert choose_words(letter("Hi", f"Re: {QUESTION}")) == "Hi"
    hint = ThreadHint(in_reply_to="1@example.com")
    assert choose_words(letter("Hi", QUESTION, thread=hint)) == "Hi"


def test_an_answer_that_is_nothing_but_a_quotation_says_nothing() -> None:
    hint = ThreadHint(reply_token="FD-7K3M9QXD")
    empty = letter("", full_text=f"> {QUESTION}", thread=hint)
    assert choose_words(empty) == ""
    assert complete_message(empty).text == f"> {QUESTION}"


def test_a_call_for_a_person_is_not_drowned_by_a_subject() -> None:
    assert (
        choose_words(letter("I want to talk to a human", QUESTION)) == "I want to talk to a human"
    )


def test_a_delivery_report_is_a_machines_whatever_else_is_known_of_it() -> None:
    report = complete_message(letter("gone", bounce=BounceReport(failed=())))
    assert report.automatic == "it is a delivery report"
    assert complete_message(letter("x", automatic="why")).automatic == "why"


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Question",
        "AW: Frage",
        "RE[2]: x",
        "[list] Re: x",
        "SV: x",
        "Fwd: x",
        "回复\uff1ax",
        "TR : x",
    ],
)
def test_subjects_that_mail_programs_make_are_known(subject: str) -> None:
    assert is_reply_subject(subject)


@pytest.mark.parametrize(
    "subject", ["Rebooking", "Re-sent invoice", "In 3 days", "Reise: Oslo", ""]
)
def test_subjects_that_only_begin_alike_are_not(subject: str) -> None:
    assert not is_reply_subject(subject)


def test_a_subject_is_the_same_whatever_programs_put_before_and_behind_it() -> None:
    same = {"Lost bag", "Re: Lost  bag", "AW: [list] Re: lost bag [FD-7K3M9QXD]", "Fwd: LOST BAG"}
    assert {strip_subject(each) for each in same} == {"lost bag"}
    assert strip_subject(None) == ""
    assert strip_subject("Re: Re:") == ""
