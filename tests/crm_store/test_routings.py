"""The log of routing: what became of a conversation, found again by what people ask for."""

from datetime import datetime, timedelta

import pytest

from crm_store.routings import (
    RoutingSearch,
    count_routings,
    find_latest_routing,
    list_routings,
    record_routing,
    search_routings,
)
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.assignment import Assignment, Band, Candidate, Explanation, Rejection, ScorePart
from domain.routings import Routing, RoutingKind
from tests.bot.assigning.floor_record import TestFloor, make_tools
from tests.fakes import FakeClock

HOUR = timedelta(hours=1)


def _explain(at: datetime) -> Explanation:
    part = ScorePart(name="slack", amount=4.0, words="4.0 minutes left")
    return Explanation(
        pulled=True,
        subject="s-ann",
        at=at,
        assignment=Assignment(
            item="a",
            agent="s-ann",
            queue="refunds",
            via="general",
            language="de",
            at=at,
            waited=HOUR,
        ),
        candidates=(Candidate(id="a", score=4.0, parts=(part,), band=Band.PRESSING),),
        rejected=(Rejection(id="b", reasons=("is not trained for refunds",)),),
    )


def _routing(number: int, name: str, at: datetime, **changes: object) -> Routing:
    values: dict[str, object] = {
        "position": 0,
        "id": f"r-{number}",
        "conversation_id": name,
        "kind": RoutingKind.PULLED,
        "agent": "s-ann",
        "before": None,
        "by": "s-ann",
        "queue": "refunds",
        "via": "refunds",
        "at": at,
        "waited": HOUR,
        "known": False,
        "reason": "Ann took it since 100% of patience was gone.",
        "told": "Somebody has it.",
        "explanation": None,
    }
    return Routing(**(values | changes))  # type: ignore[arg-type]  # each of its own type


@pytest.fixture
async def now(store: Store) -> datetime:
    clock = FakeClock()
    floor = TestFloor(make_tools(store, clock), clock)
    await floor.queue("general")
    await floor.waits("a")
    await floor.waits("b")
    at = clock.now()

    def record(tx: Transaction) -> None:
        record_routing(tx, _routing(1, "a", at, kind=RoutingKind.QUEUED, agent=None, by=None))
        record_routing(
            tx, _routing(2, "a", at + HOUR, via="general", explanation=_explain(at + HOUR))
        )
        record_routing(
            tx, _routing(3, "b", at + 2 * HOUR, agent="s-ben", before="s-ann", queue="general")
        )

    await store.run(record)
    return at


async def test_a_line_is_read_as_it_was_written(store: Store, now: datetime) -> None:
    first, second = await store.read(list_routings, "a")
    assert first.kind is RoutingKind.QUEUED
    assert second.overflowed
    assert second.explanation == _explain(now + HOUR)
    assert second.waited == HOUR


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (RoutingSearch(), ["r-3", "r-2", "r-1"]),
        (RoutingSearch(kind=RoutingKind.PULLED), ["r-3", "r-2"]),
        (RoutingSearch(queue="refunds"), ["r-2", "r-1"]),
        (RoutingSearch(via="general"), ["r-2"]),
        (RoutingSearch(agent="s-ann"), ["r-3", "r-2"]),
        (RoutingSearch(overflowed=True, kind=RoutingKind.PULLED, queue="refunds"), ["r-2"]),
        (RoutingSearch(text="fd-b"), ["r-3"]),
        (RoutingSearch(text="100%"), ["r-3", "r-2", "r-1"]),
        (RoutingSearch(text="100_"), []),
    ],
)
async def test_it_is_searched_by_what_people_ask_for(
    store: Store, now: datetime, wanted: RoutingSearch, found: list[str]
) -> None:
    del now
    rows = await store.read(search_routings, wanted, limit=10)
    assert [each.routing.id for each in rows] == found
    assert await store.read(count_routings, wanted) == len(found)


async def test_it_is_searched_by_time_the_end_left_out(store: Store, now: datetime) -> None:
    wanted = RoutingSearch(since=now + HOUR, until=now + 2 * HOUR)
    rows = await store.read(search_routings, wanted, limit=10)
    assert [each.routing.id for each in rows] == ["r-2"]


async def test_pages_show_every_line_once(store: Store, now: datetime) -> None:
    del now
    seen, before = [], None
    while rows := await store.read(search_routings, RoutingSearch(), before=before, limit=1):
        seen.append(rows[0].routing.id)
        before = rows[0].routing.position
    assert seen == ["r-3", "r-2", "r-1"]


async def test_the_latest_of_a_kind_is_found(store: Store, now: datetime) -> None:
    del now
    found = await store.read(find_latest_routing, "a", (RoutingKind.QUEUED,))
    assert found is not None
    assert found.id == "r-1"
    assert await store.read(find_latest_routing, "b", (RoutingKind.QUEUED,)) is None
