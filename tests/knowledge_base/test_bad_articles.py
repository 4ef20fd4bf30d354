"""Whatever a knowledge manager's files hold: it is named, the rest is taken, nothing breaks."""

import io
import json
import tracemalloc
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base import settling
from knowledge_base.bounded_lines import read_bounded_lines
from knowledge_base.import_reading import ReadArticle, Refusal
from knowledge_base.importing import ImportReading, read_articles, stream_articles
from knowledge_base.markdown_import import parse_markdown

pytestmark = pytest.mark.unit

GOOD = {"id": "bag", "title": "Bags", "variants": ["how many bags"], "answer": "Two."}
FRONT = "---\nid: bag\ntitle: Bags\nvariants:\n  - how many bags\n---\n"


def read_lines(folder: Path, *lines: Mapping[str, object] | bytes) -> ImportReading:
    file = folder / "kb.jsonl"
    given = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    file.write_bytes(b"\n".join(given))
    return read_articles(file)


def refuse(content: bytes) -> Refusal:
    read = parse_markdown(content, source="a.md")
    assert isinstance(read, Refusal)
    return read


def remark_on(answer: str) -> list[tuple[int, str]]:
    read = parse_markdown((FRONT + answer).encode(), source="a.md")
    assert isinstance(read, ReadArticle)
    return [(remark.line, remark.reason) for remark in read.remarks]


def test_one_empty_variant_costs_nothing_but_itself(tmp_path: Path) -> None:
    line = {**GOOD, "variants": ["how many bags", "", 5, "?!", None, "how heavy"]}
    reading = read_lines(tmp_path, line)
    assert reading.articles[0].variants == ("how many bags", "how heavy")
    assert [refusal.reason for refusal in reading.refusals] == [
        "variants.1: is empty",
        "variants.2: must be text, not int; put it in quotes",
        "variants.3: has no word in it",
        "variants.4: must be text; it is null",
    ]


def test_a_refused_variant_is_named_by_the_line_it_stands_on() -> None:
    front = FRONT.replace("bags\n---", "bags\n  - yes\n  - ''\n---")
    read = parse_markdown(f"{front}Two.".encode(), source="a.md")
    assert isinstance(read, ReadArticle)
    assert [(remark.line, remark.reason[:24]) for remark in read.remarks] == [
        (6, "variants.1: must be text"),
        (7, "variants.2: is empty"),
    ]


def test_absurdly_many_variants_are_cut_in_one_word(tmp_path: Path) -> None:
    many = [f"question number {number}" for number in range(10_000)]
    nothing: list[object] = [""] * 1_000
    reading = read_lines(tmp_path, {**GOOD, "variants": many + nothing})
    assert len(reading.articles[0].variants) == 2_000
    (refusal,) = reading.refusals
    assert refusal.reason.startswith("variants: are 11,000; the first 2,000 are taken")
    reading = read_lines(tmp_path, {**GOOD, "variants": ["bags", *nothing]})
    assert len(reading.refusals) == 21
    assert reading.refusals[-1].reason == "variants: 980 more are no questions either"


@pytest.mark.parametrize(
    ("encoding", "reason"),
    [
        ("utf-16", "the file is UTF-16; save it as UTF-8"),
        ("utf-32", "the file is UTF-32; save it as UTF-8"),
        ("latin-1", "(perhaps Latin-1 or Windows-1252); save the file as UTF-8"),
    ],
)
def test_a_wrong_encoding_is_named_once_with_what_to_do(
    tmp_path: Path, encoding: str, reason: str
) -> None:
    line = json.dumps({**GOOD, "title": "Gepäck"}, ensure_ascii=False)
    reading = read_lines(tmp_path, line.encode(encoding))
    assert [reason in refusal.reason for refusal in reading.refusals] == [True]
    refusal = refuse(FRONT.replace("Bags", "Gepäck").encode(encoding))
    assert reason in refusal.reason
    assert refusal.line == (3 if encoding == "latin-1" else 1)


def test_the_mark_that_some_editors_put_first_is_no_fault(tmp_path: Path) -> None:
    reading = read_lines(tmp_path, b"\xef\xbb\xbf" + json.dumps(GOOD).encode())
    assert (len(reading.articles), reading.refusals) == (1, ())
    read = parse_markdown(b"\xef\xbb\xbf" + FRONT.encode() + b"Two.", source="a.md")
    assert isinstance(read, ReadArticle)


@pytest.mark.parametrize(
    ("answer", "line", "reason"),
    [
        ("Two.\n\n<script>alert(1)</script>", 9, "holds HTML (<script>)"),
        ("Two\n<img src=x onerror=alert(1)> bags", 8, "holds HTML (<img>)"),
        ("<!-- not for customers -->", 7, "holds HTML (a comment)"),
        ("[press](javascript:alert(1))", 7, "links to javascript:"),
        ("[press][1]\n\n[1]: JavaScript:alert(1)", 7, "links to javascript:"),
        ("![x](data:text/html;base64,AAAA)", 7, "links to data:"),
        ("<vbscript:x>", 7, "links to vbscript:"),
    ],
)
def test_script_in_an_answer_is_named_and_the_article_is_taken(
    answer: str, line: int, reason: str
) -> None:
    ((found, told),) = remark_on(answer)
    assert found == line
    assert reason in told


