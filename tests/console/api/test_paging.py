"""Lists in pages: complete, each item once, whatever happens between two pages."""

import pytest

from crm_store.articles import record_article
from domain.knowledge import Article, ArticleState
from tests.console.api.bench import Bench, begin_conversation


@pytest.mark.parametrize("limit", ["1", "3", "7", "200"])
async def test_every_conversation_comes_exactly_once(either_bench: Bench, limit: str) -> None:
    for number in range(1, 8):
        await begin_conversation(either_bench, number)
    items = await either_bench.walk("/conversations", limit=limit)
    assert [item["reference"] for item in items] == [f"FD-{n:08}" for n in range(7, 0, -1)]


async def test_changes_between_two_pages_neither_hide_nor_repeat_anything(bench: Bench) -> None:
    for number in range(1, 7):
        await begin_conversation(bench, number)
    first = await bench.get("/conversations", params={"limit": "3"})
    await bench.post("/conversations/FD-00000002/notes", {"text": "changed meanwhile"})
    await bench.post("/conversations/FD-00000005/notes", {"text": "changed meanwhile"})
    await bench.post("/conversations/FD-00000001/resolve", {"disposition": "solved"})
    await begin_conversation(bench, 7)
    second = await bench.get("/conversations", params={"limit": "3", "cursor": first["next"]})
    seen = [item["reference"] for item in first["items"] + second["items"]]
    assert seen == [f"FD-{n:08}" for n in range(6, 0, -1)]
    assert second["next"] is None


async def test_articles_come_by_id_and_language(either_bench: Bench) -> None:
    wanted = [(f"a-{n}", locale) for n in range(5) for locale in ("de", "en")]
    for number, (article_id, locale) in enumerate(wanted):
        article = Article(
            id=article_id,
            locale=locale,
            title=f"Title {number}",
            variants=("How?",),
            answer="**So.**",
            tags=("bags",),
            state=ArticleState.DRAFT if number == 3 else ArticleState.PUBLISHED,
        )
        await either_bench.store.run(
            record_article, article, author="test", now=either_bench.clock.now()
        )
    items = await either_bench.walk("/articles", limit="3")
    assert [(item["id"], item["locale"]) for item in items] == wanted
    assert items[0]["variants"] == ["How?"]
    published = await either_bench.walk("/articles", limit="2", state="published")
    assert [(item["id"], item["locale"]) for item in published] == wanted[:3] + wanted[4:]


async def test_a_cursor_keeps_the_filters_it_was_given_out_with(bench: Bench) -> None:
    for number in range(1, 5):
        await begin_conversation(bench, number)
    await bench.post("/conversations/FD-00000001/resolve", {"disposition": "solved"})
    first = await bench.get("/conversations", params={"status": "open", "limit": "1"})
    cursor = first["next"]
    alone = await bench.get("/conversations", params={"cursor": cursor})
    repeated = await bench.get("/conversations", params={"cursor": cursor, "status": "open"})
    assert alone == repeated
    assert [item["reference"] for item in alone["items"]] == ["FD-00000003", "FD-00000002"]
    for params in ({"status": "resolved"}, {"status": "open", "queue": "general"}):
        problem = await bench.refused(
            422, "GET", "/conversations", params={"cursor": cursor, **params}
        )
        assert "other filters" in problem["detail"]


async def test_a_cursor_of_another_list_or_made_up_is_refused(bench: Bench) -> None:
    for number in range(1, 4):
        await begin_conversation(bench, number)
    cursor = (await bench.get("/conversations", params={"limit": "1"}))["next"]
    for path in ("/articles", "/customers/c-1/timeline"):
        problem = await bench.refused(422, "GET", path, params={"cursor": cursor})
        assert problem["errors"][0]["field"] == "cursor"
    for made_up in ("x", f"{cursor}x", cursor[:-1], "☃", "a.b", "\x00", "0" * 4000):
        await bench.refused(422, "GET", "/conversations", params={"cursor": made_up})


async def test_unknown_parameters_are_refused_with_the_nearest_known_one(bench: Bench) -> None:
    problem = await bench.refused(
        422, "GET", "/conversations", params={"asignee": "a", "limit": "0", "status": "opne"}
    )
    reasons = {entry["field"]: entry["reason"] for entry in problem["errors"]}
    assert "did you mean assignee?" in reasons["asignee"]
    assert "greater than or equal to 1" in reasons["limit"]
    assert "'open'" in reasons["status"]


@pytest.mark.parametrize("query", ["limit=201", "limit=x", "limit=1&limit=2", "limit=-1", "q=%00"])
async def test_parameters_out_of_bounds_are_refused(bench: Bench, query: str) -> None:
    problem = await bench.refused(422, "GET", f"/conversations?{query}")
    assert [entry["field"] for entry in problem["errors"]] == [query[: query.index("=")]]
