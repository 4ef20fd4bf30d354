"""What a script reads of self-service, and what it can decide."""

from datetime import timedelta
from typing import Any

from bot.forms.gathered import HIDDEN
from crm_store.conversations import change_conversation
from crm_store.transaction import Transaction
from domain.self_service import Level, RunState
from domain.staff import Role
from tests.console.api.bench import Bench, begin_conversation
from tests.crm_store.run_record import RunRecord

REPORT = "/reports/self-service"
ONE = "/conversations/FD-00000001"


async def record_run(bench: Bench, state: RunState, **more: Any) -> str:
    conversation = await begin_conversation(bench, 1, text="checkin")
    now = bench.clock.now()

    def record(tx: Transaction) -> str:
        one = change_conversation(tx, conversation, now=now, queue="general")
        record = RunRecord(tx, conversation.customer_id)
        return record.run((), now, state=state, conversation=one, action="find_it", **more).id

    return await bench.store.run(record)


async def test_a_conversation_tells_what_the_customer_began(bench: Bench) -> None:
    slots = {"colour": "red", "one_time_code": "482913"}
    run_id = await record_run(bench, RunState.HANDED_OVER, slots=slots, level=Level.CODE)
    answer = await bench.get(ONE)
    (action,) = answer["actions"]
    assert action["id"] == run_id
    assert (action["action"], action["title"]) == ("find_it", "Find it")
    assert (action["state"], action["state_words"]) == ("handed_over", "With a person")
    assert action["gathered"][0] == {"name": "colour", "title": "Colour", "value": HIDDEN}
    assert action["level"] == "code"
    assert "482913" not in str(answer)
    assert answer["complained_at"] is None


async def test_a_script_gives_a_conversation_back_to_the_bot(bench: Bench) -> None:
    await record_run(bench, RunState.HANDED_OVER, requested="place")
    answer = await bench.post(f"{ONE}/give-back", None)
    assert answer["queue"] is None
    assert answer["actions"][0]["state"] == "collecting"
    again = await bench.refused(409, "POST", f"{ONE}/give-back")
    assert "the bot has" in again["detail"]


async def test_a_script_allows_or_refuses_what_waits(bench: Bench) -> None:
    run_id = await record_run(bench, RunState.APPROVAL)
    answer = await bench.post(f"{ONE}/runs/{run_id}/refuse", None)
    assert answer["actions"][0]["state"] == "refused"
    await bench.refused(409, "POST", f"{ONE}/runs/{run_id}/approve")
    await bench.refused(404, "POST", f"{ONE}/runs/nothing-like-it/approve")


async def test_complaints_are_listed_alone(bench: Bench) -> None:
    marked = await begin_conversation(bench, 1, text="This is not good enough")
    await begin_conversation(bench, 2, text="Hello")
    now = bench.clock.now()

    def mark(tx: Transaction) -> None:
        change_conversation(tx, marked, now=now, complained_at=now)

    await bench.store.run(mark)
    listed = await bench.get("/conversations?complaint=true")
    assert [each["reference"] for each in listed["items"]] == ["FD-00000001"]
    others = await bench.get("/conversations?complaint=false")
    assert [each["reference"] for each in others["items"]] == ["FD-00000002"]


async def test_the_report_has_the_figures_of_the_console(either_bench: Bench) -> None:
    at = either_bench.clock.now() - timedelta(days=1)
    customer_id = (await begin_conversation(either_bench, 1, text="Hello")).customer_id

    def record_runs(tx: Transaction) -> None:
        record = RunRecord(tx, customer_id)
        record.run(("asked booking", "filled booking"), at)
        record.run(("asked booking",), at, state=RunState.LAPSED, channel="email")

    await either_bench.store.run(record_runs)
    report = await either_bench.get(REPORT, role=Role.SUPERVISOR)
    (action,) = report["actions"]
    assert (action["action"], action["begun"], action["states"]["done"]) == ("check_in", 2, 1)
    assert (action["median_messages"], action["median_seconds"]) == (2, 180)
    (question,) = action["questions"]
    assert (question["asked"], question["answered"]) == (2, 1)
    assert question["dropped"]["lapsed"] == 1
    assert report["containment"]["value"] == 1
    email = await either_bench.get(f"{REPORT}?channel=email", role=Role.SUPERVISOR)
    assert email["actions"][0]["begun"] == 1


async def test_the_report_is_for_supervisors_and_names_bad_days(bench: Bench) -> None:
    await bench.refused(403, "GET", REPORT, role=Role.KNOWLEDGE)
    boss = Role.SUPERVISOR
    one_day = await bench.refused(422, "GET", f"{REPORT}?from=2026-03-01", role=boss)
    assert "give both days" in str(one_day)
    long = f"{REPORT}?from=2020-01-01&to=2026-03-01"
    refused = await bench.refused(422, "GET", long, role=boss)
    assert "371 days at the most" in str(refused)
