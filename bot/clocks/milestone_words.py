"""What staff read of milestones; pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clocks.happen import PROMISES
from domain.service_levels import ClockKind, EscalationStep
from domain.sla_clocks import SlaClock


def tell_instant(at: datetime, seen_from: datetime, time_zone: str) -> str:
    """Tell an instant where the company is: `14:30`, on another day `Tue 3 March, 14:30`."""
    zone = ZoneInfo(time_zone)
    local = at.astimezone(zone)
    if local.date() == seen_from.astimezone(zone).date():
        return f"{local:%H:%M}"
    return f"{local:%a} {local.day} {local:%B}, {local:%H:%M}"


def tell_warning(clock: SlaClock, percent: int, at: datetime, time_zone: str) -> str:
    """Tell how much of a promise's time has counted, and by when it is to be kept."""
    words = f"{percent} % of the {PROMISES[clock.kind]}'s time has counted"
    due_at = clock.state.due_at
    return words if due_at is None else f"{words}; due {tell_instant(due_at, at, time_zone)}"


def tell_breach(clock: SlaClock, now: datetime, time_zone: str) -> str:
    """Tell that a promise was not kept."""
    promise = PROMISES[clock.kind]
    late_since = clock.state.breached_at or clock.state.due_at
    if late_since is None:
        return f"The {promise} is late"
    return f"The {promise} was due {tell_instant(late_since, now, time_zone)} and is late"


def tell_lateness(clock: SlaClock, why: str, now: datetime, time_zone: str) -> str:
    """Tell for how long a promise is broken: `First response 30 min late; it was due 10:00`."""
    since = clock.state.breached_at or clock.state.due_at
    return why if since is None else f"{why}; it was due {tell_instant(since, now, time_zone)}"


def tell_standing(clock: SlaClock, now: datetime, time_zone: str) -> str:
    """Tell when a promise falls due, or that it was not kept."""
    due_at = clock.state.due_at
    if clock.state.breached_at is not None or (due_at is not None and due_at <= now):
        return tell_breach(clock, now, time_zone)
    promise = PROMISES[clock.kind].capitalize()
    if due_at is None:
        return f"{promise} on hold"
    return f"{promise} due {tell_instant(due_at, now, time_zone)}"


def tell_why(kind: ClockKind, step: EscalationStep) -> str:
    """Tell when a step is taken: `80 % of first response`, `First response 30 min late`."""
    promise = PROMISES[kind]
    if step.percent is not None:
        return f"{step.percent} % of {promise}"
    if not step.after_minutes:
        return f"{promise.capitalize()} late"
    return f"{promise.capitalize()} {_tell_span(step.after_minutes)} late"


def _tell_span(minutes: int) -> str:
    hours, rest = divmod(timedelta(minutes=minutes), timedelta(hours=1))
    if not hours:
        return f"{minutes} min"
    return f"{hours} h" + (f" {rest // timedelta(minutes=1)} min" if rest else "")
