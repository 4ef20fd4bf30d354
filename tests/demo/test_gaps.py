"""What the demo's customers asked in vain falls into matters that are worth an article."""

import pytest

from bot.gaps.find_gaps import LEAST_QUESTIONS
from bot.gaps.read_unanswered import read_unanswered
from crm_store.store import make_store
from tests.fakes import MONDAY_MORNING as NOW
from tests.grouping import GroupingOnce

MATTERS = {"en": {"lounge", "stopover", "student", "fish"}, "de": {"parkplatz"}}


@pytest.mark.parametrize("locale", ["en", "de"])
async def test_the_matters_that_nobody_wrote_down_are_found(sqlite_copy: str, locale: str) -> None:
    store = make_store(sqlite_copy)
    await store.open()
    asked = (await read_unanswered(store, tuple(MATTERS), now=NOW)).questions.values()
    await store.close()
    texts = [each.text for each in sorted(asked, key=lambda one: one.id) if each.locale == locale]
    groups = await GroupingOnce().group(texts, locale=locale)
    found = {term for each in groups if len(each.members) >= LEAST_QUESTIONS for term in each.terms}
    assert found >= MATTERS[locale]
