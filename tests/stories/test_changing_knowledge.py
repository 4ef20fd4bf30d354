"""Articles change while the bot is at work; stale words never go out."""

from dataclasses import replace

from crm_store.articles import record_article
from crm_store.transaction import Transaction
from domain.knowledge import ArticleState
from tests.fakes import MONDAY_MORNING
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import ARTICLES, HALF_KNOWN, KNOWN, KNOWN_ANSWER, article

CABIN = [each for each in ARTICLES if each.id == "cabin-baggage"]


def retire(tx: Transaction) -> None:
    for each in CABIN:
        retired = replace(each, state=ArticleState.RETIRED)
        record_article(tx, retired, author="kim", now=MONDAY_MORNING)


def shrink(tx: Transaction) -> None:
    changed = replace(CABIN[0], answer="Only **6 kg** from now on.")
    record_article(tx, changed, author="kim", now=MONDAY_MORNING)


async def test_an_article_retired_a_moment_ago_is_not_sent_any_more(desk: StoryDesk):
    await desk.system.store.run(retire)
    await desk.customer_texts(ASTRID, KNOWN)
    (told,) = desk.said_to(ASTRID)
    assert "8 kg" not in told
    assert (await desk.conversation(ASTRID)).queue == "baggage"


async def test_nor_when_it_is_chosen_from_what_was_offered_before(desk: StoryDesk):
    await desk.customer_texts(ASTRID, HALF_KNOWN)
    await desk.system.store.run(retire)
    await desk.customer_texts(ASTRID, "2")
    assert "8 kg" not in desk.said_to(ASTRID)[-1]
    assert (await desk.conversation(ASTRID)).queue == "baggage"


async def test_an_article_changed_a_moment_ago_is_sent_in_its_new_words(desk: StoryDesk):
    await desk.system.store.run(shrink)
    await desk.customer_texts(ASTRID, KNOWN)
    assert desk.said_to(ASTRID) == ["Only 6 kg from now on."]
    assert (await desk.log(ASTRID))[-1].source_ids["version"] == 2


async def test_what_is_published_is_known_after_learning(desk: StoryDesk):
    question = "Do you serve champagne in the cloud lounge?"
    bar = article("bar", "on_board", question, answer="We do.")
    before = desk.system.index.current().version

    def publish(tx: Transaction) -> None:
        record_article(tx, bar, author="kim", now=MONDAY_MORNING)

    await desk.system.store.run(publish)
    await desk.system.index.refresh()
    await desk.customer_texts(ASTRID, question)
    assert desk.said_to(ASTRID) == ["We do."]
    record = await desk.last_decision(ASTRID)
    assert record.understanding.index_version == before + 1


async def test_what_is_retired_is_not_even_half_known_after_learning(desk: StoryDesk):
    await desk.system.store.run(retire)
    await desk.system.index.refresh()
    await desk.customer_texts(ASTRID, KNOWN)
    understanding = (await desk.last_decision(ASTRID)).understanding
    assert "cabin-baggage" not in {match.article_id for match in understanding.matches}


async def test_learning_again_without_a_change_keeps_the_index(desk: StoryDesk):
    matcher = desk.system.index.current()
    await desk.system.index.refresh()
    assert desk.system.index.current() is matcher
    await desk.customer_texts(ASTRID, KNOWN)
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]
