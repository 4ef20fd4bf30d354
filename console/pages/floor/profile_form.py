"""An agent's profile as a form holds it, back and forth; pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.errors import InvalidInputError
from domain.staffing import AgentProfile, Shift, Taking
from routing.floor.shift_words import WEEKDAYS, parse_shifts, render_shift

_SKILLS, _CAPACITY, _SHIFTS = "skills.", "capacity.", "shifts."
_SHIFT: Final = re.compile(r"shifts\[(\d+)\].*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileForm:
    """A profile as the form holds it.

    Attributes:
        skills: level by name; what is empty is not there.
        shifts: hours by weekday, as `09:00-12:00, 13:00-17:00`.
    """

    skills: Mapping[str, str] = field(default_factory=dict)
    capacity: Mapping[str, str] = field(default_factory=dict)
    shifts: Mapping[str, str] = field(default_factory=dict)
    taking: str = Taking.PULL.value
    version: str = "0"


def fill_profile_form(profile: AgentProfile) -> ProfileForm:
    """Fill the form with a profile."""
    hours: dict[str, list[str]] = {}
    for shift in profile.shifts:
        words = render_shift(shift).partition(" ")[2]
        hours.setdefault(WEEKDAYS[shift.weekday], []).append(words)
    return ProfileForm(
        skills={name: str(level) for name, level in profile.skills.items()},
        capacity={name: str(number) for name, number in profile.capacity.items()},
        shifts={day: ", ".join(each) for day, each in hours.items()},
        taking=profile.taking.value,
        version=str(profile.version),
    )


def read_profile_form(fields: Mapping[str, str]) -> ProfileForm:
    """Read what was filled in."""
    return ProfileForm(
        skills=dict(_list_fields(fields, _SKILLS)),
        capacity=dict(_list_fields(fields, _CAPACITY)),
        shifts=dict(_list_fields(fields, _SHIFTS)),
        taking=fields.get("taking", ""),
        version=fields.get("version", ""),
    )


def make_profile(staff_id: str, form: ProfileForm) -> AgentProfile:
    """Make the profile that a form stands for.

    Raises:
        InvalidInputError: something in it cannot be read; `field` is the form's.
    """
    if form.taking not in set(Taking):
        raise InvalidInputError("choose how they come by work", field="taking")
    return AgentProfile(
        staff_id=staff_id,
        skills={name: _read_number(each, _SKILLS + name) for name, each in form.skills.items()},
        capacity={
            name: _read_number(each, _CAPACITY + name) for name, each in form.capacity.items()
        },
        shifts=tuple(shift for day in WEEKDAYS for shift in _read_day(form, day)),
        taking=Taking(form.taking),
        version=_read_number(form.version, "version"),
    )


def place_profile_error(path: str, profile: AgentProfile) -> str:
    """Find the field of the form in which the fault at a profile's path is shown."""
    found = _SHIFT.fullmatch(path)
    if found is None or int(found[1]) >= len(profile.shifts):
        return path
    return f"{_SHIFTS}{WEEKDAYS[profile.shifts[int(found[1])].weekday]}"


def _list_fields(fields: Mapping[str, str], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        if name.startswith(prefix) and value.strip():
            yield name.removeprefix(prefix), value.strip()


def _read_number(text: str, field: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise InvalidInputError(f"{text!r} is no whole number; write one", field=field)
    return int(text)


def _read_day(form: ProfileForm, day: str) -> tuple[Shift, ...]:
    parts = (each.strip() for each in form.shifts.get(day, "").split(","))
    text = ", ".join(f"{day} {each}" for each in parts if each)
    return parse_shifts(text, field=f"{_SHIFTS}{day}")
