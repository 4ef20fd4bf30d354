"""What complaints are graded by, made good with, and asked about: one version of it all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from domain.complaint_facts import Nearness
from domain.complaint_register import SeverityPolicy, StageLimits
from domain.redress import GesturePolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryPolicy:
    """What is asked of customers afterwards, and who is in danger of being lost.

    Attributes:
        follow_up_hours: after a complaint was closed, until its customer is asked whether it is
            right now; None for never.
        csat: whether customers are asked how satisfied they are once people resolved their matter.
        ces: whether they are asked how easy it was, where they are not asked the other.
        ask_after_minutes: from resolving until that is asked.
        ask_share: of those resolved, how many are asked, 0 to 1.
        rest_days: for so long nobody is asked a second time.
        open_days: for so long a vote counts.
        repeat_count: complaints within `repeat_days` that make a repeat complainer.
        risk_days: for so long what was broken, complained of and voted counts against us.
        low_vote: a CSAT vote of so much or less says that somebody is displeased.
    """

    follow_up_hours: float | None = 48
    csat: bool = True
    ces: bool = True
    ask_after_minutes: float = 15
    ask_share: float = 1.0
    rest_days: float = 14
    open_days: float = 7
    repeat_count: int = 3
    repeat_days: int = 180
    risk_days: int = 60
    low_vote: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintPolicy:
    """One version of what complaints are decided by.

    Attributes:
        number: of this version; 0 for what is shipped.
        calendar: name of the calendar whose hours count for `limits`.
        budgets: for each month, in minor units by currency; another currency has none.
        voucher_days: how long a voucher is good.
        categories: what may have gone wrong, as agents choose it.
        causes: what may lie behind it.
    """

    number: int
    severity: SeverityPolicy
    limits: StageLimits
    gestures: GesturePolicy
    calendar: str = "always"
    budgets: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    voucher_days: int = 365
    nearness: Nearness = field(default_factory=Nearness)
    recovery: RecoveryPolicy = field(default_factory=RecoveryPolicy)
    categories: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
