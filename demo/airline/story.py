"""What the airline has in its database, told anew from the hour at which it starts."""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from demo.airline.database import Transaction
from demo.airline.schema import TOLD
from demo.airline.times import write_instant
from domain.clock import Ids

FILE: Final = Path(__file__).with_name("story.toml")
_FREE_DAYS: Final = range(1, 8)
_FREE_HOURS: Final = (9, 11, 13, 15)  # UTC


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ToldFlight(_Told):
    """A flight; the same number on the same day is the same flight."""

    number: str
    origin: str
    destination: str
    departs_in_hours: float
    minutes: int
    gate: str | None = None
    status: str = "scheduled"
    late_minutes: int = 0


class ToldBooking(_Told):
    """A booking; with `seats`, one for each passenger, they are checked in."""

    reference: str
    status: Literal["confirmed", "cancelled", "rebooked"] = "confirmed"
    rebooked_to: str | None = None
    phone: str
    email: str | None = None
    passengers: Annotated[tuple[str, ...], Field(min_length=1)]
    flights: Annotated[tuple[ToldFlight, ...], Field(min_length=1)]
    seats: tuple[str, ...] = ()


class ToldItem(_Told):
    """A line of an order."""

    id: str
    title: str
    quantity: int
    price: int
    returnable_days: int | None = None


class ToldOrder(_Told):
    """An order of the airline's shop."""

    number: str
    status: str
    last_name: str
    phone: str
    email: str
    placed_days_ago: int
    expected_in_days: int | None = None
    delivered_in_days: int | None = None
    tracking_url: str | None = None
    items: tuple[ToldItem, ...]


class ToldAppointment(_Told):
    """An appointment at a desk."""

    reference: str
    status: str
    purpose: str
    place: str
    last_name: str
    phone: str
    email: str
    in_days: int
    hour: int


class ToldMember(_Told):
    """Somebody who gathers points."""

    number: str
    last_name: str
    points: int
    phone: str
    email: str


class AirlineStory(_Told):
    """All of it."""

    bookings: tuple[ToldBooking, ...]
    orders: tuple[ToldOrder, ...]
    appointments: tuple[ToldAppointment, ...]
    members: tuple[ToldMember, ...]


def load_airline_story() -> AirlineStory:
    """Read the file.

    Raises:
        pydantic.ValidationError: naming what is wrong in which place.
    """
    return AirlineStory.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def tell(tx: Transaction, story: AirlineStory, *, now: datetime, ids: Ids) -> None:
    """Put the story into the database in the place of what was told before."""
    for table in TOLD:
        tx.change(f"DELETE FROM {table}")  # noqa: S608 - the names are ours
    for booking in story.bookings:
        _tell_booking(tx, booking, now, ids)
    for order in story.orders:
        _tell_order(tx, order, now)
    for appointment in story.appointments:
        _tell_appointment(tx, appointment, now)
    rows = [
        (each.number, each.last_name, each.points, each.phone, each.email) for each in story.members
    ]
    tx.change_many("INSERT INTO members VALUES (?, ?, ?, ?, ?)", rows)


def _tell_booking(tx: Transaction, told: ToldBooking, now: datetime, ids: Ids) -> None:
    tx.change(
        "INSERT INTO bookings VALUES (?, ?, ?, ?, ?)",
        *(told.reference, told.status, told.phone, told.email, told.rebooked_to),
    )
    flights = [_tell_flight(tx, flight, now) for flight in told.flights]
    tx.change_many("INSERT INTO legs VALUES (?, ?)", [(told.reference, each) for each in flights])
    for number, name in enumerate(told.passengers, start=1):
        first_name, _, last_name = name.partition(" ")
        passenger = f"{told.reference}-{number}"
        values = (passenger, told.reference, first_name, last_name)
        tx.change("INSERT INTO passengers VALUES (?, ?, ?, ?)", *values)
        for flight in flights if told.seats else ():
            pass_values = (ids.secret(), passenger, flight, told.seats[number - 1], number)
            tx.change("INSERT INTO passes VALUES (?, ?, ?, ?, ?)", *pass_values)


def _tell_flight(tx: Transaction, told: ToldFlight, now: datetime) -> str:
    departs = now.replace(second=0, microsecond=0) + timedelta(hours=told.departs_in_hours)
    late = timedelta(minutes=told.late_minutes)
    flight = f"{told.number}-{departs:%Y%m%d%H%M}"
    tx.change(
        "INSERT OR IGNORE INTO flights VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(flight, told.number, told.origin, told.destination, write_instant(departs)),
        write_instant(departs + timedelta(minutes=told.minutes)),
        told.status,
        write_instant(departs + late) if late else None,
        told.gate,
    )
    return flight


def _tell_order(tx: Transaction, told: ToldOrder, now: datetime) -> None:
    today = now.date()
    placed = write_instant(now - timedelta(days=told.placed_days_ago))
    expected, delivered = (
        _shift(today, days) for days in (told.expected_in_days, told.delivered_in_days)
    )
    tx.change(
        "INSERT INTO orders VALUES (?, ?, ?, 'EUR', ?, ?, ?, ?, ?, ?)",
        *(told.number, placed, told.status, told.last_name, told.phone, told.email),
        *(expected, delivered, told.tracking_url),
    )
    for item in told.items:
        until = _shift(today, item.returnable_days)
        values = (item.id, told.number, item.title, item.quantity, item.price, until)
        tx.change("INSERT INTO order_items VALUES (?, ?, ?, ?, ?, ?)", *values)


def _tell_appointment(tx: Transaction, told: ToldAppointment, now: datetime) -> None:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    starts = midnight + timedelta(days=told.in_days, hours=told.hour)
    tx.change(
        "INSERT INTO appointments VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        *(told.reference, told.purpose, told.place, write_instant(starts), told.status),
        *(told.last_name, told.phone, told.email),
    )
    free = (
        midnight + timedelta(days=day, hours=hour) for day in _FREE_DAYS for hour in _FREE_HOURS
    )
    rows = [(told.place, write_instant(each)) for each in free]
    tx.change_many("INSERT OR IGNORE INTO free_times VALUES (?, ?)", rows)


def _shift(day: date, days: int | None) -> str | None:
    return None if days is None else (day + timedelta(days=days)).isoformat()
