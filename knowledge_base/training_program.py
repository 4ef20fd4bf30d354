"""A program that trains a matcher, so that whoever serves meanwhile shares no interpreter with it.

It reads a pickled `TrainingTask` on standard input. On standard output it writes, pickled, what
`pickle_index` made of the index, the vectors that were computed, by the texts' digests, and the
digests of all that were used. Both ends are this program's own parent. What goes wrong is told in
one line on standard error.
"""

import os
import pickle
import sys

from knowledge_base.training import TrainingTask, do_task, pickle_index

# Of 19, the lowest priority: whoever answers customers goes first.
NICENESS = 10


def main() -> int:
    """Do the task on standard input; return the exit status."""
    os.nice(NICENESS)
    # Whatever a library may print is not to end up in the matcher.
    with os.fdopen(os.dup(1), "wb") as results:
        os.dup2(2, 1)
        try:
            task: TrainingTask = pickle.load(sys.stdin.buffer)  # noqa: S301 - our parent wrote it
            trained = do_task(task)
            index = pickle_index(task.knowledge, trained.matcher)
            pickle.dump((index, trained.fresh, trained.used), results)
        except Exception as error:  # noqa: BLE001 - the parent tells of it and tries again
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            return 1
    return 0
