"""What a script can read of conversations, and what it can do to them."""

import pytest

from crm_store.customers import record_customer
from crm_store.decisions import record_decision
from crm_store.transaction import Transaction
from domain.decisions import (
    AskedQuestion,
    DecisionRecord,
    Escalate,
    RuleTrace,
    Understanding,
)
from domain.knowledge import ArticleMatch, Candidate, MatchExplanation, Repair
from domain.service_levels import ClockKind
from tests.clocks import put_clock
from tests.console.api.bench import Bench, begin_conversation
from tests.console.mail_channel import begin_mail, say_mail
from tests.console.record import explain, say


async def test_a_conversation_comes_with_everything_said_promised_and_decided(bench: Bench) -> None:
    conversation = await begin_conversation(bench, 1, text="Where is my bag? 🧳 مرحبا")
    now = bench.clock.now()
    match = ArticleMatch(article_id="bag", locale="en", version=1, title="Bags", confidence=0.4)
    decision = DecisionRecord(
        id="d-1",
        conversation_id=conversation.id,
        interaction_id="x-00001",
        decision=Escalate(queue="baggage", reason="unknown"),
        rule="unknown_text",
        trace=(RuleTrace(rule="unknown_text", hit=True, why="no article is sure enough"),),
        understanding=Understanding(
            language="en", intent="question", confidence=0.9, matches=(match,)
        ),
        at=now,
    )
    await bench.store.run(record_decision, decision)
    await bench.store.run(
        put_clock,
        clock_id="k-1",
        conversation_id=conversation.id,
        kind=ClockKind.FIRST_RESPONSE,
        queue="general",
        target_minutes=30,
        now=now,
    )

    answer = await bench.get("/conversations/FD-00000001")

    assert answer["reference"] == "FD-00000001"
    assert answer["customer_id"] == "c-1"
    assert answer["created_at"] == "2026-03-02T09:00:00Z"
    assert answer["complaint"] is None
    assert answer["interactions"] == [
        {
            "id": "x-00001",
            "direction": "in",
            "author": "customer",
            "author_name": None,
            "channel": "api",
            "at": "2026-03-02T09:00:00Z",
            "text": "Where is my bag? 🧳 مرحبا",
            "external_id": "ext-1",
            "delivery": None,
            "attachments": [],
            "automatic": None,
            "from": None,
            "to": None,
            "cc": [],
            "subject": None,
            "conversation": "FD-00000001",
        }
    ]
    assert answer["clocks"][0]["kind"] == "first_response"
    assert answer["clocks"][0]["due_at"] == "2026-03-02T09:30:00Z"
    (decided,) = answer["decisions"]
    assert decided["kind"] == "escalate"
    assert decided["detail"]["queue"] == "baggage"
    assert decided["trace"][0]["why"] == "no article is sure enough"
    assert decided["understanding"]["matches"][0]["article_id"] == "bag"
    assert decided["understanding"]["explanation"] is None


async def test_a_decision_tells_why_its_articles_came_up(bench: Bench) -> None:
    conversation = await begin_conversation(bench, 1, text="how many bgas?")
    match = ArticleMatch(
        article_id="bag", locale="en", version=2, title="Bags", confidence=0.4, needed=0.8
    )
    understanding = Understanding(
        language="en",
        intent="question",
        confidence=0.9,
        matches=(match,),
        index_version=7,
        questions=(AskedQuestion(text="how many bgas?", matches=(match,)),),
        follows="May I bring a bag?",
        explanation=MatchExplanation(
            candidates=(Candidate(match=match, parts={"meaning": 0.7}, variant="a bag?"),),
            repairs=(Repair("bgas", "bags"),),
            known=0.5,
        ),
        encoder="small-int8",
    )
    now = bench.clock.now()
    await bench.store.run(explain, conversation, "x-00001", now, understanding)

    (decided,) = (await bench.get("/conversations/FD-00000001"))["decisions"]

    told = decided["understanding"]
    best = {
        "article_id": "bag",
        "locale": "en",
        "version": 2,
        "title": "Bags",
        "confidence": 0.4,
        "needed": 0.8,
        "sensitive": False,
    }
    assert told["matches"] == [best]
    assert told["questions"] == [{"text": "how many bgas?", "matches": [best]}]
    assert told["explanation"] == {
        "candidates": [
            {"match": best, "parts": {"meaning": 0.7}, "variant": "a bag?", "exact": False}
        ],
        "repairs": [{"typed": "bgas", "read": "bags"}],
        "known": 0.5,
    }
    assert (told["follows"], told["encoder"]) == ("May I bring a bag?", "small-int8")
    assert told["index_version"] == 7


