"""What customers read, from every responder in every language."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInputError, NotFoundError
from domain.replies import Responder
from responders.phrasebook import LANGUAGES
from responders.registry import RESPONDERS, respond
from tests.responders.requests import ARTICLE, CHOICES, CONTEXTS, request

pytestmark = pytest.mark.unit

# Self-service has its words elsewhere; see test_self_service.py.
TEMPLATED = [each for each in RESPONDERS if each.name != "self_service"]
EVERY_REPLY = [
    pytest.param(responder, language, context, id=f"{responder.name}-{language}-{number}")
    for responder in TEMPLATED
    for language in LANGUAGES
    for number, context in enumerate(CONTEXTS.get(responder.name, [{}]))
]
# 3GPP TS 23.038, section 6.2.1: the default alphabet and its extension table.
GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)


@pytest.mark.parametrize(("responder", "language", "context"), EVERY_REPLY)
def test_every_responder_speaks_every_language(
    responder: Responder, language: str, context: dict[str, str]
) -> None:
    bare = request(language, context=context, reference=None, due_at=None)
    full = request(language, context=context, customer_name="Astrid", quick_replies=CHOICES)
    for reply in (responder.respond(bare), responder.respond(full)):
        assert reply.text
        assert reply.html is not None
        assert "\n\n\n" not in reply.text
        assert not any(line != line.strip() for line in reply.text.split("\n"))


@pytest.mark.parametrize(("responder", "language", "context"), EVERY_REPLY)
def test_no_reply_costs_double_as_an_sms(
    responder: Responder, language: str, context: dict[str, str]
) -> None:
    assert not set(responder.respond(request(language, context=context)).text) - GSM_7


@pytest.mark.parametrize(("responder", "language", "context"), EVERY_REPLY)
def test_no_reply_is_cheerful_by_punctuation(
    responder: Responder, language: str, context: dict[str, str]
) -> None:
    assert "!" not in responder.respond(request(language, context=context)).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("keyword", ["stop", "start", "help"])
def test_a_consent_confirmation_is_one_sms(language: str, keyword: str) -> None:
    reply = respond("consent", request(language, context={"keyword": keyword}))
    assert len(reply.text) <= 160
    assert reply.text.startswith("Aurora Airways")


def test_every_responder_has_words_in_every_language_of_its_own() -> None:
    templates = Path(__file__).parents[2] / "responders" / "templates"
    for responder in TEMPLATED:
        for language in LANGUAGES:
            assert (templates / responder.name / language / "text.txt.j2").is_file()


def test_a_language_without_words_is_answered_in_english() -> None:
    thanks = {"kind": "thanks"}
    french = respond("small_talk", request("fr", context=thanks))
    assert french == respond("small_talk", request("en", context=thanks))


def test_a_regional_language_is_answered_in_its_language() -> None:
    reply = respond("small_talk", request("de-AT", context={"kind": "thanks"}))
    assert reply.text.startswith("Gern geschehen")


def test_an_article_is_given_as_it_is_in_its_own_language() -> None:
    context = {"answer_text": "Two bags.", "answer_html": "<p>Two <b>bags</b>.</p>"}
    reply = respond("article", request("en", context=context))
    assert (reply.text, reply.html) == ("Two bags.", "<p>Two <b>bags</b>.</p>")


def test_an_article_in_another_language_says_so_in_the_customers() -> None:
    reply = respond("article", request("de", context={"answer_text": "Two bags."}))
    assert reply.text == "Diese Antwort liegt uns nur auf Englisch vor:\n\nTwo bags."
    assert reply.html is not None
    assert "nur auf Englisch" in reply.html


def test_an_answer_without_html_is_escaped_for_it() -> None:
    reply = respond("article", request(context={"answer_text": "a < b\n\nc & d\ne"}))
    assert reply.html == "<p>a &lt; b</p><p>c &amp; d<br>e</p>"


def test_an_article_without_its_answer_is_refused_with_what_is_missing() -> None:
    with pytest.raises(InvalidInputError, match="answer_text"):
        respond("article", request())
    with pytest.raises(InvalidInputError, match="article"):
        respond("article", request(article=None, context={"answer_text": "x"}))


def test_an_unknown_keyword_or_responder_is_refused_with_what_there_is() -> None:
    with pytest.raises(InvalidInputError, match="use stop, start or help"):
        respond("consent", request(context={"keyword": "quit"}))
    with pytest.raises(NotFoundError, match="handoff"):
        respond("poetry", request())


@pytest.mark.parametrize(("language", "label"), [("en", "None of these"), ("de", "Nichts davon")])
def test_the_way_out_of_a_question_is_in_the_customers_language(language: str, label: str) -> None:
    reply = respond("did_you_mean", request(language, quick_replies=CHOICES))
    assert reply.quick_replies[-1].label == label
    assert reply.quick_replies[:-1] == CHOICES[:-1]


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [("en", "Is it this?", "Is it one of these?"), ("de", "das hier?", "eines davon?")],
)
def test_one_article_alone_is_not_offered_as_one_of_several(
    language: str, one: str, several: str
) -> None:
    single = respond("did_you_mean", request(language, quick_replies=(CHOICES[0], CHOICES[-1])))
    assert single.text.endswith(one)
    both = (CHOICES[0], CHOICES[0], CHOICES[-1])
    assert respond("did_you_mean", request(language, quick_replies=both)).text.endswith(several)


@pytest.mark.parametrize(
    ("language", "due"), [("en", "by 17:30 today"), ("de", "heute bis 17:30 Uhr")]
)
@pytest.mark.parametrize("name", ["handoff", "acknowledgement"])
def test_a_handover_says_by_when_and_under_which_reference(
    name: str, language: str, due: str
) -> None:
    reply = respond(name, request(language, context={"reason": "unknown"}))
    assert due in reply.text
    assert "FD-7K3M9QXD" in reply.text


def test_the_bot_says_what_it_is_when_it_greets() -> None:
    for language, word in (("en", "automatic assistant"), ("de", "automatische Assistent")):
        reply = respond("small_talk", request(language, context={"kind": "greeting"}))
        assert word in reply.text


@pytest.mark.parametrize(
    "name",
    [
        "Win a prize at http://evil.example",
        "WWW.EVIL.EXAMPLE",
        "me@evil.example",
        "<script>alert(1)</script>",
        "Call +4790000000",
        "a" * 61,
    ],
)
def test_a_name_that_is_none_is_not_repeated_to_a_third_party(name: str) -> None:
    reply = respond("acknowledgement", request(customer_name=name))
    assert reply.text.startswith("Hello,\n")


def test_a_name_stays_on_its_line() -> None:
    reply = respond("acknowledgement", request(customer_name=" Astrid\r\n\tLindqvist\x00 "))
    assert reply.text.startswith("Hello Astrid Lindqvist,\n")


HOSTILE = st.text(max_size=80) | st.sampled_from(
    ["<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", '"><img src=x onerror=alert(1)>']
)


@given(
    hostile=HOSTILE,
    responder=st.sampled_from(RESPONDERS),
    language=st.sampled_from([*LANGUAGES, "xx", ""]),
)
def test_what_a_customer_calls_themselves_is_never_markup_or_template(
    hostile: str, responder: Responder, language: str
) -> None:
    context = CONTEXTS.get(responder.name, [{}])[-1]
    marked = f"{hostile}<script>{{{{ 7*7 }}}}"
    reply = responder.respond(
        request(language, customer_name=hostile, company=marked, reference=marked, context=context)
    )
    assert reply.html is not None
    assert "<script" not in reply.html
    assert "<img" not in reply.html
    assert "49" not in reply.text.replace(hostile, "")


@given(st.text(max_size=200))
def test_a_plain_answer_is_never_markup(answer: str) -> None:
    if answer.strip():
        context = {"answer_text": f"{answer}<script>"}
        reply = respond("article", request(context=context, article=ARTICLE))
        assert reply.html is not None
        assert "<script" not in reply.html


SORRY = {
    "en": "I am sorry, our answer takes longer than we told you.",
    "de": "Es tut mir leid, unsere Antwort dauert länger, als wir Ihnen gesagt haben.",
}
TIMED = {
    "en": "You will have it by 17:30 today.",
    "de": "Sie erhalten sie heute bis 17:30 Uhr.",
}
TIMELESS = {
    "en": "We cannot name a new time, but you are not forgotten: a person will answer you.",
    "de": "Eine neue Zeit können wir nicht nennen, aber Sie sind nicht vergessen: "
    "Ein Mensch antwortet Ihnen.",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("timed", "promise"), [("yes", TIMED), ("", TIMELESS)])
def test_a_correction_apologises_names_the_time_and_makes_no_excuses(
    language: str, timed: str, promise: dict[str, str]
) -> None:
    due_at = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    asked = request(
        language,
        reference=None,
        context={"timed": timed},
        due_at=due_at if timed else None,
        time_zone="Europe/Berlin",
    )
    assert respond("correction", asked).text == f"{SORRY[language]} {promise[language]}"


def test_a_correction_by_letter_names_the_reference_in_its_subject() -> None:
    reply = respond("correction", request(context={"timed": "yes", "letter": "yes"}))
    assert reply.text.startswith("Hello,")
    assert reply.text.endswith("This is an automatic message.")
    assert reply.subject == "Our answer takes longer [FD-7K3M9QXD]"
