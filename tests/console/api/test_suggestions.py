"""What may answer a conversation, as scripts read it and say what they answered with."""

from typing import Any

from openapi_schema_validator import OAS31Validator

from crm_store.articles import get_index_version, record_article
from crm_store.decisions import record_decision
from crm_store.transaction import Transaction
from domain.decisions import DecisionRecord, Escalate, Understanding
from domain.knowledge import Article, ArticleMatch
from tests.console.api.bench import API, Bench, begin_conversation

BAG = Article(
    id="late bag",
    locale="en",
    title="My bag has not arrived",
    variants=("where is my bag",),
    answer="Report it **at the desk**.",
)
MATCH = ArticleMatch(
    article_id=BAG.id, locale="en", version=1, title=BAG.title, confidence=0.62, needed=0.8
)
ONE = "/conversations/FD-00000001"


async def ask(bench: Bench) -> None:
    """Have Astrid ask what the knowledge of now half knows."""
    await begin_conversation(bench, 1, text="bag?")
    now = bench.clock.now()

    def record(tx: Transaction) -> None:
        record_article(tx, BAG, author="Ann", now=now)
        understanding = Understanding(
            language="en",
            intent="question",
            confidence=1.0,
            matches=(MATCH,),
            index_version=get_index_version(tx),
        )
        record_decision(
            tx,
            DecisionRecord(
                id="d-1",
                conversation_id="v-00001",
                interaction_id="x-00001",
                decision=Escalate(queue="general", reason="unknown"),
                rule="unknown",
                trace=(),
                understanding=understanding,
                at=now,
            ),
        )

    await bench.store.run(record)


async def test_the_best_articles_are_told_with_what_to_answer(bench: Bench) -> None:
    await ask(bench)
    answer = await bench.get(f"{ONE}/suggestions")
    assert answer["asked"] == ["x-00001"]
    (item,) = answer["items"]
    assert (item["article_id"], item["confidence"], item["needed"]) == (BAG.id, 0.62, 0.8)
    assert item["text"] == "Report it at the desk."
    assert item["link"] == "http://127.0.0.1:8080/help/en/articles/late%20bag"
    assert item["interaction_id"] == "x-00001"


async def test_the_answer_is_as_described(bench: Bench) -> None:
    await ask(bench)
    document: Any = await (await bench.client.get(f"{API}/openapi.json")).json()
    described = document["paths"][f"{API}/conversations/{{reference}}/suggestions"]["get"]
    schema = described["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**schema, "components": document["components"]}
    OAS31Validator(whole).validate(await bench.get(f"{ONE}/suggestions"))


async def test_a_reply_says_which_articles_it_was_made_from(bench: Bench) -> None:
    await ask(bench)
    body = {"text": "Please report it at the desk.", "articles": [BAG.id]}
    answer = await bench.post(f"{ONE}/replies", body)
    (verdict,) = answer["verdicts"]
    assert (verdict["source"], verdict["verdict"]) == ("suggestion", "right")
    assert (verdict["article_id"], verdict["confidence"]) == (BAG.id, 0.62)


async def test_of_an_unknown_conversation_there_is_nothing_to_suggest(bench: Bench) -> None:
    await bench.refused(404, "GET", "/conversations/FD-NOPE/suggestions")
    await begin_conversation(bench, 1)
    names = [f"a{number}" for number in range(11)]
    await bench.refused(422, "POST", f"{ONE}/replies", json={"text": "x", "articles": names})
