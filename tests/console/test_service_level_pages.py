"""Supervisors write agreements and calendars on pages, and see at once what comes of them."""

import re
from http import HTTPStatus
from typing import Any

import pytest
from aiohttp import FormData
from sqlalchemy import update

from crm_store.schema import calendar_versions, sla_policy_versions
from crm_store.transaction import Transaction
from domain.conversations import Priority
from domain.errors import ConflictError
from domain.service_levels import ClockKind, Retarget, StepAction
from domain.staff import Role
from tests.clocks import put_clock
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, make_member

DASH = "\N{EN DASH}"
PAGE = "/console/service-levels"
NEW_POLICY = f"{PAGE}/new-policy"
NEW_CALENDAR = f"{PAGE}/new-calendar"
WEEK = {"monday": [["09:00", "17:00"]], "tuesday": [["09:00", "17:00"]]}
OFFICE = {"title": "Office", "time_zone": "Europe/Oslo", "week": WEEK}
TARGETS = {"first_response": "2h"}
ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z"
    "\r\nDTSTART;VALUE=DATE:20260504\r\nSUMMARY:Founders' day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
async def supervisor(browser: Browser) -> Browser:
    await browser.log_in("supervisor@example.com")
    return browser


async def make_policy(console: Console, name: str, **definition: Any) -> None:
    whole = {"title": name.title(), "targets": TARGETS, **definition}
    by = make_member(Role.SUPERVISOR, console.clock.now())
    await console.services.service_levels.save_policy(name, whole, by=by)


async def make_calendar(console: Console, name: str = "office", **definition: Any) -> None:
    by = make_member(Role.SUPERVISOR, console.clock.now())
    await console.services.service_levels.save_calendar(name, {**OFFICE, **definition}, by=by)


def fields_of(page: str) -> dict[str, str]:
    """Read what the large form of a page holds, as a browser would send it."""
    form = next(
        each for each in re.findall(r"<form.*?</form>", page, re.DOTALL) if "based_on" in each
    )
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        at = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if at.get("type") not in {"checkbox", "radio"} or re.search(r"\schecked", tag):
            fields[at["name"]] = at.get("value", "")
    for name, body in re.findall(r'<select[^>]* name="([^"]*)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        first = re.search(r'<option value="([^"]*)"', body)
        fields[name] = chosen[1] if chosen else first[1] if first else ""
    return fields


async def order_of(console: Console) -> list[str]:
    listing = await console.services.service_levels.list_policies()
    return [each.policy.name for each in listing.policies]


async def test_policies_stand_in_their_order_and_in_words(supervisor: Browser, console: Console):
    await make_calendar(console)
    await make_policy(
        console,
        "gold",
        conditions={"tiers": ["gold"], "queues": ["baggage"]},
        calendar="office",
        targets={"first_response": {"default": "2h", "urgent": "30m"}},
        warnings=[50, 80],
        steps=[{"at": "breach+30m", "do": "notify", "to": "supervisors", "email": True}],
    )
    await make_policy(console, "standard")
    words = words_of(await supervisor.read(PAGE))
    assert words.index("Gold customers, in Baggage") < words.index("Every conversation")
    assert "Urgent 30 min" in words
    assert "Otherwise 2 h" in words
    assert "Counts by Office" in words
    assert "Warns at 50 and 80 % of each target" in words
    assert "30 min after the breach of any promise: notify supervisors, by email too" in words
    assert "Resolution is held while we wait for the customer" in words


async def test_a_policy_that_can_never_hold_says_so_at_once(supervisor: Browser, console: Console):
    await make_policy(console, "standard")
    await make_policy(console, "gold", conditions={"tiers": ["gold"]})
    words = words_of(await supervisor.read(PAGE))
    assert "'Gold' never holds: 'Standard' comes before it" in words
    await supervisor.act(f"{PAGE}/policies/gold/move", to="up")
    assert await order_of(console) == ["gold", "standard"]
    words = words_of(await supervisor.read(PAGE))
    assert "never holds" not in words
    assert "1 pair of policies fits the same conversations" in words


