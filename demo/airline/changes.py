"""Returns, appointments and addresses, as the airline changes them."""

from datetime import date, datetime
from typing import Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from demo.airline.database import Transaction
from demo.airline.records import Records
from demo.airline.refusals import Refusal
from demo.airline.times import read_instant, write_instant
from domain.clock import Ids

_FIRST_RETURN: Final = 70001


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class ReturnBody(_Body):
    """What is to be sent back."""

    items: list[str] = Field(min_length=1, max_length=50)
    reason: Literal["damaged", "wrong_item", "not_as_described", "unwanted", "other"]
    goods: bool = True
    remark: str = Field(default="", max_length=2000)


class AppointmentBody(_Body):
    """What is to become of an appointment."""

    change: Literal["confirm", "move", "cancel"]
    starts_at: AwareDatetime | None = None


class ContactBody(_Body):
    """Another address."""

    kind: Literal["phone", "email"]
    value: str = Field(min_length=3, max_length=254)


class Changes:
    """Changes what is not a check-in."""

    def __init__(self, records: Records, ids: Ids) -> None:
        self._records = records
        self._ids = ids

    def request_return(
        self, tx: Transaction, number: str, body: ReturnBody, now: datetime
    ) -> dict[str, Any]:
        """Note a return of what was delivered and may still go back."""
        order = self._records.get_order(tx, number)
        if order["status"] != "delivered":
            raise Refusal("not_returnable", "only what was delivered can be sent back")
        known = {each["id"]: each for each in order["items"]}
        if len(set(body.items)) != len(body.items) or not set(body.items) <= known.keys():
            raise Refusal("invalid", "the order has no such item", status=422)
        for item in body.items:
            _require_returnable(tx, known[item], now.date())
        count = tx.find("SELECT COUNT(*) AS number FROM returns")
        made = f"RT-{_FIRST_RETURN + (count['number'] if count else 0)}"
        refund = sum(known[each]["price"] * known[each]["quantity"] for each in body.items)
        tx.change(
            "INSERT INTO returns VALUES (?, ?, 'requested', ?, ?, ?, ?, ?)",
            *(made, order["number"], body.reason, body.remark, refund, order["currency"]),
            self._ids.secret() if body.goods else None,
        )
        rows = [(item, made) for item in body.items]
        tx.change_many("INSERT INTO returned_items VALUES (?, ?)", rows)
        return self._records.get_return(tx, made)

    def change_appointment(
        self, tx: Transaction, reference: str, body: AppointmentBody, now: datetime
    ) -> dict[str, Any]:
        """Confirm, move or cancel."""
        found = self._records.get_appointment(tx, reference)
        if found["status"] == "cancelled":
            raise Refusal("cancelled", "the appointment is cancelled")
        if read_instant(found["starts_at"]) <= now:
            raise Refusal("too_late", "the appointment has begun", starts_at=found["starts_at"])
        starts_at = found["starts_at"]
        if body.change == "move":
            starts_at = self._require_free(tx, found["reference"], body.starts_at, now)
        tx.change(
            "UPDATE appointments SET status = ?, starts_at = ? WHERE reference = ?",
            "cancelled" if body.change == "cancel" else "confirmed",
            *(starts_at, found["reference"]),
        )
        return self._records.get_appointment(tx, found["reference"])

    def change_contact(
        self, tx: Transaction, reference: str, body: ContactBody, now: datetime
    ) -> dict[str, Any]:
        """Give a booking another address."""
        booking = self._records.get_booking(tx, reference)
        if booking["status"] != "confirmed":
            raise Refusal(booking["status"], f"the booking is {booking['status']}")
        if read_instant(booking["flights"][-1]["departs_at"]) <= now:
            raise Refusal("too_late", "the journey is over")
        if body.kind == "phone":
            sql = "UPDATE bookings SET phone = ? WHERE reference = ?"
        else:
            sql = "UPDATE bookings SET email = ? WHERE reference = ?"
        value = body.value.lower() if body.kind == "email" else body.value
        tx.change(sql, value, booking["reference"])
        return self._records.get_booking(tx, booking["reference"])

    def _require_free(
        self, tx: Transaction, reference: str, wanted: datetime | None, now: datetime
    ) -> str:
        if wanted is None:
            raise Refusal("invalid", "starts_at says where to move it", status=422)
        starts_at = write_instant(wanted)
        if starts_at not in self._records.list_free_times(tx, reference, now)["items"]:
            raise Refusal("taken", "that time is not free", starts_at=starts_at)
        return starts_at


def _require_returnable(tx: Transaction, item: dict[str, Any], today: date) -> None:
    if item["returnable_until"] is None:
        raise Refusal("not_returnable", f"{item['title']} cannot be sent back", item=item["id"])
    if date.fromisoformat(item["returnable_until"]) < today:
        until = item["returnable_until"]
        raise Refusal("too_late", f"{item['title']} was returnable until {until}", until=until)
    if tx.find("SELECT 1 FROM returned_items WHERE item_id = ?", item["id"]) is not None:
        raise Refusal("not_returnable", f"{item['title']} is sent back already", item=item["id"])
