"""What rules, macros and triggers did to conversations, each once for an occasion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from crm_store.schema import automation_runs, interactions
from crm_store.transaction import Transaction
from domain.automations import Automation
from domain.conversations import Author


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationRun:
    """One time that something was done by itself.

    Attributes:
        version_id: of the automation, as it was then.
        occasion: what it was done for; the same one is done once.
        done: what was done, in words, by action; and `refused` with why nothing was.
        by: the staff id of who had it done; None for Frontdesk itself.
    """

    position: int
    automation: str
    version_id: str
    conversation_id: str
    occasion: str
    done: Mapping[str, Any]
    by: str | None
    at: datetime


def claim_run(
    tx: Transaction,
    automation: Automation,
    conversation_id: str,
    *,
    occasion: str,
    done: Mapping[str, Any],
    by: str | None,
    now: datetime,
) -> bool:
    """Record that something is done for an occasion; False where it was done before."""
    values = {
        "automation": automation.name,
        "version_id": automation.version,
        "conversation_id": conversation_id,
        "occasion": occasion,
        "done": dict(done),
        "by": by,
        "at": now,
    }
    return tx.insert_once(automation_runs, values)


def finish_run(
    tx: Transaction,
    automation: str,
    conversation_id: str,
    *,
    occasion: str,
    done: Mapping[str, Any],
) -> None:
    """Record what was done for an occasion that was claimed."""
    changed = automation_runs.update().where(
        automation_runs.c.automation == automation,
        automation_runs.c.conversation_id == conversation_id,
        automation_runs.c.occasion == occasion,
    )
    tx.execute(changed.values(done=dict(done)))


def list_done_occasions(
    tx: Transaction, automation: str, conversation_ids: Sequence[str]
) -> frozenset[tuple[str, str]]:
    """List what was done already in some conversations: (conversation's id, occasion)."""
    found = select(automation_runs.c.conversation_id, automation_runs.c.occasion).where(
        automation_runs.c.automation == automation,
        automation_runs.c.conversation_id.in_(conversation_ids),
    )
    return frozenset((row.conversation_id, row.occasion) for row in tx.execute(found))


def list_last_doings(tx: Transaction, conversation_ids: Sequence[str]) -> dict[str, int]:
    """List the position of what a customer or an agent did last in each conversation, by its id."""
    latest = (
        select(interactions.c.conversation_id, func.max(interactions.c.position).label("last"))
        .where(
            interactions.c.conversation_id.in_(conversation_ids),
            interactions.c.author.in_((Author.CUSTOMER, Author.AGENT)),
        )
        .group_by(interactions.c.conversation_id)
    )
    return {row.conversation_id: row.last for row in tx.execute(latest)}


def list_runs_in(
    tx: Transaction, conversation_id: str, *, limit: int = 100
) -> tuple[AutomationRun, ...]:
    """List what was done by itself in a conversation, the latest first."""
    found = (
        select(automation_runs)
        .where(automation_runs.c.conversation_id == conversation_id)
        .order_by(automation_runs.c.position.desc())
        .limit(limit)
    )
    return tuple(_to_run(row) for row in tx.execute(found))


def count_runs(tx: Transaction, *, since: datetime) -> dict[str, int]:
    """Count how often each was done since an instant, by name."""
    counted = (
        select(automation_runs.c.automation, func.count().label("number"))
        .where(automation_runs.c.at >= since)
        .group_by(automation_runs.c.automation)
    )
    return {row.automation: row.number for row in tx.execute(counted)}


def _to_run(row: Any) -> AutomationRun:
    return AutomationRun(
        position=row.position,
        automation=row.automation,
        version_id=row.version_id,
        conversation_id=row.conversation_id,
        occasion=row.occasion,
        done=row.done,
        by=row.by,
        at=row.at,
    )
