"""When a complaint's stage is to be left, and when something about it is to happen by itself."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.clocks.agreements import Agreements
from bot.complaints.policy_at_work import get_complaint_policy
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.calendars import Hours
from domain.complaint_cases import Complaint
from domain.complaint_register import Severity
from domain.complaints import ComplaintStage
from service_levels.opening_hours import make_hours


class HasAgreements(Protocol):
    """What knows the calendars; `bot.tools.Tools` does."""

    @property
    def agreements(self) -> Agreements:
        """Agreements and their calendars."""
        ...


def get_stage_hours(tx: Transaction, tools: HasAgreements) -> Hours:
    """Return the hours that count for stages, by the policy's calendar as it is now."""
    return make_hours(tools.agreements.find_calendar(tx, get_complaint_policy(tx).calendar))


def find_stage_due(
    tx: Transaction, tools: Tools, *, stage: ComplaintStage, since: datetime, severity: Severity
) -> datetime | None:
    """Find when the limit of a stage has counted; None where the stage has none."""
    limit = get_complaint_policy(tx).limits.get(severity, {}).get(stage)
    return None if limit is None else get_stage_hours(tx, tools).add(since, limit)


def plan_next(complaint: Complaint) -> datetime | None:
    """Tell when something is to happen to a complaint by itself: a late stage, or the follow-up."""
    late_at = complaint.stage_due_at if complaint.late_seen_at is None else None
    ask_at = complaint.follow_up_at if complaint.follow_up_sent_at is None else None
    return min((each for each in (late_at, ask_at) if each is not None), default=None)


def plan_stage(tx: Transaction, tools: Tools, complaint: Complaint, *, now: datetime) -> Complaint:
    """Return a complaint with the due time of its present stage, by the severity that holds now.

    A stage of which staff were told that it is late, and which is not any more, may be late again.
    `list_plan_changes` tells what of it is to be written.
    """
    due_at = find_stage_due(
        tx,
        tools,
        stage=complaint.stage,
        since=complaint.stage_since,
        severity=complaint.severity,
    )
    seen = complaint.late_seen_at
    if seen is not None and (due_at is None or due_at > max(now, seen)):
        seen = None
    planned = replace(complaint, stage_due_at=due_at, late_seen_at=seen)
    return replace(planned, next_at=plan_next(planned))


def list_plan_changes(planned: Complaint) -> dict[str, datetime | None]:
    """List what `plan_stage` sets, for `change_complaint`."""
    return {
        "stage_due_at": planned.stage_due_at,
        "late_seen_at": planned.late_seen_at,
        "next_at": planned.next_at,
    }
