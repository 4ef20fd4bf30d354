"""What can be imported is; what cannot is named by file, line and reason."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidInputError
from domain.knowledge import Article
from knowledge_base.import_reading import Read, ReadArticle, Refusal
from knowledge_base.importing import read_articles
from knowledge_base.jsonl_import import parse_jsonl
from knowledge_base.markdown_import import parse_markdown

pytestmark = pytest.mark.unit

GOOD = {"id": "bag", "title": "Bags", "variants": ["how many bags"], "answer": "Two."}


def give_line(**changes: object) -> bytes:
    fields = {name: value for name, value in {**GOOD, **changes}.items() if value is not ...}
    return json.dumps(fields).encode()


def read_one(line: bytes) -> Read:
    (read,) = parse_jsonl([line], source="kb.jsonl")
    return read


def refuse_one(line: bytes) -> str:
    read = read_one(line)
    assert isinstance(read, Refusal)
    assert (read.source, read.line) == ("kb.jsonl", 1)
    return read.reason


def test_a_line_becomes_an_article() -> None:
    read = read_one(give_line(locale="DE", tags=["baggage", "fees"]))
    assert isinstance(read, ReadArticle)
    assert read.article == Article(
        id="bag",
        locale="de",
        title="Bags",
        variants=("how many bags",),
        answer="Two.",
        tags=("baggage", "fees"),
    )


def test_an_article_may_be_kept_for_people_or_ask_for_more_right_answers() -> None:
    read = read_one(give_line(sensitive=True, precision=0.98))
    assert isinstance(read, ReadArticle)
    assert (read.article.sensitive, read.article.precision) == (True, 0.98)
    plain = read_one(give_line(sensitive=False, precision=None))
    assert isinstance(plain, ReadArticle)
    assert (plain.article.sensitive, plain.article.precision) == (False, None)


def test_the_locale_is_english_unless_given() -> None:
    read = read_one(give_line())
    assert isinstance(read, ReadArticle)
    assert read.article.locale == "en"


def test_white_space_is_put_in_order_and_repeated_variants_count_once() -> None:
    read = read_one(
        give_line(title=" Two\t bags\n", variants=["How  many?", "how many", "why\x00not"])
    )
    assert isinstance(read, ReadArticle)
    assert read.article.title == "Two bags"
    assert read.article.variants == ("How many?", "why not")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": ...}, "id: is missing"),
        ({"id": "  "}, "id: is empty"),
        ({"id": 7}, "id: must be text, not int"),
        ({"id": "x" * 300}, "id: is longer than 200 characters"),
        ({"title": ...}, "title: is missing"),
        ({"title": ""}, "title: is empty"),
        ({"answer": ...}, "answer: is missing"),
        ({"answer": None}, "answer: must be text; it is null"),
        ({"variants": ...}, "variants: is missing"),
        ({"variants": []}, "variants: is empty"),
        ({"variants": "how many"}, "variants: must be a list of texts, not str"),
        ({"variants": None}, "variants: must be a list of texts, not null"),
        ({"variants": ["", " "]}, "variants.0: is empty"),
        ({"variants": [5]}, "variants.0: must be text, not int"),
        ({"variants": ["?!"]}, "variants.0: has no word in it"),
        ({"variants": ["\ud800"]}, "variants.0: holds half a surrogate pair"),
        ({"tags": {"a": 1}}, "tags: must be a list"),
        ({"locale": "english"}, "locale: must be a language code"),
        ({"varients": ["x"]}, "varients: there is no such field; did you mean variants?"),
        ({"awnser": "x"}, "awnser: there is no such field; did you mean answer?"),
        ({"sensitive": "no"}, "sensitive: must be true or false, without quotes"),
        ({"sensitive": 1}, "sensitive: must be true or false"),
        ({"sensitve": True}, "sensitve: there is no such field; did you mean sensitive?"),
        ({"precision": "0.98"}, "precision: must be a number such as 0.98, not str"),
        ({"precision": True}, "precision: must be a number such as 0.98, not bool"),
        ({"precision": 98}, "precision: must be from 0.5 to below 1, such as 0.98"),
        ({"precision": 1}, "precision: must be from 0.5 to below 1"),
        ({"precision": float("nan")}, "precision: must be from 0.5 to below 1"),
        ({"zzz": 1}, "zzz: there is no such field; known are id, title"),
        ({"answer": "x" * 1_000_001}, "larger than 1,000,000 bytes"),
    ],
)
def test_a_wrong_field_is_named_with_what_would_be_right(
    changes: dict[str, object], reason: str
) -> None:
    assert reason in refuse_one(give_line(**changes))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON at character 2"),
        (b"[1, 2]", "must be a JSON object"),
        (b"null", "must be a JSON object"),
        (b'{"id": "\xff"}', "not UTF-8 at byte 9"),
        (b"[" * 100_000, "nested too deeply"),
        (b"1" * 10_000, "not JSON"),
        (b'{"id": "a", "id": "b"}', "id: is given twice"),
    ],
)
def test_a_broken_line_is_refused(line: bytes, reason: str) -> None:
    assert reason in refuse_one(line)


def test_the_rest_of_a_file_is_read_and_lines_are_counted() -> None:
    lines = [b"\xef\xbb\xbf" + give_line(id="first"), b"\n", b"garbage\n", give_line(id="last")]
    read = parse_jsonl(lines, source="kb.jsonl")
    assert [(type(item).__name__, item.line) for item in read] == [
        ("ReadArticle", 1),
        ("Refusal", 3),
        ("ReadArticle", 4),
    ]


MARKDOWN = """---
id: bag
title: How many bags?
locale: de
tags: [baggage, fees]
variants:
  - how many bags
  - "is one bag: enough?"
