"""Sums of what was decided, by day; each decision is counted once, whoever counts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from crm_store.codecs import from_json
from crm_store.decisions import DECISION_KINDS
from crm_store.schema import answer_days, conversations, counters, decisions, question_days
from crm_store.transaction import Transaction
from domain.decisions import Decision
from domain.knowledge_report import AnswerKey, QuestionKey

_COUNTED = "decisions_counted"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDecision:
    """As much of a decision as is counted.

    Attributes:
        language: BCP 47 primary tag of the message that was decided on.
    """

    decision: Decision
    rule: str
    channel: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncounted:
    """Decisions that are in no sum yet, oldest first.

    Attributes:
        seen: until when was counted as they were read.
        upto: until when they reach.
        more: whether others follow that may be counted as well.
    """

    decisions: tuple[TakenDecision, ...]
    seen: datetime
    upto: datetime
    more: bool


def get_counted_until(tx: Transaction) -> datetime:
    """Tell until when decisions are in the sums; the year 1970 where none was counted yet."""
    row = tx.find_row(select(counters.c.value).where(counters.c.name == _COUNTED))
    return _EPOCH if row is None else _EPOCH + int(row.value) * _MICROSECOND


def list_uncounted(tx: Transaction, *, until: datetime, limit: int) -> Uncounted:
    """List about `limit` decisions that are in no sum; those of one instant stay together."""
    seen = get_counted_until(tx)
    waiting = (decisions.c.at > seen, decisions.c.at <= until)
    cut = select(decisions.c.at).where(*waiting).order_by(decisions.c.at)
    last = tx.find_row(cut.offset(limit - 1).limit(1))
    upto = max(seen, until) if last is None else last.at
    found = (
        select(
            decisions.c.decision,
            decisions.c.rule,
            decisions.c.at,
            decisions.c.understanding["language"].as_string().label("language"),
            conversations.c.channel,
        )
        .join(conversations, conversations.c.id == decisions.c.conversation_id)
        .where(decisions.c.at > seen, decisions.c.at <= upto)
        .order_by(decisions.c.at)
    )
    taken = tuple(_to_taken(row) for row in tx.execute(found))
    return Uncounted(decisions=taken, seen=seen, upto=upto, more=last is not None)


def add_to_sums(
    tx: Transaction,
    uncounted: Uncounted,
    questions: Mapping[QuestionKey, int],
    answers: Mapping[AnswerKey, int],
) -> bool:
    """Add what was counted; nothing is done, and False told, where another process was first."""
    tx.insert_once(counters, {"name": _COUNTED, "value": 0})
    moved = counters.update().where(
        counters.c.name == _COUNTED, counters.c.value == _mark(uncounted.seen)
    )
    if tx.execute(moved.values(value=_mark(uncounted.upto))).rowcount != 1:
        return False
    _add(tx, question_days, questions)
    _add(tx, answer_days, answers)
    return True


def _add(tx: Transaction, table: Any, counted: Mapping[Any, int]) -> None:
    rows = [{**asdict(key), "number": number} for key, number in counted.items()]
    if not rows:
        return
    insert = tx.insert(table)
    keys = [column.name for column in table.primary_key]
    grown = {"number": table.c.number + insert.excluded.number}
    tx.execute(insert.on_conflict_do_update(index_elements=keys, set_=grown), rows)


def _mark(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND


def _to_taken(row: Any) -> TakenDecision:
    fields = dict(row.decision)
    kind = DECISION_KINDS[fields.pop("kind")]
    return TakenDecision(
        decision=from_json(kind, fields),
        rule=row.rule,
        channel=row.channel,
        language=row.language or "",
        at=row.at,
    )
