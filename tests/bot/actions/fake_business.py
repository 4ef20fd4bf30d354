"""An airline in memory, and forms led over it as the form loop leads them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.action_runner import ActionRunner
from bot.actions.contract import ActionContext, Question, SelfService, Telling
from bot.forms.readers import cut_correction
from bot.forms.reading import Reading
from bot.tools import BotSettings, Tools, count_nothing
from crm_store.store import Store
from domain.business import (
    BoardingPass,
    Booking,
    BookingStatus,
    BusinessError,
    CheckInRequest,
    Flight,
    FlightStatus,
    Passenger,
    Write,
)
from domain.channels import Capabilities
from domain.messages import Address, QuickReply
from domain.replies import ReplyRequest
from domain.self_service import Level, RunState
from responders.phrasebook import find_phrasebook
from responders.self_service import render_said
from routing.choice_reading import read_choice
from tests.fakes import MONDAY_MORNING, FakeClock, SequentialIds

NOW = MONDAY_MORNING
ASTRID = Address(kind="phone", value="+15550142", verified=True)
STRANGER = Address(kind="phone", value="+15550999", verified=True)


def flight(number: str = "AU218", hours: float = 6, **facts: Any) -> Flight:
    """A flight that leaves in so many hours."""
    departs = NOW + timedelta(hours=hours)
    plain = Flight(
        id=f"{number}-1",
        number=number,
        origin="Norhavn",
        destination="Lisbon",
        departs_at=departs,
        arrives_at=departs + timedelta(hours=2),
        status=FlightStatus.SCHEDULED,
    )
    return replace(plain, **facts)


def booking(
    reference: str = "DEMO42",
    *people: str,
    flights: Sequence[Flight] = (),
    phone: str | None = None,
    **facts: Any,
) -> Booking:
    """A booking of people, by first and last name."""
    named = [name.partition(" ") for name in people or ("Astrid Lindqvist",)]
    passengers = tuple(
        Passenger(id=f"{reference}-{number}", first_name=first, last_name=last)
        for number, (first, _, last) in enumerate(named, start=1)
    )
    return Booking(
        reference=reference,
        status=facts.pop("status", BookingStatus.CONFIRMED),
        passengers=passengers,
        flights=tuple(flights) or (flight(),),
        phone=phone,
        **facts,
    )


def checked_in(held: Booking) -> Booking:
    """The same booking with a pass for everybody on every flight."""
    pairs = [(each, on) for each in held.passengers for on in held.flights]
    passes = tuple(make_pass(each.id, on.id, seat) for seat, (each, on) in enumerate(pairs, 10))
    return replace(held, passes=passes)


def make_pass(passenger: str, on: str, row: int) -> BoardingPass:
    url = f"https://air.example/p/{passenger}.{on}"
    return BoardingPass(passenger_id=passenger, flight_id=on, seat=f"{row}A", url=url)


class FakeBusiness:
    """Answers as it is told to, and keeps what it was asked."""

    def __init__(self, *bookings: Booking) -> None:
        self.bookings = {each.reference: each for each in bookings}
        self.flights: list[Flight] = []
        self.asked: list[str] = []
        self.requests: list[tuple[CheckInRequest, Write]] = []
        self.error: BusinessError | None = None
        self.check_in_error: BusinessError | None = None
        self.passes: tuple[BoardingPass, ...] | None = None
        self.own: dict[str, Mapping[str, Any]] = {}
        self.changes: list[tuple[str, Mapping[str, Any], Write]] = []
        self.before_check_in: Callable[[], None] = lambda: None

    def keep(self, held: Booking) -> None:
        """Have a booking stand so from now on."""
        self.bookings[held.reference] = held

    async def find_booking(self, reference: str) -> Booking | None:
        self._ask(f"find {reference}")
        return self.bookings.get(reference)

    async def list_bookings(self, address: Address) -> tuple[Booking, ...]:
        self._ask(f"list {address.value}")
        return tuple(
            each for each in self.bookings.values() if address.value in {each.phone, each.email}
        )

    async def list_flights(self, number: str, on: date) -> tuple[Flight, ...]:
        self._ask(f"flights {number} {on}")
        return tuple(
            each for each in self.flights if (each.number, each.departs_at.date()) == (number, on)
        )

    async def check_in(self, request: CheckInRequest, write: Write) -> tuple[BoardingPass, ...]:
        self.requests.append((request, write))
        self.before_check_in()
        if self.check_in_error is not None:
            raise self.check_in_error
        if self.passes is not None:
            return self.passes
        pairs = [(each, on) for each in request.passengers for on in request.flights]
        return tuple(make_pass(each, on, row) for row, (each, on) in enumerate(pairs, 10))

    async def ask_own(self, name: str, parameters: Mapping[str, str]) -> Mapping[str, Any] | None:
        self._ask(f"{name} {dict(parameters)}")
        return self.own.get(name)

    async def change_own(
        self, name: str, content: Mapping[str, Any], write: Write
    ) -> Mapping[str, Any]:
        self._ask(f"change {name}")
        self.changes.append((name, content, write))
        return self.own[name]

    def _ask(self, question: str) -> None:
        self.asked.append(question)
        if self.error is not None:
            raise self.error


class FakeChannel:
    """A channel of which only the capabilities are asked."""

    def __init__(self, capabilities: Capabilities) -> None:
        self.capabilities = capabilities


class FakeConversation:
    id, channel, account = "c1", "sms", "main"


class FormTalk:
    """One customer's way through one action, as the form loop would lead it.

    Attributes:
        heard: what was said last, in words.
        outcome: how it ended, or None while it goes on.
        texts: how many messages the customer wrote.
        key: names the change.
    """

    def __init__(
        self,
        action: SelfService,
        business: Any,
        store: Store | None = None,
        *,
        address: Address = STRANGER,
        language: str = "en",
        now: datetime = NOW,
        repeated: bool = False,
    ) -> None:
        self.action, self.business, self.address = action, business, address
        self.language, self.now, self.repeated = language, now, repeated
        self.runner = ActionRunner((action,))
        self.tools = make_tools(business, store)
        self.slots: dict[str, Any] = {}
        self.requested: str | None = None
        self.choices: tuple[QuickReply, ...] = ()
        self.level = Level.CLAIMED
        self.heard = ""
        self.keys: list[str] = []
        self.outcome: str | None = None
        self.state: RunState | None = None
        self.texts = 0
        self.key = "k1"

    async def says(self, text: str) -> str:
        """Write a message; return what is answered."""
        self.texts += 1
        telling = Telling(self.action.name, self.context(text))
        slots = {**self.slots, "requested_slot": self.requested}
        slots = await self.runner.read(self.action, telling, slots)
        self.requested, self.choices = slots.pop("requested_slot"), ()
        self.slots, self.level = slots, telling.proven
        if telling.ended is None and telling.handed_over is None:
            await self._go_on(telling)
        self._note(telling)
        return self.heard

    async def performs(self) -> str:
        """Carry it out, whatever was asked; as after a crash where it is `repeated`."""
        telling = Telling(self.action.name, self.context(""))
        await self.runner.perform(self.action, telling, self.slots)
        self._note(telling)
        return self.heard

    async def _go_on(self, telling: Telling) -> None:
        if self.requested is None:
            assert telling.proven >= self.action.level
            return await self.runner.perform(self.action, telling, self.slots)
        question: Question = await self.action.form.ask(self.requested, self.slots, telling.context)
        self.choices = question.choices
        return telling.say(f"ask_{self.requested}", **question.facts)

    def context(self, text: str = "") -> ActionContext:
        chosen = read_choice(text, None, self.choices) if self.choices else None
        reading = Reading(
            text=text,
            language=self.language,
            now=self.now,
            pressed=None if chosen is None else chosen.value,
            choices=self.choices,
            corrected=cut_correction(text) != text,
            slots=self.slots,
        )
        nobody: Any = None
        here: Any = FakeConversation()
        return ActionContext(
            tools=self.tools,
            run_id="r1",
            conversation=here,
            customer=nobody,
            address=self.address,
            level=self.level,
            now=self.now,
            write=Write(key=self.key, repeated=self.repeated),
            reading=reading,
        )

    def _note(self, telling: Telling) -> None:
        words = find_phrasebook(self.language)
        request = ReplyRequest(language=self.language, company="Aurora Airways", now=self.now)
        self.keys = [said.key for said in telling.said]
        self.heard = "\n\n".join(render_said(said, request, words) for said in telling.said)
        if telling.ended is not None:
            self.outcome, self.state = telling.ended.outcome, telling.ended.state


def make_tools(business: Any, store: Store | None) -> Tools:
    """Tools with a business, a text message channel, and nothing else that an action asks."""
    nobody: Any = None
    sms: Any = FakeChannel(Capabilities(max_length=3))
    return Tools(
        store=store or nobody,
        clock=FakeClock(NOW),
        ids=SequentialIds(),
        channels={("sms", "main"): sms},
        understander=nobody,
        settings=BotSettings(company="Aurora Airways"),
        count=count_nothing,
        business=business,
        secret="a secret of the tests alone",
    )


def forget_tried(talk: FormTalk) -> dict[str, Any]:
    """Return the slots without what the customer tried in vain, as they know that themselves."""
    return {name: value for name, value in talk.slots.items() if name != "tried"}
