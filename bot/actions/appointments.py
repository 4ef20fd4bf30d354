"""Appointments as a customer proves them, and as sentences and choices name them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from bot.actions.contract import ActionContext
from bot.actions.proof import Kind
from bot.actions.proven_form import MOST_CHOICES, NONE, make_proof_slots
from bot.actions.thing_numbers import list_number_ways, read_number
from domain.business import Appointment
from domain.messages import QuickReply
from responders.phrasebook import find_phrasebook
from responders.spoken_times import tell_day, tell_time

APPOINTMENT: Final = "appointment_number"
# Letters and digits, such as AP-501.
_PATTERN: Final = r"[A-Z]{1,3}\d{3,8}"

APPOINTMENTS: Final[Kind[Appointment]] = Kind(
    scope="appointment",
    slot=APPOINTMENT,
    find=lambda business, number: business.find_appointment(number),
    list_of=lambda business, address: business.list_appointments(address),
    get_number=lambda appointment: appointment.reference,
    list_names=lambda appointment: (appointment.last_name,),
    list_ways=list_number_ways,
)
APPOINTMENT_SLOTS: Final = make_proof_slots(
    APPOINTMENT, "Appointment", "Appointment number", read_number(_PATTERN)
)


def make_appointment_choices(
    appointments: Sequence[Appointment], context: ActionContext
) -> tuple[QuickReply, ...]:
    """Make a choice of each appointment by its time and purpose, and one for none of them."""
    some = appointments[:MOST_CHOICES]
    choices = [
        QuickReply(
            label=f"{tell_instant(each.starts_at, context)}, {each.purpose}", value=each.reference
        )
        for each in some
    ]
    return (*choices, QuickReply(label="", value=NONE))


def tell_instant(instant: datetime, context: ActionContext) -> str:
    """Tell a day and a time of day as a choice names them."""
    reading, text = context.reading, instant.isoformat()
    words = find_phrasebook(reading.language)
    day = tell_day(text, context.now, reading.time_zone, words)
    return f"{day} {tell_time(text, reading.time_zone)}"


def describe_appointment(appointment: Appointment) -> dict[str, Any]:
    """Describe an appointment as facts of a sentence."""
    return {
        "number": appointment.reference,
        "purpose": appointment.purpose,
        "place": appointment.place,
        "starts_at": appointment.starts_at.isoformat(),
    }
