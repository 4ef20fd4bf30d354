"""`frontdesk understand train`: learns a site's own labels on top of what is shipped."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import InvalidInputError
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.commands.printable import show
from frontdesk.feelings import open_reader
from frontdesk.training.site_labels_file import keep_labels
from knowledge_base.bounded_lines import read_bounded_lines

if TYPE_CHECKING:
    from knowledge_base.feelings.site_learning import Learnt
    from knowledge_base.feelings.site_lessons import Lessons

REFUSED = 1
MOST_TOLD = 20


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "path",
        type=Path,
        metavar="FILE",
        help='JSON lines {"text", "complaint"?: true or false, "sentiment"?: negative, neutral or '
        'positive, "reason"?: any words}',
    )


def _run(call: Invocation) -> int:
    # The other commands start without numpy and scikit-learn.
    from knowledge_base.feelings.site_lessons import (  # noqa: PLC0415 - see above
        LONGEST_LINE,
        parse_lessons,
    )
    from knowledge_base.feelings.teaching import teach  # noqa: PLC0415 - see above

    path: Path = call.arguments.path
    with path.open("rb") as stream:
        lessons = parse_lessons(read_bounded_lines(stream, LONGEST_LINE))
    _tell_refused(path, lessons)
    if not lessons.taken:
        raise InvalidInputError(f"{path} has no line to learn from")
    settings = call.settings
    reader = open_reader(settings)
    taught = teach(lessons.taken, reader, _tell_progress)
    for name, learnt in taught.learnt.items():
        _tell_learnt(name, learnt)
    say(f"kept in {keep_labels(settings.server.data_dir, taught.model)}; `understand` uses it now")
    return REFUSED if lessons.refused else 0


def _tell_refused(path: Path, lessons: "Lessons") -> None:
    for number, reason in lessons.refused[:MOST_TOLD]:
        sys.stderr.write(f"{path}:{number}: skipped: {show(reason)}\n")
    more = len(lessons.refused) - MOST_TOLD
    if more > 0:
        sys.stderr.write(f"{path}: and {more:,} more lines skipped\n")
    say(
        f"{len(lessons.taken):,} lines taken, {len(lessons.refused):,} skipped, "
        f"{lessons.repeated:,} repeated"
    )


def _tell_learnt(name: str, learnt: "Learnt") -> None:
    counts = ", ".join(f"{show(each)} {n:,}" for each, n in learnt.counts.most_common())
    say(f"{name}: learnt from {learnt.counts.total():,} texts ({counts})")
    for each, n in learnt.left_out.items():
        say(f"  left out: {show(each)}, which only {n} texts have")
    words = {
        "macro_f1": "macro-F1",
        "auc": "AUC",
        "precision_at_recall_80": "precision at 80 % recall",
    }
    figures = ", ".join(f"{words[key]} {100 * value:.1f}" for key, value in learnt.figures.items())
    say(f"  cross-validated in {learnt.folds} parts: {figures}")


def _tell_progress(words: str) -> None:
    sys.stderr.write(f"{words} …\n")


UNDERSTAND_TRAIN = Command(
    name="understand train",
    summary="learn from messages that your people have labelled",
    description="Read JSON lines with text and labels; learn them on top of what is shipped, keep "
    "what was learnt in the data folder, and print what it was learnt from and how well it does on "
    "texts that were left out. A label that the file does not have stays as it was learnt before. "
    "Lines that cannot be used are skipped, named on standard error, and make the exit code 1.",
    run=_run,
    add_arguments=_add_arguments,
)
