"""Two people's changes to one article are joined, and nobody's is lost unseen."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.knowledge_desk import ArticleContent
from knowledge_base.content_checks import find_content_errors
from knowledge_base.three_way_merge import MARKS, merge_content, merge_set, merge_text

pytestmark = pytest.mark.unit

# Few different lines, so that edits often meet.
TEXTS = st.lists(st.sampled_from(["a", "b", "c", "", "- d"]), max_size=12).map("\n".join)
SETS = st.lists(st.sampled_from("abcdef"), max_size=5, unique=True).map(tuple)
CONTENTS = st.builds(
    ArticleContent,
    title=st.sampled_from(["x", "y", "z"]),
    variants=SETS,
    answer=TEXTS,
    tags=SETS,
    category=st.sampled_from([None, "p", "q"]),
    sensitive=st.booleans(),
    precision=st.sampled_from([None, 0.9, 0.95]),
    source_version=st.sampled_from([None, 1, 2]),
)


@given(CONTENTS, CONTENTS)
def test_merging_with_a_side_that_changed_nothing_gives_the_other_side(
    base: ArticleContent, changed: ArticleContent
):
    for merged in (merge_content(base, changed, base), merge_content(base, base, changed)):
        assert merged.content == changed
        assert merged.overlaps == ()


@given(CONTENTS, CONTENTS)
def test_merging_the_same_change_twice_gives_it_once(base: ArticleContent, changed: ArticleContent):
    merged = merge_content(base, changed, changed)
    assert (merged.content, merged.overlaps) == (changed, ())


@given(CONTENTS, CONTENTS, CONTENTS)
def test_a_clean_merge_is_the_same_whoever_saved_first(
    base: ArticleContent, one: ArticleContent, other: ArticleContent
):
    merged, swapped = merge_content(base, one, other), merge_content(base, other, one)
    assert merged.overlaps == swapped.overlaps
    if not merged.overlaps:
        assert merged.content == swapped.content


@given(TEXTS, TEXTS, TEXTS)
def test_every_line_that_somebody_added_is_in_the_merge(base: str, one: str, other: str):
    merged = merge_text(base, one, other)
    old, lines = set(base.split("\n")), set(merged.text.split("\n"))
    assert (set(one.split("\n")) | set(other.split("\n"))) - old <= lines
    assert merged.overlaps == any(mark in lines for mark in MARKS)


@given(SETS, SETS, SETS)
def test_of_lists_what_either_added_is_there_and_what_either_took_out_is_not(
    base: tuple[str, ...], one: tuple[str, ...], other: tuple[str, ...]
):
    kept = set(base) & set(one) & set(other)
    added = (set(one) | set(other)) - set(base)
    assert set(merge_set(base, one, other)) == kept | added


def test_changes_to_different_paragraphs_are_both_taken():
    base = "One bag.\n\nIt costs nothing.\n\nAsk us."
    merged = merge_text(base, base.replace("One", "Two"), base.replace("Ask", "Call"))
    assert merged.text == "Two bag.\n\nIt costs nothing.\n\nCall us."
    assert not merged.overlaps


def test_both_versions_of_a_line_that_both_changed_stand_between_marks_that_cannot_go_out():
    base = ArticleContent(title="Bags?", answer="One bag.\n\nAsk us.")
    merged = merge_content(
        base,
        replace(base, answer="Two bags.\n\nAsk us."),
        replace(base, answer="No bag.\n\nAsk us."),
    )
    assert merged.overlaps == ("answer",)
    assert "Two bags." in merged.content.answer
    assert "No bag." in merged.content.answer
    (error,) = find_content_errors(merged.content)
    assert "choose one" in error.reason


def test_two_topics_are_nobodys_to_choose():
    base = ArticleContent(title="Bags?", tags=("a", "z"))
    merged = merge_content(base, replace(base, tags=("b", "z")), replace(base, tags=("c", "z")))
    assert merged.overlaps == ("tags",)
    assert set(merged.content.tags) == {"b", "c", "z"}
    assert merged.content.tags[0] == "b"
