"""A reply on a channel that can show less than it holds."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.channels import Capabilities
from domain.messages import QuickReply
from domain.replies import Reply
from responders.fitting import fit_reply
from responders.shortening import shorten_text

pytestmark = pytest.mark.unit

SMS = Capabilities(max_length=1600)
CHAT = Capabilities(html=True, buttons=True)
EMAIL = Capabilities(html=True)
CHOICES = (
    QuickReply(label="Baggage & <b>bags</b>", value="article:a"),
    QuickReply(label="Lost", value="article:b"),
    QuickReply(label="None of these", value="none"),
)
QUESTION = Reply(text="Which one?", html="<p>Which one?</p>", quick_replies=CHOICES)


def test_a_channel_that_can_show_everything_gets_everything() -> None:
    assert fit_reply(QUESTION, CHAT, None, "en") == QUESTION


def test_choices_are_numbered_where_nothing_can_be_pressed() -> None:
    fitted = fit_reply(QUESTION, SMS, None, "en")
    assert fitted.text == (
        "Which one?\n\n1. Baggage & <b>bags</b>\n2. Lost\n3. None of these\n\nReply 1, 2 or 3."
    )
    assert fitted.html is None
    assert fitted.quick_replies == CHOICES


def test_choices_are_numbered_in_the_customers_language() -> None:
    assert fit_reply(QUESTION, SMS, None, "de").text.endswith("Antworten Sie mit 1, 2 oder 3.")


def test_choices_are_numbered_in_html_and_escaped() -> None:
    fitted = fit_reply(QUESTION, EMAIL, None, "en")
    assert fitted.html == (
        "<p>Which one?</p><ol><li>Baggage &amp; &lt;b&gt;bags&lt;/b&gt;</li><li>Lost</li>"
        "<li>None of these</li></ol><p>Reply 1, 2 or 3.</p>"
    )


def test_a_long_answer_gives_way_to_the_brief_one() -> None:
    long = Reply(text="Two bags. " * 300)
    assert fit_reply(long, SMS, "Two bags.", "en").text == "Two bags."


def test_a_brief_answer_that_is_too_long_itself_is_cut() -> None:
    fitted = fit_reply(Reply(text="x y " * 900), SMS, "Two bags. " * 200, "en")
    assert len(fitted.text) <= 1600
    assert fitted.text.endswith("Two bags. ...")


def test_the_choices_survive_a_text_that_is_cut() -> None:
    fitted = fit_reply(Reply(text="word " * 900, quick_replies=CHOICES), SMS, None, "en")
    assert len(fitted.text) <= 1600
    assert "word...\n\n1. Baggage" in fitted.text
    assert fitted.text.endswith("Reply 1, 2 or 3.")


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("One. Two.", 20, "One. Two."),
        ("First sentence here. Second one is long.", 30, "First sentence here. ..."),
        ("no sentence ends in this text at all", 22, "no sentence ends..."),
        ("Donaudampfschifffahrtsgesellschaft", 14, "Donaudampf..."),
        ("abcdef", 3, "abc"),
        ("abc", 0, ""),
    ],
)
def test_a_text_is_cut_where_a_reader_would_pause(text: str, most: int, cut: str) -> None:
    assert shorten_text(text, most) == cut


def test_an_emoji_of_several_signs_is_not_cut_in_the_middle() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert shorten_text(f"abcd{family}{family}", 10) == "abcd..."


@example(text="0" * 15, brief=None, labels=[""], most=1, language="en")
@given(
    text=st.text(max_size=400),
    brief=st.none() | st.text(max_size=200),
    labels=st.lists(st.text(max_size=80), max_size=5),
    most=st.integers(1, 500),
    language=st.sampled_from(["en", "de", "fr"]),
)
def test_a_fitted_text_always_fits(
    text: str, brief: str | None, labels: list[str], most: int, language: str
) -> None:
    choices = tuple(QuickReply(label=label, value=label) for label in labels)
    reply = Reply(text=text, html="<p>x</p>", quick_replies=choices)
    fitted = fit_reply(reply, Capabilities(max_length=most), brief, language)
    assert len(fitted.text) <= most
    assert fitted.quick_replies == choices


def test_where_a_text_is_too_long_it_is_told_where_all_of_it_can_be_read() -> None:
    reply = Reply(text="Long. " * 100)
    room = Capabilities(max_length=60)
    told = fit_reply(reply, room, "Short.", "en", whole_at="https://a.example/help/1").text
    assert told == "Short.\n\nhttps://a.example/help/1"
    cut = fit_reply(reply, room, None, "en", whole_at="https://a.example/help/1").text
    assert cut.startswith("Long.")
    assert cut.endswith("...\n\nhttps://a.example/help/1")
    assert len(cut) <= 60


def test_no_address_is_told_where_it_is_needless_or_would_leave_too_little_room() -> None:
    address = "https://a.example/help/1"
    assert fit_reply(Reply(text="Short."), SMS, None, "en", whole_at=address).text == "Short."
    tight = Capabilities(max_length=30)
    told = fit_reply(Reply(text="Long. " * 100), tight, "Short.", "en", whole_at=address).text
    assert told == "Short."
