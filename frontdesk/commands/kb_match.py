"""`frontdesk kb match`: what the bot would answer, without a server running."""

import asyncio
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from bot.understanding.understand import Understander
from crm_store.articles import get_index_version, list_articles
from crm_store.transaction import Transaction
from domain.decisions import Answer
from domain.errors import InvalidInputError
from domain.knowledge import Article, ArticleState
from domain.routing import AnswerPolicy, QueueTopics, Situation
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say_json
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings
from knowledge_base.language import LanguageGuess
from routing.decision_table import decide

MOST_CANDIDATES = 3
# Which queue it is makes no difference to whether the bot answers.
QUEUES = (QueueTopics(name="general", topics=(), default=True),)


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--jsonl",
        action="store_true",
        required=True,
        help="a JSON object a line in, one out; the only form there is so far",
    )


def _run(call: Invocation) -> int:
    settings = call.settings
    understander = _make_understander(settings, *asyncio.run(_read_knowledge(settings)))
    for answer in answer_lines(sys.stdin.buffer, understander, settings.bot.policy):
        say_json(answer)
    return 0


async def _read_knowledge(settings: Settings) -> tuple[tuple[Article, ...], int]:
    async with opened_store(settings) as store:
        return await store.read(_read_published)


def _read_published(tx: Transaction) -> tuple[tuple[Article, ...], int]:
    return list_articles(tx, state=ArticleState.PUBLISHED), get_index_version(tx)


def _make_understander(
    settings: Settings, articles: tuple[Article, ...], version: int
) -> Understander:
    # The other commands start without scipy, which takes a second to load.
    from knowledge_base.matcher import train_matcher  # noqa: PLC0415 - see above

    matcher = train_matcher(articles, version=version)
    languages = LanguageGuess(settings.company.languages)
    return Understander(lambda: matcher, languages.guess, names=(settings.company.name,))


def answer_lines(
    lines: Iterable[bytes], understander: Understander, policy: AnswerPolicy
) -> Iterator[dict[str, Any]]:
    """Answer each line; one that cannot be read is answered with what is wrong with it."""
    for line in lines:
        if not line.strip():
            continue
        query: Any = None
        try:
            query = json.loads(line)
            yield answer_query(query, understander, policy)
        except (ValueError, RecursionError, InvalidInputError) as error:
            given = query.get("id") if isinstance(query, dict) else None
            yield {"id": given, "error": _describe(error)}


def answer_query(query: Any, understander: Understander, policy: AnswerPolicy) -> dict[str, Any]:
    """Answer `{"id", "text"}` with the best articles and whether the bot would send the first.

    Raises:
        InvalidInputError: the query is none.
    """
    text = query.get("text") if isinstance(query, dict) else None
    if not isinstance(text, str):
        raise InvalidInputError('a line is to be an object {"id": …, "text": "…"}')
    understanding = understander.understand(text)
    situation = Situation(
        text=text, channel="api", understanding=understanding, queues=QUEUES, policy=policy
    )
    decision = decide(situation).decision
    matches = understanding.matches[:MOST_CANDIDATES]
    return {
        "id": query.get("id"),
        "article": matches[0].article_id if matches else None,
        "confidence": matches[0].confidence if matches else 0.0,
        "answered": isinstance(decision, Answer) and decision.article is not None,
        "candidates": [{"article": m.article_id, "confidence": m.confidence} for m in matches],
    }


def _describe(error: Exception) -> str:
    if isinstance(error, InvalidInputError):
        return error.reason
    if isinstance(error, UnicodeDecodeError):
        return "the line is not UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return f"the line is not JSON: {error.msg} at character {error.pos + 1}"
    return "the line cannot be read: it is nested too deeply or holds too long a number"


KB_MATCH = Command(
    name="kb match",
    summary="read questions and print the articles that answer them",
    description="Read {id, text} objects, one a line, on standard input; print for each {id, "
    "article, confidence, answered, candidates}: the best article or null, how sure (0 to 1), "
    "whether the bot would send it, and the best three. Works on the database in the settings; no "
    "server need run.",
    run=_run,
    add_arguments=_add_arguments,
)