async def test_a_reply_goes_out_under_the_token_s_name(bench: Bench) -> None:
    await begin_conversation(bench, 1)
    response = await bench.send(
        "POST", "/conversations/FD-00000001/replies", json={"text": " It is on its way.\r\n"}
    )
    assert response.status == 201
    answer = await response.json()
    said = [each for each in answer["interactions"] if each["direction"] == "out"]
    assert [(each["text"], each["author"], each["author_name"]) for each in said] == [
        ("It is on its way.", "agent", "agent script")
    ]
    assert said[0]["delivery"] == "queued"
    assert answer["status"] == "pending"
    assert (await bench.get("/conversations/FD-00000001")) == answer


async def test_a_note_is_recorded_and_not_delivered(bench: Bench) -> None:
    await begin_conversation(bench, 1)
    answer = await bench.post("/conversations/FD-00000001/notes", {"text": "Call back at noon"})
    (note,) = [each for each in answer["interactions"] if each["direction"] == "note"]
    assert note["text"] == "Call back at noon"
    assert note["delivery"] is None


@pytest.mark.parametrize("agent", ["s-anna", "anna@example.com", "Anna@Example.com"])
async def test_an_agent_is_named_by_id_or_address(bench: Bench, agent: str) -> None:
    await begin_conversation(bench, 1)
    answer = await bench.post("/conversations/FD-00000001/assign", {"agent": agent})
    assert answer["assignee"] == "s-anna"
    for wanted in ("s-anna", "anna@example.com"):
        page = await bench.get("/conversations", params={"assignee": wanted})
        assert [item["reference"] for item in page["items"]] == ["FD-00000001"]


async def test_a_conversation_is_put_into_a_queue(bench: Bench) -> None:
    await begin_conversation(bench, 1)
    answer = await bench.post("/conversations/FD-00000001/assign", {"queue": "baggage"})
    assert answer["queue"] == "baggage"
    page = await bench.get("/conversations", params={"queue": "baggage"})
    assert [item["reference"] for item in page["items"]] == ["FD-00000001"]


async def test_an_unknown_agent_or_queue_is_named_as_the_field_at_fault(bench: Bench) -> None:
    await begin_conversation(bench, 1)
    path = "/conversations/FD-00000001/assign"
    for body, field in (
        ({"agent": "nobody@example.com"}, "agent"),
        ({"agent": "gone@example.com"}, "agent"),
        ({"queue": "luggage"}, "queue"),
    ):
        problem = await bench.refused(422, "POST", path, json=body)
        assert [entry["field"] for entry in problem["errors"]] == [field]
    assert "general, baggage" in problem["detail"]


async def test_an_assignment_must_name_somebody(bench: Bench) -> None:
    await begin_conversation(bench, 1)
    for body in ({}, {"agent": None}, {"agent": None, "queue": None}):
        path = "/conversations/FD-00000001/assign"
        problem = await bench.refused(422, "POST", path, json=body)
        assert "give at least one" in problem["errors"][0]["reason"]


async def test_an_answer_of_the_bot_is_judged_and_the_verdict_taken_back(bench: Bench) -> None:
    conversation = await begin_conversation(bench, 1, text="Where is my bag?")
    await bench.store.run(explain, conversation, "x-00001", bench.clock.now())
    path = "/conversations/FD-00000001/verdicts"

    answer = await bench.post(path, {"interaction_id": "x-00001", "verdict": "wrong"})
    (said,) = answer["verdicts"]
    assert (said["article_id"], said["verdict"], said["source"]) == ("late-bag", "wrong", "agent")
    assert (said["interaction_id"], said["confidence"]) == ("x-00001", 0.91)

    body = {"interaction_id": "x-00001", "article_id": "late-bag", "verdict": None}
    assert (await bench.post(path, body))["verdicts"] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"interaction_id": "x-00002", "verdict": "wrong"}, 404),
        ({"interaction_id": "x-00001", "article_id": "pets", "verdict": "wrong"}, 404),
        ({"interaction_id": "x-00001", "verdict": "perhaps"}, 422),
        ({"interaction_id": "x-00001"}, 422),
    ],
)
async def test_a_verdict_is_right_wrong_or_none_and_on_what_was_sent(
    bench: Bench, body: dict[str, object], status: int
) -> None:
    conversation = await begin_conversation(bench, 1, text="Where is my bag?")
    await bench.store.run(explain, conversation, "x-00001", bench.clock.now())
    await bench.refused(status, "POST", "/conversations/FD-00000001/verdicts", json=body)


