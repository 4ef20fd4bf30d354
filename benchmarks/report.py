"""Figures as a section of Markdown, printed and, where asked for, kept in RESULTS.md."""

import argparse
import os
import platform
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
_FLUSHES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One benchmark's part of the results; `name` is its program's."""

    name: str
    title: str
    body: str

    def render(self) -> str:
        """Write it between the markers by which a later run finds it."""
        body = self.body.strip()
        return f"<!-- {self.name} -->\n## {self.title}\n\n{body}\n<!-- /{self.name} -->\n"


def parse_options(description: str) -> bool:
    """Read the command line; True where the results are to be kept."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--write", action="store_true", help=f"put them into {RESULTS.name}")
    write: bool = options.parse_args().write
    return write


def present(section: Section, *, write: bool) -> None:
    """Print a section, and put it in the place of its predecessor in RESULTS.md."""
    text = section.render()
    print(text, flush=True)
    if not write:
        return
    before = RESULTS.read_text("utf-8") if RESULTS.exists() else "# Results\n"
    marked = re.compile(f"<!-- {section.name} -->.*<!-- /{section.name} -->\n", re.DOTALL)
    after, found = marked.subn(lambda _: text, before)
    RESULTS.write_text(after if found else f"{before.rstrip()}\n\n{text}", "utf-8")


def render_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table whose first column is words and whose others are figures."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def describe_conditions(folder: Path, *engines: str) -> str:
    """Tell the machine, the versions and how long the disk takes to keep something for good."""
    parts = (
        f"{os.cpu_count()} CPUs ({_read_cpu()})",
        f"Python {platform.python_version()}",
        *(engines or (f"SQLite {sqlite3.sqlite_version}",)),
        f"fsync on: {_measure_flush(folder) * 1000:.1f} ms for 4 KiB",
    )
    return f"Conditions: {', '.join(parts)}."


def _read_cpu() -> str:
    try:
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found[1] if found else platform.machine()


def _measure_flush(folder: Path) -> float:
    times = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(_FLUSHES):
            file.write(bytes(4096))
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    return statistics.median(times)
