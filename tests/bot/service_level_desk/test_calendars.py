"""What supervisors do with calendars."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.service_level_desk.change_calendars import import_days, parse_import
from bot.service_level_desk.desk import ServiceLevelDesk
from bot.service_level_desk.desk_tools import DeskTools
from bot.service_level_desk.renew_holidays import renew_calendars
from crm_store.service_level_changes import Change
from domain.errors import ConflictError, InvalidInputError, NotFoundError
from tests.bot.service_level_desk.agreed import ANN, make_office, promise
from tests.fakes import FakeClock

ICAL = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Test//Test//EN\r
BEGIN:VEVENT\r
UID:1\r
DTSTAMP:20260101T000000Z\r
DTSTART;VALUE=DATE:%s\r
SUMMARY:Works outing\r
END:VEVENT\r
END:VCALENDAR\r
"""


async def test_a_calendar_is_shown_with_what_counts_by_it(desk: ServiceLevelDesk):
    await desk.save_calendar("office", make_office(), by=ANN)
    await desk.save_policy("gold", promise(calendar="office"), by=ANN)
    always, office = await desk.list_calendars()
    assert (always.calendar.name, always.used_by, dict(always.definition)) == ("always", (), {})
    assert (office.calendar.name, office.used_by, office.number) == ("office", ("gold",), 1)
    assert office.definition["week"]["monday"] == [["09:00", "17:00"]]


async def test_a_calendar_in_use_stays(desk: ServiceLevelDesk):
    await desk.save_calendar("office", make_office(), by=ANN)
    await desk.save_policy("gold", promise(calendar="office"), by=ANN)
    with pytest.raises(ConflictError, match="is used by gold"):
        await desk.remove_calendar("office", by=ANN)
    await desk.remove_policy("gold", by=ANN)
    await desk.remove_calendar("office", by=ANN)
    with pytest.raises(NotFoundError):
        await desk.get_calendar("office")


async def test_the_one_that_is_built_in_stays_as_it_is(desk: ServiceLevelDesk):
    assert (await desk.get_calendar("always")).history == ()
    with pytest.raises(InvalidInputError, match="is built in"):
        await desk.save_calendar("always", make_office(), by=ANN)
    with pytest.raises(NotFoundError, match="is built in"):
        await desk.remove_calendar("always", by=ANN)


async def test_holidays_are_written_out_when_it_is_saved(desk: ServiceLevelDesk):
    calendar = await desk.save_calendar("office", make_office(holidays=["NO"]), by=ANN)
    days = {each.day: each for each in calendar.special_days}
    assert days[date(2026, 5, 17)].source == "region:NO"
    assert max(days).year == 2031
    detail = await desk.get_calendar("office")
    assert detail.view.definition["days"] == []


async def test_holidays_of_years_past_outlive_an_edit(desk: ServiceLevelDesk, clock: FakeClock):
    made = await desk.save_calendar("office", make_office(holidays=["NO"]), by=ANN)
    clock.advance(timedelta(days=5 * 365))
    changed = make_office("16:00", holidays=["NO"])
    edited = await desk.save_calendar("office", changed, by=ANN, based_on=made.version)
    days = {each.day for each in edited.special_days}
    assert date(2025, 5, 17) in days
    assert date(2036, 5, 17) in days


async def test_holidays_are_written_on_as_years_go_by(
    desk: ServiceLevelDesk, desk_tools: DeskTools, clock: FakeClock
):
    await desk.save_calendar("office", make_office(holidays=["NO"]), by=ANN)
    await desk.save_calendar("plain", make_office(), by=ANN)
    assert await renew_calendars(desk_tools) == 0
    clock.advance(timedelta(days=365))
    assert await renew_calendars(desk_tools) == 1
    assert await renew_calendars(desk_tools) == 0
    detail = await desk.get_calendar("office")
    assert (detail.history[0].what, detail.history[0].by) == ("holidays written on", None)
    assert max(each.day for each in detail.view.calendar.special_days).year == 2032


async def test_what_is_saved_as_it_was_makes_no_version(desk: ServiceLevelDesk):
    definition = make_office(holidays=["NO", "DE-BY"])
    made = await desk.save_calendar("office", definition, by=ANN)
    again = await desk.save_calendar("office", definition, by=ANN, based_on=made.version)
    assert again.version == made.version


