"""What is a request to have something done, and what is a question about it."""

import json
import tomllib
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.action_phrases import parse_action_phrases, read_action_phrases
from bot.understanding.action_requests import find_action_request

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[2]
# Real requests among the articles' own wordings and the demo's questions.
WORDED_AS_AN_ARTICLE = {
    "Newsletter abbestellen",
    "unsubscribe from marketing texts",
    "is my flight delayed",
    "ist mein Flug verspätet",
}
REQUESTS_AMONG_QUESTIONS = {
    "Wann kommt mein Paket an?": "order_status",
    "is my flight delayed today": "flight_status",
}


def asked(text: str) -> str | None:
    """The action that a text asks for."""
    request = find_action_request(text)
    return None if request is None else request.action


@pytest.mark.parametrize(
    "text",
    [
        "CHECKIN", "check-in", "chekin", "CHEKIN", "Checkin DEMO42 Lindqvist",
        "chekin demo42 lindqvist window", "check in ABC123 for Lindqvist", "DEMO42 checkin",
        "checkin demo 42", "I want to check in", "check me in please", "can I check in?",
        "Can you check me in for my flight to Lisbon tomorrow", "einchecken",
        "I want to check in. My booking is DEMO42 and my name is Lindqvist.",
        "Ich möchte einchecken", "ich möchte für Flug AU218 einchecken", "checke mich bitte ein",
    ],
)  # fmt: skip
def test_check_in_is_asked_for_in_many_ways(text: str) -> None:
    assert asked(text) == "check_in"


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("STATUS", "flight_status"), ("stauts DEMO42", "flight_status"),
        ("is AU231 on time?", "flight_status"), ("flight status AU231", "flight_status"),
        ("status FD-7K3M9QXD", "request_status"), ("FD-7K3M9QXD", "request_status"),
        ("status AS-2041", "order_status"), ("TRACK AS-2041", "order_status"),
        ("where is my order", "order_status"), ("my booking DEMO42", "look_up"),
        ("RETURN", "product_return"), ("retrun", "product_return"),
        ("I want to return my order", "product_return"), ("Retoure anmelden", "product_return"),
        ("Ich möchte meinen Termin verschieben", "appointment"),
        ("cancel my appointment", "appointment"), ("BESCHWERDE", "complaint"),
        ("status of my order AS-2041", "order_status"), ("RT-70001", "order_status"),
        ("return status RT-70001 Lindqvist", "order_status"),
        ("I want to return my order AS-2041", "product_return"),
        ("the item is damaged", "product_return"), ("CONFIRM AP-501 Lindqvist", "appointment"),
        ("move appointment AP-501", "appointment"), ("Termin AP-501 absagen", "appointment"),
        ("I want to complain about the crew who were rude", "complaint"),
        ("Beschwerde über den Service", "complaint"),
        ("I want to complain", "complaint"), ("file a complaint please", "complaint"),
        ("I have a new phone number", "change_contact"),
        ("ich möchte meine Handynummer ändern", "change_contact"), ("unsubscribe", "opt_out"),
        ("opt in", "opt_in"), ("AGENT", "talk_to_person"), ("Mensch bitte", "talk_to_person"),
    ],
)  # fmt: skip
def test_each_action_is_asked_for_by_its_words(text: str, action: str) -> None:
    assert asked(text) == action


@pytest.mark.parametrize("reference", ["FD-7K3M9QXD", "FD-QWERTZXV", "fd-qwertzxv", "FD-FGGGVKKR"])
def test_a_request_is_asked_after_by_whatever_reference_it_has(reference: str) -> None:
    asked = find_action_request(f"status of my request {reference}")
    assert asked is not None
    assert asked.action == "request_status"


