"""What knowledge managers do with gaps: look, draft, add to an article, dismiss, put right."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.gaps.question_wording import choose_different, tidy_question
from bot.gaps.reply_wording import choose_central_reply, quote_reply
from bot.knowledge_desk.begin_article import begin_article
from bot.knowledge_desk.desk import KnowledgeDesk
from bot.knowledge_desk.save_draft import save_draft
from bot.knowledge_desk.workbench import Collision
from bot.tools import Tools
from crm_store.gap_questions import count_queues, list_gap_questions
from crm_store.gap_searches import GapSearch, find_gap_search, hasten_gap_search
from crm_store.gaps import (
    ListedGap,
    QuestionKey,
    change_gap_state,
    count_gaps,
    get_gap,
    list_gaps,
    list_other_gaps,
    move_question,
    remove_question,
)
from crm_store.staff import list_queues
from crm_store.transaction import Transaction
from domain.errors import ConflictError, InvalidInputError
from domain.knowledge import Candidate, Matcher
from domain.knowledge_desk import ArticleContent, ArticleDraft, Gap, GapQuestion, GapState
from domain.staff import StaffMember

GAPS_A_PAGE: Final = 20
QUESTIONS_A_PAGE: Final = 30
MOST_VARIANTS: Final = 15
MOST_NEAR: Final = 3
# Of the most typical questions, what a draft is made from.
_MOST_READ: Final = 200
# One of them may be the title.
_EXAMPLES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class GapList:
    """A page of gaps.

    Attributes:
        examples: a few typical questions, by the gap's id.
        counts: how many gaps there are, by state.
        more: whether there are further pages.
    """

    gaps: tuple[ListedGap, ...]
    examples: dict[str, tuple[GapQuestion, ...]]
    counts: dict[GapState, int]
    search: GapSearch
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPage:
    """A gap with a page of its questions.

    Attributes:
        near: the articles that come nearest to the question that stands for it, best first.
        others: gaps that a question may be moved to.
        more: whether there are further pages of questions.
    """

    gap: Gap
    questions: tuple[GapQuestion, ...]
    near: tuple[Candidate, ...]
    others: tuple[Gap, ...]
    more: bool


class GapDesk:
    """The use cases of gaps.

    Args:
        tools: what all use cases work with.
        desk: writes articles.
        current: returns the matcher in use.
    """

    def __init__(self, tools: Tools, desk: KnowledgeDesk, current: Callable[[], Matcher]) -> None:
        self._tools = tools
        self._desk = desk
        self._current = current

    async def list_gaps(self, state: GapState, *, page: int = 0) -> GapList:
        """List gaps of a state, the biggest first."""
        now = self._tools.clock.now()
        return await self._tools.store.read(_read_list, state, page, now=now)

    async def open(self, gap_id: str, *, page: int = 0) -> GapPage:
        """Show a gap.

        Raises:
            NotFoundError: there is no such gap any more.
        """
        gap, questions, others = await self._tools.store.read(_read_gap, gap_id, page)
        near = await asyncio.to_thread(self._find_near, gap)
        return GapPage(
            gap=gap,
            questions=questions[:QUESTIONS_A_PAGE],
            near=near,
            others=others,
            more=len(questions) > QUESTIONS_A_PAGE,
        )

    async def draft(self, gap_id: str, *, by: StaffMember) -> ArticleDraft:
        """Begin an article from a gap, with its questions as variants and a reply to start from.

        Raises:
            NotFoundError: there is no such gap any more.
            ConflictError: an article was drafted from it already.
        """
        gap, questions, topic = await self._read_for_article(gap_id)
        content = await asyncio.to_thread(_write_content, gap, questions, topic)
        return await self._tools.store.run(
            _begin_draft, self._tools, gap_id, content, by=by, now=self._tools.clock.now()
        )

    async def add_to_article(self, gap_id: str, article_id: str, *, by: StaffMember) -> int:
        """Add a gap's questions to a draft of an article there is; return how many were new.

        Raises:
            NotFoundError: there is no such gap, or no such article in its language.
            InvalidInputError: the article has all these questions, or no article was named.
            ConflictError: somebody else changes its variants right now.
        """
        if not article_id:
            raise InvalidInputError("name the article by its id", field="article")
        gap, questions, _ = await self._read_for_article(gap_id)
        bench = await self._desk.open(article_id, gap.locale)
        there = (bench.content.title, *bench.content.variants)
        texts = [each.text for each in questions]
        added = await asyncio.to_thread(choose_different, texts, MOST_VARIANTS, besides=there)
        if not added:
            raise InvalidInputError("the article has all these questions already", field="article")
        content = replace(bench.content, variants=(*bench.content.variants, *added))
        await self._tools.store.run(
            _add_questions,
            self._tools,
            gap,
            article_id,
            content,
            revision=bench.revision,
            by=by,
            now=self._tools.clock.now(),
        )
        return len(added)

    async def dismiss(self, gap_id: str) -> Gap:
        """Say that a gap needs no article; it comes back if it grows a lot.

        Raises:
            NotFoundError: there is no such gap any more.
        """
        return await self._tools.store.run(change_gap_state, gap_id, GapState.DISMISSED)

    async def reopen(self, gap_id: str) -> Gap:
        """Put a gap among the open ones again.

        Raises:
            NotFoundError: there is no such gap any more.
        """
        return await self._tools.store.run(change_gap_state, gap_id, GapState.OPEN)

    async def remove(self, gap_id: str, key: QuestionKey) -> None:
        """Take a question out of a gap, for later searches as well.

        Raises:
            NotFoundError: it is not in the gap any more.
        """
        await self._tools.store.run(remove_question, gap_id, key)

    async def move(self, gap_id: str, key: QuestionKey, *, to: str) -> None:
        """Put a question into another gap, for later searches as well.

        Raises:
            NotFoundError: it is not in the gap any more, or there is no such other gap.
            InvalidInputError: the other gap is the one that it is in.
        """
        await self._tools.store.run(move_question, gap_id, key, to=to)

    async def look_again(self) -> None:
        """Have gaps looked for now rather than at night."""
        now = self._tools.clock.now()
        await self._tools.store.run(hasten_gap_search, job_id=self._tools.ids.new(), now=now)

    def _find_near(self, gap: Gap) -> tuple[Candidate, ...]:
        matcher, policy = self._current(), self._tools.settings.policy
        locale = gap.locale if gap.locale in matcher.locales else None
        found = matcher.explain(
            gap.title, locale=locale, limit=MOST_NEAR, precision=policy.precision
        )
        return found.candidates

    async def _read_for_article(
        self, gap_id: str
    ) -> tuple[Gap, tuple[GapQuestion, ...], str | None]:
        return await self._tools.store.read(_read_whole, gap_id)


def _read_list(tx: Transaction, state: GapState, page: int, *, now: datetime) -> GapList:
    found = list_gaps(tx, state, offset=page * GAPS_A_PAGE, limit=GAPS_A_PAGE + 1)
    shown = found[:GAPS_A_PAGE]
    return GapList(
        gaps=shown,
        examples={
            each.gap.id: list_gap_questions(tx, each.gap.id, limit=_EXAMPLES) for each in shown
        },
        counts=dict(count_gaps(tx)),
        search=find_gap_search(tx, now=now),
        more=len(found) > GAPS_A_PAGE,
    )


def _read_gap(
    tx: Transaction, gap_id: str, page: int
) -> tuple[Gap, tuple[GapQuestion, ...], tuple[Gap, ...]]:
    gap = get_gap(tx, gap_id)
    questions = list_gap_questions(
        tx, gap_id, offset=page * QUESTIONS_A_PAGE, limit=QUESTIONS_A_PAGE + 1
    )
    return gap, questions, list_other_gaps(tx, gap)


def _read_whole(tx: Transaction, gap_id: str) -> tuple[Gap, tuple[GapQuestion, ...], str | None]:
    gap = get_gap(tx, gap_id)
    topics = {queue.name: queue.topics for queue in list_queues(tx)}
    went = (topics.get(name, ()) for name in count_queues(tx, gap_id))
    topic = next((first[0] for first in went if first), None)
    return gap, list_gap_questions(tx, gap_id, limit=_MOST_READ), topic


def _begin_draft(
    tx: Transaction,
    tools: Tools,
    gap_id: str,
    content: ArticleContent,
    *,
    by: StaffMember,
    now: datetime,
) -> ArticleDraft:
    """Begin the article and say so of the gap, in one, or two who ask at once would begin two."""
    tx.lock(f"gap:{gap_id}")
    gap = get_gap(tx, gap_id)
    if gap.state is GapState.DRAFTED:
        raise ConflictError("an article was drafted from this gap already; go on with that one")
    draft = begin_article(
        tx, tools, content.title, gap.locale, content=content, article_id=None, by=by, now=now
    )
    change_gap_state(tx, gap_id, GapState.DRAFTED, article_id=draft.article_id)
    return draft


def _add_questions(
    tx: Transaction,
    tools: Tools,
    gap: Gap,
    article_id: str,
    content: ArticleContent,
    *,
    revision: int,
    by: StaffMember,
    now: datetime,
) -> None:
    """Save the article and say so of the gap, in one: neither is written without the other."""
    tx.lock(f"gap:{gap.id}")
    saved = save_draft(
        tx,
        tools,
        article_id,
        gap.locale,
        content,
        revision=revision,
        base_version=None,
        by=by,
        now=now,
    )
    if isinstance(saved, Collision):
        raise ConflictError("somebody changes this article right now; try again in a moment")
    change_gap_state(tx, gap.id, GapState.DRAFTED, article_id=article_id)


def _write_content(gap: Gap, questions: Sequence[GapQuestion], topic: str | None) -> ArticleContent:
    """Write what a draft begins with."""
    title = tidy_question(gap.title) or gap.title
    texts = [each.text for each in questions]
    reply = choose_central_reply([each.reply for each in questions if each.reply])
    return ArticleContent(
        title=title,
        variants=tuple(choose_different(texts, MOST_VARIANTS, besides=(title,))),
        answer="" if reply is None else quote_reply(reply),
        tags=() if topic is None else (topic,),
    )
