"""Real questions of customers that an article could have as further variants."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.choose_variants import VariantSuggestions, choose_variants
from bot.tools import Tools
from crm_store.asked_questions import (
    Outcome,
    QuestionAsked,
    list_fruitless_searches,
    list_gap_questions_for,
    list_judged_questions,
    list_searches_for,
)
from crm_store.decided_questions import list_decided_questions
from domain.knowledge import Matcher

LOOK_BACK: Final = timedelta(days=90)
# What is looked through, so that a page is made in a second or two on a large record.
_MOST_WINDOWS: Final = 15
_MOST_QUESTIONS: Final = 400
_MOST_SEARCHES: Final = 100
_MOST_FRUITLESS: Final = 30
_MOST_EXISTING: Final = 2_000


async def suggest_variants(
    tools: Tools, matcher: Matcher, article_id: str, locale: str, existing: Sequence[str]
) -> VariantSuggestions:
    """Find questions of the last 90 days that an article could have as variants.

    Args:
        existing: its title and its variants, those of a draft included.
    """
    asked, cut = await _read_asked(tools, article_id, locale)
    place, wording = (article_id, locale), existing[:_MOST_EXISTING]
    chosen = await asyncio.to_thread(choose_variants, matcher, place, asked, wording)
    return replace(chosen, cut=cut)


async def _read_asked(
    tools: Tools, article_id: str, locale: str
) -> tuple[tuple[QuestionAsked, ...], bool]:
    """Read in steps so small that nobody waits for them."""
    now = tools.clock.now()
    since, read = now - LOOK_BACK, tools.store.read
    judged = await read(list_judged_questions, article_id, since=since, limit=_MOST_QUESTIONS)
    decided, cut = await _read_decided(tools, article_id, since, now)
    searched = await read(list_searches_for, article_id, locale, since=since, limit=_MOST_SEARCHES)
    gaps = await read(list_gap_questions_for, article_id, locale, limit=_MOST_SEARCHES)
    fruitless = await read(list_fruitless_searches, locale, since=since, limit=_MOST_FRUITLESS)
    asked = (*_join(judged, decided), *searched, *gaps, *fruitless)
    mine = tuple(each for each in asked if each.locale in {locale, ""})
    return mine, cut


async def _read_decided(
    tools: Tools, article_id: str, since: datetime, now: datetime
) -> tuple[list[QuestionAsked], bool]:
    found: list[QuestionAsked] = []
    before: datetime | None = now + timedelta(seconds=1)
    for _ in range(_MOST_WINDOWS):
        if before is None or len(found) >= _MOST_QUESTIONS:
            break
        page = await tools.store.read(
            list_decided_questions, article_id, since=since, before=before
        )
        found += page.questions
        before = page.next
    return found, before is not None


def _join(
    judged: Iterable[QuestionAsked], decided: Iterable[QuestionAsked]
) -> tuple[QuestionAsked, ...]:
    """Take the verdicts, with the words for which the article came up where these are known."""
    verdicts = {each.id: each for each in judged}
    joined = []
    for each in decided:
        verdict = verdicts.pop(each.id, None)
        joined.append(each if verdict is None else replace(each, outcome=_settle(each, verdict)))
    return (*verdicts.values(), *joined)


def _settle(decided: QuestionAsked, verdict: QuestionAsked) -> Outcome:
    chosen = decided.outcome is Outcome.CHOSEN and verdict.outcome is Outcome.RIGHT
    return Outcome.CHOSEN if chosen else verdict.outcome
