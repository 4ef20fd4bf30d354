"""Rows written as the API's JSON."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from demo.airline.airports import get_time_zone, tell_there
from demo.airline.database import Row, Transaction
from demo.airline.refusals import not_found
from demo.airline.times import read_instant, write_instant

BOARDING_BEFORE: Final = timedelta(minutes=40)
Json = dict[str, Any]


class Records:
    """Reads what was asked for.

    Args:
        pages_url: what the addresses of boarding passes and labels begin with.
    """

    def __init__(self, pages_url: str) -> None:
        self._pages_url = pages_url

    def get_booking(self, tx: Transaction, reference: str) -> Json:
        """Return a booking with everything in it."""
        row = tx.find("SELECT * FROM bookings WHERE reference = ?", reference.upper())
        if row is None:
            raise not_found("booking")
        passengers = tx.list(
            "SELECT id, first_name, last_name FROM passengers WHERE reference = ? ORDER BY id",
            row["reference"],
        )
        return {
            **dict(row),
            "passengers": [dict(each) for each in passengers],
            "flights": [_show_flight(each) for each in list_booked_flights(tx, row["reference"])],
            "passes": self.list_passes(tx, row["reference"]),
        }

    def list_bookings(self, tx: Transaction, query: Mapping[str, str]) -> Json:
        """Return the bookings of an address, the next departure first."""
        rows = tx.list(
            "SELECT reference, MIN(departs_at) AS departs_at FROM bookings"
            " JOIN legs USING (reference) JOIN flights ON flights.id = flight_id"
            " WHERE phone = ? OR email = ? GROUP BY reference ORDER BY departs_at",
            *_read_address(query),
        )
        return {"items": [self.get_booking(tx, each["reference"]) for each in rows]}

    def list_passes(self, tx: Transaction, reference: str) -> list[Json]:
        """Return the boarding passes of a booking."""
        rows = tx.list(
            "SELECT passes.*, departs_at, expected_at FROM passes"
            " JOIN passengers ON passengers.id = passenger_id"
            " JOIN flights ON flights.id = flight_id"
            " WHERE reference = ? ORDER BY departs_at, passenger_id",
            reference,
        )
        return [
            {
                "passenger_id": row["passenger_id"],
                "flight_id": row["flight_id"],
                "seat": row["seat"],
                "url": f"{self._pages_url}/boarding-passes/{row['token']}",
                "boarding_at": write_instant(find_boarding(row)),
            }
            for row in rows
        ]

    def list_flights(self, tx: Transaction, query: Mapping[str, str]) -> Json:
        """Return the flights of a number on a day of the airport they leave from."""
        rows = tx.list(
            "SELECT * FROM flights WHERE number = ? ORDER BY departs_at",
            query.get("number", "").upper(),
        )
        return {
            "items": [_show_flight(each) for each in rows if _find_day(each) == query.get("on")]
        }

    def get_order(self, tx: Transaction, number: str) -> Json:
        """Return an order."""
        row = tx.find("SELECT * FROM orders WHERE number = ?", number.upper())
        if row is None:
            raise not_found("order")
        items = tx.list(
            "SELECT id, title, quantity, price, returnable_until FROM order_items"
            " WHERE number = ? ORDER BY id",
            row["number"],
        )
        return {**_leave_out(row, "placed_at"), "items": [dict(each) for each in items]}

    def list_orders(self, tx: Transaction, query: Mapping[str, str]) -> Json:
        """Return the orders of an address, the latest first."""
        rows = tx.list(
            "SELECT number FROM orders WHERE phone = ? OR email = ? ORDER BY placed_at DESC",
            *_read_address(query),
        )
        return {"items": [self.get_order(tx, each["number"]) for each in rows]}

    def get_return(self, tx: Transaction, number: str) -> Json:
        """Return a return."""
        row = tx.find("SELECT * FROM returns WHERE number = ?", number.upper())
        if row is None:
            raise not_found("return")
        items = tx.list("SELECT item_id FROM returned_items WHERE number = ?", row["number"])
        label = row["label"]
        return {
            **_leave_out(row, "reason", "remark", "label"),
            "items": [each["item_id"] for each in items],
            "label_url": None if label is None else f"{self._pages_url}/return-labels/{label}",
        }

    def get_appointment(self, tx: Transaction, reference: str) -> Json:
        """Return an appointment."""
        row = tx.find("SELECT * FROM appointments WHERE reference = ?", reference.upper())
        if row is None:
            raise not_found("appointment")
        return dict(row)

    def list_appointments(self, tx: Transaction, query: Mapping[str, str], now: datetime) -> Json:
        """Return the appointments to come of an address, the next one first."""
        rows = tx.list(
            "SELECT * FROM appointments WHERE (phone = ? OR email = ?) AND starts_at > ?"
            " ORDER BY starts_at",
            *_read_address(query),
            write_instant(now),
        )
        return {"items": [dict(each) for each in rows]}

    def list_free_times(self, tx: Transaction, reference: str, now: datetime) -> Json:
        """Return the times that an appointment could be moved to."""
        place = self.get_appointment(tx, reference)["place"]
        rows = tx.list(
            "SELECT starts_at FROM free_times WHERE place = ? AND starts_at > ? AND starts_at"
            " NOT IN (SELECT starts_at FROM appointments WHERE place = ? AND status <> 'cancelled')"
            " ORDER BY starts_at",
            *(place, write_instant(now), place),
        )
        return {"items": [each["starts_at"] for each in rows]}


def list_booked_flights(tx: Transaction, reference: str) -> Sequence[Row]:
    """Return the flights of a booking in the order flown."""
    return tx.list(
        "SELECT flights.* FROM flights JOIN legs ON flights.id = flight_id"
        " WHERE reference = ? ORDER BY departs_at",
        reference,
    )


def find_boarding(row: Row) -> datetime:
    """Tell when a flight boards."""
    return read_instant(row["expected_at"] or row["departs_at"]) - BOARDING_BEFORE


def _show_flight(flight: Row) -> Json:
    return {**dict(flight), "time_zone": get_time_zone(flight["origin"])}


def _find_day(flight: Row) -> str:
    departs = tell_there(read_instant(flight["departs_at"]), flight["origin"])
    return departs.date().isoformat()


def _leave_out(row: Row, *names: str) -> Json:
    return {name: value for name, value in dict(row).items() if name not in names}


def _read_address(query: Mapping[str, str]) -> tuple[str | None, str | None]:
    return query.get("phone"), query.get("email", "").lower() or None
