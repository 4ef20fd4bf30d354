"""What waits for a supervisor: gestures to agree on, those to carry out, and the budget."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.redress.desk import RedressDesk
from complaints.money import parse_amount
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.complaints.addresses import APPROVALS
from console.pages.complaints.answering import answer_complaints_page
from console.pages.complaints.notices import go_on
from console.pages.service_levels.refusal import Refusal
from crm_store.budgets import BudgetSums
from crm_store.redress_board import list_gestures_with_names
from crm_store.staff import list_staff
from domain.errors import ConflictError, InvalidInputError
from domain.redress import GestureKind
from domain.redress_cases import GestureState

MOST_ROWS: Final = 100
_BOOKED: Final = (GestureKind.REFUND_REQUEST, GestureKind.UPGRADE, GestureKind.POINTS)
_MONTHS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetBar:
    """A month's budget as a bar.

    Attributes:
        spent: where that part of the bar ends, from 0 to 100.
        reserved: where the reserved one ends, which follows it.
    """

    sums: BudgetSums
    spent: float
    reserved: float


async def show_approvals(request: web.Request) -> web.Response:
    """Show what waits, and what is left to be given."""
    return await _answer(request)


async def set_limit(request: web.Request) -> web.Response:
    """Set the limit of a month's budget."""
    fields = await read_form(request)
    desk, by = get_services(request).redress, get_signed_in(request).member
    period, currency = fields.get("period", ""), fields.get("currency", "")
    place = f"limit-{period}-{currency}"
    try:
        limit = parse_amount(fields.get("limit", "").strip(), currency)
        if limit is None:
            raise InvalidInputError("write an amount, as 1500.00", field="limit")
        await desk.limit_budget(period, currency, limit, by=by)
    except InvalidInputError as error:
        return await _answer(
            request, typed=fields, refusal=Refusal(words=error.reason, field=place), status=422
        )
    except ConflictError as error:
        return await _answer(
            request, typed=fields, refusal=Refusal(words=str(error), field=place), status=409
        )
    return go_on(APPROVALS, "limited", part="budget")


def lay_bar(sums: BudgetSums) -> BudgetBar:
    """Lay a budget out; what is more than its limit, as after that was lowered, fills the bar."""
    whole = max(sums.limit, sums.spent + sums.reserved, 1)
    spent = 100 * sums.spent / whole
    return BudgetBar(sums=sums, spent=spent, reserved=spent + 100 * sums.reserved / whole)


async def _answer(
    request: web.Request,
    *,
    typed: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> web.Response:
    services = get_services(request)
    store, desk = services.store, services.redress
    waiting = await store.read(
        list_gestures_with_names,
        states=(GestureState.PROPOSED,),
        kinds=tuple(GestureKind),
        limit=MOST_ROWS,
    )
    due = await store.read(
        list_gestures_with_names, states=(GestureState.GIVEN,), kinds=_BOOKED, limit=MOST_ROWS
    )
    return await answer_complaints_page(
        request,
        "complaints/approvals.html",
        tab="approvals",
        typed=typed,
        refusal=refusal,
        status=status,
        waiting=waiting,
        due=due,
        most=MOST_ROWS,
        months=await _list_months(desk),
        staff_names={each.id: each.name for each in await store.read(list_staff)},
    )


async def _list_months(desk: RedressDesk) -> list[tuple[str, list[BudgetBar]]]:
    """List the latest months with their budgets, one for each currency."""
    months: dict[str, list[BudgetBar]] = {}
    for sums in await desk.list_budgets():
        months.setdefault(sums.period, []).append(lay_bar(sums))
    return list(months.items())[:_MONTHS]
