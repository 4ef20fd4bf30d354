"""What needs a supervisor, as scripts read it."""

from datetime import timedelta
from typing import Any

from crm_store.transaction import Transaction
from domain.staff import Role
from tests.bot.exceptions.exceptional_record import put_complaint, put_question, put_shunted_job
from tests.console.api.bench import Bench, begin_conversation
from tests.console.record import hand_over

LIST = "/reports/exceptions"


async def record_trouble(bench: Bench) -> None:
    """Record a broken promise with a complaint, one that waits too long, and work given up."""
    first, second = [await begin_conversation(bench, number) for number in (1, 2)]
    now = bench.clock.now()

    def record(tx: Transaction) -> None:
        hand_over(tx, first, now=now - timedelta(hours=2), assignee="s-anna")
        put_complaint(tx, first.id, now=now - timedelta(hours=1))
        put_question(tx, second.id, now=now - timedelta(days=2))
        put_shunted_job(tx, now=now - timedelta(minutes=5))

    await bench.store.run(record)


async def read(bench: Bench, **params: str) -> list[dict[str, Any]]:
    return await bench.walk(LIST, role=Role.SUPERVISOR, **params)


async def test_what_is_wrong_is_listed_oldest_first_each_conversation_once(
    either_bench: Bench,
) -> None:
    await record_trouble(either_bench)
    asked, late, shunted = await read(either_bench)
    assert [asked["kind"], late["kind"], shunted["kind"]] == ["asked", "complaint", "shunted"]
    assert late["reference"] == "FD-00000001"
    assert [each["kind"] for each in late["reasons"]] == ["complaint", "outside"]
    assert late["reasons"][1]["why"].endswith("Anna, who cannot log in any more, has it.")
    assert late["reasons"][1]["remedy"] == "return"
    assert late["since"] == late["reasons"][1]["since"] < late["reasons"][0]["since"]
    assert (late["complaint"], late["severity"]) == ("C-7K2M9Q", "minor")
    assert late["customer"] == {"id": "c-1", "name": "Astrid Lindqvist"}
    assert (late["queue"], late["assignee"], late["channel"]) == ("baggage", "s-anna", "api")
    assert shunted["reference"] is None
    assert shunted["customer"] is None
    assert shunted["channel"] == "sms"
    assert "text message from +15550199" in shunted["why"]


async def test_from_and_to_narrow_it_by_when_it_began(either_bench: Bench) -> None:
    await record_trouble(either_bench)
    now = either_bench.clock.now()

    async def kinds(**params: str) -> list[str]:
        return [each["kind"] for each in await read(either_bench, **params)]

    hour = (now - timedelta(minutes=70)).isoformat()
    assert await kinds(**{"from": hour}) == ["complaint", "shunted"]
    assert await kinds(**{"from": hour, "to": (now - timedelta(minutes=9)).isoformat()}) == [
        "complaint"
    ]
    day = (now - timedelta(days=2)).date().isoformat()
    assert await kinds(**{"from": day, "to": day}) == ["asked"]
    assert await kinds(**{"from": "", "to": ""}) == ["asked", "complaint", "shunted"]
    assert await kinds(kind="shunted") == ["shunted"]
    assert await kinds(queue="baggage") == ["complaint"]


async def test_it_is_read_in_pages_without_gap_and_none_twice(either_bench: Bench) -> None:
    await record_trouble(either_bench)
    kinds = [each["kind"] for each in await read(either_bench, limit="1")]
    assert kinds == ["asked", "complaint", "shunted"]


async def test_nonsense_is_refused_by_name(bench: Bench) -> None:
    for params, field in (
        ({"from": "yesterday"}, "from"),
        ({"to": "2026-03-02T10:00:00"}, "to"),
        ({"kind": "slow"}, "kind"),
        ({"cursor": "made up"}, "cursor"),
    ):
        problem = await bench.refused(422, "GET", LIST, role=Role.SUPERVISOR, params=params)
        assert field in str(problem)


async def test_agents_tokens_do_not_reach_it(bench: Bench) -> None:
    await bench.refused(403, "GET", LIST, role=Role.AGENT)
