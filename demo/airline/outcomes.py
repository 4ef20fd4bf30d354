"""Changes carried out once for a key, and what became of them."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from demo.airline.database import Transaction
from demo.airline.refusals import Refusal

Json = dict[str, Any]


def carry_out_once(
    tx: Transaction,
    *,
    key: str,
    operation: str,
    request: bytes,
    change: Callable[[], Json],
) -> Json:
    """Make a change and keep its outcome, in one transaction; return the outcome.

    Args:
        request: what tells whether the same key is used for something else.
    """
    digest = hashlib.sha256(request).hexdigest()
    known = tx.find("SELECT operation, request FROM outcomes WHERE key = ?", key)
    if known is None:
        _carry_out(tx, key, operation, digest, change)
    elif (known["operation"], known["request"]) != (operation, digest):
        raise Refusal("key_reused", "the key belongs to another request", status=422)
    outcome = find_outcome(tx, key)
    assert outcome is not None, key  # noqa: S101 - it was kept just now
    return outcome


def _carry_out(
    tx: Transaction, key: str, operation: str, digest: str, change: Callable[[], Json]
) -> None:
    tx.change("SAVEPOINT change")
    try:
        state, content = "done", change()
    except Refusal as refusal:
        tx.change("ROLLBACK TO change")
        state, content = "refused", refusal.problem
    values = (key, operation, digest, state, json.dumps(content))
    tx.change("INSERT INTO outcomes VALUES (?, ?, ?, ?, ?)", *values)


def find_outcome(tx: Transaction, key: str) -> Json | None:
    """Return the outcome of a key as the API tells it."""
    row = tx.find("SELECT operation, state, content FROM outcomes WHERE key = ?", key)
    if row is None:
        return None
    outcome = {"state": row["state"], "operation": row["operation"]}
    member = "result" if row["state"] == "done" else "problem"
    return {**outcome, member: json.loads(row["content"])}
