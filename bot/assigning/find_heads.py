"""Those who can be next and look most urgent; only they are weighed with all that counts.

There may be a thousand lines. By when the first of each falls due, and what its line weighs, all
but a few dozen can be left out: what is weighed beside that amounts to minutes. Which lines these
are is known from a second ago at the most; who stands first in them is read anew.

Of the few dozen nobody may be able to take any yet, as those of a busy queue that overflows later.
Then the next ones are looked at: urgent work that is for others keeps nobody from their own.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from bot.assigning.floor import FloorView
from crm_store.transaction import Transaction
from crm_store.waiting import WaitingRow
from crm_store.waiting_heads import Head, Order, read_heads

# Of each order of urgency: which ones are looked at together, the most urgent first.
_PIECES: Final = ((0, 16), (16, 128), (128, None))


def find_heads(
    tx: Transaction,
    view: FloorView,
    lines: Collection[int],
    *,
    agent: str | None,
    fits: Callable[[WaitingRow], bool],
    skipped: frozenset[str],
    now: datetime,
) -> tuple[WaitingRow, ...]:
    """Find those in some lines who look most urgent, and those whom an agent knows.

    Args:
        fits: tells whether somebody could be given now to whoever asks.

    Returns:
        Those among whom somebody fits; where nobody does, the most urgent ones.
    """
    found: tuple[WaitingRow, ...] = ()
    for first, last in _PIECES:
        chosen = _choose_lines(view, lines, first, last)
        if first and not any(chosen.values()):
            break
        rows = read_heads(tx, chosen, agent=agent, skipped=skipped, now=now)
        if any(map(fits, rows)):
            return rows
        found = found or rows
    return found


def _choose_lines(
    view: FloorView, lines: Collection[int], first: int, last: int | None
) -> dict[Order, list[int]]:
    chosen: dict[Order, list[int]] = {order: [] for order in Order}
    for heads in view.heads:
        for head in islice(_pick(heads, lines), first, last):
            chosen[head.order].append(head.line_id)
    # What fell due since the lines were looked at stands first among the late now.
    chosen[Order.LATE] += [each for each in chosen[Order.HOLDS] if each not in chosen[Order.LATE]]
    return chosen


def _pick(heads: Collection[Head], lines: Collection[int]) -> Iterator[Head]:
    return (head for head in heads if head.line_id in lines)
