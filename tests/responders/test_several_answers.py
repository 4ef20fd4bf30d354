"""Several answers in one reply fit every channel, and none is cut away for another."""

from dataclasses import replace

import pytest

from domain.channels import Capabilities
from domain.errors import InvalidInputError
from domain.replies import ArticleAnswer, ReplyRequest
from responders.fitting import fit_reply
from responders.registry import find_brief, respond
from tests.responders.requests import ANSWERS, ARTICLE, request

pytestmark = pytest.mark.unit

SMS = Capabilities(max_length=459)


def long_answers(count: int, words: int) -> tuple[ArticleAnswer, ...]:
    """Answers of so many words each, whose brief form is half as long."""
    return tuple(
        ArticleAnswer(
            article=replace(ARTICLE, id=f"a{number}", title=f"Question {number}"),
            text=f"answer{number} " * words,
            html="",
            brief=f"answer{number} " * (words // 2),
        )
        for number in range(count)
    )


def fit(name: str, asked: ReplyRequest) -> str:
    return fit_reply(respond(name, asked), SMS, find_brief(name, asked, SMS), "en").text


def test_each_answer_stands_under_its_title_with_its_number() -> None:
    reply = respond("answers", request())
    assert reply.text.startswith("1. Baggage\nTwo bags.\n\n2. Hunde\n")
    assert reply.html is not None
    assert reply.html.startswith("<p><strong>1. Baggage</strong></p>\n<p>Two bags.</p>")


def test_an_answer_in_another_language_says_so() -> None:
    assert "(This answer is available in German only.)" in respond("answers", request()).text
    assert "nur auf Englisch" in respond("answers", request("de")).text


def test_one_known_answer_has_no_number_and_is_followed_by_word_of_the_rest() -> None:
    text = respond("partly_known", request(answers=ANSWERS[:1])).text
    assert text.startswith("Baggage\nTwo bags.\n\nI have no sure answer to the rest")
    assert text.endswith("by 17:30 today. Your reference is FD-7K3M9QXD.")


@pytest.mark.parametrize("words", [5, 40, 200])
@pytest.mark.parametrize("count", [1, 2, 4])
def test_on_a_narrow_channel_every_answer_keeps_its_share(count: int, words: int) -> None:
    text = fit("partly_known", request(answers=long_answers(count, words)))
    assert len(text) <= 459
    for number in range(count):
        assert f"Question {number}\nanswer{number}" in text
    assert text.endswith("Your reference is FD-7K3M9QXD.")


def test_a_title_is_no_markup() -> None:
    title = replace(ANSWERS[0], article=replace(ARTICLE, title="<b>Bags</b>"))
    html = respond("answers", request(answers=(title,))).html
    assert html is not None
    assert "&lt;b&gt;Bags" in html


def test_no_answers_are_refused_with_what_is_missing() -> None:
    with pytest.raises(InvalidInputError, match="articles to answer with"):
        respond("answers", request(answers=()))
