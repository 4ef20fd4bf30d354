"""A program that compares scenarios, so that whoever serves shares no interpreter with it.

It reads a pickled `ComparisonTask` on standard input and writes the pickled result on standard
output. Both ends are this program's own parent. What goes wrong is told in one line on standard
error.
"""

import os
import pickle
import sys

from routing.simulation.comparison import compare
from routing.simulation.comparison_task import ComparisonTask

# Of 19: below all that serves customers, above what is done by night.
NICENESS = 10


def main() -> int:
    """Do the task on standard input; return the exit status."""
    os.nice(NICENESS)
    with os.fdopen(os.dup(1), "wb") as results:
        os.dup2(2, 1)
        try:
            task: ComparisonTask = pickle.load(sys.stdin.buffer)  # noqa: S301 - our parent wrote it
            pickle.dump(compare(task), results)
        except Exception as error:  # noqa: BLE001 - the parent tells of it
            sys.stderr.write(f"{type(error).__name__}\n")
            return 1
    return 0