async def test_moving_past_either_end_changes_nothing(supervisor: Browser, console: Console):
    await make_policy(console, "one", conditions={"tiers": ["a"]})
    await make_policy(console, "two", conditions={"tiers": ["b"]})
    for name, to in (("one", "up"), ("two", "down"), ("one", "sideways")):
        response = await supervisor.act(f"{PAGE}/policies/{name}/move", to=to)
        assert response.status == 303
    assert await order_of(console) == ["one", "two"]


async def test_a_policy_is_switched_off_and_on(supervisor: Browser, console: Console):
    await make_policy(console, "gold")
    await supervisor.act(f"{PAGE}/policies/gold/switch", to="off")
    page = await supervisor.read(PAGE)
    assert "Switch on Gold" in words_of(page)
    await supervisor.act(f"{PAGE}/policies/gold/switch", to="on")
    assert "Switch off Gold" in words_of(await supervisor.read(PAGE))


async def test_anybody_can_find_out_which_one_holds_and_why(supervisor: Browser, console: Console):
    await make_policy(console, "gold", conditions={"tiers": ["gold"]})
    await make_policy(console, "standard", targets={"first_response": {"urgent": "45m"}})
    asked = f"{PAGE}?tier=silver&by=sms&queue=baggage&topic=&priority=urgent"
    words = words_of(await supervisor.read(asked))
    assert "Standard holds." in words
    assert "First response 45 min" in words
    assert "Gold : it is for the tier gold, not silver" in words
    words = words_of(await supervisor.read(asked.replace("urgent", "low")))
    assert "It promises nothing at this priority." in words


async def test_where_none_fits_the_queues_own_promise_holds(supervisor: Browser, console: Console):
    await make_policy(console, "gold", conditions={"tiers": ["gold"]})
    words = words_of(await supervisor.read(f"{PAGE}?tier=x&by=sms&queue=baggage&priority=normal"))
    assert "No policy fits. The queue Baggage keeps its own promise." in words
    assert "First response 30 min" in words


@pytest.mark.parametrize("asked", ["by=pigeon", "by=sms&queue=none", "by=sms&priority=x"])
async def test_what_there_is_not_is_refused_in_words(supervisor: Browser, asked: str):
    assert 'role="alert"' in await supervisor.read(f"{PAGE}?tier=gold&{asked}")


async def test_a_policy_is_made_with_all_that_the_form_holds(supervisor: Browser, console: Console):
    await make_calendar(console)
    response = await supervisor.act(
        NEW_POLICY,
        **{
            "title": "Gold customers!",
            "enabled": "1",
            "conditions.queues:baggage": "1",
            "conditions.channels:sms": "1",
            "conditions.tiers": "gold, platinum",
            "calendar": "office",
            "targets.first_response.default": "2h 30m",
            "targets.first_response.urgent": "30m",
            "targets.resolution.high": "2d",
            "pauses.resolution.snooze": "1",
            "warnings": "50 %, 80",
            "steps[0].at": "80%",
            "steps[0].what": "raise_priority high",
            "steps[0].kinds.first_response": "1",
            "steps[2].at": "breach",
            "steps[2].what": "widen_queue general",
            "steps[2].kinds.first_response": "1",
            "steps[2].kinds.next_response": "1",
            "steps[2].kinds.resolution": "1",
            "retarget": "stricter",
        },
    )
    assert (response.status, response.headers["Location"]) == (303, f"{PAGE}?said=policy-made")
    detail = await console.services.service_levels.get_policy("gold-customers")
    policy = detail.view.policy
    assert policy.conditions.queues == ("baggage",)
    assert policy.conditions.tiers == ("gold", "platinum")
    assert policy.find_target(ClockKind.FIRST_RESPONSE, Priority.LOW) == 150
    assert policy.find_target(ClockKind.RESOLUTION, Priority.HIGH) == 2880
    assert policy.find_target(ClockKind.RESOLUTION, Priority.LOW) is None
    assert policy.warnings == (50, 80)
    assert [each.do for each in policy.steps] == [
        StepAction.RAISE_PRIORITY,
        StepAction.WIDEN_QUEUE,
    ]
    assert policy.retarget is Retarget.STRICTER
    assert not policy.tell_customer
    assert detail.history[0].by == "Supervisor Berg"


