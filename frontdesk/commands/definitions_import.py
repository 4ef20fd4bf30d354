"""A file of definitions is taken in, or only checked, and what became of each is printed."""

import asyncio
import json
import tomllib
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Final, Protocol

from bot.import_report import ImportReport
from domain.errors import InvalidInputError
from frontdesk.commands.contract import Invocation
from frontdesk.commands.output import say
from frontdesk.commands.printable import show
from frontdesk.settings import Settings

AUTHOR: Final = "command line"
REFUSED: Final = 1
MOST_BYTES: Final = 10_000_000


class ImportingDesk(Protocol):
    """A desk that takes documents of definitions in."""

    async def import_definitions(
        self, document: Mapping[str, Any], *, by: str, check_only: bool = False
    ) -> ImportReport:
        """Write all that a document holds, or nothing where something of it is refused."""


OpenDesk = Callable[[Settings], AbstractAsyncContextManager[ImportingDesk]]


def add_path(parser: ArgumentParser, tables: str) -> None:
    """Have a command take a file's path; `tables` tells what such a file holds."""
    parser.add_argument(
        "path",
        type=Path,
        metavar="FILE",
        help=f"a TOML file with {tables}, or a .json file of the same",
    )


def import_file(call: Invocation, open_desk: OpenDesk, *, parts: str, check_only: bool) -> int:
    """Take the file of a command in, and print what became of it.

    Args:
        parts: what such a file holds, in words.

    Returns:
        The exit code.

    Raises:
        InvalidInputError: the file cannot be read as what it is.
        OSError: it cannot be read at all.
    """
    # Before the database, so that a misspelt path is told first.
    document = read_document(call.arguments.path, parts=parts)
    report = asyncio.run(_write(open_desk, call.settings, document, check_only=check_only))
    for line in render_report(report, check_only=check_only):
        say(show(line))
    return REFUSED if report.refused else 0


async def _write(
    open_desk: OpenDesk, settings: Settings, document: Mapping[str, Any], *, check_only: bool
) -> ImportReport:
    async with open_desk(settings) as desk:
        return await desk.import_definitions(document, by=AUTHOR, check_only=check_only)


def read_document(path: Path, *, parts: str) -> Mapping[str, Any]:
    """Read a file of definitions.

    Args:
        parts: what it should hold, in words.

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
        raise InvalidInputError(f"{path} holds no object; give one with {parts}")
    return document


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
