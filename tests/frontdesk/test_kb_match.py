"""One line out for each line in, whatever is in it, and what the bot would do with it."""

import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.understanding.understand import Understander
from crm_store import sqlite_store
from domain.knowledge import ArticleMatch, Candidate, MatchExplanation, Repair
from domain.routing import AnswerPolicy
from frontdesk.command_line import main
from frontdesk.commands import matching_lines
from frontdesk.commands.matching_lines import LineMatcher

PETS = {"id": "pets", "title": "Pets", "variants": ["may I take my dog"], "answer": "Yes."}
WIFI = {"id": "wifi", "title": "Wifi", "variants": ["is there internet on board"], "answer": "Yes."}
KEYS = {"id", "article", "confidence", "answered", "candidates"}
NOTHING: dict[str, object] = {
    "article": None,
    "confidence": 0.0,
    "answered": False,
    "candidates": [],
}


class OneArticle:
    """Finds one article for every text with a letter in it, as surely as it is told."""

    version = 3
    locales = ("en",)
    encoder = "small"

    def __init__(self, confidence: float = 0.9, **match: Any) -> None:
        self.asked: list[float | None] = []
        found = ArticleMatch(
            article_id="pets", locale="en", version=2, title="Pets", confidence=confidence, **match
        )
        self.found = MatchExplanation(
            candidates=(Candidate(match=found, parts={"meaning": 0.5}, variant="my dog"),),
            repairs=(Repair("dgo", "dog"),),
            known=0.5,
        )

    def explain(
        self,
        text: str,
        *,
        locale: str | None = None,
        limit: int = 3,
        precision: float | None = None,
    ) -> MatchExplanation:
        self.asked.append(precision)
        return self.found if any(map(str.isalpha, text)) else MatchExplanation()


def make_lines(matcher: OneArticle, *, explain: bool = False) -> LineMatcher:
    understander = Understander(lambda: matcher, lambda _text, _hint: "en")
    policy = AnswerPolicy(precision=0.9, precision_by_channel={"api": 0.97})
    return LineMatcher(understander, policy, explain=explain)


def ask(text: str) -> bytes:
    return json.dumps({"id": "q", "text": text}).encode()


@pytest.mark.unit
@pytest.mark.parametrize(
    ("line", "given", "error"),
    [
        (b"", None, "the line is empty"),
        (b" \t ", None, "the line is empty"),
        (b"\x00", None, "the line is not JSON"),
        (b"nonsense", None, "the line is not JSON"),
        (b"[]", None, "a line is to be an object"),
        (b'{"id": "two"}', "two", "a line is to be an object"),
        (b'{"id": 3, "text": null}', 3, "a line is to be an object"),
        (b'{"id": 3, "text": ["a"]}', 3, "a line is to be an object"),
        (b"\xff", None, "the line is not UTF-8"),
        (b"[" * 100_000, None, "nested too deeply"),
        (b'{"id": ' + b"1" * 10_000 + b', "text": "x"}', None, "too long a number"),
        (b'{"id": NaN, "text": "dog"}', None, "NaN is no number"),
        (b'{"id": 1e999, "text": "dog"}', None, "too large"),
        (None, None, "longer than 16,000,000 bytes"),
    ],
)
def test_a_line_that_cannot_be_read_is_answered_with_what_is_wrong(
    line: bytes | None, given: object, error: str
) -> None:
    answer = make_lines(OneArticle()).answer(line)
    assert error in answer.pop("error")
    assert answer == {"id": given, **NOTHING}


@pytest.mark.unit
@pytest.mark.parametrize("text", ["", " ", "\x00", "🧳", "?!", "\ud800", "1234", "\u200b\u202e"])
def test_a_text_without_words_is_refused_honestly(text: str) -> None:
    assert make_lines(OneArticle()).answer(ask(text)) == {"id": "q", **NOTHING}


@pytest.mark.unit
def test_the_precision_that_the_settings_want_is_asked_for() -> None:
    matcher = OneArticle()
    make_lines(matcher).answer(ask("my dog"))
    assert set(matcher.asked) == {0.97}


@pytest.mark.unit
@pytest.mark.parametrize(
    ("matcher", "answered"),
    [
        (OneArticle(0.9, needed=0.85), True),
        (OneArticle(0.8, needed=0.85), False),
        (OneArticle(1.0, needed=1.1), False),
        (OneArticle(0.99, needed=0.5, sensitive=True), False),
        (OneArticle(0.8), True),
        (OneArticle(0.6), False),
    ],
)
def test_answered_says_whether_the_bot_would_send_it(matcher: OneArticle, answered: bool) -> None:
    answer = make_lines(matcher).answer(ask("my dog"))
    assert set(answer) == KEYS
    assert (answer["article"], answer["answered"]) == ("pets", answered)
    assert answer["candidates"] == [{"article": "pets", "confidence": answer["confidence"]}]


