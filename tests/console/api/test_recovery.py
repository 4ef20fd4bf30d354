"""What a script reads of customers whom somebody should call."""

from datetime import timedelta

from crm_store.ballots import insert_ballot, record_vote
from crm_store.transaction import Transaction
from domain.ballots import CastVote, PlannedBallot
from domain.satisfaction import Survey
from domain.staff import Role
from tests.console.api.bench import Bench, begin_conversation
from tests.console.votes.risk_record import put_customers


async def test_customers_at_risk_come_with_their_sum(either_bench: Bench) -> None:
    await put_customers(either_bench.services)
    body = await either_bench.get("/reports/customers-at-risk", role=Role.SUPERVISOR)
    first, second = body["items"]
    assert (first["customer_id"], first["points"]) == ("c-anna", 55)
    assert first["why"] == "1 serious complaint open; 1 low vote."
    assert {part["name"]: part["points"] for part in first["parts"]} == {
        "complaints": 40,
        "breaches": 0,
        "votes": 15,
        "lost": 0,
    }
    assert (second["customer_id"], second["points"]) == ("c-jonas", 40)


async def test_repeat_complainers_are_counted(either_bench: Bench) -> None:
    await put_customers(either_bench.services)
    body = await either_bench.get("/reports/repeat-complainers", role=Role.SUPERVISOR)
    (one,) = body["items"]
    assert (one["customer_id"], one["count"], one["open"]) == ("c-jonas", 3, 0)


async def test_a_conversation_tells_how_it_was_voted_on(either_bench: Bench) -> None:
    conversation = await begin_conversation(either_bench, 1, text="Hello")
    now = either_bench.clock.now()
    ballot = PlannedBallot(
        id="ballot-1",
        survey=Survey.CES,
        conversation_id=conversation.id,
        customer_id=conversation.customer_id,
        complaint_id=None,
        agent=None,
        queue=None,
        planned_at=now,
        ask_at=None,
        asked_at=now,
        closes_at=now + timedelta(days=7),
        value=6,
        voted_at=now,
        changes=1,
        comment="quick enough",
    )

    def put(tx: Transaction) -> None:
        insert_ballot(tx, ballot)
        for value in (3, 6):
            record_vote(tx, ballot.id, CastVote(value=value, via="api", at=now))

    await either_bench.store.run(put)
    (vote,) = (await either_bench.get("/conversations/FD-00000001"))["votes"]
    assert (vote["survey"], vote["value"], vote["most"]) == ("ces", 6, 7)
    assert (vote["changes"], vote["comment"]) == (1, "quick enough")
