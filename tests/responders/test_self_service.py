"""What self-service says: complete in every language, and short enough for a text message."""

import tomllib
from pathlib import Path

import pytest
from jinja2 import meta

from domain.errors import NotFoundError
from domain.messages import QuickReply
from domain.self_service import Said
from responders.phrasebook import LANGUAGES
from responders.registry import respond
from responders.rendering import ENVIRONMENT
from tests.responders.requests import request
from tests.responders.test_responders import GSM_7

pytestmark = pytest.mark.unit

FILES = sorted((Path(__file__).parents[2] / "responders" / "action_words").glob("*.toml"))
WORDS = [
    pytest.param(text, id=f"{file.stem}-{language}-{name}")
    for file in FILES
    for language, words in tomllib.loads(file.read_text()).items()
    for name, text in words.items()
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_action_says_the_same_things_in_every_language(file: Path):
    words = tomllib.loads(file.read_text())
    assert tuple(words) == LANGUAGES
    for name, text in words["en"].items():
        for language in LANGUAGES:
            assert name in words[language], f"{language}.{name}"
            assert facts(words[language][name]) == facts(text), f"{language}.{name}"
    assert {len(words[language]) for language in LANGUAGES} == {len(words["en"])}


@pytest.mark.parametrize("text", WORDS)
def test_no_words_cost_double_as_an_sms_or_cheer(text: str):
    assert not set(text) - GSM_7
    assert "!" not in text.replace("!=", "")


def facts(text: str) -> set[str]:
    return meta.find_undeclared_variables(ENVIRONMENT.parse(text))


def test_sentences_are_paragraphs_and_choices_have_their_words():
    said = (Said(key="common.code_wrong"), Said(key="common.ask_one_time_code", facts=ADDRESS))
    choices = (QuickReply(label="", value="yes"), QuickReply(label="Later", value="x"))
    reply = respond("self_service", request("de", said=said, quick_replies=choices))
    assert reply.text.startswith("Das ist nicht der Code.\n\n")
    assert ADDRESS["address"] in reply.text
    assert [choice.label for choice in reply.quick_replies] == ["Ja", "Later"]


def test_what_a_sentence_is_given_cannot_write_html():
    said = (Said(key="common.ask_one_time_code", facts={"address": "<script>"}),)
    reply = respond("self_service", request("en", said=said))
    assert reply.html is not None
    assert "<script>" not in reply.html


def test_an_address_in_a_sentence_can_be_pressed():
    said = (Said(key="common.ask_one_time_code", facts={"address": "https://a.example/b"}),)
    reply = respond("self_service", request("en", said=said))
    assert '<a href="https://a.example/b"' in str(reply.html)


def test_a_sentence_without_words_is_named():
    with pytest.raises(NotFoundError, match=r"common\.toml has no 'nothing'"):
        respond("self_service", request("en", said=(Said(key="common.nothing"),)))


ADDRESS = {"address": "a...@example.com"}
