"""What makes a complaint good: by the policy, within its budget, and never by one person alone."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from complaints.severity import overrule
from crm_store.alerts import list_alerts
from crm_store.complaints import change_complaint, lock_complaint_by_id
from crm_store.transaction import Transaction
from domain.complaint_cases import ComplaintEventKind
from domain.complaint_facts import SpecialCase
from domain.complaint_register import Severity, SeverityGrade
from domain.complaints import ComplaintStage
from domain.conversations import Direction
from domain.errors import AccessDeniedError, ConflictError, InvalidInputError
from domain.redress import Gesture, GestureKind
from domain.redress_cases import GestureState
from tests.fakes import MONDAY_MORNING
from tests.stories.complaint_cases import ADA, list_events, open_case, read_complaint
from tests.stories.redress_cases import (
    BOB,
    DOING,
    LINE,
    answer,
    budget,
    give,
    list_of,
    redeem,
    set_policy,
)
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import ANN

NUMBER, OTHER = "C-7K2M9Q", "C-4F8TWX"
PERSON = "I want to speak to a person"
DEAR = {"severity": "minor", "give": "voucher", "cost": "EUR 80.00"}
MORE = Gesture(kind=GestureKind.VOUCHER, cost=40_00, currency="EUR")


@pytest.fixture
async def case(desk: StoryDesk) -> StoryDesk:
    """A desk with one complaint, of somebody who waits for a person."""
    await desk.customer_texts(ASTRID, PERSON)
    await open_case(desk, ASTRID, NUMBER)
    return desk


async def told_supervisors(desk: StoryDesk) -> list[str]:
    told = await desk.system.store.read(list_alerts, ADA, limit=50)
    return [each.text for each in told]


async def test_what_is_dear_waits_for_a_second_person_and_goes_out_once_she_agrees(case: StoryDesk):
    await set_policy(case, give(DEAR))
    redress = case.system.redress
    with pytest.raises(ConflictError, match="second person"):
        await case.system.complaints.respond(NUMBER, agent=ANN, edits=DOING)
    (waiting,) = await redress.list_gestures(states=[GestureState.PROPOSED])
    assert "C-7K2M9Q: a voucher of EUR 80.00 waits for your approval." in await told_supervisors(
        case
    )
    with pytest.raises(AccessDeniedError, match="only a supervisor"):
        await redress.approve(waiting.id, by=replace(ANN, id="staff-cia"))
    approved = await redress.approve(waiting.id, by=ADA, version=waiting.version)
    assert (approved.state, approved.decided_by) == (GestureState.RESERVED, ADA.id)
    assert await budget(case) == (1000_00, 80_00, 0)
    code = await answer(case, NUMBER, ASTRID)
    assert await redeem(case, code) == ""
    assert await budget(case) == (1000_00, 0, 80_00)
    kind = ComplaintEventKind.GESTURE
    events = [each for each in await list_events(case, NUMBER) if each.kind is kind]
    assert [(each.to, each.by) for each in events] == [
        ("proposed", "Ann"), ("reserved", "Ada"), ("given", "Ann"), ("done", "the shop"),
    ]  # fmt: skip
    log = [each.text for each in await case.log(ASTRID, Direction.EVENT)]
    assert "C-7K2M9Q: a voucher of EUR 80.00 is reserved" in log


async def test_nobody_approves_what_they_proposed(case: StoryDesk):
    await set_policy(case, give(DEAR))
    case_ = await case.system.redress.propose(NUMBER, by=ADA)
    assert case_ is not None
    with pytest.raises(AccessDeniedError, match="second person"):
        await case.system.redress.approve(case_.id, by=ADA)
    assert (await list_of(case, NUMBER))[0].state is GestureState.PROPOSED
    await case.system.redress.approve(case_.id, by=BOB)


async def test_of_two_who_decide_at_once_one_is_told_of_the_other(case: StoryDesk):
    await set_policy(case, give(DEAR))
    waiting = await case.system.redress.propose(NUMBER, by=ANN)
    assert waiting is not None
    done = await asyncio.gather(
        case.system.redress.approve(waiting.id, by=ADA),
        case.system.redress.decline(waiting.id, by=BOB, reason="too much"),
        return_exceptions=True,
    )
    assert sum(isinstance(each, ConflictError) for each in done) == 1
    limit, reserved, _ = await budget(case) if _was_approved(done) else (0, 0, 0)
    assert reserved == (80_00 if limit else 0)


def _was_approved(done: Sequence[object]) -> bool:
    return not isinstance(done[0], BaseException)


async def test_an_approval_goes_by_the_figures_of_its_own_moment(case: StoryDesk):
    await set_policy(case, give(DEAR, budget="100.00"))
    waiting = await case.system.redress.propose(NUMBER, by=ANN)
    assert waiting is not None
    month = (await case.system.redress.list_budgets())[0].period
    await case.system.redress.limit_budget(month, "EUR", 70_00, by=ADA)
    with pytest.raises(ConflictError, match=r"EUR 80\.00 of EUR 70\.00"):
        await case.system.redress.approve(waiting.id, by=ADA)
    await case.system.redress.limit_budget(month, "EUR", 90_00, by=ADA)
    approved = await case.system.redress.approve(waiting.id, by=ADA)
    assert approved.state is GestureState.RESERVED


async def test_whoever_asks_for_more_says_why_and_waits_for_a_second_person(case: StoryDesk):
    await set_policy(case, give())
    redress = case.system.redress
    with pytest.raises(InvalidInputError, match="say why"):
        await redress.propose(NUMBER, by=ANN, gesture=MORE)
    usual = await redress.propose(NUMBER, by=ANN)
    assert usual is not None
    assert usual.state is GestureState.RESERVED
    asked = await redress.propose(NUMBER, by=ANN, gesture=MORE, reason="her wedding day")
    assert asked is not None
    assert asked.state is GestureState.PROPOSED
    assert asked.tried[1].words == (
        "in its place a voucher of EUR 40.00 is asked for: her wedding day"
    )
    assert await budget(case) == (1000_00, 0, 0)
    declined = await redress.decline(asked.id, by=ADA, reason="the usual will do")
    assert (declined.state, declined.reason) == (GestureState.DECLINED, "the usual will do")
    assert await answer(case, NUMBER, ASTRID)
    states = [each.state for each in await list_of(case, NUMBER)]
    assert states == [GestureState.DECLINED, GestureState.DECLINED, GestureState.GIVEN]
    assert await budget(case) == (1000_00, 25_00, 0)


async def test_who_raises_the_severity_gives_nothing_by_it_alone(case: StoryDesk):
    cheap = [LINE | {"severity": each.value, "cost": "EUR 25.00"} for each in list(Severity)[2:]]
    await set_policy(case, give(*cheap))
    complaints, redress = case.system.complaints, case.system.redress
    await complaints.overrule(NUMBER, severity=Severity.SERIOUS, reason="a child", agent=ADA)
    with pytest.raises(ConflictError, match="second person"):
        await complaints.respond(NUMBER, agent=ANN, edits=DOING)
    (waiting,) = await redress.list_gestures(states=[GestureState.PROPOSED])
    words = {each.name: each.words for each in waiting.tried if not each.passed}
    assert words == {
        "raised": "Ada set serious, where the sum says minor; "
        "somebody else agrees to what follows from it"
    }
    with pytest.raises(AccessDeniedError, match="raised the severity"):
        await redress.approve(waiting.id, by=ADA)
    assert (await redress.approve(waiting.id, by=BOB)).state is GestureState.RESERVED


async def test_what_a_customer_was_given_before_counts_also_at_once(case: StoryDesk):
    await set_policy(case, give(limits={"days": 90, "most_count": 1}))
    await open_case(case, ASTRID, OTHER)
    done = await asyncio.gather(
        *(case.system.redress.propose(each, by=ANN) for each in (NUMBER, OTHER))
    )
    assert sorted(each.state for each in done if each) == ["refused", "reserved"]
    refused = next(each for each in done if each and each.state is GestureState.REFUSED)
    assert refused.reason == "1 of at most 1 gestures within 90 days"
    assert [each.name for each in refused.tried] == [
        "table", "barred", "once", "customer", "count", "sum", "budget", "approval",
    ]  # fmt: skip
    assert await budget(case) == (1000_00, 25_00, 0)
    await case.time_passes(days=91)
    later = await open_case(case, ASTRID, "C-9RRW2V")
    again = await case.system.redress.propose(later.number, by=ANN)
    assert again is not None
    assert again.state is GestureState.RESERVED


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"special": (SpecialCase.LAWYER,)}, "an admission"),
        ({"special": (SpecialCase.ANONYMOUS,), "anonymous": True}, "find out first"),
    ],
)
async def test_what_is_barred_is_refused_on_record_and_the_response_goes_without(
    desk: StoryDesk, fields: dict[str, object], words: str
):
    await set_policy(desk, give())
    await desk.customer_texts(ASTRID, PERSON)
    await open_case(desk, ASTRID, NUMBER, **fields)
    refused = await desk.system.redress.propose(NUMBER, by=ADA)
    assert refused is not None
    assert refused.state is GestureState.REFUSED
    assert words in refused.reason
    await desk.system.complaints.respond(NUMBER, agent=ADA, edits=DOING)
    await desk.settle()
    assert "voucher" not in desk.said_to(ASTRID)[-1]
    assert len(await list_of(desk, NUMBER)) == 1, "the same refusal is on record once"


async def test_a_supervisor_may_ask_in_spite_of_a_lawyer_and_another_agrees(desk: StoryDesk):
    await set_policy(desk, give())
    await desk.customer_texts(ASTRID, PERSON)
    await open_case(desk, ASTRID, NUMBER, special=(SpecialCase.LAWYER,))
    redress = desk.system.redress
    mine = await redress.propose(NUMBER, by=ANN, gesture=MORE, reason="settled with him")
    assert mine is not None
    assert mine.state is GestureState.REFUSED
    assert "considered" not in {each.name for each in mine.tried}
    hers = await redress.propose(NUMBER, by=ADA, gesture=MORE, reason="settled with him")
    assert hers is not None
    assert (await redress.approve(hers.id, by=BOB)).state is GestureState.RESERVED


async def test_what_was_asked_for_before_the_lawyer_wrote_is_not_allowed_after(case: StoryDesk):
    await set_policy(case, give())
    asked = await case.system.redress.propose(NUMBER, by=ANN, gesture=MORE, reason="her wedding")
    assert asked is not None
    complaint = await read_complaint(case, NUMBER)

    def write(tx: Transaction) -> None:
        locked = lock_complaint_by_id(tx, complaint.id)
        change_complaint(tx, locked, special=(SpecialCase.LAWYER,))

    await case.system.store.run(write)
    with pytest.raises(ConflictError, match="lawyer"):
        await case.system.redress.approve(asked.id, by=ADA)


async def test_a_refund_is_spent_as_it_is_paid(case: StoryDesk):
    refund = LINE | {"give": "refund_request", "cost": "EUR 19.90"}
    await set_policy(case, give(refund))
    await answer(case, NUMBER, ASTRID)
    assert "a refund of EUR 19.90" in case.said_to(ASTRID)[-1]
    (given,) = await list_of(case, NUMBER)
    assert await budget(case) == (1000_00, 19_90, 0)
    done = await case.system.redress.finish(given.id, by=ANN, note="payment 4711")
    assert (done.state, done.done_by) == (GestureState.DONE, "Ann: payment 4711")
    assert await budget(case) == (1000_00, 0, 19_90)
    with pytest.raises(ConflictError):
        await case.system.redress.finish(given.id, by=ANN, note="payment 4711")
    with pytest.raises(ConflictError):
        await case.system.redress.revoke(given.id, by=ADA, reason="paid by mistake")


async def test_points_and_upgrades_are_told_in_german_as_well(desk: StoryDesk):
    points = LINE | {"give": "points", "cost": "EUR 5.00", "points": 2000}
    await set_policy(desk, give(points))
    await desk.customer_texts(ASTRID, PERSON)
    await open_case(desk, ASTRID, NUMBER, language="de")
    await answer(desk, NUMBER, ASTRID)
    assert "2000 Punkte" in desk.said_to(ASTRID)[-1]


async def test_a_complaint_that_is_answered_again_is_given_nothing_again(case: StoryDesk):
    await set_policy(case, give())
    assert await answer(case, NUMBER, ASTRID)
    await case.system.complaints.move(
        NUMBER, to=ComplaintStage.REOPENED, agent=ANN, why="she still has no bag"
    )
    assert not await answer(case, NUMBER, ASTRID)
    assert await budget(case) == (1000_00, 25_00, 0)


async def test_a_batch_stops_at_nobody_and_what_does_not_fit_is_refused_whole(case: StoryDesk):
    dear = LINE | {"severity": "moderate", "cost": "EUR 40.00"}
    await set_policy(case, give(LINE, dear, budget="60.00"))
    await case.customer_texts(JONAS, PERSON)
    people = {NUMBER: ASTRID, OTHER: JONAS}
    third = "+15550144"
    await case.customer_texts(third, PERSON)
    people["C-9RRW2V"] = third
    await open_case(case, JONAS, OTHER, category="delay", **_grave())
    await open_case(case, third, "C-9RRW2V")
    said = {each: len(case.said_to(each)) for each in people.values()}
    lines = await case.system.redress.give_batch(
        [NUMBER, OTHER, "C-9RRW2V", "C-NONE", NUMBER.lower()], by=ADA, edits=DOING
    )
    await case.settle()
    assert [(each.number, each.outcome) for each in lines] == [
        (NUMBER, "answered"), (OTHER, "refused"), ("C-9RRW2V", "answered"), ("C-NONE", "failed"),
    ]  # fmt: skip
    assert lines[1].why == "EUR 40.00 of EUR 35.00 that are left in the budget"
    told = {each: len(case.said_to(each)) - said[each] for each in people.values()}
    assert told == {ASTRID: 1, JONAS: 0, third: 1}
    (refused,) = await list_of(case, OTHER)
    assert (refused.state, refused.reason) == (GestureState.REFUSED, lines[1].why)
    assert await budget(case) == (60_00, 50_00, 0)
    again = await case.system.redress.give_batch([NUMBER], by=ADA, edits=DOING)
    assert again[0].outcome == "refused"
    assert "already" in again[0].why


def _grave() -> dict[str, object]:
    graded = SeverityGrade(computed=Severity.MINOR, parts=())
    grave = overrule(graded, Severity.MODERATE, by="Ada", at=MONDAY_MORNING, reason="said so")
    return {"severity": Severity.MODERATE, "grade": grave}


async def test_a_batch_without_words_only_reserves(case: StoryDesk):
    await set_policy(case, give())
    said = len(case.said_to(ASTRID))
    (line,) = await case.system.redress.give_batch([NUMBER], by=ADA)
    await case.settle()
    assert (line.outcome, line.gesture) == ("reserved", "a voucher of EUR 25.00")
    assert len(case.said_to(ASTRID)) == said
    with pytest.raises(InvalidInputError, match="at least one"):
        await case.system.redress.give_batch([" "], by=ADA)


async def test_a_month_has_its_own_budget_where_the_company_is(case: StoryDesk):
    await set_policy(case, give(budget="30.00"))
    await case.system.redress.propose(NUMBER, by=ANN)
    first = (await list_of(case, NUMBER))[0].period
    await case.time_passes(days=31)
    await open_case(case, ASTRID, OTHER)
    await case.system.redress.propose(OTHER, by=ANN)
    second = (await list_of(case, OTHER))[0]
    assert second.state is GestureState.RESERVED
    assert second.period > first
    assert [(each.period, each.reserved) for each in await case.system.redress.list_budgets()] == [
        (second.period, 25_00), (first, 25_00),
    ]  # fmt: skip


async def test_two_who_change_the_policy_from_the_same_version_are_told(case: StoryDesk):
    redress = case.system.redress
    await redress.save_policy(give(), by="Ada", based_on=0)
    with pytest.raises(ConflictError, match="version 1 of the complaint policy stands"):
        await redress.save_policy(give(DEAR), by="Bob", based_on=0)
    same = await redress.save_policy(give(), by="Bob")
    assert same.number == 1
    await redress.save_policy(give(DEAR), by="Bob", based_on=1)
    back = await redress.roll_back_policy(1, by="Ada", based_on=2)
    assert back.number == 3
    versions = await redress.list_policy_versions()
    assert [(each.number, each.created_by) for each in versions] == [
        (3, "Ada"), (2, "Bob"), (1, "Ada"),
    ]  # fmt: skip
    assert versions[0].definition == versions[2].definition
    shipped = await redress.roll_back_policy(0, by="Ada")
    assert shipped.gestures.rules == ()
    with pytest.raises(InvalidInputError, match="no calendar 'offic'"):
        await redress.save_policy(give() | {"calendar": "offic"}, by="Ada")


async def test_saving_at_once_makes_one_version(case: StoryDesk):
    save = case.system.redress.save_policy
    wanted = [give() | {"voucher_days": 10 + each} for each in range(4)]
    done = await asyncio.gather(
        *(save(each, by="Ada", based_on=0) for each in wanted), return_exceptions=True
    )
    assert sum(isinstance(each, ConflictError) for each in done) == 3