def test_markup_that_is_only_talked_about_is_no_fault() -> None:
    fine = "Put `<script>` there:\n\n```\n<script src=x></script>\n```\n\n[ours](https://a.example)"
    assert remark_on(fine) == []
    assert remark_on("1 < 2, and [2] > 1: see [the page](/help) or <mailto:a@b.example>") == []


@pytest.mark.parametrize(
    "front",
    [
        "id: !!int ''",
        "id: !!bool maybe",
        "id: !!timestamp x",
        "id: 2024-99-99",
        "id: \x00",
        "? [a]\n: b",
        "id: &a [*a]",
        "a: &a {x: 1}\nb: {<<: [*a, *a]}",
        "[" * 5_000,
        "id: a\nid: b",
        "!!python/object:os.system x",
        "id: a\n---\nid: b\n...",
    ],
)
def test_front_matter_made_to_break_a_reader_is_refused(front: str) -> None:
    assert refuse(f"---\n{front}\n---\nz".encode()).reason


def test_a_field_given_twice_is_named_where_it_is_given_again() -> None:
    refusal = refuse(FRONT.replace("title: Bags", "title: Bags\nid: again").encode())
    assert (refusal.line, refusal.reason) == (4, "id: is given twice")


def test_an_article_of_ten_megabytes_is_refused_and_the_next_one_taken(tmp_path: Path) -> None:
    huge = {**GOOD, "id": "huge", "answer": "x" * 10_000_000}
    reading = read_lines(tmp_path, huge, GOOD)
    assert [article.id for article in reading.articles] == ["bag"]
    (refusal,) = reading.refusals
    assert (refusal.line, refusal.reason) == (1, "the article is larger than 1,000,000 bytes")
    (tmp_path / "huge.md").write_bytes(FRONT.encode() + b"x" * 10_000_000)
    (refusal,) = read_articles(tmp_path / "huge.md").refusals
    assert refusal.reason == "the article is larger than 1,000,000 bytes"


def test_the_same_id_in_two_files_is_refused_and_in_two_languages_is_not(tmp_path: Path) -> None:
    for name, front in (
        ("a.md", FRONT),
        ("b.md", FRONT),
        ("c.md", FRONT.replace("title", "locale: de\ntitle")),
    ):
        (tmp_path / name).write_text(f"{front}Two.")
    reading = read_articles(tmp_path)
    assert [article.locale for article in reading.articles] == ["en", "de"]
    (refusal,) = reading.refusals
    assert refusal.source.endswith("b.md")
    assert "id: bag (en) is already at " in refusal.reason
    assert "a.md:1" in refusal.reason


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(times: int) -> int:
        file = tmp_path / "kb.jsonl"
        with file.open("wb") as stream:
            for number in range(300 * times):
                stream.write(json.dumps({**GOOD, "id": f"bag {number % 5}"}).encode() + b"\n")
            stream.write(b"x" * (2_000_000 * times))
        tracemalloc.start()
        for _ in stream_articles(file):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(1)
    assert peak(10) < peak(1) + 200_000


def test_an_import_has_a_most_of_articles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settling, "MOST_ARTICLES", 2)
    reading = read_lines(tmp_path, *({**GOOD, "id": f"bag {number}"} for number in range(9)))
    assert len(reading.articles) == 2
    assert [refusal.reason for refusal in reading.refusals] == [
        "an import takes 2 articles at most; split the file"
    ]


@given(st.binary(max_size=60), st.integers(1, 8))
def test_lines_are_those_of_the_file_and_long_ones_are_only_marked(
    content: bytes, longest: int
) -> None:
    whole = [line.rstrip(b"\r\n") for line in io.BytesIO(content)]
    read = list(read_bounded_lines(io.BytesIO(content), longest))
    assert read == [line if len(line) <= longest else None for line in whole]


def give_bytes() -> st.SearchStrategy[bytes]:
    pieces = [b"---\n", b"id: a\n", b"title: b\n", b"variants:\n", b"  - c\n", b"\n", b"\xff"]
    tags = [b"!!int ", b"!!set ", b"&a ", b"*a ", b"<<: ", b"<script>", b"](javascript:x)", b"[\n"]
    marks = [b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", json.dumps(GOOD).encode(), b"{", b'"id":']
    piece = st.sampled_from([*pieces, *tags, *marks]) | st.binary(max_size=12)
    return st.lists(piece, max_size=14).map(b"".join)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as made:
        yield Path(made)


@given(content=give_bytes())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_files_of_any_bytes_are_read_or_refused_in_printable_words(
    folder: Path, content: bytes
) -> None:
    for name in ("a.md", "a.jsonl"):
        (folder / name).write_bytes(content)
        reading = read_articles(folder / name)
        for remark in (*reading.refusals, *reading.cautions):
            assert remark.reason
            assert 1 <= remark.line <= content.count(b"\n") + content.count(b"\r") + 2


@given(value=st.text(max_size=8) | st.floats() | st.dates() | st.none() | st.booleans())
@settings(deadline=None)
def test_any_value_in_front_matter_is_read_or_refused(value: object) -> None:
    for name in ("id", "title", "locale", "tags", "sensitive", "precision"):
        front = yaml.safe_dump({**GOOD, name: value, "answer": None}, allow_unicode=True)
        parse_markdown(f"---\n{front}\n---\nTwo.".encode("utf-8", "replace"), source="a.md")
