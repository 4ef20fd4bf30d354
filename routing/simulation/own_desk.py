"""The desk itself as a scenario, from what is on record of the last weeks; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from domain.assignment import LANGUAGE_SKILL
from domain.simulations import Handling, Handoff
from domain.staff import Queue
from domain.staffing import AgentProfile, Shift
from routing.simulation.estimating import HandlingEstimate, estimate_handling
from routing.simulation.own_classes import ANY_LANGUAGE, describe_classes
from routing.simulation.reading import ScenarioError

WEEKDAYS: Final = (*("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),)
_DAYS: Final = 5
_FEW: Final = 40
_USUAL_HOURS: Final = ("09:00", "17:00")
_SEED: Final = 20_260_301


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRecord:
    """What is on record of a desk.

    Attributes:
        people: those who take part in the queues' work, with their names.
        languages: those registered as skills; in others anybody may answer.
        since: from when on handoffs and handlings were read.
    """

    queues: tuple[Queue, ...]
    people: tuple[tuple[str, AgentProfile], ...]
    languages: frozenset[str]
    handoffs: tuple[Handoff, ...]
    handlings: tuple[Handling, ...]
    since: datetime
    now: datetime
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDesk:
    """The desk as a scenario.

    Attributes:
        weekday: the day it is of, 0 for Monday.
        offset: minutes by which its clocks are ahead of UTC.
        notes: what was taken for granted, one sentence each.
    """

    scenario: Mapping[str, Any]
    weekday: int
    offset: int
    notes: tuple[str, ...]


def find_busiest_day(record: DeskRecord) -> int:
    """Find the weekday on which most came; Monday where nothing did."""
    zone = ZoneInfo(record.time_zone)
    counts = Counter(each.at.astimezone(zone).weekday() for each in record.handoffs)
    return max(range(7), key=lambda day: (counts[day], -day))


def describe_desk(record: DeskRecord, weekday: int | None = None) -> OwnDesk:
    """Write the desk as a scenario of some weekday, the busiest one where none is named.

    Raises:
        ScenarioError: nothing came on that day, or nobody takes part.
    """
    day = find_busiest_day(record) if weekday is None else weekday
    zone = ZoneInfo(record.time_zone)
    came = [each for each in record.handoffs if each.at.astimezone(zone).weekday() == day]
    if not came:
        raise ScenarioError([f"nothing came to people on a {WEEKDAYS[day]} of the last four weeks"])
    if not record.people:
        raise ScenarioError(["nobody takes part in the work of queues"])
    offset = int((record.now.astimezone(zone).utcoffset() or timedelta()) / timedelta(minutes=1))
    estimate, hours = estimate_handling(record.handlings), _find_hours(record, day, offset)
    agents = [_describe_agent(name, profile, day, offset, hours) for name, profile in _name(record)]
    scenario = {
        "name": f"Your desk on a {WEEKDAYS[day]}",
        "seed": _SEED,
        "days": _DAYS,
        "start": record.now.astimezone(UTC)
        .replace(hour=0, minute=0, second=0, microsecond=0)
        .isoformat(),
        "agents": agents,
        "queues": [_describe_queue(each) for each in record.queues],
        "classes": describe_classes(
            came, record.queues, record.languages, days=_count_days(record, day), estimate=estimate
        ),
    }
    notes = tuple(_tell(record, day, came, estimate, hours))
    return OwnDesk(scenario=scenario, weekday=day, offset=offset, notes=notes)


def _name(record: DeskRecord) -> Iterable[tuple[str, AgentProfile]]:
    """Give each of the people a name of their own."""
    taken: Counter[str] = Counter()
    for given, profile in record.people:
        name = given.strip()[:90] or "Unnamed"
        taken[name] += 1
        yield (name if taken[name] == 1 else f"{name} ({taken[name]})"), profile


def _describe_agent(
    name: str, profile: AgentProfile, day: int, offset: int, hours: tuple[str, str]
) -> dict[str, Any]:
    mine = [_write_shift(each, offset) for each in profile.shifts if each.weekday == day]
    shifts = mine if profile.shifts else [[_move(hours[0], -offset), _move(hours[1], -offset)]]
    return {
        "name": name,
        "skills": {**profile.skills, f"{LANGUAGE_SKILL}{ANY_LANGUAGE}": 5},
        "capacity": dict(profile.capacity),
        "shifts": [each for each in shifts if each[0] != each[1]][:10],
    }


def _write_shift(shift: Shift, offset: int) -> list[str]:
    if shift.starts == shift.ends:
        return ["00:00", "24:00"]
    return [_move(f"{each:%H:%M}", -offset) for each in (shift.starts, shift.ends)]


def _move(moment: str, minutes: int) -> str:
    whole = int(moment[:2]) * 60 + int(moment[3:]) + minutes
    return f"{whole // 60 % 24:02}:{whole % 60:02}"


def _describe_queue(queue: Queue) -> dict[str, Any]:
    return {
        "name": queue.name,
        "requires": dict(queue.requires),
        "overflow": [{"after": each.after, "to": each.to} for each in queue.overflow],
    }


def _count_days(record: DeskRecord, weekday: int) -> int:
    """Count how many days of that weekday the record covers."""
    zone = ZoneInfo(record.time_zone)
    first = min(each.at for each in record.handoffs)
    day, last = max(first, record.since).astimezone(zone).date(), record.now.astimezone(zone).date()
    count = 0
    while day <= last:
        count += day.weekday() == weekday
        day += timedelta(days=1)
    return max(1, count)


def _find_hours(record: DeskRecord, weekday: int, offset: int) -> tuple[str, str]:
    """Find when people without shifts are taken to be there, by the desk's own clocks.

    As those who have shifts that day; else when nine of ten conversations were taken.
    """
    shifts = [each for _, one in record.people for each in one.shifts if each.weekday == weekday]
    common = Counter((each.starts, each.ends) for each in shifts).most_common(1)
    if common:
        starts, ends = common[0][0]
        return f"{starts:%H:%M}", "00:00" if ends == time(0) else f"{ends:%H:%M}"
    taken = sorted(
        (each.taken_at.astimezone(UTC) + timedelta(minutes=offset)).hour
        for each in record.handlings
    )
    if len(taken) < _FEW:
        return _USUAL_HOURS
    first, last = taken[len(taken) // 20], taken[-1 - len(taken) // 20]
    return f"{first:02}:00", f"{(last + 1) % 24:02}:00"


def _tell(
    record: DeskRecord,
    day: int,
    came: Sequence[Handoff],
    estimate: HandlingEstimate,
    hours: tuple[str, str],
) -> Iterable[str]:
    days = _count_days(record, day)
    name = WEEKDAYS[day]
    yield (
        f"{len(came):,} conversation{'' if len(came) == 1 else 's'} came to people on "
        f"{days} {name}{'' if days == 1 else 's'} since {record.since:%d %B}; "
        f"their mean is one {name} here, {_DAYS} times over."
    )
    if len(came) < _FEW:
        yield "These are few, so take the result for a hint."
    if estimate.number < _FEW:
        yield (
            f"Only {estimate.number} times is it on record how long an agent took, so handling "
            "times lean on 10 minutes for each conversation."
        )
    if any(not profile.shifts for _, profile in record.people):
        yield f"Who has no shifts is taken to be there from {hours[0]} to {hours[1]}."
    yield "Nobody is taken to give up, and promises count round the clock."
