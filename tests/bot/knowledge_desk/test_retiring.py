"""An article is taken away without leading anybody nowhere, or round and round."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.find_help_article import Moved, find_help_article
from bot.knowledge_desk.desk import KnowledgeDesk
from bot.knowledge_desk.refusals import LinkedArticlesError
from crm_store.articles import find_published_article
from crm_store.store import Store
from crm_store.version_list import list_version_facts
from domain.errors import ConflictError, InvalidInputError
from tests.bot.knowledge_desk.conftest import ANN, BEN
from tests.bot.knowledge_desk.stories import BAGS, BAGS_GERMAN, publish, write
from tests.fakes import FakeClock


async def test_readers_of_a_retired_article_are_led_on_over_several_steps(
    desk: KnowledgeDesk, store: Store
):
    for name in ("a", "b", "c"):
        await publish(desk, article_id=name)
    await desk.retire("a", "en", redirect_to="b", by=ANN)
    with pytest.raises(LinkedArticlesError) as told:
        await desk.retire("b", "en", redirect_to="c", by=ANN)
    assert [(each.id, each.state) for each in told.value.linked_from] == [("a", "retired")]
    await desk.retire("b", "en", redirect_to="c", by=ANN, anyway=True)
    assert await store.read(find_help_article, "a", "en") == Moved("c", "en")


async def test_readers_of_a_language_are_not_led_round_though_another_one_is_still_published(
    desk: KnowledgeDesk,
):
    await publish(desk, article_id="a")
    await publish(desk, article_id="b")
    await publish(desk, BAGS_GERMAN, article_id="b", locale="de")
    await desk.retire("b", "en", redirect_to="a", by=ANN)
    with pytest.raises(InvalidInputError, match=r"in a circle \(a → b → a\)"):
        await desk.retire("a", "en", redirect_to="b", by=ANN)


@pytest.mark.parametrize(
    ("redirect_to", "words"),
    [
        ("a", "leads to the article itself"),
        ("b", r"in a circle \(a → b → a\)"),
        ("c", "not published"),
    ],
)
async def test_a_redirect_that_leads_nowhere_is_refused(
    desk: KnowledgeDesk, redirect_to: str, words: str
):
    await publish(desk, article_id="a")
    await publish(desk, article_id="b")
    await desk.retire("b", "en", redirect_to="a", by=ANN)
    await write(desk, BAGS, article_id="c")
    with pytest.raises(InvalidInputError, match=words) as refused:
        await desk.retire("a", "en", redirect_to=redirect_to, by=ANN)
    assert refused.value.field == "redirect_to"


async def test_who_retires_what_others_link_to_is_told_who(desk: KnowledgeDesk, store: Store):
    await publish(desk)
    linking = replace(BAGS, title="Fees?", answer="See [bags](article:bags).")
    await publish(desk, linking, article_id="fees")
    await publish(desk, replace(linking, answer="[x](article:bags-2)"), article_id="other")
    assert [each.id for each in (await desk.open("bags", "en")).linked_from] == ["fees"]
    with pytest.raises(LinkedArticlesError, match="one article links"):
        await desk.retire("bags", "en", by=ANN)
    await desk.retire("bags", "en", by=ANN, anyway=True)
    assert await store.read(find_published_article, "bags", "en") is None
    warnings = (await desk.open("fees", "en")).warnings
    assert any("links to the article bags, which is not published" in each for each in warnings)


async def test_a_retired_article_is_published_again_as_it_was(desk: KnowledgeDesk, store: Store):
    first = await publish(desk)
    with pytest.raises(ConflictError, match="not retired"):
        await desk.revive("bags", "en", by=ANN)
    await desk.retire("bags", "en", by=ANN)
    with pytest.raises(ConflictError, match="retired already"):
        await desk.retire("bags", "en", by=ANN)
    revived = await desk.revive("bags", "en", by=BEN)
    assert revived == replace(first, version=3)
    assert await store.read(find_published_article, "bags", "en") == revived
    versions = await store.read(list_version_facts, "bags", "en", limit=10)
    notes = [(each.author, each.note) for each in versions]
    assert notes == [("Ben", "Published again"), ("Ann", "Retired"), ("Ann", None)]


async def test_an_earlier_version_is_restored_as_a_draft(desk: KnowledgeDesk):
    await publish(desk)
    await publish(desk, replace(BAGS, answer="Nonsense."))
    draft = await desk.restore("bags", "en", 1, by=BEN)
    assert draft.content == BAGS
    with pytest.raises(ConflictError, match="Ben is writing a new version"):
        await desk.restore("bags", "en", 1, by=ANN)
    article = await desk.publish("bags", "en", by=BEN, revision=draft.revision)
    assert (article.version, article.answer) == (3, BAGS.answer)


async def test_two_versions_are_compared_field_by_field(desk: KnowledgeDesk):
    await publish(desk)
    changed = replace(BAGS, answer="One bag of 9 kg.\n\nMore costs 20 euros.", variants=("kg",))
    await write(desk, changed)
    compared = {each.name: each for each in (await desk.compare("bags", "en", 1)).fields}
    assert set(compared) == {"answer", "variants"}
    assert (compared["variants"].added, compared["variants"].removed) == (
        ("kg",),
        ("luggage weight",),
    )
    parts = compared["answer"].lines[0].parts
    assert {(part.change, part.text) for part in parts if part.change != "same"} == {
        ("removed", "8"),
        ("added", "9"),
    }


async def test_a_discarded_draft_leaves_what_is_published(desk: KnowledgeDesk):
    published = await publish(desk)
    await write(desk, replace(BAGS, answer="Nonsense."))
    await desk.discard("bags", "en", by=BEN)
    opened = await desk.open("bags", "en")
    assert (opened.article, opened.draft, opened.content) == (published, None, BAGS)


async def test_who_saves_what_somebody_discarded_has_not_lost_a_word(
    desk: KnowledgeDesk, clock: FakeClock
):
    await publish(desk)
    clock.advance(timedelta(minutes=1))
    draft = (await write(desk, replace(BAGS, answer="Nonsense."))).draft
    await desk.discard("bags", "en", by=BEN)
    longer = replace(BAGS, answer="Nonsense, but longer.")
    await desk.save("bags", "en", longer, revision=draft.revision, by=ANN)
    assert (await desk.open("bags", "en")).content == longer
