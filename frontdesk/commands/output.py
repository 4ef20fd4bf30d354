"""Standard output, which belongs to commands; everything else logs."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any


def say(line: str) -> None:
    """Print a line and have it read at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def say_json(value: Any) -> None:
    """Print a JSON value on a line of its own; in ASCII, which holds half surrogates as well."""
    say(json.dumps(value))


def say_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a head, in columns."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        say("  ".join(cells).rstrip())


def write_time(at: datetime | None) -> str:
    """Write a time for people and scripts alike, in UTC; `never` where there is none."""
    return "never" if at is None else f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
