"""`frontdesk kb match`: what the bot would answer, without a server running."""

import asyncio
import os
import sys
from argparse import ArgumentParser

from bot.read_knowledge import read_knowledge
from bot.understanding.understand import Understander
from domain.knowledge import Matcher
from frontdesk.commands.answering_in_order import answer_in_order
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.matching_lines import LONGEST_LINE, LineMatcher
from frontdesk.commands.output import say_json
from frontdesk.logging import configure_logging
from frontdesk.opened_store import opened_store
from frontdesk.secret_file import get_secret
from frontdesk.settings import Settings
from frontdesk.system import SystemClock, SystemIds
from frontdesk.training.trainer_of_site import make_trainer
from knowledge_base.bounded_lines import read_bounded_lines
from knowledge_base.language import LanguageGuess

# Beyond this the threads wait for one another more than they compute.
MOST_THREADS = 4


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--jsonl",
        action="store_true",
        required=True,
        help="a JSON object a line in, one out; the only form there is so far",
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="add to each line why: the decision and its rule, each candidate's parts, nearest "
        "wording and needed confidence, repaired words, the language, the index and the encoder",
    )


def _run(call: Invocation) -> int:
    settings = call.settings
    # To standard error: whoever reads the answers can read nothing else.
    configure_logging(settings.logging)
    matcher = asyncio.run(_learn(settings))
    lines = LineMatcher(
        make_understander(settings, matcher), settings.bot.policy, explain=call.arguments.explain
    )
    # Not `sys.stdin` itself, which nobody can close while a thread waits for its next line.
    stream = open(sys.stdin.fileno(), "rb", closefd=False)  # noqa: SIM115 - as just said
    given = read_bounded_lines(stream, LONGEST_LINE)
    for answer in answer_in_order(
        given, lines.answer, threads=min(os.cpu_count() or 1, MOST_THREADS)
    ):
        say_json(answer)
    return 0


async def _learn(settings: Settings) -> Matcher:
    secret = get_secret(settings, SystemIds(SystemClock()))
    async with opened_store(settings) as store:
        trainer = make_trainer(settings, store, secret=secret)
        return await trainer.train(await read_knowledge(store))


def make_understander(settings: Settings, matcher: Matcher) -> Understander:
    """Make what reads texts as the site's bot does."""
    languages = LanguageGuess(settings.company.languages)
    return Understander(
        lambda: matcher,
        languages.guess,
        names=(settings.company.name,),
        find_foreign=languages.find_foreign,
    )


KB_MATCH = Command(
    name="kb match",
    summary="read questions and print the articles that answer them",
    description="Read {id, text} objects, one a line, on standard input; print for each line {id, "
    "article, confidence, answered, candidates}: the best article or null, how sure (0 to 1), "
    "whether the bot would send it, and the best three. A line that cannot be read is answered "
    "with an error beside these. Works on the database and the thresholds in the settings; no "
    "server need run.",
    run=_run,
    add_arguments=_add_arguments,
)
