"""Gaps are looked for: every night, and whenever somebody asks for it."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.gaps.answered_now import is_answered_now
from bot.gaps.grouper import QuestionGrouper
from bot.gaps.join_gaps import FoundGap, JoinedGap, join_gaps
from bot.gaps.question_wording import choose_title
from bot.gaps.read_unanswered import LOOK_BACK, read_unanswered
from bot.give_back import decide_delay
from bot.tools import Tools
from crm_store.gap_searches import (
    plan_gap_search,
    plan_next_gap_search,
    record_looked,
)
from crm_store.gaps import (
    KnownGap,
    QuestionKey,
    close_gap,
    get_gap,
    list_known_gaps,
    record_gap,
)
from crm_store.jobs import extend_lease, finish_job
from crm_store.transaction import Transaction
from crm_store.unanswered_questions import UnansweredQuestion
from domain.error_words import describe_error
from domain.errors import LeaseLostError, NotFoundError
from domain.jobs import Job
from domain.knowledge import Matcher
from domain.knowledge_desk import Gap, GapState

# One or two who ask the same are no gap yet.
LEAST_QUESTIONS: Final = 3
NIGHT: Final = time(2, 30)
WEEKS: Final = 13
_LEASE: Final = timedelta(seconds=30)
_RENEW_SECONDS: Final = 8.0
_WEEK: Final = timedelta(days=7)
_PAGE: Final = 50
log = structlog.get_logger()

Asked = Mapping[QuestionKey, UnansweredQuestion]


class GapFinder:
    """Looks for gaps.

    Args:
        current: returns the matcher in use.
        grouper: puts questions together.
        languages: the company's.
    """

    def __init__(
        self,
        current: Callable[[], Matcher],
        grouper: QuestionGrouper,
        *,
        languages: Sequence[str],
    ) -> None:
        self._current = current
        self._grouper = grouper
        self._languages = tuple(languages)

    async def plan(self, tools: Tools) -> None:
        """Have gaps looked for next night, unless that is planned already."""
        now = tools.clock.now()
        await tools.store.run(
            plan_gap_search, job_id=tools.ids.new(), at=_next_night(tools, now), now=now
        )

    async def work(self, tools: Tools, job: Job) -> tuple[Job, ...]:
        """Look for gaps; a job.

        Raises:
            LeaseLostError: another worker does it now.
            Exception: the questions could not be grouped.
        """
        now = tools.clock.now()
        try:
            async with _keeping_lease(tools, job):
                number = await self.find(tools, now=now)
        except Exception as error:
            if decide_delay(job, error) is None:
                # This job is put aside; the next night is not to go with it.
                await tools.store.run(_plan_next, tools, now=tools.clock.now())
            raise
        await tools.store.run(_finish, tools, job, number=number, now=tools.clock.now())
        return ()

    async def find(self, tools: Tools, *, now: datetime) -> int:
        """Look for gaps and record them; return how many questions were looked at."""
        unanswered = await read_unanswered(tools.store, self._languages, now=now)
        asked = unanswered.questions
        found = [each for locale in self._languages for each in await self._group(asked, locale)]
        known = await _read_known(tools)
        joined, left = join_gaps(known, found, asked.keys())
        closed = 0
        for each in joined:
            closed += await self._settle(tools, each, asked, now)
        for gap in left:
            await _settle_left(tools, gap, asked, now)
        log.info("gaps_found", questions=len(asked), gaps=len(joined) - closed, answered=closed)
        return len(asked)

    async def _group(self, asked: Asked, locale: str) -> list[FoundGap]:
        mine = [each for each in asked.values() if each.locale == locale]
        if len(mine) < LEAST_QUESTIONS:
            return []
        # What does not depend on who asked last: so the same questions always make the same gaps.
        mine.sort(key=lambda each: (each.at, each.id))
        groups = await self._grouper.group([each.text for each in mine], locale=locale)
        return [
            FoundGap(
                locale=locale,
                questions=tuple((mine[place].source, mine[place].id) for place in group.members),
                terms=group.terms,
            )
            for group in groups
            if len(group.members) >= LEAST_QUESTIONS
        ]

    async def _settle(self, tools: Tools, joined: JoinedGap, asked: Asked, now: datetime) -> bool:
        """Record a gap; close it instead, and say so, where it is answered by now."""
        questions = [asked[key] for key in joined.found.questions if key in asked]
        if await self._is_answered(tools, questions, joined):
            if joined.known is not None:
                await tools.store.run(_close_unchanged, joined.known.gap)
            return True
        gap = await asyncio.to_thread(_make_gap, joined, questions, tools.ids.new, now)
        await tools.store.run(_record_unchanged, joined, gap, questions)
        return False

    async def _is_answered(
        self, tools: Tools, questions: Sequence[UnansweredQuestion], joined: JoinedGap
    ) -> bool:
        if joined.state is GapState.DISMISSED:
            return False
        policy = tools.settings.policy
        return await is_answered_now(
            self._current(),
            # Of what was answered wrongly the bot was sure as well.
            [each.text for each in questions if not each.judged],
            joined.found.locale,
            sure=policy.answer,
            precision=policy.precision,
        )


def _make_gap(
    joined: JoinedGap,
    questions: Sequence[UnansweredQuestion],
    make_id: Callable[[], str],
    now: datetime,
) -> Gap:
    before = None if joined.known is None else joined.known.gap
    state = joined.state
    drafted = before is not None and state is GapState.DRAFTED
    return Gap(
        id=make_id() if before is None else before.id,
        locale=joined.found.locale,
        # What an article is written for keeps the name under which it is known.
        title=before.title
        if before is not None and drafted
        else choose_title([each.text for each in questions[:_PAGE]]),
        terms=joined.found.terms,
        size=len(questions),
        state=state,
        article_id=None if before is None else before.article_id,
        first_at=min(each.at for each in questions),
        last_at=max(each.at for each in questions),
        found_at=now,
        channels=Counter(each.channel for each in questions),
        weeks=_count_weeks((each.at for each in questions), now),
        dismissed_size=before.dismissed_size
        if before is not None and state is GapState.DISMISSED
        else None,
    )


def _count_weeks(instants: Iterable[datetime], now: datetime) -> tuple[int, ...]:
    counts = Counter(int((now - at) / _WEEK) for at in instants)
    return tuple(counts[age] for age in reversed(range(WEEKS)))


async def _read_known(tools: Tools) -> tuple[KnownGap, ...]:
    known: list[KnownGap] = []
    while True:
        after = known[-1].gap.id if known else ""
        page = await tools.store.read(list_known_gaps, after=after, limit=_PAGE)
        known += page
        if len(page) < _PAGE:
            return tuple(known)


async def _settle_left(tools: Tools, left: KnownGap, asked: Asked, now: datetime) -> None:
    """Close a gap that was not found again, unless somebody decided on it or put questions in it.

    What was decided is forgotten with the questions themselves.
    """
    gap = left.gap
    decided = gap.state is not GapState.OPEN
    placed = any(key in asked for key in left.placed)
    if not placed and (not decided or gap.last_at < now - LOOK_BACK):
        await tools.store.run(_close_unchanged, gap)


def _record_unchanged(
    tx: Transaction, joined: JoinedGap, gap: Gap, questions: Sequence[UnansweredQuestion]
) -> None:
    """Write a gap, unless somebody did something about it while it was looked for."""
    if joined.known is None or _is_unchanged(tx, joined.known.gap):
        keys = [(each.source, each.id) for each in questions]
        record_gap(tx, gap, keys, placed=joined.placed)


def _close_unchanged(tx: Transaction, gap: Gap) -> None:
    if _is_unchanged(tx, gap):
        close_gap(tx, gap.id)


def _is_unchanged(tx: Transaction, gap: Gap) -> bool:
    tx.lock(f"gap:{gap.id}")
    with contextlib.suppress(NotFoundError):
        return get_gap(tx, gap.id) == gap
    return False


def _finish(tx: Transaction, tools: Tools, job: Job, *, number: int, now: datetime) -> None:
    finish_job(tx, job)
    record_looked(tx, number=number, now=now)
    # Another one waits already where this one was put aside before, and is done again.
    plan_gap_search(tx, job_id=tools.ids.new(), at=_next_night(tools, now), now=now)


def _plan_next(tx: Transaction, tools: Tools, *, now: datetime) -> None:
    plan_next_gap_search(tx, job_id=tools.ids.new(), at=_next_night(tools, now), now=now)


def _next_night(tools: Tools, now: datetime) -> datetime:
    zone = ZoneInfo(tools.settings.time_zone)
    local = now.astimezone(zone)
    tonight = datetime.combine(local.date(), NIGHT, tzinfo=zone)
    later = tonight if tonight > local else tonight + timedelta(days=1)
    return later.astimezone(now.tzinfo)


@asynccontextmanager
async def _keeping_lease(tools: Tools, job: Job) -> AsyncIterator[None]:
    """Hold on to a job that takes minutes, so that nobody else takes it up meanwhile."""

    async def renew() -> None:
        while True:
            until = tools.clock.now() + _LEASE
            try:
                await tools.store.run(extend_lease, job, until=until)
            except LeaseLostError:
                # Who lost it finds out at the end, in the transaction that counts.
                return
            except Exception as error:  # noqa: BLE001 - the store may be away for a while
                log.warning("lease_not_renewed", job=job.id, error=describe_error(error))
            await asyncio.sleep(_RENEW_SECONDS)

    renewing = asyncio.create_task(renew())
    try:
        yield
    finally:
        renewing.cancel()
        await asyncio.gather(renewing, return_exceptions=True)
