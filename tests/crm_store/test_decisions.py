"""A decision keeps why it was taken, of bounded size, on both engines."""

from dataclasses import replace
from typing import Any

from crm_store.codecs import to_json
from crm_store.decisions import list_decisions, record_decision
from crm_store.kept_understanding import LONGEST_TEXT, bound_understanding
from crm_store.schema import decisions
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.decisions import AskedQuestion, DecisionRecord, Escalate, RuleTrace, Understanding
from domain.knowledge import ArticleMatch, Candidate, MatchExplanation, Repair
from domain.routing_facts import Evidence
from tests.console.record import begin, record_person
from tests.fakes import MONDAY_MORNING as NOW

BAGS = ArticleMatch(
    article_id="bags",
    locale="en",
    version=3,
    title="How many bags?",
    confidence=0.81,
    topic="baggage",
    needed=0.77,
    sensitive=True,
)
FEELINGS = ("sentiment", "complaint", "urgency", "complaint_reason", "signs")
EXPLAINED = Understanding(
    language="en",
    intent="question",
    confidence=0.9,
    matches=(BAGS,),
    topic="baggage",
    index_version=12,
    questions=(AskedQuestion(text="how many bags?", matches=(BAGS,)),),
    follows="May I bring a bag?",
    explanation=MatchExplanation(
        candidates=(
            Candidate(
                match=BAGS, parts={"meaning": 0.8, "words": 0.5}, variant="a bag?", exact=True
            ),
        ),
        repairs=(Repair("bgas", "bags"),),
        known=0.75,
    ),
    encoder="small-int8",
    sentiment="negative",
    complaint=0.91,
    urgency=0.35,
    complaint_reason="lost baggage",
    signs=("has been waiting: “for days” (strongly for a complaint)",),
)
TOLD = Evidence(name="urgency", value="medium", why="Urgent: “today”.")


def make_record(conversation_id: str, understanding: Understanding) -> DecisionRecord:
    return DecisionRecord(
        id="d-1",
        conversation_id=conversation_id,
        interaction_id="x-1",
        decision=Escalate(queue="general", reason="unknown", meanwhile=(BAGS,)),
        rule="unknown",
        trace=(RuleTrace(rule="unknown", hit=True, why="Nothing is sure."),),
        understanding=understanding,
        at=NOW,
        evidence=(TOLD,),
    )


def record(tx: Transaction, understanding: Understanding) -> str:
    record_person(tx, "c-astrid", "Astrid Lindqvist", NOW)
    conversation = begin(tx, 1, now=NOW)
    record_decision(tx, make_record(conversation.id, understanding))
    return conversation.id


async def test_the_explanation_is_read_as_it_was_written(store: Store) -> None:
    conversation_id = await store.run(record, EXPLAINED)
    (read,) = await store.read(list_decisions, conversation_id)
    assert read == make_record(conversation_id, EXPLAINED)


async def test_a_decision_from_before_explanations_is_still_read(store: Store) -> None:
    def age(tx: Transaction) -> str:
        conversation_id = record(tx, EXPLAINED)
        old: dict[str, Any] = to_json(EXPLAINED)
        for name in ("questions", "follows", "explanation", "encoder", *FEELINGS):
            del old[name]
        for match in old["matches"]:
            del match["needed"], match["sensitive"]
        tx.execute(decisions.update().values(understanding=old, evidence=None))
        return conversation_id

    conversation_id = await store.run(age)
    (read,) = await store.read(list_decisions, conversation_id)
    assert read.understanding == replace(
        EXPLAINED,
        matches=(replace(BAGS, needed=None, sensitive=False),),
        questions=(),
        follows=None,
        explanation=None,
        encoder=None,
        sentiment=None,
        complaint=None,
        urgency=None,
        complaint_reason=None,
        signs=(),
    )
    assert read.evidence == ()


async def test_whatever_a_matcher_says_is_kept_within_bounds(store: Store) -> None:
    huge = replace(BAGS, title="long " * 10_000)
    candidate = Candidate(
        match=huge,
        parts={f"part {number}": float("nan") for number in range(1_000)},
        variant="\x00 \ud800 " * 10_000,
    )
    understanding = replace(
        EXPLAINED,
        matches=(huge,) * 100,
        questions=(AskedQuestion(text="why? " * 10_000, matches=(huge,) * 100),) * 100,
        follows="before " * 10_000,
        explanation=MatchExplanation(
            candidates=(candidate,) * 100,
            repairs=(Repair("typed" * 1_000, "read" * 1_000),) * 1_000,
            known=float("inf"),
        ),
        complaint=float("nan"),
        complaint_reason="because " * 10_000,
        signs=("\x00 sign " * 10_000,) * 1_000,
    )
    conversation_id = await store.run(record, understanding)
    (read,) = await store.read(list_decisions, conversation_id)
    kept = read.understanding
    assert len(str(to_json(kept))) < 40_000
    assert kept == bound_understanding(kept)
    assert kept.follows is not None
    assert len(kept.follows) == LONGEST_TEXT
    assert kept.explanation is not None
    assert kept.explanation.known == 0


async def test_what_was_known_is_kept_within_bounds(store: Store) -> None:
    huge = Evidence(name="topic", value="\x00" * 10_000, why="since " * 10_000)

    def write(tx: Transaction) -> str:
        record_person(tx, "c-astrid", "Astrid Lindqvist", NOW)
        conversation = begin(tx, 1, now=NOW)
        told = replace(make_record(conversation.id, EXPLAINED), evidence=(huge,) * 1_000)
        record_decision(tx, told)
        return conversation.id

    (read,) = await store.read(list_decisions, await store.run(write))
    assert len(str(to_json(read))) < 20_000
    assert read.evidence[0].name == "topic"
