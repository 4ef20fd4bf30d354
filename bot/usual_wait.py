"""How soon a person usually answers in a queue, told only where it is known."""

from datetime import datetime, timedelta

from crm_store.transaction import Transaction
from crm_store.waiting_times import list_waits

# Customers' patience and staff's shifts follow the time of day, so only that is looked at.
AROUND = timedelta(hours=2)
LEAST_KNOWN = 5


def find_usual_wait(tx: Transaction, queue: str, *, now: datetime) -> timedelta | None:
    """Find what half of the customers of a queue waited no longer than at this time of day.

    Who still waits counts with what they have waited so far, so that a queue which nobody works at
    the moment promises nothing: None where the middle one still waits, or too few came.
    """
    waits = sorted(list_waits(tx, queue, around=AROUND, now=now))
    if len(waits) < LEAST_KNOWN:
        return None
    unanswered = sum(1 for _, over in waits if not over)
    wait, over = waits[len(waits) // 2]
    return wait if over and unanswered * 2 < len(waits) else None
