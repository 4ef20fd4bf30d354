"""What customers asked that the bot answered with an article, or nearly."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, Text, cast, or_, select

from crm_store.asked_questions import Outcome, QuestionAsked
from crm_store.codecs import from_json
from crm_store.schema import conversations, decisions, interactions
from crm_store.transaction import Transaction
from domain.decisions import Answer, Ask, Escalate, Understanding
from domain.knowledge import ArticleMatch

# Decisions looked through in one read: a fraction of a second, beside everything else.
WINDOW: Final = 2_000
# Of these, so many that name the article are read at once; the next window begins after them.
MOST_READ: Final = 300
# A best article that is less sure than this came up because one always does.
LEAST_MISSED: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedPage:
    """What was found in one window of the decisions.

    Attributes:
        next: the instant before which to go on, or None where all were looked through.
    """

    questions: tuple[QuestionAsked, ...]
    next: datetime | None


def list_decided_questions(
    tx: Transaction, article_id: str, *, since: datetime, before: datetime
) -> DecidedPage:
    """List what the bot decided with the article in mind, in one window of its decisions.

    Args:
        before: the instant before which the window ends.
    """
    begin = _find_window(tx, since, before)
    rows = tx.execute(_select_about(tx, article_id, begin or since, before)).all()
    rest = rows[-1].at if len(rows) == MOST_READ else begin
    return DecidedPage(questions=tuple(_read_rows(article_id, rows[::-1])), next=rest)


def _find_window(tx: Transaction, since: datetime, before: datetime) -> datetime | None:
    """Find where the window of the latest decisions begins; None where there are no earlier."""
    found = select(decisions.c.at).where(decisions.c.at >= since, decisions.c.at < before)
    row = tx.find_row(found.order_by(decisions.c.at.desc()).offset(WINDOW).limit(1))
    return None if row is None else row.at


def _select_about(
    tx: Transaction, article_id: str, since: datetime, before: datetime
) -> Select[Any]:
    """Select decisions that name the article, told by their text: no engine has an index of it."""
    # As each engine writes JSON: with escapes where it is kept as it was given.
    name = f'"article_id": {json.dumps(article_id, ensure_ascii=not tx.on_postgres)}'
    texts = (cast(decisions.c.understanding, Text), cast(decisions.c.decision, Text))
    chosen = (interactions.c.text, conversations.c.reference)
    return (
        select(decisions, *chosen)
        .join(interactions, interactions.c.id == decisions.c.interaction_id)
        .join(conversations, conversations.c.id == decisions.c.conversation_id)
        .where(
            decisions.c.at >= since,
            decisions.c.at < before,
            or_(*(each.contains(name, autoescape=True) for each in texts)),
        )
        .order_by(decisions.c.at.desc(), decisions.c.id.desc())
        .limit(MOST_READ)
    )


def _read_rows(article_id: str, rows: Sequence[Row[Any]]) -> Iterable[QuestionAsked]:
    asked: dict[str, Row[Any]] = {}
    for row in rows:
        kind = row.decision["kind"]
        if kind == Ask.__name__:
            asked[row.conversation_id] = row
        elif kind == Answer.__name__:
            yield from _read_answer(article_id, row, asked.get(row.conversation_id))
        elif kind == Escalate.__name__:
            yield from _read_escalation(article_id, row)


def _read_answer(article_id: str, row: Row[Any], asked: Row[Any] | None) -> Iterable[QuestionAsked]:
    decision = from_json(Answer, _fields(row))
    sent = (() if decision.article is None else (decision.article,)) + decision.more
    match = next((each for each in sent if each.article_id == article_id), None)
    if match is None:
        return
    # Only what the matcher found by itself names its version.
    if match.version:
        yield from _tell(article_id, row, Outcome.ANSWERED)
    elif asked is not None:
        # Judged is the message by which it was chosen, so that it keeps that one's id.
        for told in _tell(article_id, asked, Outcome.CHOSEN):
            yield replace(told, id=row.interaction_id)


def _read_escalation(article_id: str, row: Row[Any]) -> Iterable[QuestionAsked]:
    sent = from_json(Escalate, _fields(row)).meanwhile
    if all(each.article_id != article_id for each in sent):
        yield from _tell(article_id, row, Outcome.MISSED)
    else:
        yield from _tell(article_id, row, Outcome.ANSWERED)


def _fields(row: Row[Any]) -> Mapping[str, Any]:
    return {name: value for name, value in row.decision.items() if name != "kind"}


def _tell(article_id: str, row: Row[Any], outcome: Outcome) -> Iterable[QuestionAsked]:
    """Tell the question, or that part of the message, for which the article came up."""
    understood = from_json(Understanding, row.understanding)
    # What leans on the question before asks nothing by itself.
    if understood.follows is not None or understood.intent != "question":
        return
    parts = [(each.text, each.matches) for each in understood.questions]
    for text, matches in parts or [(row.text, understood.matches)]:
        match = _find_match(article_id, matches, best=outcome is not Outcome.CHOSEN)
        if match is None or (outcome is Outcome.MISSED and match.confidence < LEAST_MISSED):
            continue
        yield QuestionAsked(
            id=row.interaction_id,
            text=text,
            locale=understood.language,
            outcome=outcome,
            at=row.at,
            reference=row.reference,
            confidence=match.confidence,
        )


def _find_match(
    article_id: str, matches: Sequence[ArticleMatch], *, best: bool
) -> ArticleMatch | None:
    found = matches[:1] if best else matches
    return next((each for each in found if each.article_id == article_id), None)
