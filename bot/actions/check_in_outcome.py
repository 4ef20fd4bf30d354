"""Says how a check-in ended: the passes as the airline gave them, or why there are none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from bot.actions.booking_labels import describe_flight, name_passengers
from bot.actions.check_in_window import (
    OPENS,
    Obstacle,
    Window,
    describe_early,
    find_obstacle,
    find_window,
)
from bot.actions.coming_flights import find_next_flight
from bot.actions.contract import ActionContext, Telling
from domain.business import (
    BoardingPass,
    Booking,
    BusinessAnswerError,
    BusinessRefusedError,
    Flight,
)

# Each pass is a link of its own; a text message has room for so many.
MOST_LINKS: Final = 4


def tell_passes(
    telling: Telling,
    booking: Booking,
    outcome: str,
    people: Sequence[str],
    passes: Sequence[BoardingPass] = (),
) -> None:
    """Tell the passes of some passengers, and which of their flights are still to come.

    Args:
        outcome: `checked_in` or `already_checked_in`, which is the sentence as well.
        people: ids of those asked about.
        passes: as they were given now, beside those on the booking.

    Raises:
        BusinessAnswerError: there is no pass for any of them.
    """
    now, given = telling.context.now, {each.flight_id for each in passes}
    flights = [
        each
        for each in booking.flights
        if each.id in given or find_window(each, now) is not Window.OVER
    ]
    told = _describe_passes(booking, flights, people, (*booking.passes, *passes))
    if not told:
        raise BusinessAnswerError("it gave no boarding pass for anybody asked about")
    # How to get the others has room beside one link fewer.
    too_many = _is_short(telling.context) and len(told) > MOST_LINKS
    most = MOST_LINKS - 1 if too_many else len(told)
    more = max(0, len(told) - most)
    telling.say(outcome, passes=told[:most], more=more, reference=booking.reference)
    _tell_without_pass(telling, booking, people, told)
    _tell_later(telling, booking)
    summary = [f"{each['name']} {each['number']} {each['seat']}" for each in told]
    telling.finish(outcome, booking_reference=booking.reference, passes=summary)


def tell_refusal(telling: Telling, booking: Booking, error: BusinessRefusedError) -> None:
    """Tell why the airline would not check anybody in."""
    now = telling.context.now
    flight = _find_flight(booking, error.facts) or find_next_flight(booking, now)
    found = find_obstacle(booking, now)
    if found is None or error.code not in {found.name, "cancelled"}:
        found = _describe(error, flight)
    telling.say(found.name, **found.facts)
    telling.refuse(found.name, booking_reference=booking.reference)


def _describe(error: BusinessRefusedError, flight: Flight | None) -> Obstacle:
    if error.code == "cancelled" and flight is None:
        return Obstacle(name="booking_cancelled")
    if error.code == "taken":
        return Obstacle(name="no_seat")
    if flight is None:
        return Obstacle(name="not_possible")
    names = {"closed": "closed", "cancelled": "flight_cancelled"}
    if error.code == "not_open_yet":
        return _describe_early(flight, error.facts.get("opens_at", ""))
    name = names.get(error.code)
    if name is None:
        return Obstacle(name="not_possible")
    return Obstacle(name=name, facts=describe_flight(flight))


def _describe_early(flight: Flight, opens_at: str) -> Obstacle:
    """Describe when check-in opens: as the airline says, where that is an instant at all."""
    early = describe_early(flight)
    try:
        known = datetime.fromisoformat(opens_at).tzinfo is not None
    except ValueError:
        known = False
    return Obstacle(
        name=early.name, facts={**early.facts, **({"opens_at": opens_at} if known else {})}
    )


def _find_flight(booking: Booking, facts: dict[str, str]) -> Flight | None:
    named = {facts.get("flight"), facts.get("flight_id")}
    return next((each for each in booking.flights if {each.id, each.number} & named), None)


def _describe_passes(
    booking: Booking,
    flights: Sequence[Flight],
    people: Sequence[str],
    passes: Sequence[BoardingPass],
) -> list[dict[str, Any]]:
    """Describe the passes there are, by passenger and in the order flown."""
    given = {(each.passenger_id, each.flight_id): each for each in passes}
    return [
        {**describe_flight(flight), "name": name, "seat": found.seat, "url": found.url}
        for name, passenger in name_passengers(booking.passengers).items()
        for flight in flights
        if passenger.id in people and (found := given.get((passenger.id, flight.id))) is not None
    ]


def _tell_without_pass(
    telling: Telling, booking: Booking, people: Sequence[str], told: list[dict[str, Any]]
) -> None:
    have = {each["name"] for each in told}
    asked = name_passengers(booking.passengers).items()
    names = [name for name, each in asked if each.id in people and name not in have]
    if names:
        telling.say("without_pass", names=names)


def _tell_later(telling: Telling, booking: Booking) -> None:
    """Name the flights of the booking that can not be checked in now."""
    for flight in booking.flights:
        window = find_window(flight, telling.context.now)
        if window is Window.EARLY:
            opens_at = (flight.departs_at - OPENS).isoformat()
            telling.say("later", **{**describe_flight(flight), "opens_at": opens_at})
        if window is Window.CANCELLED and flight.departs_at > telling.context.now:
            telling.say("flight_cancelled", **describe_flight(flight))


def _is_short(context: ActionContext) -> bool:
    """Say whether the channel limits how long a message may be."""
    of = context.conversation
    channel = context.tools.get_channel(of.channel, of.account)
    return channel.capabilities.max_length is not None