async def test_a_conversation_is_resolved_once(bench: Bench) -> None:
    await begin_conversation(bench, 1)
    path = "/conversations/FD-00000001/resolve"
    answer = await bench.post(path, {"disposition": "solved"})
    assert answer["status"] == "resolved"
    assert answer["disposition"] == "solved"
    problem = await bench.refused(409, "POST", path, json={"disposition": "solved"})
    assert "resolved already" in problem["detail"]


async def test_an_unknown_disposition_is_refused_with_those_there_are(bench: Bench) -> None:
    await begin_conversation(bench, 1)
    path = "/conversations/FD-00000001/resolve"
    problem = await bench.refused(422, "POST", path, json={"disposition": "fine"})
    assert problem["errors"][0]["field"] == "disposition"
    assert "solved" in problem["errors"][0]["reason"]


async def test_lists_are_narrowed_by_status_and_by_words(bench: Bench) -> None:
    await begin_conversation(bench, 1, text="My suitcase is lost")
    await begin_conversation(bench, 2, text="Can I bring a cello?")
    await bench.post("/conversations/FD-00000002/resolve", {"disposition": "answered"})
    for params, expected in (
        ({"status": "open"}, ["FD-00000001"]),
        ({"status": "resolved"}, ["FD-00000002"]),
        ({"q": "SUITCASE"}, ["FD-00000001"]),
        ({"q": "fd-00000002"}, ["FD-00000002"]),
        ({"q": "100%"}, []),
        ({"status": "", "queue": "", "assignee": "", "q": ""}, ["FD-00000002", "FD-00000001"]),
    ):
        page = await bench.get("/conversations", params=params)
        assert [item["reference"] for item in page["items"]] == expected
        assert page["next"] is None


async def test_an_endless_conversation_is_answered_with_its_latest_part(bench: Bench) -> None:
    conversation = await begin_conversation(bench, 1, text="Line 0")
    now = bench.clock.now()

    def record(tx: Transaction) -> None:
        for number in range(1, 1100):
            say(tx, conversation, f"x-n{number:04}", text=f"Line {number}", now=now)
            explain(tx, conversation, f"x-n{number:04}", now)

    await bench.store.run(record)

    answer = await bench.get("/conversations/FD-00000001")

    assert [each["text"] for each in answer["interactions"]] == [
        f"Line {number}" for number in range(100, 1100)
    ]
    assert [each["interaction_id"] for each in answer["decisions"]] == [
        f"x-n{number:04}" for number in range(100, 1100)
    ]
    timeline = await bench.walk("/customers/c-1/timeline", limit="200")
    assert [each["text"] for each in timeline][-1] == "Line 0"


async def test_an_unknown_conversation_is_not_found(bench: Bench) -> None:
    for method, path in (
        ("GET", "/conversations/FD-NONE"),
        ("POST", "/conversations/FD-NONE/replies"),
        ("POST", "/conversations/FD-NONE/notes"),
    ):
        body = {"json": {"text": "Hello"}} if method == "POST" else {}
        problem = await bench.refused(404, method, path, **body)
        assert "FD-NONE" in problem["detail"]


async def test_mail_tells_who_wrote_to_whom_and_replies_go_to_copies(bench: Bench):
    now = bench.clock.now()

    def record(tx: Transaction) -> None:
        record_customer(tx, customer_id="c-astrid", name="Astrid", language="en", now=now)
        say_mail(
            tx,
            begin_mail(tx, now),
            "x-2",
            now=now,
            text="I am away.",
            facts={"automatic": "it carries Auto-Submitted", "subject": "Away"},
        )

    await bench.store.run(record)
    body = {"text": "Hello", "cc": ["Ann <ann@example.org>"], "bcc": ["boss@example.com"]}
    answered = await bench.post("/conversations/FD-MAIL0001/replies", body)
    first, second, reply = answered["interactions"]

    assert (first["from"], first["cc"]) == ("astrid@example.org", ["jonas@example.org"])
    assert first["attachments"][0]["filename"] == "photo.png"
    assert (second["automatic"], second["subject"]) == ("it carries Auto-Submitted", "Away")
    assert (reply["to"], reply["cc"]) == ("astrid@example.org", ["ann@example.org"])
    for wrong in ({"cc": ["nobody"]}, {"bcc": [""]}, {"cc": "ann@example.org"}):
        await bench.refused(
            422, "POST", "/conversations/FD-MAIL0001/replies", json={"text": "Hello"} | wrong
        )


async def test_copies_are_refused_where_a_channel_has_none(bench: Bench):
    await begin_conversation(bench, 1)

    problem = await bench.refused(
        422,
        "POST",
        "/conversations/FD-00000001/replies",
        json={"text": "Hello", "cc": ["ann@example.org"]},
    )

    assert "copies cannot be sent on this channel" in str(problem)
