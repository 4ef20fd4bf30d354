"""The tables of docs/complaints.md are what is decided."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from complaints.budget import reserve_batch
from complaints.gestures import decide_gesture
from complaints.joining import STANDARD as NEARNESS
from complaints.opening import LIKELY, SURE, SURE_BY_WORDS
from complaints.severity import STANDARD, grade
from complaints.stage_moves import MOVES, name_stage
from complaints.stage_times import STANDARD_LIMITS
from complaints.votes import cast_vote, summarise
from complaints.voucher_codes import BITS, CHECK_CHARACTERS, parse_code
from domain.complaint_facts import SpecialCase
from domain.complaint_register import ANY_CATEGORY, BrokenPromise, Severity, SeverityFacts
from domain.complaint_responses import FIELDS
from domain.complaints import ComplaintStage
from domain.redress import (
    BudgetRequest,
    BudgetState,
    Gesture,
    GestureFacts,
    GestureKind,
    GesturePolicy,
    GestureRule,
    GivenGesture,
    GivingLimits,
)
from domain.satisfaction import Ballot, Survey
from domain.service_levels import ClockKind
from tests.complaints.courses import at

pytestmark = pytest.mark.unit
PAGE = (Path(__file__).parents[2] / "docs" / "complaints.md").read_text(encoding="utf-8")
NOW = at("30 12:00")


def table(first: str) -> list[list[str]]:
    """The rows of the only table whose first heading and more are these."""
    (body,) = re.findall(rf"^\| {re.escape(first)}.*\n\| ---.*\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    return [[cell.strip() for cell in row.strip("| ").split(" |")] for row in body.splitlines()]


def test_what_may_follow_a_stage():
    told = {row[0]: row[1].split(", ") for row in table("from | may become")}
    assert told == {name_stage(stage): [*map(name_stage, to)] for stage, to in MOVES.items()}


def test_the_limits_of_stages():
    stages = ("received", "acknowledged", "investigating", "responded", "reopened")
    rows = table("severity | received")
    assert [row[0] for row in rows] == [each.value for each in Severity]
    for name, *limits in rows:
        told = {
            ComplaintStage(stage): timedelta(hours=int(limit.removesuffix(" h")))
            for stage, limit in zip(stages, limits, strict=True)
        }
        assert told == STANDARD_LIMITS[Severity(name)]


def test_the_points_of_severity():
    told = {
        row[0].split(":")[0]: [int(n) for n in re.findall(r"\b\d+\b(?!\.)", row[1])]
        for row in table("part")
    }
    assert told["promise that was broken"] == [
        STANDARD.kinds[kind]
        for kind in (ClockKind.FIRST_RESPONSE, ClockKind.NEXT_RESPONSE, ClockKind.RESOLUTION)
    ]
    assert told["frequency"] == [STANDARD.each_breach, STANDARD.most_breaches]
    assert told["tier"] == [STANDARD.tiers["gold"]]
    assert told["felt"] == [STANDARD.urgency, STANDARD.complaint, STANDARD.negative]
    assert told["category"] == [STANDARD.categories["safety"], STANDARD.categories[ANY_CATEGORY]]
    overrun = next(row[1] for row in table("part") if row[0].startswith("overrun"))
    steps = re.findall(r"(\d+)(?: on)? from (\d\.\d)|(\d+) from", overrun)
    assert [(float(ratio), int(points)) for points, ratio, _ in steps] == [*STANDARD.overrun]
    assert f"within {STANDARD.days} days before" in PAGE
    reached = re.findall(r"\*\*(\w+)\*\*\n? ?(?:from|on)? ?(\d+)", PAGE)
    assert ("moderate", str(STANDARD.thresholds[Severity.MODERATE])) in reached
    assert ("serious", str(STANDARD.thresholds[Severity.SERIOUS])) in reached


def read_broken(text: str) -> tuple[BrokenPromise, ...]:
    if text == "none":
        return ()
    kind, target, took = re.fullmatch(r"(\w+) (\d+) h, took (\d+) h", text).groups()  # type: ignore[union-attr]
    return (
        BrokenPromise(
            kind=ClockKind(kind),
            target=timedelta(hours=int(target)),
            counted=timedelta(hours=int(took)),
        ),
    )


@pytest.mark.parametrize("row", table("broken | besides"))
def test_severities_worked_by_hand(row: list[str]):
    broken, besides, tier, category, urgency, complaint, displeased, told, severity = row
    graded = grade(
        SeverityFacts(
            at=NOW,
            category=category,
            tier=tier,
            broken=read_broken(broken),
            earlier=(NOW - timedelta(days=1),) * int(besides),
            urgency=float(urgency),
            complaint=float(complaint),
            negative=displeased == "yes",
        )
    )
    addends = " + ".join(str(part.points) for part in graded.parts)
    assert f"{addends} = {graded.points}" == told
    assert graded.severity.value == severity


def cents(text: str) -> int:
    return round(float(text) * 100)


@pytest.mark.parametrize("row", table("severity | given before"))
def test_gestures_worked_by_hand(row: list[str]):
    severity, before, left, told = row

    def line(graded: Severity, cost: int) -> GestureRule:
        gesture = Gesture(kind=GestureKind.VOUCHER, cost=cost, currency="EUR")
        return GestureRule(severity=graded, category=ANY_CATEGORY, gesture=gesture)

    policy = GesturePolicy(
        rules=(line(Severity.MODERATE, 2500), line(Severity.SERIOUS, 10_000)),
        approval_above={"EUR": 5000},
        limits=GivingLimits(days=90, most_count=2, most_sum={"EUR": 12_000}),
    )
    given = () if before == "none" else tuple(map(cents, before.split(" and ")))
    facts = GestureFacts(
        at=NOW,
        severity=Severity(severity),
        category="food",
        customer_id="c",
        given=tuple(GivenGesture(at=NOW, cost=each, currency="EUR") for each in given),
    )
    decision = decide_gesture(facts, policy, BudgetState(currency="EUR", limit=cents(left)))
    stopped = next((each.name for each in decision.tried if not each.passed), "")
    if decision.gesture is None:
        assert told == f"refused: {stopped}"
    elif decision.gesture.kind is GestureKind.NONE:
        assert told == "nothing"
    else:
        assert told == ("approval" if decision.needs_approval else "given")


def test_the_batch_worked_by_hand():
    rows = table("complaint | needs")
    state = BudgetState(currency="EUR", limit=100)
    for complaint, needs, reserved, left in rows:
        costs = tuple(map(int, needs.split(" + ")))
        asked = [BudgetRequest(complaint_id=complaint, costs=costs)]
        batch = reserve_batch(state, asked, at=NOW, by="Ada")
        state = batch.state
        got = str(batch.events[0].amount) if batch.events else "refused"
        assert (got, str(state.available)) == (reserved, left)


@pytest.mark.parametrize("row", table("votes | mean"))
def test_votes_worked_by_hand(row: list[str]):
    votes, *told = row
    ballot = Ballot(id="b", survey=Survey.CSAT, asked_at=NOW, closes_at=NOW + timedelta(days=1))
    summary = summarise(Survey.CSAT, [cast_vote(ballot, int(each), NOW) for each in votes.split()])
    figures = (summary.top, summary.top_low, summary.top_high)
    assert [f"{summary.mean:.2f}", *(f"{each:.3f}" for each in figures)] == told


def test_what_opens_one():
    assert f"From {SURE} on, of somebody displeased, it is opened" in PAGE
    assert f"it takes {SURE_BY_WORDS}," in PAGE
    assert f"From {LIKELY} on, of somebody displeased" in PAGE
    assert f"as a complaint with {LIKELY} or more" in PAGE


def test_the_other_figures_of_the_page():
    near = [(float(row[0].split()[0]), float(row[1])) for row in table("since the last word")]
    assert near == [*NEARNESS.steps]
    assert f"within {NEARNESS.reference_days} days is the same matter" in PAGE
    assert f"A code has {BITS} random bits" in PAGE
    assert f"1 in {32**CHECK_CHARACTERS} passes" in PAGE
    (code,) = re.findall(r"`([0-9A-Z]{4}(?:-[0-9A-Z]{4}){5})`", PAGE)
    assert parse_code(code)
    assert len(table("case | what is done")) == len(SpecialCase)
    assert all(f"`{field}`" in PAGE for field in FIELDS)
