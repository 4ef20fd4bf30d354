"""What is pasted from Word, Google Docs or a web page becomes clean Markdown."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.paste import LONGEST_PASTED, read_pasted_html
from knowledge_base.rendering import render_answer_html

pytestmark = pytest.mark.unit

PASTED = Path(__file__).parent / "pasted"


def read(name: str) -> str:
    return (PASTED / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["word", "google_docs"])
def test_a_page_is_read_as_its_writer_meant_it(name: str):
    assert read_pasted_html(read(f"{name}.html")).markdown + "\n" == read(f"{name}.md")


def test_what_is_left_out_is_told():
    assert read_pasted_html(read("word.html")).dropped == (
        "1 script",
        "1 picture; add it to the article's files",
        "1 tracking pixel",
        "1 link that leads nowhere",
    )


def test_what_looks_like_markup_in_the_words_is_kept_as_words():
    pasted = read_pasted_html("<p>5 * 3 * 2 and a_b_c</p>")
    assert render_answer_html(pasted.markdown) == "<p>5 * 3 * 2 and a_b_c</p>"


def test_too_much_or_too_deep_is_told_and_nothing_breaks():
    assert read_pasted_html("x" * (LONGEST_PASTED + 1)).dropped == (
        "everything: it is longer than 2,000,000 characters",
    )
    deep = read_pasted_html("<div>" * 20_000 + "inside")
    assert deep.markdown == "inside"
    assert deep.dropped == ("all formatting: it is nested too deeply",)


@given(
    st.lists(
        st.sampled_from(
            [
                "<p class=MsoListParagraph style='mso-list:l0 level3 lfo1'>",
                "<span style='mso-list:Ignore'>",
                "</p>",
                "<b>",
                "</span>",
                "<table><tr><td>",
                "<img src=x onerror=alert(1)>",
                "<script>",
                "<![if !supportLists]>",
                "words | more",
                "<a href='javascript:alert(1)'>",
                "<li>",
                "<ul>",
                "<form><input>",
            ]
        ),
        max_size=20,
    ).map("".join)
)
def test_no_page_breaks_the_reading_or_leaves_script_in(html: str):
    shown = render_answer_html(read_pasted_html(html).markdown)
    assert "<script" not in shown
    assert "javascript:" not in shown
    assert "<img" not in shown


def test_a_page_that_is_nested_without_end_is_read_as_its_words_alone():
    pasted = read_pasted_html("<span style='font-weight:bold'>word " * 20_000)
    assert pasted.dropped == ("all formatting: it is nested too deeply",)
    assert pasted.markdown.split("\n\n") == ["word"] * 20_000


def test_paragraphs_within_an_item_s_mark_go_with_it():
    item = "<p class=MsoListParagraph style='mso-list:l0 level3 lfo1'>"

    pasted = read_pasted_html(f"{item}<span style='mso-list:Ignore'>{item}1.</p></span>First")

    assert pasted.markdown.strip().endswith("First")
