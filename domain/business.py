"""The company's own system, as self-service asks it: bookings, orders, returns, appointments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from domain.errors import FrontdeskError
from domain.messages import Address


class BusinessError(FrontdeskError):
    """The company's own system did not do what was asked."""


class BusinessUnavailableError(BusinessError):
    """It is down or too slow, and surely has changed nothing; later it may be there."""


class BusinessUnclearError(BusinessError):
    """It may or may not have done what was asked; not to be asked again without looking."""


class BusinessAnswerError(BusinessError):
    """It answered what cannot be true: another booking, a pass for nobody, no JSON at all.

    After a change it is as unclear as `BusinessUnclearError` whether it was made.
    """


class BusinessRefusedError(BusinessError):
    """It will not do it, and says why.

    Attributes:
        code: why, for programs: `not_open_yet`, `closed`, `already_checked_in`, `cancelled`,
            `rebooked`, `not_returnable`, `too_late`, `taken`, `invalid`, `not_found`; a company may
            have codes of its own, to be told as a plain refusal.
        facts: what belongs to it, such as `opens_at`; values are texts, instants RFC 3339.
    """

    def __init__(self, reason: str, *, code: str, facts: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.facts = dict(facts or {})


class BookingStatus(StrEnum):
    """Whether a booking holds."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    REBOOKED = "rebooked"


class FlightStatus(StrEnum):
    """What becomes of a flight."""

    SCHEDULED = "scheduled"
    DELAYED = "delayed"
    BOARDING = "boarding"
    DEPARTED = "departed"
    LANDED = "landed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passenger:
    """One person on a booking."""

    id: str
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """One flight on one day.

    Attributes:
        number: such as `AU231`.
        departs_at: as planned; `expected_at` as it is now, where that differs.
        time_zone: IANA name of the zone of the airport it leaves from, by whose clocks it is told
            when it leaves; None for the company's own.
    """

    id: str
    number: str
    origin: str
    destination: str
    departs_at: datetime
    arrives_at: datetime
    status: FlightStatus
    expected_at: datetime | None = None
    gate: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardingPass:
    """What lets one passenger onto one flight.

    Attributes:
        url: a page that only who has this address can find.
    """

    passenger_id: str
    flight_id: str
    seat: str
    url: str
    boarding_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A journey somebody booked.

    Attributes:
        flights: in the order flown.
        phone: E.164, as the booking knows it, or None.
        rebooked_to: the reference that took its place, where it was rebooked.
        passes: of who is checked in already.
    """

    reference: str
    status: BookingStatus
    passengers: tuple[Passenger, ...]
    flights: tuple[Flight, ...]
    phone: str | None = None
    email: str | None = None
    rebooked_to: str | None = None
    passes: tuple[BoardingPass, ...] = ()


class OrderStatus(StrEnum):
    """How far an order has come."""

    PLACED = "placed"
    PACKED = "packed"
    SENT = "sent"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderItem:
    """One line of an order; prices in the currency's smallest unit.

    Attributes:
        returnable_until: the last day on which it can be sent back; None where it never can.
    """

    id: str
    title: str
    quantity: int
    price: int
    returnable_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Something somebody bought.

    Attributes:
        currency: ISO 4217, such as `EUR`.
        last_name: of who bought it, who may ask about it with the number.
    """

    number: str
    status: OrderStatus
    items: tuple[OrderItem, ...]
    currency: str
    last_name: str
    phone: str | None = None
    email: str | None = None
    expected_on: date | None = None
    delivered_on: date | None = None
    tracking_url: str | None = None


class ReturnStatus(StrEnum):
    """How far a return has come."""

    REQUESTED = "requested"
    RECEIVED = "received"
    REFUNDED = "refunded"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductReturn:
    """Something sent back, or only money asked back.

    Attributes:
        refund: in the currency's smallest unit.
        label_url: what is put on the parcel; None where nothing is to be sent.
    """

    number: str
    order: str
    items: tuple[str, ...]
    status: ReturnStatus
    refund: int
    currency: str
    label_url: str | None = None


class AppointmentStatus(StrEnum):
    """Whether an appointment holds."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A time at which somebody is expected."""

    reference: str
    purpose: str
    place: str
    starts_at: datetime
    status: AppointmentStatus
    last_name: str
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInRequest:
    """Who is to be checked in on which flights.

    Attributes:
        seat: `window`, `aisle`, or None for any.
    """

    reference: str
    passengers: tuple[str, ...]
    flights: tuple[str, ...]
    seat: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRequest:
    """What somebody wants to send back.

    Attributes:
        items: ids of the order's items.
        reason: `damaged`, `wrong_item`, `not_as_described`, `unwanted` or `other`.
        goods: whether goods are sent back; otherwise only money is asked back.
    """

    order: str
    items: tuple[str, ...]
    reason: str
    goods: bool = True
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentChange:
    """What is to become of an appointment.

    Attributes:
        change: `confirm`, `move` or `cancel`.
        starts_at: the new time, for `move`.
    """

    reference: str
    change: str
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChange:
    """Another address at which somebody wants to hear of their booking."""

    booking: str
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """What makes a change happen once.

    Attributes:
        key: names the change; the same key is never carried out twice.
        repeated: it may have been tried before, so the outcome is looked up by the key first.
    """

    key: str
    repeated: bool = field(default=False)


class Business(Protocol):
    """The company's own system.

    Everything may raise `BusinessUnavailableError` and `BusinessAnswerError`; what changes
    something may raise `BusinessRefusedError` and `BusinessUnclearError` as well. What is not
    there is None or empty; so is what the system does not know at all.
    """

    async def find_booking(self, reference: str) -> Booking | None:
        """Find a booking by its reference."""
        ...

    async def list_bookings(self, address: Address) -> tuple[Booking, ...]:
        """List the bookings that know an address as theirs, the next departure first."""
        ...

    async def check_in(self, request: CheckInRequest, write: Write) -> tuple[BoardingPass, ...]:
        """Check passengers in; a pass for each passenger and flight, and for nobody else."""
        ...

    async def list_flights(self, number: str, on: date) -> tuple[Flight, ...]:
        """List the flights of a number on a day of the place they leave from."""
        ...

    async def find_order(self, number: str) -> Order | None:
        """Find an order by its number."""
        ...

    async def list_orders(self, address: Address) -> tuple[Order, ...]:
        """List the orders that know an address as theirs, the latest first."""
        ...

    async def request_return(self, request: ReturnRequest, write: Write) -> ProductReturn:
        """Have a return noted."""
        ...

    async def find_return(self, number: str) -> ProductReturn | None:
        """Find a return by its number."""
        ...

    async def find_appointment(self, reference: str) -> Appointment | None:
        """Find an appointment by its reference."""
        ...

    async def list_appointments(self, address: Address) -> tuple[Appointment, ...]:
        """List the appointments to come that know an address as theirs, the next one first."""
        ...

    async def list_free_times(self, reference: str) -> tuple[datetime, ...]:
        """List the times that an appointment could be moved to, the next one first."""
        ...

    async def change_appointment(self, change: AppointmentChange, write: Write) -> Appointment:
        """Confirm, move or cancel an appointment."""
        ...

    async def change_contact(self, change: ContactChange, write: Write) -> Booking:
        """Change an address of a booking."""
        ...

    async def ask_own(self, name: str, parameters: Mapping[str, str]) -> Mapping[str, Any] | None:
        """Ask what this protocol has no word for; see part two of docs/connect-your-system.md.

        Args:
            name: of the question, such as `members`; lower case, digits and dashes.

        Returns:
            A JSON object as the system tells it, whose texts are of one line; whether it is about
            what was asked, nobody has looked. None where there is no such thing.
        """
        ...

    async def change_own(
        self, name: str, content: Mapping[str, Any], write: Write
    ) -> Mapping[str, Any]:
        """Have changed what this protocol has no word for, once; as `ask_own`.

        Args:
            content: plain JSON values, the same for the same `write`.
        """
        ...

    async def check(self) -> str:
        """Say in a line what `frontdesk doctor` should print when all is well.

        Raises:
            FrontdeskError: naming what is wrong and what to do.
        """
        ...
