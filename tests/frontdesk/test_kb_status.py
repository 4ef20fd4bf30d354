"""One screen says what is published, how it is matched and what to mend."""

import json
from pathlib import Path

import pytest

from domain.knowledge import Article, Knowledge
from frontdesk.command_line import main
from frontdesk.commands.kb_status import describe_knowledge
from frontdesk.settings import load_settings
from tests.frontdesk.test_kb_match import OneArticle


def make_article(article_id: str, *variants: str, **more: object) -> Article:
    given = {"locale": "en", "title": article_id.title(), "answer": "Yes.", **more}
    return Article(id=article_id, variants=variants, **given)  # type: ignore[arg-type] # as named


def test_it_names_what_to_mend() -> None:
    many = [f"may I take dog number {number}" for number in range(9)]
    articles = (
        make_article("pets", "may I take my dog", *many),
        make_article("dogs", "May I take my DOG?", sensitive=True),
        make_article("pets", "darf mein Hund mit", locale="de"),
    )
    knowledge = Knowledge(version=7, articles=articles)
    overrides = ["bot.precision=0.9", "bot.precision_by_channel.sms=0.985"]
    settings = load_settings(None, overrides, {}).settings

    told = list(describe_knowledge(knowledge, OneArticle(needed=0.81), settings))

    assert told == [
        "articles   1 in de, 2 in en",
        "variants   12; fewer than 5 in dogs/en, pets/de",
        "judged     0 answers, by agents, customers and handoffs",
        "knowledge  version 7",
        "encoder    small",
        "precision  all channels: 90 % wanted, so it answers from 81 % sure in en",
        "precision  sms: 98.5 % wanted, so it answers from 81 % sure in en",
        "sensitive  dogs",
        "shared     'may I take my dog' is in pets and dogs; tell them apart",
    ]


def test_it_works_without_a_server_and_without_an_article(
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_DATABASE__URL", sqlite_url)
    assert main(["kb", "status"]) == 0
    assert "articles   none; run: frontdesk kb import" in capsys.readouterr().out
    pets = {"id": "pets", "title": "Pets", "variants": ["may I take my dog"], "answer": "Yes."}
    Path("kb.jsonl").write_text(json.dumps(pets))
    assert main(["kb", "import", "kb.jsonl"]) == 0
    capsys.readouterr()
    assert main(["kb", "status"]) == 0
    assert "articles   1 in en\nvariants   1; fewer than 5 in pets/en\n" in capsys.readouterr().out
