"""All that a matcher is made from is read, in steps so small that nobody waits for them."""

from itertools import chain

from crm_store.articles import get_index_version, list_articles
from crm_store.feedback import MOST_FEEDBACK, list_feedback
from crm_store.store import Store
from domain.feedback import AnswerFeedback
from domain.knowledge import Article, ArticleState, Knowledge

# Some milliseconds of the event loop.
PAGE = 200
# Where the knowledge changes all the time, what was read may be newer than its version says.
ATTEMPTS = 5


async def read_knowledge(store: Store) -> Knowledge:
    """Read the published articles and what was said of earlier answers, as of one version.

    Whatever changes them counts the version up in the same transaction, so that what was read
    while the version stayed the same belongs together.
    """
    knowledge = await _read_once(store)
    for _ in range(ATTEMPTS - 1):
        if await store.read(get_index_version) == knowledge.version:
            break
        knowledge = await _read_once(store)
    return knowledge


async def _read_once(store: Store) -> Knowledge:
    version = await store.read(get_index_version)
    return Knowledge(
        version=version,
        articles=await _read_articles(store),
        feedback=await _read_feedback(store),
    )


async def _read_articles(store: Store) -> tuple[Article, ...]:
    found: list[Article] = []
    after = ""
    while True:
        page = await store.read(
            list_articles, state=ArticleState.PUBLISHED, after=after, limit=PAGE
        )
        found += page
        if len(page) < PAGE:
            return tuple(found)
        after = f"{page[-1].id}/{page[-1].locale}"


async def _read_feedback(store: Store) -> tuple[AnswerFeedback, ...]:
    """Read the latest of what was said, oldest first."""
    found: list[tuple[AnswerFeedback, ...]] = []
    while len(found) * PAGE < MOST_FEEDBACK:
        before = found[-1][0] if found else None
        page = await store.read(list_feedback, before=before, limit=PAGE)
        if page:
            found.append(page)
        if len(page) < PAGE:
            break
    return tuple(chain.from_iterable(reversed(found)))
