"""A clock that goes on again counts by the hours that hold by then."""

from collections.abc import Sequence
from dataclasses import replace

from bot.tools import Tools
from crm_store.service_levels import get_calendar_changed_at
from crm_store.transaction import Transaction
from domain.sla_clocks import ClockEvent, ClockEventKind, SlaClock


def renew_calendar_of(
    tx: Transaction, tools: Tools, clock: SlaClock, events: Sequence[ClockEvent]
) -> tuple[ClockEvent, ...]:
    """Return events with what follows from them where a clock's calendar changed while it stood.

    A recount passes by what has stopped. The new hours count from the moment of the change, or
    from that at which the clock goes on, whichever is later.
    """
    if all(event.kind is not ClockEventKind.REOPENED for event in events):
        return tuple(events)
    given = [event.terms for event in events if event.terms is not None]
    terms = given[-1] if given else clock.state.terms
    calendar = tools.agreements.find_calendar(tx, terms.calendar)
    if calendar.name != terms.calendar or calendar.version == terms.calendar_version:
        return tuple(events)
    renewed = ClockEvent(
        kind=ClockEventKind.RETARGETED,
        at=max(events[-1].at, get_calendar_changed_at(tx, calendar.version)),
        reason="calendar",
        terms=replace(terms, calendar_version=calendar.version),
    )
    return (*events, renewed)
