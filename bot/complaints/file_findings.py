"""What people found out about a complaint: what went wrong, with what, why, and what was learnt."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.complaints.lock_case import lock_case
from bot.complaints.log_case import log_case, record_happened
from bot.complaints.policy_at_work import get_complaint_policy
from bot.complaints.regrade import regrade_complaint
from bot.tools import Tools
from crm_store.complaints import change_complaint
from crm_store.figure_changes import note_figures
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, ComplaintEventKind
from domain.complaint_policy import ComplaintPolicy
from domain.errors import InvalidInputError
from domain.staff import StaffMember

_MOST: Final = {"product": 80, "root_cause": 80, "lessons": 2000, "category": 80}
_CALLED: Final = {"root_cause": "root cause"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is written down; None leaves it as it is, an empty text takes it away."""

    category: str | None = None
    product: str | None = None
    root_cause: str | None = None
    lessons: str | None = None


def record_findings(
    tx: Transaction,
    tools: Tools,
    number: str,
    *,
    agent: StaffMember,
    findings: Findings,
    version: int | None,
    now: datetime,
) -> Complaint:
    """Write down what was found out; each that changes is logged with what it was before.

    A complaint of another category is graded anew.

    Raises:
        InvalidInputError: the policy knows no such category or root cause, or a text is too long.
        ConflictError: somebody else changed the complaint.
        NotFoundError: there is no such complaint.
    """
    _, complaint = lock_case(tx, number, version=version)
    wanted = _check(get_complaint_policy(tx), complaint, findings)
    changes = {name: value for name, value in wanted.items() if value != getattr(complaint, name)}
    if not changes:
        return complaint
    changed = change_complaint(tx, complaint, **changes)
    for name, value in changes.items():
        _log(tx, tools, changed, name, getattr(complaint, name), value, agent=agent, now=now)
    note_figures(tx, changed.conversation_id)
    if "category" in changes:
        why = f"it was filed as {changed.category}"
        return regrade_complaint(tx, tools, changed, why=why, now=now)
    return changed


def _check(
    policy: ComplaintPolicy, complaint: Complaint, findings: Findings
) -> dict[str, str | None]:
    given: dict[str, str | None] = {}
    for name, most in _MOST.items():
        value = getattr(findings, name)
        if value is None:
            continue
        text = value.strip() if name == "lessons" else " ".join(value.split())
        if len(text) > most:
            raise InvalidInputError(f"say it in {most} characters", field=name)
        given[name] = text or None
    if "category" in given and given["category"] is None:
        raise InvalidInputError("every complaint has a category; choose another", field="category")
    _require_known(given, "category", (*policy.categories, complaint.category))
    _require_known(given, "root_cause", (*policy.causes, complaint.root_cause))
    return given


def _require_known(given: dict[str, str | None], name: str, known: Collection[str | None]) -> None:
    value = given.get(name)
    if value is not None and value not in known:
        choices = ", ".join(each for each in dict.fromkeys(known) if each)
        raise InvalidInputError(f"{value!r} is not known; choose one of {choices}", field=name)


def _log(  # noqa: PLR0917 - what changed, from what to what
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    name: str,
    before: str | None,
    after: str | None,
    *,
    agent: StaffMember,
    now: datetime,
) -> None:
    record_happened(
        tx,
        complaint,
        ComplaintEventKind.FILED,
        at=now,
        by=agent.name,
        by_id=agent.id,
        to=name,
        facts={"before": before, "after": after},
    )
    called = _CALLED.get(name, name)
    was = f", it was {before}" if before else ""
    told = f"Complaint {complaint.number}: {called} is {after or 'not known'}{was}"
    if name == "lessons":
        told = f"Complaint {complaint.number}: lessons were written down"
    log_case(tx, tools, complaint, told, by=agent.name, by_id=agent.id, now=now)
