"""Supervisors write the words of responses, see them filled in, and go back."""

import html
import re

import pytest

from tests.console.browser import Browser, Console, words_of

PAGE = "/console/complaints/templates"
ONE = f"{PAGE}/en/any"
OWN = (
    "{% block apology %}We are so sorry.{% endblock %} "
    "{% block assurance %}We take it seriously: {{ doing }}{% endblock %} "
    "{% block gesture %}{% if gesture %}Please take {{ gesture }}.{% endif %}{% endblock %}"
)


def text_of(page: str) -> str:
    found = re.search(r"<textarea[^>]*>([^<]*)<", page)
    assert found is not None
    return html.unescape(found[1])


async def test_what_holds_is_listed_by_language_and_channel(supervisor: Browser, agent: Browser):
    words = words_of(await supervisor.read(PAGE))
    assert "English Any channel As shipped" in words
    assert "Deutsch" in words or "German" in words
    assert (await agent.get(PAGE)).status == 403


async def test_words_are_shown_filled_in_with_a_gesture_and_without_one(supervisor: Browser):
    page = words_of(await supervisor.read(ONE))
    with_one, without = page[page.index("With a gesture") :].split("Without one")
    assert "Dear Astrid Lindqvist," in with_one
    assert "a voucher for EUR 25.00, code ••••" in with_one
    assert "voucher" not in without[: without.index("characters")]
    assert "Apology, assurance and gesture are all there" in page


async def test_own_words_are_saved_as_a_version(supervisor: Browser, console: Console):
    answer = await supervisor.act(ONE, text=OWN, based_on="0")
    assert answer.headers["Location"] == f"{ONE}?said=template-saved"
    page = await supervisor.read(ONE)
    assert text_of(page) == OWN
    assert "Your own, version 1" in words_of(page)
    assert "Please take a voucher for EUR 25.00" in words_of(page)
    assert "Your own, version 1" in words_of(await supervisor.read(PAGE))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "The apology is missing"),
        (OWN.replace("{{ doing }}", ""), "does not tell {{ doing }}"),
        (OWN.replace("so sorry", "fine"), "The apology says none"),
        (OWN + "{{ secret }}", "nothing is called 'secret'"),
        (OWN + "{% for x in y %}{% endfor %}", "has no place in it"),
        (OWN.replace("{% endblock %}", "", 1), "line"),
    ],
)
async def test_words_without_a_part_are_told_so_and_not_saved(
    supervisor: Browser, console: Console, text: str, told: str
):
    answer = await supervisor.act(ONE, text=text, based_on="0")
    page = await answer.text()
    assert answer.status == 422
    assert told.lower() in words_of(page).lower()
    assert 'id="text-faults"' in page
    assert text_of(page) == text
    assert await console.services.response_templates.list_versions("en", "any") == ()


async def test_words_are_looked_at_before_they_are_saved(supervisor: Browser, console: Console):
    answer = await supervisor.act(ONE, text=OWN, based_on="0", preview="1")
    assert answer.status == 200
    assert "Please take a voucher" in words_of(await answer.text())
    assert await console.services.response_templates.list_versions("en", "any") == ()


async def test_the_later_of_two_edits_is_refused_and_kept(supervisor: Browser):
    await supervisor.act(ONE, text=OWN, based_on="0")
    mine = OWN.replace("so sorry", "very sorry")
    answer = await supervisor.act(ONE, text=mine, based_on="0")
    page = await answer.text()
    assert answer.status == 409
    assert text_of(page) == mine
    found = re.search(r'name="based_on" value="(\d+)"', page)
    assert found is not None
    assert (await supervisor.act(ONE, text=mine, based_on=found[1])).status == 303


async def test_an_old_version_holds_again_and_what_is_shipped_too(
    supervisor: Browser, console: Console
):
    await supervisor.act(ONE, text=OWN, based_on="0")
    await supervisor.act(ONE, text=OWN.replace("so sorry", "very sorry"), based_on="1")
    assert (await supervisor.act(f"{ONE}/back", number="1", based_on="2")).status == 303
    assert text_of(await supervisor.read(ONE)) == OWN
    assert (await supervisor.act(f"{ONE}/back", number="shipped", based_on="2")).status == 409
    assert (await supervisor.act(f"{ONE}/back", number="shipped", based_on="3")).status == 303
    page = await supervisor.read(ONE)
    assert "As shipped" in words_of(page)
    assert "We are sorry for the inconvenience" in text_of(page)
    assert (await supervisor.act(f"{ONE}/back", number="77", based_on="4")).status == 409


async def test_another_language_begins_empty_and_its_words_count(
    supervisor: Browser, console: Console
):
    answer = await supervisor.get(f"{PAGE}/choose?language=FR&channel=any")
    assert answer.headers["Location"] == f"{PAGE}/fr/any"
    assert text_of(await supervisor.read(f"{PAGE}/fr/any")) == ""
    french = OWN.replace("We are so sorry.", "Nous sommes vraiment désolés.")
    assert (await supervisor.act(f"{PAGE}/fr/any", text=french, based_on="0")).status == 303
    assert "Your own, version 1" in words_of(await supervisor.read(f"{PAGE}/fr/any"))


@pytest.mark.parametrize("path", ["en/pigeon", "e/any", "english/any"])
async def test_a_language_or_channel_that_is_none_is_not_found(supervisor: Browser, path: str):
    assert (await supervisor.get(f"{PAGE}/{path}")).status == 404
