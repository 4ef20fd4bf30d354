"""The budgets of months, this month's with them also where nobody has used it as yet."""

import re
from typing import Final

from bot.complaints.policy_at_work import get_complaint_policy
from crm_store.budgets import BudgetSums, list_budgets
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError

_PERIOD: Final = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])", re.ASCII)
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_MOST: Final = 10**12


def read_budgets(tx: Transaction, period: str) -> tuple[BudgetSums, ...]:
    """List budgets, the latest month first.

    Args:
        period: this month.
    """
    used = list_budgets(tx)
    known = {each.currency for each in used if each.period == period}
    ahead = tuple(
        BudgetSums(period=period, currency=currency, limit=limit)
        for currency, limit in sorted(get_complaint_policy(tx).budgets.items())
        if currency not in known
    )
    return tuple(sorted((*ahead, *used), key=lambda each: each.period, reverse=True))


def parse_budget(period: str, currency: str, limit: int) -> None:
    """Check what names a budget, and its limit.

    Raises:
        InvalidInputError: there is no such month or currency, or the limit is out of reach.
    """
    if not _PERIOD.fullmatch(period):
        raise InvalidInputError(f"{period[:40]!r} is no month; write 2026-11", field="period")
    if not _CURRENCY.fullmatch(currency):
        raise InvalidInputError(
            f"{currency[:40]!r} is no currency; write three capitals, as EUR", field="currency"
        )
    if not 0 <= limit <= _MOST:
        raise InvalidInputError(f"give from 0 to {_MOST:,} minor units", field="limit")
