"""Confirms, moves and cancels appointments."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from bot.actions.appointment_readers import (
    CANCEL,
    CONFIRM,
    LATER,
    MOVE,
    read_change,
    read_new_time,
)
from bot.actions.appointments import (
    APPOINTMENT_SLOTS,
    APPOINTMENTS,
    describe_appointment,
    make_appointment_choices,
    tell_instant,
)
from bot.actions.booking_readers import read_nothing
from bot.actions.contract import (
    ActionContext,
    Question,
    SelfService,
    SelfServiceAction,
    Slot,
    Slots,
    Telling,
)
from bot.actions.proof import Kind
from bot.actions.proven_form import FOUND, NONE, ProvenForm, get_proven_again
from bot.forms.readers import read_yes_no
from domain.business import (
    Appointment,
    AppointmentChange,
    AppointmentStatus,
    BusinessAnswerError,
    BusinessRefusedError,
)
from domain.messages import QuickReply
from domain.self_service import Level, Risk, Said

CHANGE: Final = "change"
STARTS_AT: Final = "starts_at"
CONFIRMED: Final = "confirmed"
# How many of the free times come before those that are offered.
PASSED_OVER: Final = "passed_over"
# With "later" and "none of these" as many as a text message has room for.
MOST_TIMES: Final = 4
_YES_NO: Final = (QuickReply(label="", value="yes"), QuickReply(label="", value="no"))
_NONE: Final = QuickReply(label="", value=NONE)
_LATER: Final = QuickReply(label="", value=LATER)
_DONE: Final = {CONFIRM: "confirmed", MOVE: "moved", CANCEL: "cancelled"}


class AppointmentForm(ProvenForm):
    """Asks which appointment, what is to become of it, and when it is to be instead.

    Who only chose one by its address confirms what they see before it is changed, and nothing is
    cancelled without a yes.
    """

    action: ClassVar[str] = "appointment"
    kind: ClassVar[Kind[Any]] = APPOINTMENTS
    slots: ClassVar[tuple[Slot, ...]] = (
        Slot(name=CHANGE, title="What is changed", read=read_change),
        *APPOINTMENT_SLOTS,
        Slot(name=STARTS_AT, title="New time", read=read_new_time),
        Slot(name=CONFIRMED, title="Confirmed", read=read_yes_no),
        Slot(name=PASSED_OVER, title="Times passed over", read=read_nothing, inner=True),
    )
    lasting: ClassVar[tuple[str, ...]] = (CHANGE,)

    def needed_once_proven(self, slots: Slots) -> Sequence[str]:
        """Return what is to become of it, and the new time or a yes."""
        return [CHANGE, STARTS_AT if slots[CHANGE] == MOVE else CONFIRMED]

    def make_choices(
        self, things: Sequence[Appointment], context: ActionContext
    ) -> tuple[QuickReply, ...]:
        """Name each appointment by its time and purpose."""
        return make_appointment_choices(things, context)

    def choose(
        self, things: tuple[Appointment, ...], context: ActionContext
    ) -> tuple[Appointment, ...]:
        """Return the appointments to come that hold; where there are none, all."""
        return tuple(each for each in things if find_obstacle(each, context) is None) or things

    def is_denied(self, slots: Slots) -> bool:
        """Say whether the customer knows nothing of the appointment found by their address."""
        refused = slots[CHANGE] == CONFIRM and slots[CONFIRMED] is False
        unknown = slots[CHANGE] == NONE or (refused and _is_unnamed(slots))
        return super().is_denied(slots) or unknown

    async def check_thing(
        self,
        telling: Telling,
        thing: Appointment,
        slots: dict[str, Any],
        said: str,  # noqa: ARG002 - what is said of it the readers have read
    ) -> dict[str, Any]:
        """Refuse what cannot be changed; fill what need not be asked."""
        obstacle = find_obstacle(thing, telling.context)
        if obstacle is not None:
            telling.say(obstacle, **describe_appointment(thing))
            telling.refuse(obstacle, appointment=thing.reference)
            return slots
        if slots[CONFIRMED] is False or slots[STARTS_AT] == NONE:
            telling.said.append(Said(key="common.cancelled"))
            telling.refuse("declined", appointment=thing.reference)
            return slots
        if slots[CHANGE] == MOVE:
            return await _check_time(telling, thing, slots)
        sure = slots[CHANGE] == CONFIRM and (not _is_unnamed(slots) or _was_shown(telling.context))
        return slots | {CONFIRMED: True if sure else slots[CONFIRMED]}

    async def ask(self, slot: str, slots: Slots, context: ActionContext) -> Question:
        """Return what goes with a question; only who has proven the appointment is asked of it."""
        if slot not in {CHANGE, STARTS_AT, CONFIRMED}:
            return await super().ask(slot, slots, context)
        found = await get_proven_again(APPOINTMENTS, Telling(self.action, context), slots)
        if found is None:
            raise BusinessAnswerError("the appointment that was just there is gone")
        facts = {**describe_appointment(found), "change": slots[CHANGE]}
        if slot == CHANGE:
            return Question(facts=facts, choices=_offer_changes(found, slots))
        if slot == CONFIRMED:
            return Question(facts=facts, choices=_YES_NO)
        times = await context.business.list_free_times(found.reference)
        return Question(facts=facts, choices=_offer_times(times, slots[PASSED_OVER] or 0, context))


class ChangeAppointment(SelfServiceAction):
    """Has it changed, and says what the company answered."""

    action: ClassVar[str] = "appointment"

    async def perform(self, telling: Telling, slots: Slots) -> None:
        """Have it changed."""
        found = await get_proven_again(APPOINTMENTS, telling, slots)
        if found is None:
            return
        context, change = telling.context, slots[CHANGE]
        starts_at = datetime.fromisoformat(slots[STARTS_AT]) if change == MOVE else None
        wanted = AppointmentChange(reference=found.reference, change=change, starts_at=starts_at)
        try:
            changed = await context.business.change_appointment(wanted, context.write)
        except BusinessRefusedError as error:
            _tell_refusal(telling, found, error)
            return
        telling.say(_DONE[change], **describe_appointment(changed))
        telling.finish(
            _DONE[change],
            appointment=changed.reference,
            starts_at=changed.starts_at.isoformat(),
        )


def find_obstacle(appointment: Appointment, context: ActionContext) -> str | None:
    """Find out why an appointment cannot be changed: the sentence that says so, or None."""
    if appointment.status is AppointmentStatus.CANCELLED:
        return "was_cancelled"
    return "too_late" if appointment.starts_at <= context.now else None


async def _check_time(
    telling: Telling, appointment: Appointment, slots: dict[str, Any]
) -> dict[str, Any]:
    """See that the chosen time is free still; offer others where others are wanted."""
    times = await telling.context.business.list_free_times(appointment.reference)
    chosen, passed = slots[STARTS_AT], slots[PASSED_OVER] or 0
    if not times:
        telling.say("no_times", **describe_appointment(appointment))
        telling.refuse("no_times", appointment=appointment.reference)
        return slots
    if chosen == LATER:
        later = passed + MOST_TIMES
        return slots | {STARTS_AT: None, PASSED_OVER: later if later < len(times) else 0}
    if chosen is not None and "T" not in chosen:
        earlier = _count_before(times, date.fromisoformat(chosen), telling.context)
        return slots | {STARTS_AT: None, PASSED_OVER: earlier if earlier < len(times) else passed}
    if chosen is None or datetime.fromisoformat(chosen) in times:
        return slots
    telling.say("taken")
    return slots | {STARTS_AT: None, PASSED_OVER: 0}


def _count_before(times: Sequence[datetime], day: date, context: ActionContext) -> int:
    """Count the times before a day, where times are told."""
    zone = ZoneInfo(context.reading.time_zone)
    return sum(each.astimezone(zone).date() < day for each in times)


def _tell_refusal(telling: Telling, found: Appointment, error: BusinessRefusedError) -> None:
    """Tell why the company did not change it.

    Raises:
        BusinessRefusedError: it has a reason of its own; a person looks at it.
    """
    names = {"taken": "just_taken", "too_late": "too_late", "cancelled": "was_cancelled"}
    name = names.get(error.code)
    if name is None:
        raise error
    telling.say(name, **describe_appointment(found))
    telling.refuse(name, appointment=found.reference)


def _is_unnamed(slots: Slots) -> bool:
    """Say whether the appointment was taken for theirs by the address alone."""
    return slots[FOUND] is not None and slots[FOUND] == slots[APPOINTMENTS.slot]


def _was_shown(context: ActionContext) -> bool:
    """Say whether the customer answers the question that names the appointment."""
    return any(choice.value == MOVE for choice in context.reading.choices)


def _offer_changes(appointment: Appointment, slots: Slots) -> tuple[QuickReply, ...]:
    proposed = appointment.status is AppointmentStatus.PROPOSED
    changes = (CONFIRM, MOVE, CANCEL) if proposed else (MOVE, CANCEL)
    choices = tuple(QuickReply(label="", value=change) for change in changes)
    return (*choices, _NONE) if _is_unnamed(slots) else choices


def _offer_times(
    times: Sequence[datetime], passed: int, context: ActionContext
) -> tuple[QuickReply, ...]:
    shown = times[passed : passed + MOST_TIMES] or times[:MOST_TIMES]
    choices = [
        QuickReply(label=tell_instant(each, context), value=each.isoformat()) for each in shown
    ]
    later = [_LATER] if len(times) > MOST_TIMES else []
    return (*choices, *later, _NONE)


APPOINTMENT = SelfService(
    name="appointment",
    title="Appointment",
    form=AppointmentForm(),
    perform=ChangeAppointment(),
    risk=Risk.LOW_IMPACT,
    level=Level.KNOWLEDGE,
    topic="appointment",
)
