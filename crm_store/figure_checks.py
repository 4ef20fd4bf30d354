"""Each time that all figures were counted from the beginning, and what had been wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select, update

from crm_store.schema import conversations, figure_changes, figure_checks
from crm_store.transaction import Transaction

MOST_EXAMPLES: Final = 20
_LATEST = select(figure_checks).order_by(figure_checks.c.position.desc()).limit(1)
_LATEST_ENDED = _LATEST.where(figure_checks.c.ended_at.is_not(None))
_PAGE = (
    select(conversations.c.id, conversations.c.reference)
    .where(conversations.c.id > bindparam("after"))
    .order_by(conversations.c.id)
    .limit(bindparam("room"))
)
_NOTED = select(figure_changes.c.conversation_id).where(
    figure_changes.c.conversation_id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class WrongFigure:
    """Something that was counted wrongly.

    Attributes:
        reference: of the conversation; None for a sum that was not that of its parts.
        words: what was wrong.
    """

    reference: str | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCheck:
    """One time that all was counted from the beginning.

    Attributes:
        ended_at: None while it goes on, or where it was broken off.
        after: id of the last conversation that was looked at, empty before the first.
        conversations: how many were looked at.
        wrong: how many of them, and of the sums, were counted wrongly.
        examples: the first of those.
    """

    position: int
    begun_at: datetime
    ended_at: datetime | None = None
    after: str = ""
    conversations: int = 0
    wrong: int = 0
    examples: tuple[WrongFigure, ...] = ()

    def with_more(
        self, found: Sequence[WrongFigure], *, conversations: int = 0, after: str | None = None
    ) -> "FigureCheck":
        """Return it with what was looked at since."""
        return replace(
            self,
            after=self.after if after is None else after,
            conversations=self.conversations + conversations,
            wrong=self.wrong + len(found),
            examples=(*self.examples, *found)[:MOST_EXAMPLES],
        )


def begin_figure_check(tx: Transaction, *, now: datetime) -> FigureCheck:
    """Put on record that all is counted from the beginning."""
    begun = figure_checks.insert().returning(figure_checks.c.position)
    values = {"begun_at": now, "after": "", "conversations": 0, "wrong": 0, "examples": []}
    position: int = tx.execute(begun, values).scalar_one()
    return FigureCheck(position=position, begun_at=now)


def record_figure_check(tx: Transaction, check: FigureCheck) -> None:
    """Write how far a check has come, and what it found."""
    changed = update(figure_checks).where(figure_checks.c.position == check.position)
    examples = [{"reference": each.reference, "words": each.words} for each in check.examples]
    tx.execute(
        changed.values(
            ended_at=check.ended_at,
            after=check.after,
            conversations=check.conversations,
            wrong=check.wrong,
            examples=examples,
        )
    )


def find_latest_figure_check(tx: Transaction, *, ended: bool = False) -> FigureCheck | None:
    """Find the latest check, or the latest that came to its end."""
    row = tx.find_row(_LATEST_ENDED if ended else _LATEST)
    return None if row is None else _to_check(row)


def list_to_check(tx: Transaction, *, after: str, limit: int) -> dict[str, str]:
    """List conversations in the order of their ids, with their references."""
    return {row.id: row.reference for row in tx.execute(_PAGE, {"after": after, "room": limit})}


def list_noted(tx: Transaction, conversation_ids: Sequence[str]) -> frozenset[str]:
    """List those of some conversations that wait for being counted anew, by id."""
    return frozenset(tx.execute(_NOTED, {"ids": list(conversation_ids)}).scalars())


def _to_check(row: Any) -> FigureCheck:
    return FigureCheck(
        position=row.position,
        begun_at=row.begun_at,
        ended_at=row.ended_at,
        after=row.after,
        conversations=row.conversations,
        wrong=row.wrong,
        examples=tuple(WrongFigure(each["reference"], each["words"]) for each in row.examples),
    )