@pytest.mark.unit
def test_what_is_asked_to_be_explained_is(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = make_lines(OneArticle(0.9, needed=0.85), explain=True)
    told = lines.answer(ask("my dgo"))["explanation"]
    assert (told["decision"], told["rule"]) == ("answer", "surely_known")
    assert "90 % sure" in told["why"]
    assert (told["wanted_precision"], told["index_version"], told["encoder"]) == (0.97, 3, "small")
    assert told["repairs"] == [{"typed": "dgo", "read": "dog"}]
    assert told["candidates"] == [
        {
            "article": "pets",
            "locale": "en",
            "version": 2,
            "confidence": 0.9,
            "needed": 0.85,
            "sensitive": False,
            "exact": False,
            "parts": {"meaning": 0.5},
            "variant": "my dog",
        }
    ]
    assert "explanation" not in lines.answer(b"nonsense")


@pytest.mark.unit
@pytest.mark.parametrize("text", ["hello there", "thank you", "that did not help", "are you human"])
def test_what_is_no_question_to_the_bot_has_a_best_guess_that_it_does_not_send(text: str) -> None:
    answer = make_lines(OneArticle(0.99)).answer(ask(text))
    assert (answer["article"], answer["confidence"]) == ("pets", 0.99)
    assert answer["answered"] is False


class DogAlone(OneArticle):
    """Is sure of its article where a text is of a dog alone; knows nothing else."""

    def explain(self, text: str, **_: Any) -> MatchExplanation:
        return self.found if "dog" in text and "internet" not in text else MatchExplanation()


@pytest.mark.unit
def test_of_several_questions_each_says_whether_it_is_answered() -> None:
    lines = make_lines(DogAlone(0.99, needed=0.9), explain=True)
    answer = lines.answer(ask("May I take my dog? And is there internet on board?"))
    assert answer["answered"] is True
    assert [each["answered"] for each in answer["explanation"]["questions"]] == [True, False]


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a database of two articles; commands run in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_DATABASE__URL", sqlite_url)
    (tmp_path / "kb.jsonl").write_text(f"{json.dumps(PETS)}\n{json.dumps(WIFI)}\n")
    assert main(["kb", "import", "kb.jsonl"]) == 0
    return tmp_path


def run(
    content: bytes,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *more: str,
) -> list[dict[str, Any]]:
    """Run the command on standard input; return its lines."""
    capsys.readouterr()
    Path("queries.jsonl").write_bytes(content)
    with Path("queries.jsonl").open() as given:
        monkeypatch.setattr(sys, "stdin", given)
        assert main(["kb", "match", "--jsonl", *more]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_it_works_on_the_published_articles_and_answers_line_by_line(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(matching_lines, "LONGEST_LINE", 200_000)
    monkeypatch.setattr("frontdesk.commands.kb_match.LONGEST_LINE", 200_000)
    texts = [
        "may I take my dog",
        "may I take my dog? " * 5_000,
        "x" * 100_000,
        "我可以带我的狗吗",
        "هل يمكنني اصطحاب كلبي",
        "🧳",
        "is there internet on board",
    ]
    lines = [*map(ask, texts), b"", b"x" * 300_000, b"broken \xff"]

    told = run(b"\n".join(lines), monkeypatch, capsys)

    assert len(told) == len(lines)
    assert [answer["id"] for answer in told] == ["q"] * 7 + [None] * 3
    assert (told[0]["article"], told[0]["answered"]) == ("pets", True)
    assert (told[6]["article"], told[6]["answered"]) == ("wifi", True)
    assert [answer["answered"] for answer in told[2:6]] == [False] * 4
    assert [answer["error"][:18] for answer in told[7:]] == [
        "the line is empty",
        "the line is longer",
        "the line is not UT",
    ]


def test_it_explains_what_the_site_s_own_matcher_found(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (answer,) = run(ask("may I take my dog"), monkeypatch, capsys, "--explain")
    told = answer["explanation"]
    assert told["candidates"][0]["article"] == "pets"
    assert told["candidates"][0]["exact"] is True
    assert told["candidates"][0]["parts"]
    assert told["index_version"] == 2


def test_a_database_that_is_not_there_is_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["kb", "match", "--jsonl", "--set", "database.url=sqlite:///no/such.db"]) == 2
    assert "run: frontdesk migrate" in capsys.readouterr().err
    (tmp_path / "other.db").write_bytes(b"no database at all, " * 100)
    assert main(["kb", "match", "--jsonl", "--set", "database.url=sqlite:///other.db"]) == 2
    assert "file is not a database" in capsys.readouterr().err


def test_a_database_that_another_process_writes_to_is_told_in_a_line(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sqlite_store, "BUSY_SECONDS", 0.2)
    (site / "kb.jsonl").write_text(json.dumps({**PETS, "answer": "No."}))
    other = sqlite3.connect(site / "frontdesk.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    capsys.readouterr()
    assert main(["kb", "import", "kb.jsonl"]) == 2
    told = capsys.readouterr()
    other.close()
    assert told.err == (
        "frontdesk: the database cannot be used: database is locked; another process is writing "
        "to it, try again\n"
    )
