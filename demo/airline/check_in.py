"""Check-in: whether it is open, and who sits where."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from demo.airline.database import Row, Transaction
from demo.airline.records import Records, list_booked_flights
from demo.airline.refusals import Refusal, not_found
from demo.airline.times import read_instant, write_instant
from domain.clock import Ids

OPENS: Final = timedelta(hours=24)
CLOSES: Final = timedelta(hours=1)
_ROWS: Final = (*range(8, 31), *range(1, 8))  # the rows before the wing are given last
_SEATS: Final = {"window": "AF", "aisle": "CD", None: "BEACDF"}


class CheckInBody(BaseModel):
    """What is asked for."""

    model_config = ConfigDict(extra="ignore", strict=True)

    passengers: list[str] = Field(min_length=1, max_length=9)
    flights: list[str] = Field(min_length=1, max_length=9)
    seat: str | None = None


class CheckIn:
    """Checks passengers in."""

    def __init__(self, records: Records, ids: Ids) -> None:
        self._records = records
        self._ids = ids

    def carry_out(
        self, tx: Transaction, reference: str, body: CheckInBody, now: datetime
    ) -> dict[str, Any]:
        """Give a seat to each passenger on each flight who has none yet."""
        booking = self._records.get_booking(tx, reference)
        _require_valid(booking)
        flights = list_booked_flights(tx, booking["reference"])
        _require_part(body.passengers, [each["id"] for each in booking["passengers"]])
        _require_part(body.flights, [each["id"] for each in flights])
        wanted = [each for each in flights if each["id"] in body.flights]
        done = {(each["passenger_id"], each["flight_id"]) for each in booking["passes"]}
        missing = [
            (passenger, flight)
            for flight in wanted
            for passenger in body.passengers
            if (passenger, flight["id"]) not in done
        ]
        if not missing:
            raise Refusal("already_checked_in", "everybody named is checked in already")
        for flight in wanted:
            _require_open(flight, now)
        for passenger, flight in missing:
            self._seat(tx, passenger, flight["id"], body.seat)
        return {
            "passes": [
                each
                for each in self._records.list_passes(tx, booking["reference"])
                if each["passenger_id"] in body.passengers and each["flight_id"] in body.flights
            ]
        }

    def _seat(self, tx: Transaction, passenger: str, flight: str, wish: str | None) -> None:
        rows = tx.list("SELECT seat, number FROM passes WHERE flight_id = ?", flight)
        seat = _choose_seat({each["seat"] for each in rows}, wish)
        number = max((each["number"] for each in rows), default=0) + 1
        values = (self._ids.secret(), passenger, flight, seat, number)
        tx.change("INSERT INTO passes VALUES (?, ?, ?, ?, ?)", *values)


def _require_valid(booking: dict[str, Any]) -> None:
    if booking["status"] == "cancelled":
        raise Refusal("cancelled", "the booking is cancelled")
    if booking["status"] == "rebooked":
        raise Refusal(
            "rebooked", "the booking was rebooked to another", rebooked_to=booking["rebooked_to"]
        )


def _require_part(named: Sequence[str], known: Sequence[str]) -> None:
    if len(set(named)) != len(named) or not set(named) <= set(known):
        raise not_found("passenger or flight on this booking")


def _require_open(flight: Row, now: datetime) -> None:
    facts = {"flight": flight["number"], "flight_id": flight["id"]}
    if flight["status"] == "cancelled":
        raise Refusal("cancelled", f"{flight['number']} is cancelled", **facts)
    departs = read_instant(flight["departs_at"])
    if now < departs - OPENS:
        opens_at = write_instant(departs - OPENS)
        raise Refusal("not_open_yet", "check-in is not open yet", opens_at=opens_at, **facts)
    if now > departs - CLOSES:
        closed_at = write_instant(departs - CLOSES)
        raise Refusal("closed", "check-in has closed", closed_at=closed_at, **facts)


def _choose_seat(taken: set[str], wish: str | None) -> str:
    """Take the first seat that is as wished, or any where there is none."""
    for letters in (_SEATS.get(wish, _SEATS[None]), _SEATS[None]):
        for seat in _list_seats(letters):
            if seat not in taken:
                return seat
    raise Refusal("taken", "there is no seat left on this flight")


def _list_seats(letters: str) -> Iterator[str]:
    return (f"{row}{letter}" for row in _ROWS for letter in letters)