async def test_a_policy_saved_as_it_was_shown_is_as_it_was(supervisor: Browser, console: Console):
    await make_calendar(console)
    await make_policy(
        console,
        "gold",
        conditions={"tiers": ["gold"], "topics": ["lost bags"], "accounts": ["api/api"]},
        calendar="office",
        targets={"first_response": {"default": "2h", "low": "1d"}, "next_response": "90m"},
        pauses={"next_response": ["customer"], "resolution": ["third_party"]},
        steps=[
            {"at": "80%", "do": "notify", "to": "queue", "kinds": ["next_response"]},
            {"at": "breach", "do": "reassign", "to": "agent@example.com"},
            {"at": "breach+2h", "do": "webhook", "to": "pager"},
        ],
        tell_customer=False,
        retarget="never",
    )
    place = f"{PAGE}/policies/gold"
    before = await console.services.service_levels.get_policy("gold")
    fields = fields_of(await supervisor.read(place))
    response = await supervisor.act(place, **fields | {"retarget": "never"})
    assert response.headers["Location"] == f"{place}?said=policy-saved"
    after = await console.services.service_levels.get_policy("gold")
    assert after.view.policy == before.view.policy


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", " ", "title"),
        ("targets.first_response.urgent", "soon", "targets.first_response.urgent"),
        ("warnings", "80, 120", "warnings"),
        ("calendar", "nowhere", "calendar"),
        ("conditions.channels:pigeon", "1", "conditions.channels"),
        ("steps[0].at", "whenever", "steps[0].at"),
        ("steps[0].what", "", "steps[0].what"),
        ("steps[0].what", "widen_queue nowhere", "steps[0].what"),
        ("retarget", "", "retarget"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    supervisor: Browser, console: Console, field: str, value: str, told: str
):
    right = {
        "title": "Gold",
        "targets.first_response.default": "3h",
        "calendar": "always",
        "retarget": "always",
        "steps[0].at": "80%",
        "steps[0].what": "notify queue",
        "steps[0].kinds.first_response": "1",
    }
    response = await supervisor.act(NEW_POLICY, **right | {field: value})
    page = await response.text()
    assert response.status == 422
    assert f'id="{told}-error"' in page
    assert f'href="#{told}"' in page
    assert f'id="{told}"' in page
    assert fields_of(page)["targets.first_response.default"] == "3h"
    assert await order_of(console) == []


async def test_a_policy_without_a_target_is_refused_in_words(supervisor: Browser):
    response = await supervisor.act(NEW_POLICY, title="x", calendar="always", retarget="always")
    assert "nothing would be promised" in await response.text()


async def test_steps_are_added_and_removed_without_a_script(supervisor: Browser, console: Console):
    steps = [{"at": at, "do": "notify", "to": "queue"} for at in ("50%", "80%", "breach")]
    await make_policy(console, "gold", steps=steps)
    place = f"{PAGE}/policies/gold"
    fields = fields_of(await supervisor.read(place)) | {"retarget": "always"}
    response = await supervisor.act(place, **fields, more="1")
    page = await response.text()
    assert (response.status, page.count("New step")) == (200, 3)
    await supervisor.act(place, **fields, **{"steps[1].remove": "1"})
    policy = (await console.services.service_levels.get_policy("gold")).view.policy
    assert [each.percent for each in policy.steps] == [50, None]


async def test_who_was_overtaken_is_told_by_whom_and_loses_nothing(
    supervisor: Browser, console: Console
):
    await make_policy(console, "gold")
    place = f"{PAGE}/policies/gold"
    mine = fields_of(await supervisor.read(place)) | {"title": "Mine", "retarget": "always"}
    await supervisor.act(place, **mine | {"title": "Theirs"})
    response = await supervisor.act(place, **mine)
    page = await response.text()
    assert response.status == 409
    assert "Supervisor Berg changed this policy while you did" in words_of(page)
    assert "title changed" in words_of(page).lower()
    again = fields_of(page) | {"retarget": "always"}
    assert again["title"] == "Mine"
    await supervisor.act(place, **again)
    assert (await console.services.service_levels.get_policy("gold")).view.policy.title == "Mine"


