"""`frontdesk kb import`: articles from files."""

import asyncio
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from bot.articles import ImportOutcome, import_articles
from domain.knowledge import Article
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings
from frontdesk.system import SystemClock
from knowledge_base.importing import Refusal, read_articles

AUTHOR = "command line"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "path",
        type=Path,
        metavar="PATH",
        help="a .jsonl file, one Markdown file, or a folder of Markdown files with front matter",
    )


def _run(call: Invocation) -> int:
    settings = call.settings
    reading = read_articles(call.arguments.path)
    outcome = asyncio.run(_record(settings, reading.articles))
    for line in (*_tell_articles(outcome), *_tell_refusals(reading.refusals)):
        say(line)
    say(
        f"{len(outcome.new)} new, {len(outcome.changed)} changed, "
        f"{len(outcome.unchanged)} unchanged, {len(reading.refusals)} refused"
    )
    return 1 if reading.refusals else 0


async def _record(settings: Settings, articles: Sequence[Article]) -> ImportOutcome:
    now = SystemClock().now()
    async with opened_store(settings) as store:
        return await store.run(import_articles, articles, author=AUTHOR, now=now)


def _tell_articles(outcome: ImportOutcome) -> list[str]:
    new = [f"new: {name}" for name in outcome.new]
    return new + [f"changed: {name}" for name in outcome.changed]


def _tell_refusals(refusals: Sequence[Refusal]) -> list[str]:
    return [f"refused: {item.source}:{item.line}: {item.reason}" for item in refusals]


KB_IMPORT = Command(
    name="kb import",
    summary="take articles in from a file or a folder and publish them",
    description="Take articles in from JSON lines ({id, title, variants, answer, locale?, tags?, "
    "sensitive?, precision?}) or a folder of Markdown with front matter, and publish them. Prints "
    "what was new, changed and refused, and why. A running server learns them by itself. Exit code "
    "1 where one was refused.",
    run=_run,
    add_arguments=_add_arguments,
)
