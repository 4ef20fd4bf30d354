"""The log of routing as scripts read it, on its own and in a conversation."""

from datetime import timedelta
from typing import Any

from crm_store.transaction import Transaction
from domain.routings import RoutingKind
from domain.staff import Role
from tests.console.api.bench import Bench, begin_conversation
from tests.console.routing_record import explain_pull, put_routing

LOG = "/routing/log"


async def record_days(bench: Bench) -> None:
    """Record a pull that overflowed yesterday, and of today one taken and one handed on."""
    first, second = [await begin_conversation(bench, number) for number in (1, 2)]
    now = bench.clock.now()

    def record(tx: Transaction) -> None:
        yesterday = now - timedelta(days=1)
        explanation = explain_pull(first, yesterday, via="general")
        put_routing(
            tx,
            first,
            RoutingKind.PULLED,
            yesterday,
            agent="s-anna",
            via="general",
            explanation=explanation,
        )
        put_routing(tx, second, RoutingKind.TAKEN, now, agent="s-anna", queue="general")
        put_routing(tx, first, RoutingKind.HANDED_ON, now, before="s-anna")

    await bench.store.run(record)


async def search(bench: Bench, **params: str) -> list[dict[str, Any]]:
    answer = await bench.get(LOG, role=Role.SUPERVISOR, params=params)
    items = answer["items"]
    assert isinstance(items, list)
    return items


async def test_a_conversation_tells_how_it_came_to_whom_it_came(either_bench: Bench) -> None:
    await record_days(either_bench)
    pulled, handed_on = (await either_bench.get("/conversations/FD-00000001"))["routings"]
    assert (pulled["kind"], pulled["agent"], pulled["queue"]) == ("pulled", "s-anna", "baggage")
    assert (pulled["via"], pulled["overflowed"], pulled["waited_seconds"]) == ("general", True, 540)
    assert "another team" in pulled["told"]
    assert (handed_on["before"], handed_on["agent"]) == ("s-anna", None)
    assert handed_on["explanation"] is None
    explanation = pulled["explanation"]
    best, other = explanation["candidates"]
    assert (best["name"], best["chosen"], best["band"]) == ("FD-00000001", True, "pressing")
    assert best["parts"][0] == {
        "name": "slack",
        "amount": 12.5,
        "words": "12.5 minutes left",
    }
    assert (other["chosen"], other["score"]) == (False, 40.0)
    assert explanation["rejected"][0]["reasons"] == ["does not speak de", "takes no web_chat"]
    assert explanation["rejected"][1]["name"] == "Gone"
    assert explanation["behind"] == 7


async def test_all_that_overflowed_yesterday_is_one_request(either_bench: Bench) -> None:
    await record_days(either_bench)
    now = either_bench.clock.now()
    since, until = now - timedelta(days=2), now - timedelta(hours=1)
    found = await search(
        either_bench,
        overflowed="true",
        since=since.isoformat(),
        until=until.isoformat(),
    )
    assert [(each["reference"], each["kind"]) for each in found] == [("FD-00000001", "pulled")]
    assert not await search(either_bench, overflowed="true", since=now.isoformat())


async def test_the_log_is_narrowed_by_what_scripts_know(either_bench: Bench) -> None:
    await record_days(either_bench)
    for params, kinds in (
        ({}, ["handed_on", "taken", "pulled"]),
        ({"kind": "taken"}, ["taken"]),
        ({"queue": "general"}, ["taken"]),
        ({"agent": "anna@example.com", "overflowed": "false"}, ["handed_on", "taken"]),
        ({"agent": "s-nobody"}, []),
        ({"q": "FD-00000002"}, ["taken"]),
        ({"q": "is not there"}, ["handed_on"]),
    ):
        assert [each["kind"] for each in await search(either_bench, **params)] == kinds, params


async def test_a_cursor_goes_on_and_keeps_the_filters(bench: Bench) -> None:
    conversation = await begin_conversation(bench, 1)
    now = bench.clock.now()

    def record(tx: Transaction) -> None:
        for number in range(5):
            put_routing(tx, conversation, RoutingKind.QUEUED, now, number=number)
            put_routing(tx, conversation, RoutingKind.TAKEN, now, number=f"t{number}")

    await bench.store.run(record)
    params = {"kind": "queued", "limit": "2"}
    seen: list[str] = []
    while params:
        page = await bench.get(LOG, role=Role.SUPERVISOR, params=params)
        seen += [each["id"] for each in page["items"]]
        params = {"cursor": page["next"], "limit": "2"} if page["next"] else {}
    assert seen == [f"r-v-00001-{number}" for number in range(4, -1, -1)]


async def test_only_supervisors_read_the_log(bench: Bench) -> None:
    await bench.refused(403, "GET", LOG, role=Role.AGENT)


async def test_filters_that_make_no_sense_are_refused_by_name(bench: Bench) -> None:
    for params in ({"kind": "thrown"}, {"since": "yesterday"}, {"since": "2026-03-02T09:00:00"}):
        problem = await bench.refused(422, "GET", LOG, role=Role.SUPERVISOR, params=params)
        assert next(iter(params)) in str(problem)
