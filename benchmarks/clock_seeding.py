"""A record with many running clocks, each of a conversation of its own that waits for a person."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from benchmarks.seeding import Row, load
from crm_store.codecs import to_json
from crm_store.schema import (
    calendar_versions,
    calendars,
    clock_events,
    clocks,
    conversations,
    customers,
)
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.calendars import BusinessCalendar, Slot
from domain.sla_clocks import ClockEvent, ClockEventKind, ClockTerms
from service_levels.opening_hours import make_hours

_TARGET: Final = timedelta(hours=40)
_DAY: Final = (Slot(opens=9 * 60, closes=12 * 60), Slot(opens=13 * 60, closes=17 * 60))
# So many instants at which those that wait began to; reckoning each would take minutes.
_BEGINNINGS: Final = 600
OFFICE: Final = "office"


def make_office(number: int) -> BusinessCalendar:
    """Make a version of an office's calendar: its hours in Oslo, which grow with the number."""
    closes = Slot(opens=13 * 60, closes=17 * 60 + 15 * number)
    return BusinessCalendar(
        name=OFFICE,
        title="Office",
        version=f"{OFFICE}-v{number}",
        time_zone="Europe/Oslo",
        week=((_DAY[0], closes),) * 5 + ((), ()),
    )


async def seed_clocks(url: str, *, number: int, due: int, over: timedelta, now: datetime) -> None:
    """Put clocks into a furnished database, and have it know its size.

    Args:
        number: those that count by the office's calendar, and fall due in days.
        due: those that fall due from `now` on, evenly over a while; they were warned of before.
    """
    person = {"id": "mara", "tier": "standard", "attributes": "{}", "created_at": now}
    made = [*_make_waiting(number, now), *_make_due(due, over, now)]
    await load(
        url,
        [
            (customers, [person]),
            (conversations, (_conversation(each, now) for each in made)),
            (clocks, made),
            (clock_events, map(_started, made)),
        ],
    )


async def change_office(store: Store, number: int, *, now: datetime) -> None:
    """Have a version of the office's calendar stand."""
    await store.run(_change_office, number, now=now)


def _change_office(tx: Transaction, number: int, *, now: datetime) -> None:
    calendar = make_office(number)
    version = {
        "id": calendar.version,
        "calendar": calendar.name,
        "number": number,
        "definition": to_json(calendar),
        "created_at": now,
    }
    tx.execute(calendar_versions.insert(), version)
    standing = {"version_id": calendar.version}
    statement = tx.insert(calendars).values(name=calendar.name, **standing)
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_=standing))


def _make_waiting(number: int, now: datetime) -> Iterator[Row]:
    hours = make_hours(make_office(1))
    begun = [now - timedelta(minutes=each) for each in range(_BEGINNINGS)]
    reckoned = [(at, hours.add(at, _TARGET * 0.8), hours.add(at, _TARGET)) for at in begun]
    for each in range(number):
        began, warned, due = reckoned[each % _BEGINNINGS]
        terms = {"calendar": OFFICE, "calendar_version": f"{OFFICE}-v1"}
        yield _clock(f"w{each}", began, due, _TARGET) | terms | {"next_at": warned}


def _make_due(number: int, over: timedelta, now: datetime) -> Iterator[Row]:
    target = timedelta(hours=1)
    for each in range(number):
        due = now + over * each / number
        yield _clock(f"d{each}", due - target, due, target) | {"seen": '["warning:80"]'}


def _clock(name: str, began: datetime, due: datetime, target: timedelta) -> Row:
    return {
        "id": name,
        "conversation_id": f"v{name}",
        "kind": "first_response",
        "policy": "queue:general",
        "policy_version": "queue:general",
        "calendar": "always",
        "calendar_version": "always",
        "target_us": target // timedelta(microseconds=1),
        "priority": "normal",
        "queue": "general",
        "started_at": began,
        "as_of": began,
        "counted_us": 0,
        "due_at": due,
        "seen": "[]",
        "next_at": due,
        "corrections": 0,
        "failures": 0,
    }


def _started(clock: Row) -> Row:
    terms = ClockTerms(
        policy=clock["policy"],
        policy_version=clock["policy_version"],
        calendar=clock["calendar"],
        calendar_version=clock["calendar_version"],
        target=timedelta(microseconds=clock["target_us"]),
        priority=clock["priority"],
        queue=clock["queue"],
    )
    event = ClockEvent(kind=ClockEventKind.STARTED, at=clock["started_at"], terms=terms)
    return {
        "clock_id": clock["id"],
        "kind": event.kind,
        "at": event.at,
        "reason": "",
        "terms": json.dumps(to_json(terms)),
    }


def _conversation(clock: Row, now: datetime) -> Row:
    name = clock["conversation_id"]
    return {
        "id": name,
        "reference": f"FD-{name}",
        "customer_id": "mara",
        "channel": "web_chat",
        "account": "site",
        "thread": name,
        "status": "open",
        "queue": "general",
        "priority": "normal",
        "language": "en",
        "created_at": clock["started_at"],
        "updated_at": now,
        "waiting_since": clock["started_at"],
        "version": 3,
    }
