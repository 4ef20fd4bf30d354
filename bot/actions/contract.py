"""What a self-service action is made of; see docs/connect-your-system.md for writing one.

Each action is two of rasa-sdk's: a `FormValidationAction`, which reads and checks what the customer
says, and an `Action`, which carries it out. Both run through rasa-sdk's `ActionExecutor`, be it for
the embedded dialogue or for a Rasa server.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.forms.reading import Reader, Reading
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.business import Business, Write
from domain.conversations import Conversation, Priority
from domain.customers import Customer
from domain.errors import NotFoundError
from domain.messages import Address, QuickReply
from domain.self_service import Level, Risk, RunState, Said

Slots = Mapping[str, Any]
Change = Callable[[Transaction], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionContext:
    """What an action knows beside its slots.

    Attributes:
        run_id: of the run of this action.
        address: where the customer writes from; `verified` where the channel vouches for it.
        level: what they have proven so far.
        write: names the change, for the company's system.
        reading: of the message at hand, with `requested` for the slot asked for.
    """

    tools: Tools
    run_id: str
    conversation: Conversation
    customer: Customer
    address: Address
    level: Level
    now: datetime
    write: Write
    reading: Reading

    @property
    def business(self) -> Business:
        """The company's own system.

        Raises:
            NotFoundError: the settings name none.
        """
        if self.tools.business is None:
            raise NotFoundError("the settings name no [business]; see docs/connect-your-system.md")
        return self.tools.business


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How an action ended.

    Attributes:
        outcome: a word for programs and the funnel, such as `checked_in`.
        facts: for staff; plain JSON values.
    """

    state: RunState
    outcome: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """A person is to go on.

    Attributes:
        reason: as in `Escalate`.
        topic: that chooses the queue; None for the action's own.
    """

    reason: str
    topic: str | None = None
    priority: Priority = Priority.NORMAL


