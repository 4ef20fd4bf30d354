"""What changed between two versions is shown by line and by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.knowledge_desk import ArticleContent
from knowledge_base.content_difference import compare_content
from knowledge_base.text_difference import Change, LineChange, compare_lines

pytestmark = pytest.mark.unit

TEXTS = st.lists(st.sampled_from(["one bag", "two bags", "ask us", "", "no"]), max_size=10).map(
    "\n".join
)


def read_side(lines: tuple[LineChange, ...], without: Change, number: str) -> str:
    return "\n".join(
        "".join(part.text for part in line.parts if part.change is not without)
        for line in lines
        if getattr(line, number) is not None
    )


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_comparison(old: str, new: str):
    lines = compare_lines(old, new)
    assert read_side(lines, Change.ADDED, "old") == old
    assert read_side(lines, Change.REMOVED, "new") == new
    assert [each.old for each in lines if each.old] == list(range(1, old.count("\n") + 2))


@given(TEXTS)
def test_nothing_is_marked_where_nothing_changed(text: str):
    assert {line.change for line in compare_lines(text, text)} == {Change.SAME}


def test_a_changed_word_is_marked_within_its_line():
    (line,) = compare_lines("One bag of 8 kg.", "One bag of 9 kg.")
    assert line.change is Change.CHANGED
    changed = {(part.change, part.text) for part in line.parts if part.change is not Change.SAME}
    assert changed == {(Change.REMOVED, "8"), (Change.ADDED, "9")}


def test_a_line_that_has_nothing_of_the_old_one_is_removed_and_added():
    changes = [line.change for line in compare_lines("Call us any day.", "1 2 3 4 5 6 7")]
    assert changes == [Change.REMOVED, Change.ADDED]


def test_only_fields_that_differ_are_in_a_comparison():
    old = ArticleContent(title="Bags?", variants=("a", "b"), sensitive=False, precision=None)
    new = ArticleContent(title="Bags?", variants=("b", "c"), sensitive=True, precision=0.9)
    told = {
        each.name: (each.old, each.new, each.added, each.removed)
        for each in compare_content(old, new)
    }
    assert told == {
        "variants": (None, None, ("c",), ("a",)),
        "sensitive": ("no", "yes", (), ()),
        "precision": (None, "0.9", (), ()),
    }
    assert compare_content(new, new) == ()
