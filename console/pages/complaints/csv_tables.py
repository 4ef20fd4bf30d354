"""The register and the vouchers as files that spreadsheets read; pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from complaints.money import write_amount
from console.pages.report.csv_tables import protect_cell, write_table
from crm_store.complaint_list import ListedComplaint
from crm_store.redress_board import ListedVoucher

_REGISTER: Final = (
    *("number", "customer", "conversation", "channel", "category", "product", "severity"),
    *("points", "overruled", "stage", "stage_since", "stage_due", "owner", "received"),
    *("acknowledged", "responded", "closed", "outcome", "reopenings", "root_cause", "recovery"),
)
_VOUCHERS: Final = (
    *("ending", "complaint", "customer", "status", "amount", "currency", "issued", "expires"),
    *("redeemed", "redeemed_for", "revoked", "revoked_for"),
)


def write_register(rows: Iterable[ListedComplaint]) -> str:
    """Write a line for each complaint, with names instead of ids."""
    return write_table(_REGISTER, ([protect_cell(each) for each in _list_cells(r)] for r in rows))


def _list_cells(row: ListedComplaint) -> tuple[str | int, ...]:
    it = row.complaint
    return (
        it.number,
        row.customer_name or "",
        row.reference,
        it.channel,
        it.category,
        it.product or "",
        it.severity,
        it.grade.points,
        it.grade.overruled is not None,
        it.stage,
        tell_instant(it.stage_since),
        tell_instant(it.stage_due_at),
        row.owner_name or "",
        tell_instant(it.received_at),
        tell_instant(it.acknowledged_at),
        tell_instant(it.responded_at),
        tell_instant(it.closed_at),
        it.outcome or "",
        it.reopenings,
        it.root_cause or "",
        it.recovery or "",
    )


def tell_instant(at: datetime | None) -> str:
    """Tell an instant to programs; nothing where there is none."""
    return "" if at is None else at.isoformat(timespec="seconds")


def write_vouchers(rows: Iterable[ListedVoucher], now: datetime) -> str:
    """Write a line for each voucher; of its code the last group alone.

    Args:
        now: as of when it is told what they are.
    """
    return write_table(
        _VOUCHERS, ([protect_cell(each) for each in _list_facts(r, now)] for r in rows)
    )


def _list_facts(row: ListedVoucher, now: datetime) -> tuple[str | int, ...]:
    state = row.case.state
    return (
        row.case.ending,
        row.number,
        row.customer_name or "",
        state.status_at(now),
        write_amount(state.terms.amount, state.terms.currency),
        state.terms.currency,
        tell_instant(state.issued_at),
        tell_instant(state.terms.expires_at),
        tell_instant(state.redeemed_at),
        state.use,
        tell_instant(state.revoked_at),
        state.revoked_for,
    )
