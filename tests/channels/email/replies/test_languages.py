"""What a customer wrote comes out alone, whatever language their mail program speaks."""

import pytest

from channels.email.replies import extract_reply, find_reply
from tests.channels.email.replies.languages import LANGUAGES, Language

pytestmark = pytest.mark.unit

ATTRIBUTED = [
    pytest.param(language, attribution, id=f"{language.name}-{number}")
    for language in LANGUAGES
    for number, attribution in enumerate(language.attributions)
]
WRAPPED = [
    sample
    for sample in ATTRIBUTED
    if "<" in str(sample.values[1]) and "\n" not in str(sample.values[1])
]
BY_NAME = [pytest.param(language, id=language.name) for language in LANGUAGES]
MOBILE = [
    pytest.param(language, mobile, id=f"{language.name}-{number}")
    for language in LANGUAGES
    for number, mobile in enumerate(language.mobile)
]
QUOTE = "> Dear customer,\n>\n> does Tuesday suit you? 123\n"
PLAIN_QUOTE = "Dear customer,\n\ndoes Tuesday suit you? 123\n"


def header_block(language: Language, *, bold: bool = False, address: bool = True) -> str:
    """Write the header block that Outlook sets above what it quotes."""
    star = "*" if bold else ""
    sender = "Northern <help@northern.example>" if address else "Northern"
    values = (sender, "3 June 2024 10:22", "Ann", "Your visit")
    return "\n".join(
        f"{star}{label}:{star} {value}"
        for label, value in zip(language.header, values, strict=True)
    )


@pytest.mark.parametrize(("language", "attribution"), ATTRIBUTED)
def test_words_above_quoted_lines(language: Language, attribution: str):
    text = f"{language.words}\n\n{attribution}\n\n{QUOTE}"
    parts = find_reply(text)
    assert parts.reply == language.words
    assert "does Tuesday suit you?" in parts.quoted


@pytest.mark.parametrize(("language", "attribution"), ATTRIBUTED)
def test_words_below_quoted_lines(language: Language, attribution: str):
    assert extract_reply(f"{attribution}\n{QUOTE}\n{language.words}\n") == language.words


@pytest.mark.parametrize(("language", "attribution"), ATTRIBUTED)
def test_quotation_that_lost_its_marks(language: Language, attribution: str):
    text = (
        f"{language.words}\n\n{attribution.removeprefix('> ').removesuffix('>')}\n\n{PLAIN_QUOTE}"
    )
    assert extract_reply(text) == language.words


@pytest.mark.parametrize(("language", "attribution"), WRAPPED)
def test_attribution_wrapped_at_its_address(language: Language, attribution: str):
    wrapped = attribution.replace("<", "<\n", 1)
    assert extract_reply(f"{language.words}\n\n{wrapped}\n\n{QUOTE}") == language.words


@pytest.mark.parametrize("language", BY_NAME)
@pytest.mark.parametrize("bold", [False, True], ids=["plain", "bold"])
@pytest.mark.parametrize("address", [False, True], ids=["name", "address"])
@pytest.mark.parametrize("rule", ["", "_" * 32 + "\n", " " + "-" * 30 + "\n\n"])
def test_words_above_a_header_block(language: Language, bold: bool, address: bool, rule: str):
    block = header_block(language, bold=bold, address=address)
    text = f"{language.words}\n\n{rule}{block}\n\n{PLAIN_QUOTE}"
    assert extract_reply(text) == language.words


@pytest.mark.parametrize("language", BY_NAME)
def test_words_above_the_original_message(language: Language):
    text = f"{language.words}\n\n-----{language.original}-----\n{PLAIN_QUOTE}"
    assert extract_reply(text) == language.words


@pytest.mark.parametrize(("language", "mobile"), MOBILE)
def test_mobile_signature(language: Language, mobile: str):
    parts = find_reply(f"{language.words}\n\n{mobile}\n")
    assert parts.reply == language.words
    assert parts.signature == mobile


@pytest.mark.parametrize(("language", "mobile"), MOBILE)
def test_mobile_signature_above_the_thread(language: Language, mobile: str):
    text = f"{language.words}\n\n{mobile}\n\n{language.attributions[0]}\n\n{QUOTE}"
    assert extract_reply(text) == language.words


@pytest.mark.parametrize("language", BY_NAME)
def test_answers_between_quoted_lines_stay_in_their_order(language: Language):
    text = (
        f"{language.attributions[0]}\n\n> When?\n>\n> Where?\n\n{language.words}\n\n"
        f"> How many?\n\n7\n"
    )
    assert extract_reply(text) == f"{language.words}\n\n7"
