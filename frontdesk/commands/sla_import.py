"""`frontdesk sla import` and `frontdesk sla check`: policies and calendars from a file."""

import asyncio
import json
import tomllib
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.service_level_desk.views import ImportReport
from domain.errors import InvalidInputError
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.commands.printable import show
from frontdesk.settings import Settings

AUTHOR = "command line"
REFUSED = 1
MOST_BYTES = 10_000_000


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "path",
        type=Path,
        metavar="FILE",
        help="a TOML file with [calendars.NAME] and [policies.NAME], or a .json file of the same",
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
    from frontdesk.service_level_tools import (  # noqa: PLC0415 - the other commands start without it
        opened_desk,
    )

    async with opened_desk(settings) as desk:
        return await desk.import_definitions(document, by=AUTHOR, check_only=check_only)


def read_document(path: Path) -> Mapping[str, Any]:
    """Read a file of policies and calendars.

    Raises:
        InvalidInputError: it is no TOML, or no JSON; the reason says where.
        OSError: it cannot be read.
    """
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        raise InvalidInputError(f"{path} has more than {MOST_BYTES:,} bytes; divide it")
    try:
        text = content.decode()
        document = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        kind = "JSON" if path.suffix == ".json" else "TOML"
        raise InvalidInputError(f"{path} cannot be read as {kind}: {error}") from error
    if not isinstance(document, dict):
        raise InvalidInputError(f"{path} holds no object; give one with calendars and policies")
    return document


def render_report(report: ImportReport, *, check_only: bool) -> Iterator[str]:
    """Write what became of each, and the sum of it."""
    for kind in ("new", "changed"):
        yield from (f"{kind}: {each}" for each in getattr(report, kind))
    if report.reordered:
        yield "changed: the places of policies that stood before"
    yield from (f"refused: {where}: {reason}" for where, reason in report.refused)
    yield from (f"to look at: {each}" for each in report.warnings)
    counts = ", ".join(
        f"{len(getattr(report, kind))} {kind}"
        for kind in ("new", "changed", "unchanged", "refused")
    )
    nothing = "; nothing was written" if report.refused or check_only else ""
    yield f"{counts}{nothing}"


SLA_IMPORT = Command(
    name="sla import",
    summary="take policies and calendars in from a file",
    description="Take service level policies and calendars in from a TOML file with "
    "[calendars.NAME] and [policies.NAME], as docs/agreements.md has them: all of them, or, where "
    "one is refused, none. Prints what is new and changed, and what was refused with its place and "
    "the reason. What is not in the file stays as it is. The same again changes nothing. Running "
    "servers go by it at once. Exit code 0: all of it is in; 1: something was refused; 2: nothing "
    "could be done.",
    run=_run_import,
    add_arguments=_add_arguments,
)
SLA_CHECK = Command(
    name="sla check",
    summary="say what `sla import` would do, and do nothing",
    description="Check a file of service level policies and calendars against what is on record, "
    "and say what `sla import` would do with it. Nothing is written. Exit codes as there.",
    run=_run_check,
    add_arguments=_add_arguments,
)