async def test_the_history_tells_who_did_what(supervisor: Browser, console: Console):
    await make_policy(console, "gold")
    await supervisor.act(f"{PAGE}/policies/gold/switch", to="off")
    words = words_of(await supervisor.read(f"{PAGE}/policies/gold"))
    assert "Version 2 Switched off Supervisor Berg, just now" in words


async def test_a_policy_is_removed_after_a_look(supervisor: Browser, console: Console):
    await make_policy(console, "gold")
    place = f"{PAGE}/policies/gold"
    assert "Clocks that run by this one go on" in await supervisor.read(f"{place}/remove")
    response = await supervisor.act(f"{place}/remove", based_on="another version")
    assert response.status == 409
    assert await order_of(console) == ["gold"]
    await supervisor.act(f"{place}/remove")
    assert await order_of(console) == []
    assert (await supervisor.get(place)).status == 404


async def test_calendars_are_told_with_their_hours_and_users(supervisor: Browser, console: Console):
    await make_calendar(console, holidays=["NO", "DE-BY"])
    await make_policy(console, "gold", calendar="office")
    words = words_of(await supervisor.read(f"{PAGE}/calendars"))
    assert "Every day round the clock" in words
    assert f"Mon{DASH}Tue 09:00{DASH}17:00" in words
    assert f"Wed{DASH}Sun closed" in words
    assert "Holidays of Norway; Germany, BY" in words
    assert "Used by Gold" in words


async def test_a_calendar_is_made_and_shows_the_weeks_ahead(supervisor: Browser, console: Console):
    response = await supervisor.act(
        NEW_CALENDAR,
        **{
            "title": "Night shift",
            "time_zone": "Europe/Oslo",
            "week.monday[0].opens": "9",
            "week.monday[0].closes": "12:00",
            "week.monday[1].opens": "20.30",
            "week.monday[1].closes": "24:00",
            "holidays[0]": "no",
            "days[1].date": "2026-12-24",
            "days[1].name": "Christmas Eve",
            "days[1].hours": "09:00-12:00, 13:00 to 15:00",
        },
    )
    assert response.status == 303
    detail = await console.services.service_levels.get_calendar("night-shift")
    assert detail.view.definition["week"] == {"monday": [["09:00", "12:00"], ["20:30", "24:00"]]}
    assert detail.view.definition["holidays"] == ["NO"]
    day = {"date": "2026-12-24", "name": "Christmas Eve"}
    slots = [["09:00", "12:00"], ["13:00", "15:00"]]
    assert detail.view.definition["days"] == [{**day, "slots": slots}]
    words = words_of(await supervisor.read(f"{PAGE}/calendars/night-shift"))
    assert "A target of 2 h that begins" in words
    assert f"20:30{DASH}24:00" in words


async def test_a_calendar_saved_as_it_was_shown_is_as_it_was(supervisor: Browser, console: Console):
    many = [[f"{hour:02}:00", f"{hour:02}:30"] for hour in range(8, 13)]
    days = [{"date": f"2026-{month:02}-01", "name": f"Day {month}"} for month in range(1, 13)]
    imported = [{"date": "2026-07-01", "name": "Closed", "source": "ical:company"}]
    await make_calendar(
        console, week={"monday": many, "sunday": [["00:00", "24:00"]]}, holidays=["NO"], days=days,
        imported=imported,
    )  # fmt: skip
    place = f"{PAGE}/calendars/office"
    before = await console.services.service_levels.get_calendar("office")
    response = await supervisor.act(place, **fields_of(await supervisor.read(place)))
    assert response.headers["Location"] == f"{place}?said=calendar-saved"
    after = await console.services.service_levels.get_calendar("office")
    assert after.view.calendar == before.view.calendar


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "", "title"),
        ("time_zone", "Europe/Olso", "time_zone"),
        ("week.monday[1].opens", "10:00", "week.monday"),
        ("holidays[0]", "XX", "holidays[0]"),
        ("days[0].hours", "noon", "days[0].hours"),
        ("days[0].hours", "12:00-09:00", "days[0].hours"),
        ("days[0].date", "2026-02-30", "days[0].date"),
        ("days[0].name", "", "days[0].name"),
    ],
)
async def test_what_is_wrong_with_a_calendar_is_said_beside_its_field(
    supervisor: Browser, console: Console, field: str, value: str, told: str
):
    right = {
        "title": "Office",
        "time_zone": "Europe/Oslo",
        "week.monday[0].opens": "09:00",
        "week.monday[0].closes": "17:00",
        "days[0].date": "2026-12-24",
        "days[0].name": "Christmas Eve",
    }
    response = await supervisor.act(NEW_CALENDAR, **right | {field: value})
    page = await response.text()
    assert response.status == 422
    assert f'id="{told}-error"' in page
    assert f'id="{told}"' in page
    assert len(await console.services.service_levels.list_calendars()) == 1


