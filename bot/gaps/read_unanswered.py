"""The questions of the last 90 days that were not answered, or not well."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.gaps.question_wording import read_question
from crm_store.gaps import QuestionKey
from crm_store.store import Store
from crm_store.unanswered_questions import (
    Page,
    UnansweredQuestion,
    list_unknown,
    list_vain_searches,
    list_wrongly_answered,
)

LOOK_BACK: Final = timedelta(days=90)
MOST_QUESTIONS: Final = 50_000
# Some milliseconds of whoever else reads.
PAGE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """What was read.

    Attributes:
        questions: each once, its text what it asks without courtesies.
        cut: whether there were more than are looked at; the latest are.
    """

    questions: dict[QuestionKey, UnansweredQuestion]
    cut: bool


async def read_unanswered(
    store: Store, languages: Sequence[str], *, now: datetime, most: int = MOST_QUESTIONS
) -> Unanswered:
    """Read them in steps so small that nobody waits for them.

    Args:
        languages: others are not looked at; no article would be written in them.
    """
    found: dict[QuestionKey, UnansweredQuestion] = {}
    readers: tuple[Callable[..., Page], ...] = (
        list_wrongly_answered,
        list_unknown,
        list_vain_searches,
    )
    for reader in readers:
        after: Any = None
        while len(found) < most:
            page = await store.read(reader, since=now - LOOK_BACK, after=after, limit=PAGE)
            for each in await asyncio.to_thread(_prepare, page.questions, frozenset(languages)):
                found.setdefault((each.source, each.id), each)
            if page.next is None:
                break
            after = page.next
    cut = len(found) >= most
    return Unanswered(questions=dict(list(found.items())[:most]), cut=cut)


def _prepare(
    questions: Sequence[UnansweredQuestion], languages: frozenset[str]
) -> list[UnansweredQuestion]:
    mine = (each for each in questions if each.locale in languages)
    read = (replace(each, text=read_question(each.text)) for each in mine)
    return [each for each in read if any(letter.isalpha() for letter in each.text)]
