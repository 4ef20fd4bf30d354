"""Bookings on the customers' records; two of them always leave at the promised hour."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from crm_store.customers import find_customer_by_address, get_attributes, record_attributes
from crm_store.store import Store
from crm_store.transaction import Transaction
from demo.story_files import ToldBooking, ToldCustomer, load_story
from domain.clock import Clock
from domain.messages import Address

# Six hours ahead, so that check-in is open, and ten days ahead, so that it is not.
ALWAYS_FRESH: Final = ("DEMO42", "DEMO43")


def make_booking(told: ToldBooking, now: datetime) -> dict[str, Any]:
    """Write a booking as a customer's attributes hold it, leaving `departs_in_hours` from now."""
    departs = now.replace(second=0, microsecond=0) + timedelta(hours=told.departs_in_hours)
    return {
        "reference": told.reference,
        "route": told.route,
        "flight": told.flight,
        "departs_at": departs.isoformat(),
        "passengers": list(told.passengers),
        "fare": told.fare,
        "seat": told.seat,
    }


async def refresh_demo(store: Store, *, clock: Clock) -> bool:
    """Give `DEMO42` and `DEMO43` their departures anew, and all else of them as the story has it.

    Returns:
        False where the database holds no demo, so that nothing was changed.
    """
    wanted = [
        (customer, booking)
        for customer in load_story().customers
        for booking in customer.bookings
        if booking.reference in ALWAYS_FRESH
    ]
    return await store.run(_refresh, wanted, now=clock.now())


async def holds_demo(store: Store) -> bool:
    """Say whether the database holds the demo company rather than a real one."""
    return await store.read(_holds_demo)


def _holds_demo(tx: Transaction) -> bool:
    return any(
        (found := find_customer_by_address(tx, Address(kind="phone", value=told.phone or "")))
        is not None
        and found.name == told.name
        for told in load_story().customers
        if any(booking.reference in ALWAYS_FRESH for booking in told.bookings)
    )


def _refresh(
    tx: Transaction, wanted: Sequence[tuple[ToldCustomer, ToldBooking]], *, now: datetime
) -> bool:
    found = False
    for customer, told in wanted:
        address = Address(kind="phone", value=customer.phone or "")
        on_record = find_customer_by_address(tx, address)
        if on_record is None or on_record.name != customer.name:
            continue
        attributes = get_attributes(tx, on_record.id)
        bookings = _replace(attributes.get("bookings", []), make_booking(told, now))
        record_attributes(tx, on_record.id, {**attributes, "bookings": bookings})
        found = True
    return found


def _replace(
    bookings: Sequence[Mapping[str, Any]], fresh: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    others = [each for each in bookings if each.get("reference") != fresh["reference"]]
    return [fresh, *others]
