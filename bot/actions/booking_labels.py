"""Flights and people as choices and sentences name them."""

from collections.abc import Sequence
from typing import Any

from bot.actions.coming_flights import find_next_flight
from bot.actions.contract import ActionContext
from bot.actions.proven_form import MOST_CHOICES, NONE
from bot.forms.readers.ordinary_words import is_ordinary
from bot.forms.readers.plain_text import fold_words
from domain.business import Booking, Flight, Passenger
from domain.messages import QuickReply
from responders.phrasebook import find_phrasebook
from responders.spoken_times import tell_day, tell_time


def make_choices(bookings: Sequence[Booking], context: ActionContext) -> tuple[QuickReply, ...]:
    """Make a choice of each booking by its route and time, and one for none of them."""
    some = bookings[:MOST_CHOICES]
    choices = [QuickReply(label=_label(each, context), value=each.reference) for each in some]
    return (*choices, QuickReply(label="", value=NONE))


def name_passengers(passengers: Sequence[Passenger]) -> dict[str, Passenger]:
    """Name passengers as shortly as tells them apart: "Sofia", "Anna Weber", "Anna Weber 2"."""
    firsts = [each.first_name for each in passengers]
    named: dict[str, Passenger] = {}
    for each in passengers:
        alone = firsts.count(each.first_name) == 1
        name = each.first_name if alone else f"{each.first_name} {each.last_name}"
        again = sum(key == name or key.startswith(f"{name} ") for key in named)
        named[f"{name} {again + 1}" if again else name] = each
    return named


def find_named(passengers: Sequence[Passenger], names: Sequence[str], text: str) -> list[str]:
    """Find those that a text names by their first names, other than as a part of a full name."""
    words = f" {fold_words(text)} "
    return [
        name
        for name, each in zip(names, passengers, strict=True)
        if not is_ordinary(each.first_name)
        and f" {fold_words(name)} " in words
        and f" {fold_words(name)} {fold_words(each.last_name)} " not in words
    ]


def describe_flight(flight: Flight) -> dict[str, Any]:
    """Describe a flight as facts of a sentence."""
    expected = flight.expected_at
    return {
        "number": flight.number,
        "origin": flight.origin,
        "destination": flight.destination,
        "departs_at": flight.departs_at.isoformat(),
        "expected_at": None if expected in {None, flight.departs_at} else _write(flight),
        "gate": flight.gate,
        "zone": flight.time_zone,
        "status": flight.status.value,
    }


def _write(flight: Flight) -> str:
    return (flight.expected_at or flight.departs_at).isoformat()


def _label(booking: Booking, context: ActionContext) -> str:
    flight = find_next_flight(booking, context.now)
    if flight is None:
        return booking.reference
    reading = context.reading
    instant, words = _write(flight), find_phrasebook(reading.language)
    zone = flight.time_zone or reading.time_zone
    day = tell_day(instant, context.now, zone, words)
    route = f"{flight.origin}-{flight.destination}"
    return f"{flight.number} {route}, {day} {tell_time(instant, zone)}"
