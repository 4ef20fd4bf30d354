"""The public holidays of countries and their parts, written out as days of a calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from domain.calendars import BusinessCalendar, HolidayRegion, SpecialDay
from domain.definition_fields import refuse, show_value
from service_levels.calendar_checks import check_open
from service_levels.definition_fields import find_nearest

if TYPE_CHECKING:
    from holidays import HolidayBase

# The library is loaded where it is used: a quarter of a second that only calendars with holidays
# wait for.

_YEARS_BACK: Final = 1
_YEARS_AHEAD: Final = 5
_REGION: Final = "region:"
_MOST_PARTS: Final = 20


def expand_holidays(
    regions: Iterable[HolidayRegion], first_year: int, last_year: int, language: str = "en"
) -> tuple[SpecialDay, ...]:
    """Write out the public holidays of regions, both years included, by day and region.

    Args:
        language: of the names, where the region's are known in it; else they are as it has them.

    Raises:
        InvalidInputError: a region is unknown.
    """
    days = [
        SpecialDay(day=day, name=name, source=f"{_REGION}{render_region(region)}")
        for region in regions
        for day, name in _list_holidays(region, range(first_year, last_year + 1), language).items()
    ]
    return tuple(sorted(days, key=lambda each: (each.day, each.source)))


def renew(calendar: BusinessCalendar, today: date) -> BusinessCalendar | None:
    """Write out a calendar's holidays from last year to five years ahead.

    Earlier ones stay as they were once written out. The version is the same; whoever keeps what is
    returned gives it the next one.

    Returns:
        None where nothing is missing and nothing has changed.

    Raises:
        InvalidInputError: the holidays leave too little open.
    """
    first_year, last_year = today.year - _YEARS_BACK, today.year + _YEARS_AHEAD
    wanted = expand_holidays(calendar.regions, first_year, last_year)
    sources = {f"{_REGION}{render_region(each)}" for each in calendar.regions}
    written = [each for each in calendar.special_days if each.source.startswith(_REGION)]
    earlier = [each for each in written if each.day.year < first_year and each.source in sources]
    if {(each.day, each.source) for each in written} == {
        (each.day, each.source) for each in (*earlier, *wanted)
    }:
        return None
    others = [each for each in calendar.special_days if not each.source.startswith(_REGION)]
    renewed = replace(calendar, special_days=(*others, *earlier, *wanted))
    check_open(renewed)
    return renewed


def parse_region(value: object, field: str) -> HolidayRegion:
    """Parse `NO` or `DE-BY`.

    Raises:
        InvalidInputError: nobody knows its holidays.
    """
    if not isinstance(value, str):
        refuse(field, f"{show_value(value)} is no region; write NO or DE-BY")
    country, dash, part = value.partition("-")
    known = _list_countries()
    if country not in known:
        refuse(field, f"the holidays of {show_value(value)} are not known; {_suggest(value)}")
    if dash and part not in known[country]:
        refuse(field, f"{show_value(part)} is no part of {country}; {_suggest_part(country, part)}")
    return HolidayRegion(country=country, subdivision=part or None)


def render_region(region: HolidayRegion) -> str:
    """Render a region as `NO` or `DE-BY`."""
    return f"{region.country}-{region.subdivision}" if region.subdivision else region.country


def name_region(code: str) -> str:
    """Name a region by its code: `Norway`, `Germany, BY`; an unknown one by the code itself."""
    country, _, part = code.partition("-")
    named = _name_countries().get(country, country)
    return f"{named}, {part}" if part else named


def list_regions() -> Mapping[str, str]:
    """List the countries whose holidays are known, named in English, by code."""
    names = {code: name_region(code) for code in _list_countries()}
    return dict(sorted(names.items(), key=lambda each: each[1]))


def _suggest(wrong: str) -> str:
    wrong = wrong[:40]
    named = {name: code for code, name in _name_countries().items()}
    near = [named[name] for name in find_nearest(wrong, named, most=3)]
    if len(wrong) < 4:
        near = [*find_nearest(wrong, _list_countries(), most=3), *near]
    shown = ", ".join(
        f"{code} ({_name_countries().get(code, code)})" for code in dict.fromkeys(near)
    )
    return f"write its two letters, such as {shown or 'NO (Norway)'}"


def _suggest_part(country: str, wrong: str) -> str:
    import holidays  # noqa: PLC0415 - slow to load, see above

    parts = _list_countries()[country]
    if not parts:
        return f"write {country} alone"
    # Some are known by their names as well.
    named = holidays.country_holidays(country, years=()).subdivisions_aliases | {
        part: part for part in parts
    }
    near = [named[name] for name in find_nearest(wrong[:40], named, most=3)]
    shown = list(dict.fromkeys([*near, *parts]))[:_MOST_PARTS]
    return f"known are {', '.join(shown)}{', …' if len(parts) > _MOST_PARTS else ''}"


@cache
def _list_countries() -> Mapping[str, list[str]]:
    """List the known countries and the codes of their parts."""
    import holidays  # noqa: PLC0415 - slow to load, see above

    supported = holidays.list_supported_countries(include_aliases=False)
    return {code: list(parts) for code, parts in supported.items() if len(code) == 2}


@cache
def _name_countries() -> Mapping[str, str]:
    """Name the known countries in English, by code."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - slow to load, see above

    return {codes[1]: module.replace("_", " ").title() for module, codes in COUNTRIES.items()}


def _list_holidays(
    region: HolidayRegion, years: Iterable[int], language: str
) -> Mapping[date, str]:
    import holidays  # noqa: PLC0415 - slow to load, see above

    try:
        made = holidays.country_holidays(region.country, subdiv=region.subdivision, years=())
    except NotImplementedError:
        refuse("holidays", f"the holidays of {render_region(region)} are not known")
    return holidays.country_holidays(
        region.country,
        subdiv=region.subdivision,
        years=years,
        language=_choose_language(made, language),
    )


def _choose_language(made: "HolidayBase", wanted: str) -> str | None:
    """Choose a language that a region's names are known in; None would ask the machine's own."""
    known = (each for each in made.supported_languages if each.partition("_")[0] == wanted)
    return next(known, made.default_language)