---

Two.

- one
- two
"""


def refuse_markdown(text: str | bytes) -> tuple[int, str]:
    content = text if isinstance(text, bytes) else text.encode()
    read = parse_markdown(content, source="bag.md")
    assert isinstance(read, Refusal)
    return read.line, read.reason


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_front_matter_and_body_become_an_article(ending: str) -> None:
    read = parse_markdown(MARKDOWN.replace("\n", ending).encode(), source="bag.md")
    assert isinstance(read, ReadArticle)
    assert read.article.id == "bag"
    assert read.article.locale == "de"
    assert read.article.variants == ("how many bags", "is one bag: enough?")
    assert read.article.answer == "Two.\n\n- one\n- two"
    assert read.article.topic == "baggage"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("# Only text", 1, "must begin with front matter"),
        ("", 1, "must begin with front matter"),
        ("---\nid: x\n", 1, "no closing --- line"),
        ("---\nid: [x\ntitle: y\n---\nz", 3, "broken front matter"),
        ("---\n- a\n---\nz", 1, "must hold id, title and variants"),
        ("---\n---\nz", 1, "must hold id, title and variants"),
        (MARKDOWN.replace("title:", "titel:"), 3, "titel: there is no such field; did you mean"),
        (MARKDOWN.replace("tags", "sensitive: maybe\ntags"), 5, "sensitive: must be true or"),
        (MARKDOWN.replace("tags", "precision: 98 %\ntags"), 5, "precision: must be a number"),
        (MARKDOWN.replace("id: bag", "id: 12"), 2, "id: must be text, not int; put it in quotes"),
        (MARKDOWN.replace("tags", "answer: x\ntags"), 5, "answer: belongs below"),
        ("---\nid: !!python/object:os.system x\n---\nz", 2, "broken front matter"),
        (b"---\nid: x\n\xff\n---\nz", 3, "not UTF-8 at byte 11"),
        (b"x" * 1_000_001, 1, "larger than 1,000,000 bytes"),
    ],
)
def test_broken_markdown_is_refused_where_it_breaks(
    text: str | bytes, line: int, reason: str
) -> None:
    found_line, found_reason = refuse_markdown(text)
    assert reason in found_reason
    assert found_line == line


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_folder_is_read_through_in_order(tmp_path: Path) -> None:
    write(tmp_path / "de" / "bag.md", MARKDOWN)
    write(tmp_path / "en" / "bag.md", MARKDOWN.replace("locale: de", "locale: en"))
    write(tmp_path / "broken.md", "nothing")
    write(tmp_path / "picture.png", b"\x89PNG")
    reading = read_articles(tmp_path)
    assert [(article.id, article.locale) for article in reading.articles] == [
        ("bag", "de"),
        ("bag", "en"),
    ]
    assert [refusal.source for refusal in reading.refusals] == [str(tmp_path / "broken.md")]


def test_the_first_of_two_with_one_id_in_a_locale_is_kept(tmp_path: Path) -> None:
    lines = [give_line(), give_line(title="Again"), give_line(locale="de")]
    reading = read_articles(write(tmp_path / "kb.jsonl", b"\n".join(lines)))
    assert [article.title for article in reading.articles] == ["Bags", "Bags"]
    (refusal,) = reading.refusals
    assert (refusal.line, "kb.jsonl:1" in refusal.reason) == (2, True)


def test_two_articles_with_one_variant_are_both_taken_and_named(tmp_path: Path) -> None:
    lines = [
        give_line(),
        give_line(id="two", title="Two", variants=["How many BAGS?", "how heavy"]),
        give_line(id="three", title="Three", variants=["how much", "bags"]),
        give_line(id="four", locale="de"),
    ]
    reading = read_articles(write(tmp_path / "kb.jsonl", b"\n".join(lines)))
    assert [article.id for article in reading.articles] == ["bag", "two", "three", "four"]
    assert reading.articles[1].variants == ("How many BAGS?", "how heavy")
    assert reading.refusals == ()
    assert [caution.line for caution in reading.cautions] == [2, 3]
    same_variant, title_as_variant = reading.cautions
    assert "'How many BAGS?' is a variant or the title of bag (" in same_variant.reason
    assert "kb.jsonl:1) too" in same_variant.reason
    assert "'bags' is a variant or the title of bag (" in title_as_variant.reason


def test_an_article_without_an_answer_is_taken_with_a_warning(tmp_path: Path) -> None:
    write(tmp_path / "empty.md", MARKDOWN.split("Two.", maxsplit=1)[0])
    write(tmp_path / "kb.jsonl", give_line(answer=" \n "))
    for path in (tmp_path, tmp_path / "kb.jsonl"):
        reading = read_articles(path)
        (article,) = reading.articles
        assert article.answer == article.title
        assert ["answer: is empty" in caution.reason for caution in reading.cautions] == [True]
        assert reading.refusals == ()


def test_a_path_with_nothing_at_it_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="no such file or folder"):
        read_articles(tmp_path / "nowhere.jsonl")


def test_an_empty_file_and_an_empty_folder_hold_nothing(tmp_path: Path) -> None:
    reading = read_articles(tmp_path)
    assert reading.articles == ()
    assert ["no .md file" in caution.reason for caution in reading.cautions] == [True]
    assert read_articles(write(tmp_path / "kb.jsonl", b"")).refusals == ()


def test_the_demo_articles_are_all_taken() -> None:
    reading = read_articles(Path(__file__).parents[2] / "demo" / "articles")
    assert reading.refusals == ()
    assert reading.cautions == ()
    assert {article.locale for article in reading.articles} == {"en", "de"}


@given(st.lists(st.binary(max_size=120), max_size=4))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(lines: list[bytes]) -> None:
    list(parse_jsonl(lines, source="kb.jsonl"))
    for line in lines:
        parse_markdown(b"---\n" + line + b"\n---\nanswer", source="a.md")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from([*GOOD, "tags", "locale", "x"]), inner, max_size=6)
        ),
        max_leaves=12,
    )
)
@settings(deadline=None)
def test_any_json_is_read_or_refused(value: object) -> None:
    list(parse_jsonl([json.dumps(value).encode()], source="kb.jsonl"))
