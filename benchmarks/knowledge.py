"""How often the matcher is right, how well it knows when it is not, and what it costs.

    python -m benchmarks.knowledge [DATA] [--write] [--quick]

DATA is the folder that holds `kb/` (default `../shared/data`). What is measured beside the matcher
is asked the same questions in the same run. Some eight minutes on two cores; `--quick` asks an even
part of the questions and takes two.
"""

import argparse
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.matching.accuracy import list_figures, render_comparison
from benchmarks.matching.asking import MOST_BESIDE, MOST_COMPARED, ask_all, list_texts, read_suite
from benchmarks.matching.speed import list_speeds
from benchmarks.matching.targets import render_figures
from benchmarks.matching.vectors import keep_vectors
from benchmarks.report import Section, describe_conditions, present

DATA = Path(__file__).parent.parent.parent / "shared" / "data"


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    data: Path
    write: bool
    quick: bool


def parse_options() -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure the matcher.")
    parser.add_argument("data", nargs="?", type=Path, default=DATA, help="the folder with kb/")
    parser.add_argument("--write", action="store_true", help="keep the results in RESULTS.md")
    parser.add_argument("--quick", action="store_true", help="ask fewer questions")
    given = parser.parse_args()
    if not (given.data / "kb").is_dir():
        parser.error(f"{given.data} has no folder kb; name the one that has")
    return Options(given.data, given.write, given.quick)


def measure(kb: Path, *, quick: bool) -> str:
    """Measure everything and write the section's words."""
    suite = read_suite(kb, quick=quick)
    with tempfile.TemporaryDirectory(prefix="frontdesk-knowledge-") as name:
        folder = Path(name)
        vectors = folder / "vectors"
        keep_vectors(list_texts(suite), vectors)
        results = ask_all(suite, vectors, os.cpu_count() or 1)
        speeds = list(list_speeds(kb, vectors, quick=quick))
        conditions = describe_conditions(folder)
    return f"""\
{render_figures([*list_figures(results, suite), *speeds])}

{render_comparison(results, suite)}

"Mistyped" questions have one typing error each (`benchmarks/matching/typing_errors.py`). Precision,
coverage and what is answered are shares of all questions, those out of scope weighted to one in
five; coverage is the largest at which so many answers are right. Accuracy is of the questions in
scope. Of each set all but Frontdesk are asked at most {MOST_BESIDE:,} questions in scope, rapidfuzz
at most {MOST_COMPARED:,} pairs. The confidence of rapidfuzz and of BM25 is the score, that of
LinearSVC the margin. Queries are put one after the other on one thread: questions of both sets that
are no variants and new to the encoder. Beyond 25,000 variants, more are made of halves of those.

{conditions}"""


def main() -> None:
    """Print the section, and keep it where asked to."""
    options = parse_options()
    body = measure(options.data / "kb", quick=options.quick)
    present(Section(name="knowledge", title="Matching", body=body), write=options.write)


if __name__ == "__main__":
    main()
