"""`domain.business.Business` over HTTP."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import quote

from bot.tools import Counter
from domain.business import (
    Appointment,
    AppointmentChange,
    BoardingPass,
    Booking,
    BusinessAnswerError,
    BusinessRefusedError,
    CheckInRequest,
    ContactChange,
    Flight,
    Order,
    ProductReturn,
    ReturnRequest,
    Write,
)
from domain.clock import Clock
from domain.messages import Address
from frontdesk.connector import plausible, reading
from frontdesk.connector.asking import NOT_FOUND, Asking
from frontdesk.connector.changing import Changing
from frontdesk.connector.counting import counted
from frontdesk.connector.own_answers import read_own
from frontdesk.connector.transport import Question
from frontdesk.connector.wire import WireStatus

# What a reference can look like at all; anything else is nowhere, and no part of a path.
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_OWN_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,63}")
_ADDRESSES: Final = frozenset({"phone", "email"})


class HttpBusiness:
    """Asks the company's own system as docs/business-api.yaml has it.

    Attributes:
        count: counts each call.
    """

    def __init__(self, asking: Asking, *, clock: Clock, count: Counter) -> None:
        self._asking = asking
        self._changing = Changing(asking)
        self._clock = clock
        self.count = count

    @counted
    async def find_booking(self, reference: str) -> Booking | None:
        """See `Business.find_booking`."""
        value = await self._find("bookings", reference)
        return None if value is None else self._read_booking(value, reference)

    @counted
    async def list_bookings(self, address: Address) -> tuple[Booking, ...]:
        """See `Business.list_bookings`."""
        found = [reading.read_booking(each) for each in await self._list("bookings", address)]
        for each in found:
            plausible.check_known(each.phone, each.email, address, "a booking")
            plausible.check_booking(each, each.reference, self._clock.now())
        return tuple(found)

    @counted
    async def check_in(self, request: CheckInRequest, write: Write) -> tuple[BoardingPass, ...]:
        """See `Business.check_in`."""
        body = {
            "passengers": list(request.passengers),
            "flights": list(request.flights),
            "seat": request.seat,
        }
        question = _change(("bookings", request.reference, "check-in"), body, write)
        return await self._changing.send(
            "check_in",
            question,
            write,
            lambda value: plausible.check_check_in(
                reading.read_passes(value), request, self._clock.now()
            ),
        )

    @counted
    async def list_flights(self, number: str, on: date) -> tuple[Flight, ...]:
        """See `Business.list_flights`."""
        number = "".join(number.split()).upper()
        query = {"number": number, "on": on.isoformat()}
        items = await self._ask_for_list(Question(path="/flights", query=query))
        now = self._clock.now()
        found = [reading.read_flight(each) for each in items]
        return tuple(
            plausible.check_day(plausible.check_flight(each, now), number, on) for each in found
        )

    @counted
    async def find_order(self, number: str) -> Order | None:
        """See `Business.find_order`."""
        value = await self._find("orders", number)
        if value is None:
            return None
        return plausible.check_order(reading.read_order(value), number, self._clock.now().date())

    @counted
    async def list_orders(self, address: Address) -> tuple[Order, ...]:
        """See `Business.list_orders`."""
        found = [reading.read_order(each) for each in await self._list("orders", address)]
        for each in found:
            plausible.check_known(each.phone, each.email, address, "an order")
            plausible.check_order(each, each.number, self._clock.now().date())
        return tuple(found)

    @counted
    async def request_return(self, request: ReturnRequest, write: Write) -> ProductReturn:
        """See `Business.request_return`."""
        body = {**asdict(request), "items": list(request.items)}
        return await self._changing.send(
            "request_return",
            _change(("orders", request.order, "returns"), body, write),
            write,
            lambda value: plausible.check_return(reading.read_return(value), request),
        )

    @counted
    async def find_return(self, number: str) -> ProductReturn | None:
        """See `Business.find_return`."""
        value = await self._find("returns", number)
        if value is None:
            return None
        found = reading.read_return(value)
        plausible.require(plausible.is_same(found.number, number), "it is another return")
        return found

    @counted
    async def find_appointment(self, reference: str) -> Appointment | None:
        """See `Business.find_appointment`."""
        value = await self._find("appointments", reference)
        if value is None:
            return None
        found = reading.read_appointment(value)
        return plausible.check_appointment(found, reference, self._clock.now())

    @counted
    async def list_appointments(self, address: Address) -> tuple[Appointment, ...]:
        """See `Business.list_appointments`."""
        items = await self._list("appointments", address)
        found = [reading.read_appointment(each) for each in items]
        for each in found:
            plausible.check_known(each.phone, each.email, address, "an appointment")
            plausible.check_appointment(each, each.reference, self._clock.now())
        return tuple(found)

    @counted
    async def list_free_times(self, reference: str) -> tuple[datetime, ...]:
        """See `Business.list_free_times`."""
        value = await self._find("appointments", reference, "free-times")
        times = () if value is None else reading.read_times(value).items
        for each in times:
            plausible.check_time(each, self._clock.now())
        return tuple(sorted(set(times)))

    @counted
    async def change_appointment(self, change: AppointmentChange, write: Write) -> Appointment:
        """See `Business.change_appointment`."""
        starts_at = None if change.starts_at is None else change.starts_at.isoformat()
        body = {"change": change.change, "starts_at": starts_at}

        def read(value: Any) -> Appointment:
            found = reading.read_appointment(value)
            plausible.check_appointment(found, change.reference, self._clock.now())
            return plausible.check_change(found, change)

        question = _change(("appointments", change.reference, "changes"), body, write)
        return await self._changing.send("change_appointment", question, write, read)

    @counted
    async def change_contact(self, change: ContactChange, write: Write) -> Booking:
        """See `Business.change_contact`."""
        if change.address.kind not in _ADDRESSES:
            raise BusinessRefusedError(
                f"a booking has a telephone number and an email address, and no "
                f"{change.address.kind} address",
                code="invalid",
            )
        body = {"kind": change.address.kind, "value": change.address.value}
        return await self._changing.send(
            "change_contact",
            _change(("bookings", change.booking, "contact"), body, write),
            write,
            lambda value: plausible.check_contact(
                self._read_booking(value, change.booking), change
            ),
        )

    @counted
    async def ask_own(self, name: str, parameters: Mapping[str, str]) -> Mapping[str, Any] | None:
        """See `Business.ask_own`."""
        value = await self._asking.find(Question(path=_own(name), query=parameters))
        return None if value is None else read_own(value)

    @counted
    async def change_own(
        self, name: str, content: Mapping[str, Any], write: Write
    ) -> Mapping[str, Any]:
        """See `Business.change_own`."""
        question = Question(path=_own(name), body=content, idempotency_key=write.key)
        return await self._changing.send("change_own", question, write, read_own)

    @counted
    async def check(self) -> str:
        """See `Business.check`."""
        value = await self._asking.find(Question(path="/status"))
        if value is None:
            raise BusinessAnswerError("it knows no /status: is business.url its address?")
        name = reading.read_as(WireStatus, value).name
        return f"{name} answers at {self._asking.transport.url} and takes our signature"

    def _read_booking(self, value: Any, reference: str) -> Booking:
        return plausible.check_booking(reading.read_booking(value), reference, self._clock.now())

    async def _find(self, kind: str, name: str, *below: str) -> Any:
        if not _NAME.fullmatch(name):
            return None
        return await self._asking.find(Question(path=_join(kind, name, *below)))

    async def _list(self, kind: str, address: Address) -> list[Any]:
        if address.kind not in _ADDRESSES:
            return []
        question = Question(path=f"/{kind}", query={address.kind: address.value})
        return await self._ask_for_list(question)

    async def _ask_for_list(self, question: Question) -> list[Any]:
        value = await self._asking.find(question)
        return [] if value is None else reading.list_items(value)


def _change(steps: tuple[str, ...], body: Mapping[str, Any], write: Write) -> Question:
    """Make the question that changes something.

    Raises:
        BusinessRefusedError: what is to be changed cannot exist.
    """
    if not all(_NAME.fullmatch(step) for step in steps):
        raise BusinessRefusedError("there is no such thing", code=NOT_FOUND)
    return Question(path=_join(*steps), body=body, idempotency_key=write.key)


def _join(*steps: str) -> str:
    return "".join(f"/{quote(step, safe='')}" for step in steps)


def _own(name: str) -> str:
    """Return the path of a question or change that is the company's own.

    Raises:
        ValueError: an action names it as no path can be.
    """
    if not _OWN_NAME.fullmatch(name):
        raise ValueError(
            f"{name!r} is no name: lower-case letters, digits and dashes, such as members"
        )
    return f"/own/{name}"
