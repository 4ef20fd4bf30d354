"""What customers ask in vain is found, written about, and no gap any more."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.gaps import find_gaps
from bot.gaps.gap_desk import GapDesk
from bot.gaps.join_gaps import FoundGap, JoinedGap
from bot.knowledge_desk.desk import KnowledgeDesk
from bot.knowledge_desk.workbench import Workbench
from crm_store.articles import find_article
from crm_store.gap_questions import list_gap_questions
from crm_store.gaps import close_gap, list_gaps, list_known_gaps
from crm_store.jobs import count_jobs
from domain.errors import ConflictError, NotFoundError
from domain.jobs import JobKind, JobState
from domain.knowledge import Article, Knowledge
from domain.knowledge_desk import ArticleDraft, Gap, GapState
from knowledge_base.gaps.question_group import QuestionGroup
from knowledge_base.matcher import train_matcher
from tests.stories.story_desk import StoryDesk
from tests.stories.world import ANN, ARTICLES, KNOWN

# What no engine changes; `tests/crm_store/test_gaps.py` has both.
pytestmark = pytest.mark.parametrize(
    "database_url",
    ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)],
    indirect=True,
)

ASKED = (
    "Can I bring my surfboard on the flight?",
    "Is a surfboard allowed on the flight?",
    "bring my surfboard on the flight please",
    "surfboard on the flight, is that allowed?",
)
REPLY = "Hello,\n\nA surfboard flies for 60 euros if it is booked before.\n\nKind regards\nAnn"


@pytest.fixture
def gaps(desk: StoryDesk) -> GapDesk:
    return GapDesk(desk.system.tools, KnowledgeDesk(desk.system.tools), desk.system.index.current)


async def ask_in_vain(desk: StoryDesk) -> None:
    for number, text in enumerate(ASKED):
        await desk.visitor_writes(f"surfer-{number}", text)
        await desk.agent_replies(f"surfer-{number}", REPLY)
    await desk.visitor_writes("mara", KNOWN)


async def look(desk: StoryDesk, gaps: GapDesk) -> list[Gap]:
    await gaps.look_again()
    await desk.settle()
    listed = await desk.system.store.read(list_gaps, GapState.OPEN)
    return [each.gap for each in listed]


def learn(desk: StoryDesk, *articles: Article) -> None:
    knowledge = Knowledge(version=99, articles=(*ARTICLES, *articles))
    desk.system.index._current = train_matcher(knowledge)


async def test_what_customers_ask_in_vain_is_a_gap_with_what_agents_replied(
    desk: StoryDesk, gaps: GapDesk
):
    await ask_in_vain(desk)
    (gap,) = await look(desk, gaps)
    assert gap.size == len(ASKED)
    assert "surfboard" in gap.terms
    assert gap.channels == {"web_chat": len(ASKED)}
    asked = await desk.system.store.read(list_gap_questions, gap.id)
    assert {each.text for each in asked} == set(ASKED)
    assert {each.reply for each in asked} == {REPLY}


async def test_a_draft_from_a_gap_closes_it_once_it_is_published_and_answers(
    desk: StoryDesk, gaps: GapDesk
):
    await ask_in_vain(desk)
    (gap,) = await look(desk, gaps)
    draft = await gaps.draft(gap.id, by=ANN)
    assert draft.content.title in ASKED
    wording = {each.lower() for each in draft.content.variants}
    assert len(wording) == len(ASKED) - 1
    assert wording < {each.lower() for each in ASKED}
    assert "A surfboard flies for 60 euros" in draft.content.answer
    assert "Suggestion" in draft.content.answer
    assert "Kind regards" not in draft.content.answer
    # Nothing of it is public, and the gap knows what it became.
    assert await desk.system.store.read(find_article, draft.article_id, "en") is None
    with pytest.raises(ConflictError):
        await gaps.draft(gap.id, by=ANN)
    assert await look(desk, gaps) == []
    assert (await gaps.list_gaps(GapState.DRAFTED)).gaps[0].gap.article_id == draft.article_id

    learn(
        desk,
        Article(
            id=draft.article_id,
            locale="en",
            title=draft.content.title,
            variants=ASKED,
            answer="60 euros.",
        ),
    )
    assert await look(desk, gaps) == []
    assert (await gaps.list_gaps(GapState.DRAFTED)).gaps == ()


async def test_two_who_draft_from_a_gap_at_once_begin_one_article(desk: StoryDesk, gaps: GapDesk):
    await ask_in_vain(desk)
    (gap,) = await look(desk, gaps)
    begun = await asyncio.gather(
        *(gaps.draft(gap.id, by=ANN) for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(each, ConflictError) for each in begun) == 2
    assert sum(isinstance(each, ArticleDraft) for each in begun) == 1


async def test_a_gap_keeps_its_name_and_what_was_decided_from_one_night_to_the_next(
    desk: StoryDesk, gaps: GapDesk
):
    await ask_in_vain(desk)
    (first,) = await look(desk, gaps)
    await desk.visitor_writes("late", "may my surfboard come on the flight?")
    (second,) = await look(desk, gaps)
    assert (second.id, second.size) == (first.id, first.size + 1)

    await gaps.dismiss(first.id)
    await desk.visitor_writes("later", "surfboard on the flight?")
    assert await look(desk, gaps) == []


async def test_what_is_decided_while_gaps_are_looked_for_stands(desk: StoryDesk, gaps: GapDesk):
    await ask_in_vain(desk)
    (gap,) = await look(desk, gaps)
    store = desk.system.store
    (known,) = await store.read(list_known_gaps)
    await gaps.dismiss(gap.id)
    joined = JoinedGap(found=FoundGap(locale="en", questions=()), known=known)
    await store.run(find_gaps._record_unchanged, joined, gap, [])
    await store.run(find_gaps._close_unchanged, known.gap)
    (dismissed,) = (await gaps.list_gaps(GapState.DISMISSED)).gaps
    assert dismissed.gap.size == gap.size


async def test_gaps_are_looked_for_by_night_without_being_asked(desk: StoryDesk, gaps: GapDesk):
    await ask_in_vain(desk)
    await desk.system.gap_finder.plan(desk.system.tools)
    await desk.settle()
    assert (await gaps.list_gaps(GapState.OPEN)).gaps == ()
    await desk.time_passes(hours=24)
    listed = await gaps.list_gaps(GapState.OPEN)
    assert len(listed.gaps) == 1
    assert listed.search.looked_at is not None
    assert listed.search.next_at is not None
    assert not listed.search.running


class BrokenGrouper:
    """Groups nothing."""

    async def group(self, texts: Sequence[str], *, locale: str) -> tuple[QuestionGroup, ...]:
        raise OSError(f"no memory for {len(texts)} questions in {locale}")


async def test_a_night_on_which_nothing_could_be_found_is_followed_by_another(
    desk: StoryDesk, gaps: GapDesk
):
    await ask_in_vain(desk)
    finder = desk.system.gap_finder
    working, finder._grouper = finder._grouper, BrokenGrouper()
    await gaps.look_again()
    await desk.settle()
    for _ in range(10):
        await desk.time_passes(minutes=10)
    assert (await desk.system.store.read(count_jobs))[JobKind.GAPS, JobState.SHUNTED] == 1

    finder._grouper = working
    await desk.time_passes(hours=24)
    listed = await gaps.list_gaps(GapState.OPEN)
    assert len(listed.gaps) == 1
    assert listed.search.next_at is not None


async def test_questions_are_added_to_an_article_there_is_as_a_draft(
    desk: StoryDesk, gaps: GapDesk
):
    await ask_in_vain(desk)
    (gap,) = await look(desk, gaps)
    assert await gaps.add_to_article(gap.id, "cabin-baggage", by=ANN) == len(ASKED)
    bench = await KnowledgeDesk(desk.system.tools).open("cabin-baggage", "en")
    assert bench.draft is not None
    assert set(ASKED[:2]) < set(bench.draft.content.variants)
    assert bench.article is not None
    assert not set(ASKED) & set(bench.article.variants)
    (drafted,) = (await gaps.list_gaps(GapState.DRAFTED)).gaps
    assert drafted.gap.article_id == "cabin-baggage"


class LosingDesk(KnowledgeDesk):
    """Loses the gaps while an article is looked at."""

    async def open(self, article_id: str, locale: str) -> Workbench:
        bench = await super().open(article_id, locale)
        for known in await self._tools.store.read(list_known_gaps):
            await self._tools.store.run(close_gap, known.gap.id)
        return bench


async def test_questions_of_a_gap_that_is_gone_meanwhile_are_added_to_nothing(
    desk: StoryDesk, gaps: GapDesk
):
    await ask_in_vain(desk)
    (gap,) = await look(desk, gaps)
    losing = GapDesk(desk.system.tools, LosingDesk(desk.system.tools), desk.system.index.current)
    with pytest.raises(NotFoundError, match="this gap is gone"):
        await losing.add_to_article(gap.id, "cabin-baggage", by=ANN)
    assert (await KnowledgeDesk(desk.system.tools).open("cabin-baggage", "en")).draft is None
