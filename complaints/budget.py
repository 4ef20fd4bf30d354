"""The budget of a period as the fold of what happened to it; never below zero; pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from complaints.money import tell_money
from domain.errors import InvalidInputError
from domain.redress import BudgetEvent, BudgetEventKind, BudgetRequest, BudgetState


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReserved:
    """What became of a batch.

    Attributes:
        events: to be written, one for each complaint that got all it needs.
        refused: why, by complaint; nothing was reserved for these.
        state: of the budget afterwards.
    """

    events: tuple[BudgetEvent, ...]
    refused: MappingProxyType[str, str]
    state: BudgetState


def apply_event(state: BudgetState, event: BudgetEvent) -> BudgetState:
    """Apply what happened to a budget.

    Raises:
        InvalidInputError: it cannot have happened; see `decide_budget_event`.
    """
    refusal = decide_budget_event(state, event)
    if refusal is not None:
        raise InvalidInputError(refusal, field="amount")
    if event.kind is BudgetEventKind.LIMITED:
        return replace(state, limit=event.amount)
    reserved = dict(state.reserved)
    if event.kind is BudgetEventKind.RESERVED:
        reserved[event.complaint_id] = event.amount
        return replace(state, reserved=MappingProxyType(reserved))
    reserved.pop(event.complaint_id)
    gone = event.amount if event.kind is BudgetEventKind.SPENT else 0
    return replace(state, reserved=MappingProxyType(reserved), spent=state.spent + gone)


def replay(currency: str, events: Iterable[BudgetEvent]) -> BudgetState:
    """Return what the events of a period's budget add up to.

    Raises:
        InvalidInputError: one of them cannot have happened.
    """
    state = BudgetState(currency=currency)
    for event in events:
        state = apply_event(state, event)
    return state


def decide_budget_event(state: BudgetState, event: BudgetEvent) -> str | None:
    """Decide whether something may happen to a budget; None where it may, or else why not."""
    if event.amount < 0:
        return "an amount is never below zero"
    if event.kind is BudgetEventKind.LIMITED:
        return None
    held = state.reserved.get(event.complaint_id)
    if event.kind is BudgetEventKind.RESERVED:
        return _refuse_reserving(state, event, held)
    if held is None:
        return f"nothing is reserved for the complaint {event.complaint_id}"
    if event.kind is BudgetEventKind.SPENT and event.amount > held:
        spent, most = (tell_money(each, state.currency) for each in (event.amount, held))
        return f"{spent} cannot be spent of {most} that are reserved"
    return None


def reserve_batch(
    state: BudgetState, requests: Iterable[BudgetRequest], *, at: datetime, by: str
) -> BatchReserved:
    """Reserve for several complaints, in the order given: for each all it needs, or nothing.

    One that costs too much stops none of those after it that can still be paid.
    """
    events: list[BudgetEvent] = []
    refused: dict[str, str] = {}
    for request in requests:
        refusal = _refuse_costs(request)
        event = BudgetEvent(
            kind=BudgetEventKind.RESERVED,
            at=at,
            by=by,
            amount=max(sum(request.costs), 0),
            complaint_id=request.complaint_id,
        )
        refusal = refusal or decide_budget_event(state, event)
        if refusal is not None:
            # A complaint that is named twice keeps what it got the first time.
            refused[request.complaint_id] = refusal
            continue
        state = apply_event(state, event)
        events.append(event)
    return BatchReserved(events=tuple(events), refused=MappingProxyType(refused), state=state)


def _refuse_reserving(state: BudgetState, event: BudgetEvent, held: int | None) -> str | None:
    if held is not None:
        return f"{tell_money(held, state.currency)} are reserved for this complaint already"
    if event.amount > state.available:
        wanted, left = (tell_money(n, state.currency) for n in (event.amount, state.available))
        return f"the budget has {left} left, which is less than {wanted}; raise it, or give less"
    return None


def _refuse_costs(request: BudgetRequest) -> str | None:
    return "an amount is never below zero" if any(each < 0 for each in request.costs) else None
