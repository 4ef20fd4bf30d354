"""A colleague looks at what was written before customers do."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.knowledge_desk.desk import KnowledgeDesk
from bot.knowledge_desk.refusals import ContentErrors, OutdatedDraftError
from bot.knowledge_desk.workbench import Saved
from crm_store.articles import find_published_article
from crm_store.store import Store
from domain.errors import AccessDeniedError, ConflictError, InvalidInputError
from domain.knowledge import ArticleState
from tests.bot.knowledge_desk.conftest import ANN, BEN
from tests.bot.knowledge_desk.stories import BAGS, import_newer, publish, write


async def test_where_a_review_is_required_a_colleague_publishes(
    make_desk: Callable[..., KnowledgeDesk],
):
    desk = make_desk(review_required=True)
    draft = (await write(desk, BAGS, by=ANN)).draft
    assert (await desk.submit("bags", "en", by=ANN)).state is ArticleState.IN_REVIEW
    with pytest.raises(AccessDeniedError, match="somebody else must publish"):
        await desk.publish("bags", "en", by=ANN, revision=draft.revision)
    article = await desk.publish("bags", "en", by=BEN, revision=draft.revision)
    assert article.version == 1


async def test_who_sends_a_draft_back_says_why(desk: KnowledgeDesk):
    await write(desk, BAGS)
    with pytest.raises(ConflictError, match="nobody asked for a review"):
        await desk.send_back("bags", "en", note="say what a stone is", by=BEN)
    await desk.submit("bags", "en", by=ANN)
    with pytest.raises(InvalidInputError, match="say what is to be changed"):
        await desk.send_back("bags", "en", note=" ", by=BEN)
    draft = await desk.send_back("bags", "en", note="say what a stone is", by=BEN)
    assert draft.state is ArticleState.DRAFT
    assert draft.review_note == "Sent back by Ben: say what a stone is"
    assert draft.updated_by == "Ann"


async def test_what_was_changed_after_a_look_at_it_is_not_published(desk: KnowledgeDesk):
    seen = (await write(desk, BAGS)).draft
    await write(desk, replace(BAGS, answer="Anything goes."), by=BEN)
    with pytest.raises(ConflictError, match="Ben changed the draft"):
        await desk.publish("bags", "en", by=ANN, revision=seen.revision)


@pytest.mark.parametrize(
    ("field", "changed", "words"),
    [
        ("answer", {"answer": ""}, "is empty"),
        ("answer", {"answer": "![](https://track.example/p.gif)"}, "track.example"),
        ("answer", {"answer": "![map][m]\n\n[m]: //maps.example/a.png"}, "maps.example"),
        ("title", {"title": "???"}, "no word"),
        ("variants.0", {"variants": ("???",)}, "no word"),
    ],
)
async def test_what_customers_cannot_be_shown_is_not_published(
    desk: KnowledgeDesk, store: Store, field: str, changed: dict[str, Any], words: str
):
    draft = (await write(desk, replace(BAGS, **changed))).draft
    for attempt in (
        desk.publish("bags", "en", by=ANN, revision=draft.revision),
        desk.submit("bags", "en", by=ANN),
    ):
        with pytest.raises(ContentErrors, match=words) as refused:
            await attempt
        assert [error.field for error in refused.value.errors] == [field]
    assert await store.read(find_published_article, "bags", "en") is None


async def test_all_that_is_wrong_is_told_at_once(desk: KnowledgeDesk):
    draft = (await write(desk, replace(BAGS, title="!", variants=("?",), answer=""))).draft
    with pytest.raises(ContentErrors) as refused:
        await desk.publish("bags", "en", by=ANN, revision=draft.revision)
    fields = [error.field for error in refused.value.errors]
    assert fields == ["title", "variants.0", "answer"]


async def test_too_many_variants_are_not_even_kept(desk: KnowledgeDesk):
    await write(desk, BAGS)
    many = replace(BAGS, variants=tuple(f"bag {number}" for number in range(2_001)))
    opened = await desk.open("bags", "en")
    with pytest.raises(ContentErrors, match="2,000 at most"):
        await desk.save("bags", "en", many, revision=opened.revision, by=ANN)


async def test_script_in_an_answer_is_told_about(desk: KnowledgeDesk):
    await write(desk, replace(BAGS, answer="<script>steal()</script>\n\nOne bag."))
    warnings = (await desk.open("bags", "en")).warnings
    assert any("<script>" in warning for warning in warnings)


async def test_publishing_over_a_newer_version_is_told_and_both_can_be_kept(
    desk: KnowledgeDesk, store: Store
):
    await publish(desk)
    draft = (
        await write(desk, replace(BAGS, answer="One bag of 9 kg.\n\nMore costs 20 euros."))
    ).draft
    await import_newer(store)
    with pytest.raises(OutdatedDraftError) as refused:
        await desk.publish("bags", "en", by=ANN, revision=draft.revision)
    collision = refused.value.collision
    assert (collision.theirs_by, collision.overlaps) == ("command line", ())
    assert collision.merged.answer == "One bag of 9 kg.\n\nMore costs 30 euros."
    saved = await desk.save(
        "bags",
        "en",
        collision.merged,
        revision=collision.revision,
        base_version=collision.base_version,
        by=ANN,
    )
    assert isinstance(saved, Saved)
    article = await desk.publish("bags", "en", by=ANN, revision=saved.draft.revision)
    assert (article.version, article.answer) == (3, collision.merged.answer)