class Telling(CollectingDispatcher):  # type: ignore[misc]  # rasa-sdk has no types
    """The dispatcher that our actions are given: rasa-sdk's, and what it lacks.

    Attributes:
        said: sentences for the customer, in order.
        proven: the level that the customer has proven now.
        ended: set once the action is over, `handed_over` where a person is to go on.
        changes: to be made on our own record, in the commit that records how the action ended.
    """

    def __init__(self, action: str, context: ActionContext) -> None:
        super().__init__()
        self.context = context
        self.said: list[Said] = []
        self.proven = context.level
        self.ended: Ended | None = None
        self.handed_over: HandOver | None = None
        self.changes: list[Change] = []
        self._action = action

    def say(self, name: str, **facts: Any) -> None:
        """Say a sentence by its name in the action's words."""
        self.said.append(Said(key=f"{self._action}.{name}", facts=facts))

    def prove(self, level: Level) -> None:
        """Note what the customer has proven."""
        self.proven = max(self.proven, level)

    def finish(self, outcome: str, **facts: Any) -> None:
        """It is done; say the words before."""
        self.ended = Ended(state=RunState.DONE, outcome=outcome, facts=facts)

    def refuse(self, outcome: str, **facts: Any) -> None:
        """It cannot be done; say why before."""
        self.ended = Ended(state=RunState.REFUSED, outcome=outcome, facts=facts)

    def hand_over(
        self, reason: str, *, topic: str | None = None, priority: Priority = Priority.NORMAL
    ) -> None:
        """Let a person go on with all that was gathered."""
        self.handed_over = HandOver(reason=reason, topic=topic, priority=priority)

    def change(self, work: Change) -> None:
        """Have something changed on our own record, once, with the end of the action."""
        self.changes.append(work)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One thing an action needs to know.

    Attributes:
        title: for staff.
        read: finds it in a message.
        secret: staff and logs see dots instead.
        inner: the form keeps it for itself, and staff see nothing of it.
        noted: the form notes it for staff; that it changes does not make a message an answer.
    """

    name: str
    title: str
    read: Reader
    secret: bool = False
    inner: bool = False
    noted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What goes with the question for a slot, whose words are `<action>.ask_<slot>`.

    Attributes:
        facts: what stands in it.
        choices: to press, or to answer by number; an empty label is the word
            `<action>.choice_<value>`.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[QuickReply, ...] = ()


class SelfServiceForm(FormValidationAction, ABC):  # type: ignore[misc]  # rasa-sdk has no types
    """Reads and checks the slots of one action.

    A subclass names its `action` and `slots`, may say in `needed` which of them it must know as
    things stand, and checks a value in `validate_<slot>(self, value, telling, tracker, domain)`,
    which returns `{slot: value}`, or `{slot: None}` after `telling.say(why)`.
    """

    action: ClassVar[str]
    slots: ClassVar[tuple[Slot, ...]]

    def name(self) -> str:
        """Return the name that Rasa calls it by."""
        return f"validate_{self.action}_form"

    def needed(self, slots: Slots, context: ActionContext) -> Sequence[str]:  # noqa: ARG002 - for those that need them
        """Return the slots that must be filled, in the order asked for; all unless overridden."""
        return [slot.name for slot in self.slots]

    async def prepare(self, telling: Telling, slots: Slots) -> Slots:  # noqa: ARG002 - as above
        """Return slots that need not be asked for, such as the only booking of this telephone."""
        return {}

    async def ask(self, slot: str, slots: Slots, context: ActionContext) -> Question:  # noqa: ARG002 - as above
        """Return what goes with the question for a slot."""
        return Question()

    async def find_addresses(self, slots: Slots, context: ActionContext) -> tuple[Address, ...]:  # noqa: ARG002 - as above
        """Return the addresses on file to which a one-time code may go."""
        return tuple(
            Address(kind=each.kind, value=each.value, verified=True)
            for each in context.customer.identities
            if each.trust == "verified"
        )

    def approval_needed(self, slots: Slots, context: ActionContext) -> str | None:  # noqa: ARG002 - as above
        """Return why a person must allow it first, where the risk is `needs_approval`.

        An empty text, unless overridden: because of what it is. None: not this time.
        """
        return ""

    async def required_slots(
        self,
        domain_slots: list[str],  # noqa: ARG002 - the signature is rasa-sdk's
        dispatcher: Telling,
        tracker: Tracker,
        domain: Mapping[str, Any],  # noqa: ARG002 - the signature is rasa-sdk's
    ) -> list[str]:
        """Return the slots that must be filled as things stand."""
        return list(self.needed(tracker.slots, dispatcher.context))

    async def get_extraction_events(
        self,
        dispatcher: Telling,
        tracker: Tracker,
        domain: Mapping[str, Any],  # noqa: ARG002 - the signature is rasa-sdk's
    ) -> list[Any]:
        """Read every slot of which the message says something, several at once."""
        found = _read(self.slots, tracker, dispatcher.context.reading)
        tracker.slots.update(found)
        prepared = await self.prepare(dispatcher, tracker.slots)
        fresh = {name: value for name, value in prepared.items() if tracker.slots.get(name) is None}
        return [SlotSet(name, value) for name, value in (found | fresh).items()]


def _read(slots: Sequence[Slot], tracker: Tracker, reading: Reading) -> dict[str, Any]:
    requested = tracker.slots.get("requested_slot")
    found: dict[str, Any] = {}
    for slot in slots:
        asked = slot.name == requested
        if tracker.slots.get(slot.name) is not None and not (asked or reading.corrected):
            continue
        value = slot.read(replace(reading, requested=asked, slots=dict(tracker.slots)))
        if value is not None:
            found[slot.name] = value
    return found


class SelfServiceAction(Action, ABC):  # type: ignore[misc]  # rasa-sdk has no types
    """Carries one action out, outside any transaction; its result is recorded afterwards."""

    action: ClassVar[str]

    def name(self) -> str:
        """Return the name that Rasa calls it by."""
        return f"action_{self.action}"

    @abstractmethod
    async def perform(self, telling: Telling, slots: Slots) -> None:
        """Do it: say the outcome, and `finish`, `refuse` or `hand_over`.

        Raises:
            BusinessError: the company's system did not do it; the form loop says so and hands over.
        """

    async def run(
        self,
        dispatcher: Telling,
        tracker: Tracker,
        domain: Mapping[str, Any],  # noqa: ARG002 - the signature is rasa-sdk's
    ) -> list[Any]:
        """Carry it out with the slots of the tracker."""
        await self.perform(dispatcher, dict(tracker.slots))
        return []


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfService:
    """One line of the registry.

    Attributes:
        title: for staff.
        level: what the customer must have proven before it is carried out.
        topic: that chooses the queue where a person is to go on, or None.
        timeout: so long one call of it may take, in seconds; see `bot.action_runner`.
        patience: after so long without an answer the form is not gone on with.
        needs_business: without the company's own system it is not offered.
    """

    name: str
    title: str
    form: SelfServiceForm
    perform: SelfServiceAction
    risk: Risk
    level: Level
    topic: str | None = None
    timeout: float = 10.0
    patience: timedelta = timedelta(hours=24)
    needs_business: bool = True
