"""Answers turned into the types of the domain, or refused as unreadable."""

import json
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from domain.business import (
    Appointment,
    BoardingPass,
    Booking,
    BusinessAnswerError,
    Flight,
    Order,
    ProductReturn,
)
from frontdesk.connector.wire import (
    MOST_ITEMS,
    Wire,
    WireAppointment,
    WireBooking,
    WireFlight,
    WireOrder,
    WirePasses,
    WireReturn,
    WireTimes,
)

W = TypeVar("W", bound=Wire)
T = TypeVar("T")

_BOOKING: Final = TypeAdapter(Booking)
_PASSES: Final = TypeAdapter(tuple[BoardingPass, ...])
_FLIGHT: Final = TypeAdapter(Flight)
_ORDER: Final = TypeAdapter(Order)
_RETURN: Final = TypeAdapter(ProductReturn)
_APPOINTMENT: Final = TypeAdapter(Appointment)


def decode(body: bytes) -> Any:
    """Read JSON.

    Raises:
        BusinessAnswerError: it is none.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise BusinessAnswerError("its answer is no JSON") from None


def read_as(model: type[W], value: Any) -> W:
    """Read a JSON object of theirs strictly.

    Raises:
        BusinessAnswerError: naming the field that is wrong, never what stands in it.
    """
    try:
        # By JSON, since only there strictness still takes a text for an instant.
        return model.model_validate_json(json.dumps(value))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(step) for step in first["loc"]) or "the whole"
        raise BusinessAnswerError(f"its answer is wrong in {field}: {first['type']}") from None


def list_items(value: Any) -> list[Any]:
    """Return what stands in a list of theirs.

    Raises:
        BusinessAnswerError: it is no list, or longer than any true one.
    """
    items = value.get("items") if isinstance(value, dict) else None
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        raise BusinessAnswerError(f"its answer is no list of at most {MOST_ITEMS} items")
    return items


def read_booking(value: Any) -> Booking:
    """Read a booking."""
    return _convert(_BOOKING, read_as(WireBooking, value))


def read_flight(value: Any) -> Flight:
    """Read a flight."""
    return _convert(_FLIGHT, read_as(WireFlight, value))


def read_passes(value: Any) -> tuple[BoardingPass, ...]:
    """Read boarding passes."""
    return _PASSES.validate_python(read_as(WirePasses, value).model_dump()["passes"])


def read_order(value: Any) -> Order:
    """Read an order."""
    return _convert(_ORDER, read_as(WireOrder, value))


def read_return(value: Any) -> ProductReturn:
    """Read a return."""
    return _convert(_RETURN, read_as(WireReturn, value))


def read_appointment(value: Any) -> Appointment:
    """Read an appointment."""
    return _convert(_APPOINTMENT, read_as(WireAppointment, value))


def read_times(value: Any) -> WireTimes:
    """Read times."""
    return read_as(WireTimes, value)


def _convert(adapter: TypeAdapter[T], wire: Wire) -> T:
    return adapter.validate_python(wire.model_dump())
