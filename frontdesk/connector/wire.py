"""What answers must look like; anything more in them is passed over."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from domain.business import (
    AppointmentStatus,
    BookingStatus,
    FlightStatus,
    OrderStatus,
    ReturnStatus,
)

MOST_ITEMS: Final = 100


def _check_url(value: str) -> str:
    """Accept what a customer may be sent: a web address, without a name and password in it."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise ValueError("is no web address")
    return value


def _check_time_zone(value: str) -> str:
    """Accept the name of a zone that this machine knows."""
    try:
        ZoneInfo(value)
    except (LookupError, ValueError, OSError):
        raise ValueError("is no IANA name of a time zone") from None
    return value


def _in_utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


# Nothing that breaks a text message or makes it read otherwise: no control characters, no breaks of
# lines, no turns of direction (Unicode TR 36, section 2.5).
ODD: Final = "\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069"
Text = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=f"^[^{ODD}]+$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[!-~]+$")]
Phone = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]
Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^\s@]+@[^\s@]+$")]
Url = Annotated[
    str,
    StringConstraints(max_length=2000, pattern=r"^https?://[!-~]+$"),
    AfterValidator(_check_url),
]
TimeZone = Annotated[
    str,
    StringConstraints(max_length=64, pattern=r"^[A-Za-z][A-Za-z0-9_+/-]*$"),
    AfterValidator(_check_time_zone),
]
Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
# In a currency's smallest unit.
Money = Annotated[int, Field(ge=0, le=10**12)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Wire(BaseModel):
    """One JSON object of theirs."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class WirePassenger(Wire):
    """See `Passenger`."""

    id: Name
    first_name: Text
    last_name: Text


class WireFlight(Wire):
    """See `Flight`."""

    id: Name
    number: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,3}[0-9]{1,4}[A-Z]?$")]
    origin: Text
    destination: Text
    departs_at: Instant
    arrives_at: Instant
    status: FlightStatus
    expected_at: Instant | None = None
    gate: Text | None = None
    time_zone: TimeZone | None = None


class WirePass(Wire):
    """See `BoardingPass`."""

    passenger_id: Name
    flight_id: Name
    seat: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,5}$")]
    url: Url
    boarding_at: Instant | None = None


class WireBooking(Wire):
    """See `Booking`."""

    reference: Name
    status: BookingStatus
    passengers: Annotated[tuple[WirePassenger, ...], Field(min_length=1, max_length=MOST_ITEMS)]
    flights: Annotated[tuple[WireFlight, ...], Field(min_length=1, max_length=20)]
    phone: Phone | None = None
    email: Email | None = None
    rebooked_to: Name | None = None
    passes: Annotated[tuple[WirePass, ...], Field(max_length=2000)] = ()


class WireOrderItem(Wire):
    """See `OrderItem`."""

    id: Name
    title: Text
    quantity: Annotated[int, Field(ge=1, le=100_000)]
    price: Money
    returnable_until: date | None = None


class WireOrder(Wire):
    """See `Order`."""

    number: Name
    status: OrderStatus
    items: Annotated[tuple[WireOrderItem, ...], Field(max_length=MOST_ITEMS)]
    currency: Currency
    last_name: Text
    phone: Phone | None = None
    email: Email | None = None
    expected_on: date | None = None
    delivered_on: date | None = None
    tracking_url: Url | None = None


class WireReturn(Wire):
    """See `ProductReturn`."""

    number: Name
    order: Name
    items: Annotated[tuple[Name, ...], Field(min_length=1, max_length=MOST_ITEMS)]
    status: ReturnStatus
    refund: Money
    currency: Currency
    label_url: Url | None = None


class WireAppointment(Wire):
    """See `Appointment`."""

    reference: Name
    purpose: Text
    place: Text
    starts_at: Instant
    status: AppointmentStatus
    last_name: Text
    phone: Phone | None = None
    email: Email | None = None


class WirePasses(Wire):
    """What a check-in is answered with."""

    passes: Annotated[tuple[WirePass, ...], Field(max_length=2000)]


class WireTimes(Wire):
    """Times that are free."""

    items: Annotated[tuple[Instant, ...], Field(max_length=1000)]


class WireStatus(Wire):
    """Who answers."""

    name: Text


class WireProblem(Wire):
    """Why they will not do it: RFC 9457 with two members more."""

    detail: Annotated[str, StringConstraints(max_length=2000)] = ""
    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]
    facts: Mapping[Name, Annotated[str, StringConstraints(max_length=500)]] = Field(
        default_factory=dict
    )


class WireOutcome(Wire):
    """What became of a change."""

    state: Literal["done", "refused", "running"]
    operation: Name
    result: Any = None
    problem: WireProblem | None = None