async def test_a_calendar_without_an_open_hour_is_refused(supervisor: Browser):
    response = await supervisor.act(NEW_CALENDAR, title="x", time_zone="Europe/Oslo")
    assert "nothing would ever fall due" in await response.text()


async def test_a_preview_shows_what_would_be_and_saves_nothing(
    supervisor: Browser, console: Console
):
    await make_calendar(console)
    place = f"{PAGE}/calendars/office"
    fields = fields_of(await supervisor.read(place))
    changed = {"week.monday[0].opens": "07:15", "preview": "1"}
    response = await supervisor.act(place, **fields | changed)
    words = words_of(await response.text())
    assert response.status == 200
    assert "Not saved yet" in words
    assert f"07:15{DASH}17:00" in words
    detail = await console.services.service_levels.get_calendar("office")
    assert detail.view.number == 1


async def test_saving_tells_how_many_clocks_are_counted_anew(supervisor: Browser, console: Console):
    await make_calendar(console)
    now = console.clock.now()

    def run_one(tx: Transaction) -> None:
        begin(tx, 1, now=now)
        put_clock(tx, clock_id="k-1", conversation_id="v-1", now=now, calendar="office")

    await console.services.store.run(run_one)
    place = f"{PAGE}/calendars/office"
    fields = fields_of(await supervisor.read(place))
    response = await supervisor.act(place, **fields | {"week.monday[0].opens": "08:00"})
    words = words_of(await supervisor.read(response.headers["Location"]))
    assert "1 running clock is counted anew from this moment on" in words


async def test_a_calendar_in_use_is_not_removed(supervisor: Browser, console: Console):
    await make_calendar(console)
    await make_policy(console, "gold", calendar="office")
    place = f"{PAGE}/calendars/office/remove"
    assert "Gold" in words_of(await supervisor.read(place))
    assert (await supervisor.act(place)).status == 409
    await supervisor.act(f"{PAGE}/policies/gold/remove")
    assert (await supervisor.act(place)).headers["Location"].endswith("said=calendar-removed")


@pytest.mark.parametrize("place", ["", "/remove"])
async def test_the_calendar_that_is_built_in_has_no_page(supervisor: Browser, place: str):
    assert (await supervisor.get(f"{PAGE}/calendars/always{place}")).status == 404


async def test_nothing_changes_the_calendar_that_is_built_in(supervisor: Browser):
    place = f"{PAGE}/calendars/always"
    for action in ("", "/remove", "/import", "/imports/remove"):
        response = await supervisor.act(f"{place}{action}", title="x", source="x")
        assert response.status == 404, action


async def test_a_new_calendar_is_looked_at_before_it_is_made(supervisor: Browser, console: Console):
    fields = fields_of(await supervisor.read(NEW_CALENDAR)) | {"title": "Shop", "preview": "1"}
    words = words_of(await (await supervisor.act(NEW_CALENDAR, **fields)).text())
    assert "Not saved yet" in words
    assert "A target of 2 h that begins" in words
    assert len(await console.services.service_levels.list_calendars()) == 1


@pytest.mark.parametrize("what", ["policies", "calendars"])
async def test_what_somebody_removed_meanwhile_can_be_made_anew(
    supervisor: Browser, console: Console, what: str
):
    await make_calendar(console)
    await make_policy(console, "office")
    place = f"{PAGE}/{what}/office"
    mine = fields_of(await supervisor.read(place)) | {"retarget": "always"}
    await supervisor.act(f"{place}/remove")
    response = await supervisor.act(place, **mine)
    page = await response.text()
    assert response.status == 409
    assert "removed this" in words_of(page)
    again = await supervisor.act(place, **fields_of(page) | {"retarget": "always"})
    assert again.status == 303
    assert (await supervisor.get(place)).status == 200


