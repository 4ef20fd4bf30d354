"""Which articles may answer what a customer asked last, for the agent who is to answer it."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.asked_last import AskedLast, Asking, read_asked_last
from bot.tools import Tools
from crm_store.articles import find_published_article
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.decisions import Understanding
from domain.knowledge import Article, ArticleMatch

MOST_SUGGESTED: Final = 3
# Less says nothing: an article comes near whatever is asked.
LEAST_CONFIDENCE: Final = 0.05
# Characters of several messages that are looked up as one.
LONGEST_JOINED: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMatch:
    """An article that came up, and the message that it answers."""

    match: ArticleMatch
    interaction_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An article that may answer.

    Attributes:
        article: as it stands now, in the customer's language where there is one.
        match: how surely it answers; that of its other language where that was found.
        interaction_id: the customer's message that it answers.
    """

    article: Article
    match: ArticleMatch
    interaction_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What may answer a conversation.

    Attributes:
        language: the customer's; BCP 47 primary tag.
        asked: what they wrote since they were answered last, oldest first.
        found: all that came up, best first, whether it is still published or not.
        best: the first of those that are published.
        index_version: of the knowledge that was asked.
    """

    conversation: Conversation
    language: str
    asked: tuple[Asking, ...]
    found: tuple[FoundMatch, ...]
    best: tuple[Suggestion, ...]
    index_version: int


async def suggest_articles(tools: Tools, reference: str) -> Suggestions:
    """Find the articles for what a customer asked last.

    What was understood as each message came is used again where the knowledge is still the same.

    Raises:
        NotFoundError: there is no such conversation.
    """
    last = await tools.store.read(read_asked_last, reference)
    precision = tools.settings.policy.precision_on(last.conversation.channel)
    found, version = await asyncio.to_thread(_find_matches, tools, last, precision)
    language = _find_language(last)
    best = await tools.store.read(_read_published, found, language)
    return Suggestions(
        conversation=last.conversation,
        language=language,
        asked=last.asked,
        found=found,
        best=best,
        index_version=version,
    )


def _find_language(last: AskedLast) -> str:
    understood = (each.understanding for each in reversed(last.asked))
    told = next((each.language for each in understood if each is not None), None)
    return last.conversation.language or told or "en"


def _find_matches(
    tools: Tools, last: AskedLast, precision: float
) -> tuple[tuple[FoundMatch, ...], int]:
    """Look up each message by itself, and all of them as one, since people write in pieces."""
    versions = [last.index_version]
    found: list[FoundMatch] = []

    def look_up(text: str, interaction_id: str) -> None:
        hint = last.conversation.language
        understood = tools.understander.understand(text, hint=hint, precision=precision)
        versions.append(understood.index_version)
        found.extend(_list_matches(understood, interaction_id))

    for each in last.asked:
        kept = each.understanding
        if kept is not None and kept.index_version == last.index_version:
            found.extend(_list_matches(kept, each.interaction_id))
        else:
            look_up(each.text, each.interaction_id)
    if len(last.asked) > 1:
        look_up(_join(last.asked), last.asked[-1].interaction_id)
    return _keep_best(found), versions[-1]


def _join(asked: Sequence[Asking]) -> str:
    return "\n".join(each.text for each in asked)[-LONGEST_JOINED:]


def _list_matches(understood: Understanding, interaction_id: str) -> list[FoundMatch]:
    """List what came up for a message, and for each question in it."""
    matches = (understood.matches, *(each.matches for each in understood.questions))
    return [
        FoundMatch(match=match, interaction_id=interaction_id) for some in matches for match in some
    ]


def _keep_best(found: Iterable[FoundMatch]) -> tuple[FoundMatch, ...]:
    best: dict[str, FoundMatch] = {}
    for one in found:
        before = best.get(one.match.article_id)
        if before is None or one.match.confidence > before.match.confidence:
            best[one.match.article_id] = one
    return tuple(sorted(best.values(), key=lambda one: -one.match.confidence))


def _read_published(
    tx: Transaction, found: Sequence[FoundMatch], language: str
) -> tuple[Suggestion, ...]:
    """Read the best articles, as far as customers may see them."""
    best: list[Suggestion] = []
    for one in found:
        if len(best) == MOST_SUGGESTED or one.match.confidence < LEAST_CONFIDENCE:
            break
        article = find_published_article(tx, one.match.article_id, language)
        if article is not None:
            match = replace(one.match, title=article.title, sensitive=article.sensitive)
            best.append(Suggestion(article=article, match=match, interaction_id=one.interaction_id))
    return tuple(best)
