"""`frontdesk rules import` and `rules check`: rules, macros and triggers from a file."""

import asyncio
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.automating.views import ImportReport
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.commands.printable import show
from frontdesk.commands.sla_import import AUTHOR, REFUSED, read_document
from frontdesk.settings import Settings


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "path",
        type=Path,
        metavar="FILE",
        help="a TOML file with [rules.NAME], [macros.NAME] and [triggers.NAME], or a .json file "
        "of the same",
    )


def _run_import(call: Invocation) -> int:
    return _run(call, check_only=False)


def _run_check(call: Invocation) -> int:
    return _run(call, check_only=True)


def _run(call: Invocation, *, check_only: bool) -> int:
    # Before the database, so that a misspelt path is told first.
    document = read_document(call.arguments.path)
    report = asyncio.run(_write(call.settings, document, check_only=check_only))
    for line in render_report(report, check_only=check_only):
        say(show(line))
    return REFUSED if report.refused else 0


async def _write(
    settings: Settings, document: Mapping[str, Any], *, check_only: bool
) -> ImportReport:
    from frontdesk.automation_tools import (  # noqa: PLC0415 - the other commands start without it
        opened_rule_desk,
    )

    async with opened_rule_desk(settings) as desk:
        return await desk.import_definitions(document, by=AUTHOR, check_only=check_only)


def render_report(report: ImportReport, *, check_only: bool) -> Iterator[str]:
    """Write what became of each, and the sum of it."""
    for kind in ("new", "changed"):
        yield from (f"{kind}: {each}" for each in getattr(report, kind))
    if report.reordered:
        yield "changed: the places of what stood before"
    yield from (f"refused: {where}: {reason}" for where, reason in report.refused)
    yield from (f"to look at: {each}" for each in report.warnings)
    counts = ", ".join(
        f"{len(getattr(report, kind))} {kind}"
        for kind in ("new", "changed", "unchanged", "refused")
    )
    nothing = "; nothing was written" if report.refused or check_only else ""
    yield f"{counts}{nothing}"


RULES_IMPORT = Command(
    name="rules import",
    summary="take rules, macros and triggers in from a file",
    description="Take rules, macros and triggers in from a TOML file with [rules.NAME], "
    "[macros.NAME] and [triggers.NAME], as docs/rules.md has them: all of them, or, where one is "
    "refused, none. Prints what is new and changed, and what was refused with its place and the "
    "reason. What is not in the file stays as it is. The same again changes nothing. Running "
    "servers go by it at once. Exit code 0: all of it is in; 1: something was refused; 2: nothing "
    "could be done.",
    run=_run_import,
    add_arguments=_add_arguments,
)
RULES_CHECK = Command(
    name="rules check",
    summary="say what `rules import` would do, and do nothing",
    description="Check a file of rules, macros and triggers against what is on record, and say "
    "what `rules import` would do with it. Nothing is written. Exit codes as there.",
    run=_run_check,
    add_arguments=_add_arguments,
)
