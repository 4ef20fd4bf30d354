"""The complaint register as people work it: open ones first, late and grave ones on top."""

from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, or_, select

from crm_store.complaint_list import (
    ComplaintQuery,
    ListedComplaint,
    select_complaints,
    to_listed,
)
from crm_store.schema import complaints, staff
from crm_store.transaction import Transaction
from domain.complaint_register import Severity
from domain.complaints import ComplaintStage


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCounts:
    """How many complaints are open.

    Attributes:
        mine: of whoever looks.
        nobody: without anybody who works here.
        late: whose stage was to be left by now.
    """

    open: int = 0
    mine: int = 0
    nobody: int = 0
    late: int = 0
    stages: MappingProxyType[str, int] = field(default_factory=lambda: MappingProxyType({}))
    severities: MappingProxyType[str, int] = field(default_factory=lambda: MappingProxyType({}))


def list_by_need(
    tx: Transaction, wanted: ComplaintQuery, *, now: datetime, skip: int = 0, limit: int
) -> tuple[ListedComplaint, ...]:
    """List complaints in the order in which they are to be seen to.

    Open ones go before closed ones; of these the late, then the grave, then those due first, and
    of closed ones the latest closed.
    """
    shut = complaints.c.stage == ComplaintStage.CLOSED
    grave = case({each.value: each.rank for each in Severity}, value=complaints.c.severity, else_=0)
    found = select_complaints(wanted).order_by(
        case((shut, 1), else_=0),
        complaints.c.closed_at.desc(),
        case((_is_late(now), 0), else_=1),
        grave.desc(),
        complaints.c.stage_due_at.is_(None),
        complaints.c.stage_due_at,
        complaints.c.id.desc(),
    )
    return tuple(to_listed(row) for row in tx.execute(found.offset(skip).limit(limit)))


def count_board(tx: Transaction, me: str, *, now: datetime) -> BoardCounts:
    """Count open complaints by what they may be narrowed to.

    Args:
        me: id of whoever looks.
    """
    gone = or_(complaints.c.owner.is_(None), staff.c.active.is_not(True))
    found = (
        select(
            complaints.c.stage,
            complaints.c.severity,
            func.count().label("all"),
            _count(complaints.c.owner == me).label("mine"),
            _count(gone).label("nobody"),
            _count(_is_late(now)).label("late"),
        )
        .outerjoin(staff, staff.c.id == complaints.c.owner)
        .where(complaints.c.stage != ComplaintStage.CLOSED)
        .group_by(complaints.c.stage, complaints.c.severity)
    )
    rows = [row._mapping for row in tx.execute(found)]  # noqa: SLF001 - its name
    return BoardCounts(
        open=sum(row["all"] for row in rows),
        mine=sum(row["mine"] for row in rows),
        nobody=sum(row["nobody"] for row in rows),
        late=sum(row["late"] for row in rows),
        stages=_sum_by("stage", rows),
        severities=_sum_by("severity", rows),
    )


def count_late_complaints(tx: Transaction, *, now: datetime) -> int:
    """Count open complaints whose stage was to be left by now."""
    found = select(func.count()).select_from(complaints).where(_is_late(now))
    counted: int = tx.execute(found).scalar_one()
    return counted


def _is_late(now: datetime) -> ColumnElement[bool]:
    return and_(
        complaints.c.stage != ComplaintStage.CLOSED,
        complaints.c.stage_due_at.is_not(None),
        complaints.c.stage_due_at <= now,
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(cast(case((condition, 1), else_=0), Integer)), 0)


def _sum_by(name: str, rows: list[Any]) -> MappingProxyType[str, int]:
    sums: dict[str, int] = {}
    for row in rows:
        sums[row[name]] = sums.get(row[name], 0) + row["all"]
    return MappingProxyType(sums)
