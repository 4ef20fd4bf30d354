"""What in the staffing needs a person is found, and told in a sentence with what to do."""

from collections.abc import Mapping
from typing import Any

import pytest

from domain.calendars import MINUTES_OF_DAY, BusinessCalendar, Slot
from domain.staff import Queue
from domain.staffing import USUAL_CAPACITY, AgentProfile, Skill, Taking
from routing.floor.floor import Floor, Worker
from routing.floor.floor_words import parse_levels, parse_overflow
from routing.floor.shift_words import parse_shifts
from routing.floor.staffing_problems import ProblemKind, find_staffing_problems
from service_levels.opening_hours import make_hours
from tests.fakes import MONDAY_MORNING as NOW

pytestmark = pytest.mark.unit
_OFFICE = (Slot(opens=9 * 60, closes=17 * 60),)
OFFICE = make_hours(
    BusinessCalendar(name="o", title="O", version="floor-o", week=(*(_OFFICE,) * 5, (), ()))
)
ALWAYS = make_hours(
    BusinessCalendar(
        name="a", title="A", version="floor-a", week=((Slot(opens=0, closes=MINUTES_OF_DAY),),) * 7
    )
)


def worker(name: str, skills: str = "", *, active: bool = True, **more: Any) -> Worker:
    shifts = parse_shifts(more.pop("shifts", ""))
    profile = AgentProfile(
        staff_id=name, skills=parse_levels(skills), shifts=shifts, **{"taking": Taking.PUSH, **more}
    )
    return Worker(name=name, email=f"{name}@example.com", active=active, profile=profile)


def queue(name: str, requires: str = "", *overflow: str) -> Queue:
    return Queue(
        name=name,
        title=name.title(),
        topics=(),
        is_default=False,
        first_response_minutes=60,
        position=0,
        requires=parse_levels(requires),
        overflow=parse_overflow(overflow),
    )


def find(
    *parts: Queue | Worker, hours: Any = ALWAYS, skills: str = "", channels: str = ""
) -> Mapping[ProblemKind, str]:
    queues = tuple(each for each in parts if isinstance(each, Queue))
    floor = Floor(
        skills=tuple(Skill(name=name, title=name, created_at=NOW) for name in skills.split()),
        workers=tuple(each for each in parts if isinstance(each, Worker)),
        queues=queues,
        hours={each.name: (hours,) for each in queues},
        channels=frozenset(channels.split()),
    )
    problems = find_staffing_problems(floor, NOW)
    assert len({each.kind for each in problems}) == len(problems), problems
    return {each.kind: each.sentence for each in problems}


def test_a_desk_that_configured_nothing_has_nothing_wrong_with_it() -> None:
    assert not find(queue("general"), worker("anna", taking=Taking.PULL), channels="email sms")


def test_a_queue_nobody_is_trained_for_is_told() -> None:
    found = find(queue("lost", "baggage=3"), queue("general"), worker("anna", "baggage=2"))
    assert found[ProblemKind.QUEUE_UNSERVED].startswith(
        "Nobody is trained for the queue Lost (baggage at level 3)"
    )


def test_who_is_trained_but_takes_no_work_is_named_with_why() -> None:
    found = find(
        queue("lost", "baggage=3"),
        worker("anna", "baggage=3", taking=Taking.NONE),
        worker("bo", "baggage=4", active=False),
        worker("cy", "baggage=5", capacity={"email": 0}),
    )
    sentence = found[ProblemKind.QUEUE_UNSERVED]
    assert "anna (takes no work), bo (cannot log in), cy (has no room for any channel)" in sentence
    assert "cy takes work but has room for none" in found[ProblemKind.AGENT_WITHOUT_ROOM]


def test_a_queue_where_nobody_takes_work_at_all_is_told() -> None:
    found = find(queue("general"), worker("anna", taking=Taking.NONE))
    assert "Nobody takes work of the queue General" in found[ProblemKind.QUEUE_UNSERVED]


def test_a_language_nobody_speaks_is_told() -> None:
    found = find(queue("paris", "lang:fr"), queue("general"), worker("anna"))
    assert "requires lang:fr, which nobody" in found[ProblemKind.LANGUAGE_UNSPOKEN]
    found = find(queue("general"), worker("anna"), skills="lang:fr")
    assert "who writes in it is given to nobody" in found[ProblemKind.LANGUAGE_UNSPOKEN]


def test_a_skill_nobody_has_is_told() -> None:
    found = find(queue("general"), worker("anna", "a"), skills="a b")
    assert "Nobody who takes work has the skill b" in found[ProblemKind.SKILL_UNUSED]


def test_an_agent_trained_for_no_queue_is_told() -> None:
    found = find(queue("lost", "baggage"), worker("anna", "baggage"), worker("bo"))
    assert "bo is trained for no queue" in found[ProblemKind.AGENT_UNTRAINED]


def test_a_channel_nobody_takes_is_told() -> None:
    quiet = worker("anna", capacity={**USUAL_CAPACITY, "sms": 0})
    found = find(queue("general"), quiet, channels="email sms")
    assert list(found.values()) == ["Nobody takes sms; give somebody room for it."]


def test_overflow_to_whom_nobody_serves_is_told() -> None:
    found = find(
        queue("lost", "", "0.8:night"), queue("night", "lang:fr"), worker("anna"), hours=OFFICE
    )
    assert "overflows to Night, which nobody serves" in found[ProblemKind.OVERFLOW_UNSERVED]


def test_a_circle_that_came_past_the_desk_is_told() -> None:
    """Such as by a restore; the desk itself refuses one."""
    found = find(queue("day", "", "0.8:day"), queue("night"), worker("anna"))
    assert "goes round in a circle: day -> day" in found[ProblemKind.OVERFLOW_CIRCLE]


def test_hours_of_the_week_without_a_shift_are_told_as_far_as_promises_count() -> None:
    office = worker("anna", shifts="mon-thu 09:00-17:00, fri 09:00-15:00")
    found = find(queue("general"), office, hours=OFFICE)
    assert "is on shift Fri 15:00 to Fri 17:00, although" in found[ProblemKind.QUEUE_UNCOVERED]

    assert not find(queue("general"), office, worker("bo", shifts="fri 14:00-18:00"), hours=OFFICE)
    found = find(queue("general"), office)
    assert "Mon 17:00 to Tue 09:00, Tue 17:00" in found[ProblemKind.QUEUE_UNCOVERED]
    assert "and 2 more times a week" in found[ProblemKind.QUEUE_UNCOVERED]


def test_somebody_without_shifts_is_there_whenever_they_are() -> None:
    assert not find(queue("general"), worker("anna", shifts="mon 09:00-10:00"), worker("bo"))
