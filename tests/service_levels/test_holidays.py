"""Public holidays are written out as days, ahead of time, and kept up."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import strategies as st

from domain.calendars import ALWAYS, HolidayRegion, SpecialDay
from domain.errors import InvalidInputError
from service_levels.holidays import expand_holidays, parse_region, render_region, renew
from tests.service_levels.calendar_strategies import special_days
from tests.service_levels.examples import property_test

pytestmark = pytest.mark.unit

NORWAY = HolidayRegion(country="NO")
BAVARIA = HolidayRegion(country="DE", subdivision="BY")
TODAY = date(2026, 11, 23)
OFFICE = replace(ALWAYS, name="office", version="v1", regions=(NORWAY, BAVARIA))


def test_norways_days_of_2026_are_those_of_its_almanac():
    days = {each.day: each for each in expand_holidays([NORWAY], 2026, 2026)}

    assert [f"{day:%m-%d}" for day in days] == [
        "01-01", "04-02", "04-03", "04-05", "04-06", "05-01",
        "05-14", "05-17", "05-24", "05-25", "12-25", "12-26",
    ]  # fmt: skip
    assert days[date(2026, 5, 17)] == SpecialDay(
        day=date(2026, 5, 17), name="Constitution Day", source="region:NO"
    )


def test_a_part_of_a_country_has_days_of_its_own():
    germany = {each.day for each in expand_holidays([HolidayRegion(country="DE")], 2026, 2026)}
    bavaria = {each.day for each in expand_holidays([BAVARIA], 2026, 2026)}

    # Epiphany, Corpus Christi and All Saints' Day.
    assert bavaria - germany == {date(2026, 1, 6), date(2026, 6, 4), date(2026, 11, 1)}


def test_names_are_in_the_language_asked_for_where_they_are_known():
    region = [HolidayRegion(country="DE")]

    assert expand_holidays(region, 2026, 2026)[0].name == "New Year's Day"
    assert expand_holidays(region, 2026, 2026, "de")[0].name == "Neujahr"
    assert expand_holidays(region, 2026, 2026, "xx")[0].name == "Neujahr"


def test_a_day_of_two_regions_is_there_for_each():
    sources = [
        each.source
        for each in expand_holidays([NORWAY, BAVARIA], 2026, 2026)
        if each.day.month == 1
    ]

    assert sources == ["region:DE-BY", "region:NO", "region:DE-BY"]


def test_days_are_written_from_last_year_to_five_years_ahead():
    renewed = renew(OFFICE, TODAY)

    assert renewed is not None
    assert {each.day.year for each in renewed.special_days} == set(range(2025, 2032))
    assert {each.source for each in renewed.special_days} == {"region:NO", "region:DE-BY"}


def test_what_is_written_out_is_left_alone_until_the_year_turns():
    renewed = renew(OFFICE, TODAY)
    assert renewed is not None

    assert renew(renewed, date(2026, 12, 31)) is None
    later = renew(renewed, date(2027, 1, 1))
    assert later is not None
    assert max(each.day for each in later.special_days).year == 2032
    # What was is kept: conversations of that time are counted by it.
    assert min(each.day for each in later.special_days).year == 2025


def test_a_region_that_was_taken_out_takes_its_days_along():
    renewed = renew(OFFICE, TODAY)
    assert renewed is not None

    fewer = renew(replace(renewed, regions=(NORWAY,)), TODAY)

    assert fewer is not None
    assert {each.source for each in fewer.special_days} == {"region:NO"}


def test_a_calendar_without_regions_needs_nothing():
    assert renew(ALWAYS, TODAY) is None


@property_test(days=st.lists(special_days().filter(lambda each: "region" not in each.source)))
def test_own_and_imported_days_stay(days: list[SpecialDay]):
    renewed = renew(replace(OFFICE, special_days=tuple(days)), TODAY)

    assert renewed is not None
    assert [each for each in renewed.special_days if "region" not in each.source] == days
    assert renew(renewed, TODAY) is None


@pytest.mark.parametrize(("text", "region"), [("NO", NORWAY), ("DE-BY", BAVARIA)])
def test_a_region_is_read_and_written(text: str, region: HolidayRegion):
    assert parse_region(text, "holidays[0]") == region
    assert render_region(region) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Norway", "NO (Norway)"),
        ("norge", "two letters"),
        ("no", "NO (Norway)"),
        ("UK", "two letters"),
        ("DE-Bavaria", "BY"),
        ("XX-YY", "not known"),
        ("", "two letters"),
        ("NO-", "NO"),
        ("x" * 10_000, "two letters"),
    ],
)
def test_an_unknown_region_is_refused_with_the_nearest(text: str, said: str):
    with pytest.raises(InvalidInputError) as refused:
        parse_region(text, "holidays[0]")

    assert refused.value.field == "holidays[0]"
    assert said in refused.value.reason
    assert len(refused.value.reason) < 500
