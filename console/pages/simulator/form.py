"""The form of what is to be changed, as fields and as changes; pure."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from domain.assignment import LANGUAGE_SKILL
from domain.errors import InvalidInputError
from routing.simulation.changes import MOST_ADDED, AddedPeople, Changes, FirstResponse, shift_time
from routing.simulation.own_classes import ANY_LANGUAGE
from routing.simulation.scenario import Scenario

SPEAKS: Final = "speaks:"
TRAINED: Final = "trained:"
REMOVED: Final = "remove:"


def parse_form(fields: Mapping[str, str], offset: int) -> Changes:
    """Read what is to be changed.

    Args:
        offset: minutes by which the clocks of whoever wrote the times are ahead of UTC.

    Raises:
        InvalidInputError: something in it is none; `field` names it.
    """
    number = _read_number(fields, "number", 0, MOST_ADDED, usual=0)
    factor = _read_number(fields, "arrivals", 1, 1_000, usual=100) / 100
    minutes = _read_number(fields, "minutes", 0, 525_600, usual=0)
    try:
        return Changes(
            add=(_read_added(fields, int(number), offset),) if number else (),
            remove=_list_ticked(fields, REMOVED),
            arrivals_factor=factor,
            first_response=FirstResponse(minutes=float(minutes), queue=fields.get("queue") or None)
            if minutes
            else None,
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(each) for each in first["loc"])
        raise InvalidInputError(first["msg"].lower(), field=where) from None


def fill_form(changes: Changes, offset: int) -> dict[str, str]:
    """Write changes as the fields of the form; what it has no field for is left out."""
    fields = {"number": "0", "arrivals": f"{changes.arrivals_factor * 100:g}"}
    fields |= {f"{REMOVED}{name}": "1" for name in changes.remove}
    for added in changes.add[:1]:
        fields |= {"number": str(added.number), "like": added.like or ""}
        fields |= {f"{SPEAKS}{code}": "1" for code in added.speaks}
        fields |= {f"{TRAINED}{skill}": "1" for skill in added.trained_for}
        if added.shift:
            begin, end = (shift_time(each, offset) for each in added.shift)
            fields |= {"from": begin, "to": "00:00" if end == "24:00" else end}
    if changes.first_response:
        wanted = changes.first_response
        fields |= {"minutes": f"{wanted.minutes:g}", "queue": wanted.queue or ""}
    return fields


def list_choices(scenario: Scenario) -> dict[str, Any]:
    """List what the form lets choose from: languages, skills, people and queues."""
    languages = {each.language for each in scenario.classes}
    skills: set[str] = set()
    for each in (*(one.skills for one in scenario.agents), *(q.requires for q in scenario.queues)):
        for skill in each:
            if skill.startswith(LANGUAGE_SKILL):
                languages.add(skill.removeprefix(LANGUAGE_SKILL))
            else:
                skills.add(skill)
    return {
        "languages": sorted(languages - {ANY_LANGUAGE}),
        "skills": sorted(skills),
        "people": [each.name for each in scenario.agents],
        "queues": [each.name for each in scenario.queues],
    }


def _read_added(fields: Mapping[str, str], number: int, offset: int) -> AddedPeople:
    begin, end = fields.get("from", ""), fields.get("to", "")
    if bool(begin) != bool(end):
        raise InvalidInputError("say both when their shift begins and when it ends", field="shift")
    shift = None
    if begin and end:
        shift = (_move(begin, offset), _move(end, offset))
        shift = (shift[0], "24:00" if shift[1] == "00:00" else shift[1])
    return AddedPeople(
        number=number,
        speaks=_list_ticked(fields, SPEAKS),
        trained_for=_list_ticked(fields, TRAINED),
        like=fields.get("like") or None,
        shift=shift,
    )


def _move(time: str, offset: int) -> str:
    try:
        return shift_time(time, -offset)
    except ValueError:
        raise InvalidInputError(
            f"{time!r} is no time of day such as 08:30", field="shift"
        ) from None


def _list_ticked(fields: Mapping[str, str], prefix: str) -> tuple[str, ...]:
    return tuple(name.removeprefix(prefix) for name in fields if name.startswith(prefix))


def _read_number(
    fields: Mapping[str, str], name: str, least: int, most: int, *, usual: int
) -> float:
    given = fields.get(name, "").strip()
    if not given:
        return usual
    try:
        number = float(given)
    except ValueError:
        number = float("nan")
    if not least <= number <= most or (name == "number" and number != int(number)):
        raise InvalidInputError(f"must be a number from {least:,} to {most:,}", field=name)
    return number
