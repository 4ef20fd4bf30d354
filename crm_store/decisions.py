"""Why every message went where it went."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, func, select

from crm_store.codecs import from_json, to_json
from crm_store.kept_understanding import bound_evidence, bound_understanding
from crm_store.schema import decisions
from crm_store.transaction import Transaction
from domain.decisions import (
    Answer,
    Ask,
    Decision,
    DecisionRecord,
    Escalate,
    Ignore,
    Relay,
    RuleTrace,
    RunAction,
    Understanding,
)
from domain.routing_facts import Evidence

DECISION_KINDS: dict[str, type[Decision]] = {
    kind.__name__: kind for kind in (Answer, RunAction, Ask, Escalate, Ignore, Relay)
}

_INSERT = decisions.insert()
_COUNT_ASKED = select(func.count()).where(
    decisions.c.conversation_id == bindparam("conversation_id"),
    decisions.c.decision["kind"].as_string() == Ask.__name__,
    # A menu is no asking back.
    decisions.c.decision["question"].as_string() == "did_you_mean",
)


def record_decision(tx: Transaction, record: DecisionRecord) -> None:
    """Keep a decision with everything that led to it, of bounded size."""
    kind = type(record.decision)
    values = {
        "id": record.id,
        "conversation_id": record.conversation_id,
        "interaction_id": record.interaction_id,
        "rule": record.rule,
        "decision": {"kind": kind.__name__, **to_json(record.decision)},
        "trace": to_json(record.trace, tuple[RuleTrace, ...]),
        "understanding": to_json(bound_understanding(record.understanding)),
        "evidence": to_json(bound_evidence(record.evidence), tuple[Evidence, ...]),
        "at": record.at,
    }
    tx.execute(_INSERT, values)


def list_decisions(
    tx: Transaction, conversation_id: str, *, limit: int = 1000
) -> tuple[DecisionRecord, ...]:
    """List the decisions of a conversation, oldest first: the last `limit` where it is more."""
    found = select(decisions).where(decisions.c.conversation_id == conversation_id)
    latest = tx.execute(found.order_by(decisions.c.id.desc()).limit(limit)).all()
    return tuple(_to_record(row) for row in reversed(latest))


def list_decisions_on(
    tx: Transaction, conversation_ids: Collection[str], interaction_ids: Collection[str]
) -> tuple[DecisionRecord, ...]:
    """List the decisions taken on some of what was said in conversations, oldest first."""
    found = select(decisions).where(
        decisions.c.conversation_id.in_(conversation_ids),
        decisions.c.interaction_id.in_(interaction_ids),
    )
    return tuple(_to_record(row) for row in tx.execute(found.order_by(decisions.c.id)))


def count_questions_asked(tx: Transaction, conversation_id: str) -> int:
    """Count how often the bot has asked back in a conversation."""
    number: int = tx.execute(_COUNT_ASKED, {"conversation_id": conversation_id}).scalar_one()
    return number


def _to_record(row: Any) -> DecisionRecord:
    fields = dict(row.decision)
    kind = DECISION_KINDS[fields.pop("kind")]
    return DecisionRecord(
        id=row.id,
        conversation_id=row.conversation_id,
        interaction_id=row.interaction_id,
        decision=from_json(kind, fields),
        rule=row.rule,
        trace=from_json(tuple[RuleTrace, ...], row.trace),
        understanding=from_json(Understanding, row.understanding),
        at=row.at,
        evidence=from_json(tuple[Evidence, ...], row.evidence or []),
    )