@pytest.mark.parametrize(
    "text",
    [
        "how do I check in", "when does check-in open?", "check in without internet",
        "can I check in by text message", "how many kilos can I check in", "checkin opens when",
        "I want to check in but my bag is too heavy", "lost my boarding pass",
        "I want to check in. How much is a second bag?", "what does it cost to return an item",
        "I want to return on Sunday", "how do I complain about a delay", "row 12",
        "cancel my booking", "return flight", "where is my bag", "where can I complain",
        "flight for 15 people", "Flug für 15 Personen", "", "?!", "DEMO42",
        "Wie kann ich meinen Termin verschieben?", "wann öffnet der Check-in?",
    ],
)  # fmt: skip
def test_a_question_about_it_is_no_request(text: str) -> None:
    assert asked(text) is None


def test_no_wording_of_the_demo_s_articles_is_taken_for_a_request() -> None:
    taken = {
        wording
        for path in (ROOT / "demo" / "articles").glob("*/*.md")
        for front in [yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1])]
        for wording in (front["title"], *front["variants"])
        if asked(wording) is not None
    }
    assert taken <= WORDED_AS_AN_ARTICLE


def test_no_question_of_the_demo_is_taken_for_a_request() -> None:
    taken: dict[str, str | None] = {}
    for name in ("demo_questions.jsonl", "demo_follow_ups.jsonl"):
        for line in (ROOT / "tests" / "data" / name).read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            text = question.get("text") or question.get("question") or ""
            if asked(text) is not None:
                taken[text] = asked(text)
    assert taken.items() <= REQUESTS_AMONG_QUESTIONS.items()


def test_nothing_that_is_said_in_the_story_s_past_is_taken_for_a_request() -> None:
    said = json.loads((ROOT / "demo" / "story" / "matches.json").read_text(encoding="utf-8"))
    for name in ("open.toml", "past.toml", "history.toml"):
        said = [said, tomllib.loads((ROOT / "demo" / "story" / name).read_text(encoding="utf-8"))]
    sentences = {text for text in _texts(said) if " " in text and len(text) < 1000}
    assert len(sentences) > 100
    taken = {text: asked(text) for text in sentences if asked(text) is not None}
    assert taken.items() <= REQUESTS_AMONG_QUESTIONS.items()


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []


def test_the_language_is_told_by_words_that_only_one_has() -> None:
    german, shared = find_action_request("einchecken"), find_action_request("CHECKIN")
    assert german is not None
    assert shared is not None
    assert (german.language, shared.language) == ("de", None)
    assert shared.keyword


def test_every_file_of_phrases_has_both_languages() -> None:
    languages: dict[str, set[str]] = {}
    for one in read_action_phrases():
        languages.setdefault(one.action, set()).add(one.language)
    assert set(map(frozenset, languages.values())) == {frozenset({"en", "de"})}


def test_a_list_that_there_is_not_is_named() -> None:
    with pytest.raises(ValueError, match=r"ring\.toml: 'keyword' is unknown"):
        parse_action_phrases("ring", {"en": {"keyword": ["ring"]}})


def test_what_is_no_regular_expression_is_named() -> None:
    with pytest.raises(ValueError, match=r"ring\.toml: '\(' is no regular expression"):
        parse_action_phrases("ring", {"en": {"not": ["("]}})


@given(
    st.text()
    | st.lists(st.sampled_from(["check", "in", "for", "42", "d", "?", ".", "no", "my"])).map(
        " ".join
    )
)
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_the_reading(text: str) -> None:
    find_action_request(text)
    find_action_request(text * 3000)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("booking AAA111 Novak", "look_up"),
        ("checkin K777QX Novak", "check_in"),
        ("track AS-2000 Lindqvist", "order_status"),
        ("where is order AS-2060 for Fernandes", "order_status"),
        ("I want a refund of AS-2041, Lindqvist", "product_return"),
    ],
)
def test_a_reference_beside_a_name_is_read_as_it_is(text: str, action: str) -> None:
    request = find_action_request(text)
    assert request is not None
    assert request.action == action