async def bring(browser: Browser, content: bytes, source: str = "company") -> tuple[int, str]:
    form = FormData()
    form.add_field("csrf", await browser.token())
    form.add_field("source", source)
    form.add_field("file", content, filename="days.ics", content_type="text/calendar")
    place = f"{PAGE}/calendars/office/import"
    response = await browser.client.post(place, data=form, allow_redirects=False)
    return response.status, await response.text()


async def test_days_are_imported_and_taken_out_again(supervisor: Browser, console: Console):
    await make_calendar(console)
    assert (await bring(supervisor, ICS.encode()))[0] == 303
    place = f"{PAGE}/calendars/office"
    words = words_of(await supervisor.read(place))
    assert "company 1 day" in words
    assert "Mon 4 May 2026: Founders' day , closed" in words
    await supervisor.act(f"{place}/imports/remove", source="company")
    assert "Founders' day" not in await supervisor.read(place)


@pytest.mark.parametrize(
    ("content", "source", "told"),
    [
        (b"", "company", "import.file"),
        (b"no calendar", "company", "import.file"),
        (b"x" * 1_000_001, "company", "import.file"),
        (ICS.encode(), "two words", "import.source"),
    ],
)
async def test_an_import_that_is_none_is_refused_beside_its_field(
    supervisor: Browser, console: Console, content: bytes, source: str, told: str
):
    await make_calendar(console)
    status, page = await bring(supervisor, content, source)
    assert status == 422
    assert f'id="{told}-error"' in page


async def test_nobody_is_shown_a_style_or_script_within_a_page(
    supervisor: Browser, console: Console
):
    await make_calendar(console)
    await make_policy(console, "gold", steps=[{"at": "80%", "do": "notify", "to": "queue"}])
    for place in ("", "/policies/gold", "/calendars", "/calendars/office", "/new-policy"):
        page = await supervisor.read(f"{PAGE}{place}")
        assert "style=" not in page
        assert not re.search(r"<script(?![^>]* src=)", page)


async def test_what_cannot_be_read_is_shown_so_and_can_be_replaced_or_removed(
    console: Console, supervisor: Browser
):
    await make_policy(console, "gold")
    await make_policy(console, "silver")
    await make_calendar(console)

    def spoil(tx: Transaction) -> None:
        gold = sla_policy_versions.c.policy == "gold"
        tx.execute(update(sla_policy_versions).where(gold).values(definition={"odd": 1}))
        tx.execute(update(calendar_versions).values(definition={"odd": 1}))

    await console.services.store.run(spoil)
    policies = words_of(await supervisor.read(PAGE))
    assert "gold (cannot be read)" in policies
    assert "Silver" in policies
    assert "office (cannot be read)" in words_of(await supervisor.read(f"{PAGE}/calendars"))
    for path in (f"{PAGE}/policies/gold", f"{PAGE}/calendars/office"):
        shown = words_of(await supervisor.read(path))
        assert "Write it anew below, or remove it." in shown
        assert (await supervisor.get(f"{path}/remove")).status == HTTPStatus.OK

    desk = console.services.service_levels
    by = make_member(Role.SUPERVISOR, console.clock.now())
    with pytest.raises(ConflictError, match="'gold' cannot be read"):
        await desk.switch_policy("gold", on=True, by=by)
    with pytest.raises(ConflictError, match="'gold' cannot be read"):
        await desk.move_policy("gold", 2, by=by)
    standing = (await desk.get_policy("gold")).view.policy.version
    await desk.save_policy("gold", {"title": "Gold", "targets": TARGETS}, by=by, based_on=standing)
    detail = await desk.get_policy("gold")
    assert (detail.view.readable, detail.view.policy.title) == (True, "Gold")
    assert [each.what for each in detail.history] == ["written anew", "cannot be read"]
    await desk.remove_calendar("office", by=by)
    assert [each.calendar.name for each in await desk.list_calendars()] == ["always"]
