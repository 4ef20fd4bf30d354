"""A program that groups questions, so that whoever serves meanwhile shares no interpreter with it.

It reads a pickled `GroupingTask` on standard input and writes the pickled groups on standard
output. Both ends are this program's own parent. What goes wrong is told in one line on standard
error, by its kind alone: the words are customers'.
"""

import os
import pickle
import sys

from knowledge_base.gaps.task import GroupingTask, group_apart

# Of 19, the lowest priority but one step: nobody waits for it, and training goes first.
NICENESS = 15


def main() -> int:
    """Do the task on standard input; return the exit status."""
    os.nice(NICENESS)
    with os.fdopen(os.dup(1), "wb") as results:
        os.dup2(2, 1)
        try:
            task: GroupingTask = pickle.load(sys.stdin.buffer)  # noqa: S301 - our parent wrote it
            pickle.dump(group_apart(task), results)
        except Exception as error:  # noqa: BLE001 - the parent tells of it and tries again
            sys.stderr.write(f"{type(error).__name__}\n")
            return 1
    return 0