async def test_of_two_who_edit_the_same_the_second_is_told(desk: ServiceLevelDesk):
    made = await desk.save_calendar("office", make_office(), by=ANN)
    await desk.save_calendar("office", make_office("18:00"), by=ANN, based_on=made.version)
    with pytest.raises(ConflictError, match="read it again"):
        await desk.save_calendar("office", make_office("19:00"), by=ANN, based_on=made.version)
    assert [each.what for each in (await desk.get_calendar("office")).history] == [
        "week changed",
        "made",
    ]


async def test_imported_days_take_the_place_of_those_imported_before(desk: ServiceLevelDesk):
    await desk.save_calendar("office", make_office(), by=ANN)
    for day in (b"20260701", b"20260702"):
        await desk.import_ical("office", ICAL % day, "company", by=ANN)
    await desk.import_ical("office", ICAL % b"20260703", "team", by=ANN)
    detail = await desk.get_calendar("office")
    assert [(each["date"], each["source"]) for each in detail.view.definition["imported"]] == [
        ("2026-07-02", "ical:company"),
        ("2026-07-03", "ical:team"),
    ]
    assert detail.history[0].what == "imported days changed"


async def test_a_broken_file_changes_nothing(desk: ServiceLevelDesk):
    await desk.save_calendar("office", make_office(), by=ANN)
    with pytest.raises(InvalidInputError):
        await desk.import_ical("office", b"no calendar", "company", by=ANN)
    assert len((await desk.get_calendar("office")).history) == 1
    with pytest.raises(NotFoundError):
        await desk.import_ical("nowhere", ICAL % b"20260701", "company", by=ANN)


async def test_a_preview_shows_the_days_ahead_and_what_would_be_due(desk: ServiceLevelDesk):
    closed = make_office(days=[{"date": "2026-03-05", "name": "Inventory"}])
    preview = await desk.preview("office", closed)
    assert len(preview.days) == 60
    monday, thursday = preview.days[0], preview.days[3]
    assert (monday.day, monday.slots) == (date(2026, 3, 2), (("09:00", "17:00"),))
    assert (thursday.slots, thursday.special) == ((), ("Inventory",))
    now, eve = preview.examples[0], preview.examples[1]
    assert now.due == datetime(2026, 3, 2, 11, tzinfo=UTC)
    assert eve.due == datetime(2026, 3, 6, 10, 30, tzinfo=UTC)
    assert eve.sentence == "a target of 2 h that begins Wed 16:30 is due Fri 10:30"
    with pytest.raises(NotFoundError):
        await desk.preview("office")
    assert (await desk.preview("always")).days[0].slots == (("00:00", "24:00"),)


async def test_days_off_are_not_put_in_a_calendar_that_moved_while_their_file_was_read(
    desk: ServiceLevelDesk, desk_tools: DeskTools, clock: FakeClock
):
    made = await desk.save_calendar("office", make_office(), by=ANN)
    days = parse_import(ICAL % b"20260701", "company", zone="UTC", now=clock.now())
    moved = make_office() | {"time_zone": "Europe/Oslo"}
    await desk.save_calendar("office", moved, by=ANN, based_on=made.version)
    change = Change(based_on=None, by="Ann", now=clock.now())
    with pytest.raises(ConflictError, match="import again"):
        await desk_tools.store.run(
            import_days, desk_tools, "office", days, "company", zone="UTC", change=change
        )


async def test_a_calendar_by_which_a_promise_never_falls_due_is_refused(desk: ServiceLevelDesk):
    made = await desk.save_calendar("office", make_office(), by=ANN)
    await desk.save_policy("all", promise("366d", calendar="office"), by=ANN)
    rarely = {"title": "Rarely", "time_zone": "UTC", "week": {"monday": [["09:00", "10:00"]]}}
    with pytest.raises(
        InvalidInputError, match="the policy 'all' would come to its end"
    ) as refused:
        await desk.save_calendar("office", rarely, by=ANN, based_on=made.version)
    assert refused.value.field == "week"
