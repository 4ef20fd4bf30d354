"""`frontdesk kb import`: articles from files."""

import asyncio
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.articles import ImportOutcome, import_articles
from crm_store.store import Store
from domain.knowledge import Article
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.commands.printable import show
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings
from frontdesk.system import SystemClock
from knowledge_base.importing import ReadArticle, Refusal, Remark, stream_articles

AUTHOR = "command line"
# An ordinary knowledge base is one commit; a huge one is many, so that memory is bounded.
MOST_IN_COMMIT = 1_000
MOST_CHARACTERS_IN_COMMIT = 16_000_000
REFUSED = 1


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "path",
        type=Path,
        metavar="PATH",
        help="a .jsonl file, one Markdown file, or a folder of Markdown files with front matter",
    )


def _run(call: Invocation) -> int:
    # Before the database, so that a misspelt path is told first.
    read = stream_articles(call.arguments.path)
    counts = asyncio.run(_import(call.settings, read))
    say(describe_counts(counts))
    return REFUSED if counts["refused"] else 0


async def _import(settings: Settings, read: Iterator[ReadArticle | Remark]) -> Counter[str]:
    counts: Counter[str] = Counter()
    async with opened_store(settings) as store:
        for articles in batch_articles(_tell_remarks(read, counts)):
            outcome = await _record(store, articles)
            _tell_articles(outcome)
            counts += Counter(
                new=len(outcome.new),
                changed=len(outcome.changed),
                unchanged=len(outcome.unchanged),
            )
    return counts


async def _record(store: Store, articles: list[Article]) -> ImportOutcome:
    now = SystemClock().now()
    return await store.run(import_articles, articles, author=AUTHOR, now=now)


def batch_articles(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Give articles in as many as go into one commit."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.answer) + sum(map(len, article.variants))
        if len(batch) >= MOST_IN_COMMIT or size >= MOST_CHARACTERS_IN_COMMIT:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _tell_remarks(read: Iterator[ReadArticle | Remark], counts: Counter[str]) -> Iterator[Article]:
    for item in read:
        if isinstance(item, ReadArticle):
            yield item.article
        else:
            kind = "refused" if isinstance(item, Refusal) else "warning"
            counts[kind] += 1
            say(show(f"{kind}: {item.source}:{item.line}: {item.reason}"))


def _tell_articles(outcome: ImportOutcome) -> None:
    for name in outcome.new:
        say(show(f"new: {name}"))
    for name in outcome.changed:
        say(show(f"changed: {name}"))


def describe_counts(counts: Counter[str]) -> str:
    """Sum an import up in a line."""
    kinds = ("new", "changed", "unchanged", "refused")
    told = [f"{counts[kind]} {kind}" for kind in kinds]
    warnings = counts["warning"]
    return ", ".join([*told, *([f"{warnings} to look at"] if warnings else [])])


KB_IMPORT = Command(
    name="kb import",
    summary="take articles in from a file or a folder and publish them",
    description="Take articles in from JSON lines ({id, title, variants, answer, locale?, tags?, "
    "sensitive?, precision?}) or a folder of Markdown with front matter, and publish them. Prints "
    "what was new and changed, and by file and line what was refused (all else is taken in) and "
    "what to look at again. The same again changes nothing. A running server learns them by "
    "itself. Exit code 0: all of it is in; 1: something was refused; 2: nothing could be done.",
    run=_run,
    add_arguments=_add_arguments,
)
