"""A complaint goes from stage to stage, each in its time, and is as grave as the clocks say."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clocks.watch_clocks import watch_clocks
from bot.complaints.file_findings import Findings
from bot.complaints.watch_complaints import watch_complaints
from crm_store.alerts import list_alerts
from crm_store.complaint_list import NOBODY, ComplaintQuery
from crm_store.staff import record_activity, record_staff_member
from domain.alerts import Alert
from domain.complaint_cases import ComplaintEventKind
from domain.complaint_register import Outcome, Severity
from domain.complaints import ComplaintStage
from domain.errors import ConflictError, InvalidInputError, NotFoundError
from domain.staff import StaffMember
from tests.stories.complaint_cases import ADA, list_events, open_case, read_complaint
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import ANN, BEN

NUMBER = "C-7K2M9Q"
PERSON = "I want to speak to a person"


@pytest.fixture
async def case(desk: StoryDesk) -> StoryDesk:
    """A desk with one complaint, of somebody who waits for a person."""
    await desk.customer_texts(ASTRID, PERSON)
    await open_case(desk, ASTRID, NUMBER)
    return desk


async def told(desk: StoryDesk, member: StaffMember) -> list[Alert]:
    alerts = await desk.system.store.read(list_alerts, member, limit=50)
    return [each for each in reversed(alerts) if "Complaint" in each.text]


async def test_a_complaint_goes_its_way_to_the_end(case: StoryDesk):
    complaints = case.system.complaints
    await case.system.desk.take(await case.reference(ASTRID), agent=ANN)
    await complaints.move(NUMBER, to=ComplaintStage.ACKNOWLEDGED, agent=BEN)
    seen = await complaints.move(NUMBER, to=ComplaintStage.INVESTIGATING, agent=BEN)
    assert seen.owner == ANN.id, "who has the conversation owns it"
    assert seen.acknowledged_at == case.clock.now()
    await case.time_passes(hours=1)
    closed = await complaints.move(
        NUMBER,
        to=ComplaintStage.CLOSED,
        agent=ANN,
        why="they wrote that it is a mistake",
        outcome=Outcome.WITHDRAWN,
    )
    assert (closed.open, closed.outcome) == (False, Outcome.WITHDRAWN)
    assert closed.closed_at == case.clock.now()
    assert (closed.stage_due_at, closed.next_at) == (None, None)
    again = await complaints.move(
        NUMBER, to=ComplaintStage.REOPENED, agent=ANN, why="it is none after all"
    )
    assert (again.reopenings, again.outcome, again.closed_at) == (1, None, None)
    outside = await complaints.move(
        NUMBER, to=ComplaintStage.ESCALATED_OUTSIDE, agent=ANN, why="the arbitration board"
    )
    assert outside.stage_due_at is None
    view = await complaints.get(NUMBER.lower())
    assert "taken outside Mon 2 Mar 10:00 by Ann: “the arbitration board”" in view.course
    assert [each.stage for each in view.times][-2:] == [
        ComplaintStage.REOPENED,
        ComplaintStage.ESCALATED_OUTSIDE,
    ]
    log = [each.text for each in await case.log(ASTRID)]
    assert f"Complaint {NUMBER} is closed as withdrawn: they wrote that it is a mistake" in log


async def test_what_may_not_be_is_refused_with_what_to_do(case: StoryDesk):
    complaints = case.system.complaints
    with pytest.raises(ConflictError, match="acknowledge it first"):
        await complaints.move(NUMBER, to=ComplaintStage.INVESTIGATING, agent=ANN)
    with pytest.raises(InvalidInputError, match="why: say in a few words how it ended"):
        await complaints.move(NUMBER, to=ComplaintStage.CLOSED, agent=ANN)
    with pytest.raises(InvalidInputError, match="outcome: it cannot be closed"):
        await complaints.move(
            NUMBER,
            to=ComplaintStage.CLOSED,
            agent=ANN,
            why="paid",
            outcome=Outcome.SETTLED,
        )
    with pytest.raises(InvalidInputError, match="name the body"):
        await complaints.move(NUMBER, to=ComplaintStage.ESCALATED_OUTSIDE, agent=ANN)
    with pytest.raises(InvalidInputError, match="sending its customer a response"):
        await complaints.move(NUMBER, to=ComplaintStage.RESPONDED, agent=ANN)
    with pytest.raises(NotFoundError, match="no complaint 'C-NOTONE'"):
        await complaints.move("C-notone", to=ComplaintStage.ACKNOWLEDGED, agent=ANN)
    before = await read_complaint(case, NUMBER)
    await complaints.move(NUMBER, to=ComplaintStage.ACKNOWLEDGED, agent=ANN)
    with pytest.raises(ConflictError, match="somebody else changed C-7K2M9Q meanwhile"):
        await complaints.assign(NUMBER, owner=ANN.id, agent=ANN, version=before.version)


async def test_a_late_stage_is_told_once_as_of_its_instant(case: StoryDesk):
    await case.system.store.run(record_staff_member, ADA)
    complaint = await case.system.complaints.assign(NUMBER, owner=ANN.id, agent=ANN)
    began = complaint.received_at
    assert complaint.stage_due_at == began + timedelta(hours=16)
    # Nobody looked for more than a day, in which a promise was broken: two look at once then.
    case.clock.advance(timedelta(hours=30))
    tools = case.system.tools
    await watch_complaints(tools)
    assert await told(case, ADA) == [], "first comes what the clocks say"
    await watch_clocks(tools)
    await asyncio.gather(watch_complaints(tools), watch_complaints(tools))
    await case.settle()
    (late,) = [
        each
        for each in await list_events(case, NUMBER)
        if each.kind is ComplaintEventKind.LATE and each.to == "received"
    ]
    assert late.at == began + timedelta(hours=8)
    texts = [each.text for each in await told(case, ADA)]
    assert texts == [f"Complaint {NUMBER} (moderate) is late: it is still received"]
    assert len(await told(case, ANN)) == 1
    assert await told(case, BEN) == []
    moved = await case.system.complaints.move(NUMBER, to=ComplaintStage.ACKNOWLEDGED, agent=ANN)
    assert moved.late_seen_at is None
    # The next stage has a limit of its own.
    await case.time_passes(hours=16)
    events = await list_events(case, NUMBER)
    assert [each.to for each in events if each.kind is ComplaintEventKind.LATE] == [
        "received",
        "acknowledged",
    ]
    assert len(await told(case, ADA)) == 2


async def test_a_broken_promise_makes_it_graver_and_its_limits_shorter(case: StoryDesk):
    before = await read_complaint(case, NUMBER)
    assert before.severity is Severity.MINOR
    # A first response was promised within an hour.
    await case.time_passes(hours=1)
    broken = await read_complaint(case, NUMBER)
    assert broken.severity is Severity.MODERATE
    assert broken.grade.points == before.grade.points + 10 + 10
    assert broken.stage_due_at == before.received_at + timedelta(hours=8)
    log = [each.text for each in await case.log(ASTRID)]
    assert any("is moderate now, not minor any more" in each for each in log)
    await case.time_passes(hours=1.5)
    await case.agent_replies(ASTRID, "Here I am.")
    kept = await read_complaint(case, NUMBER)
    assert kept.grade.points == before.grade.points + 30 + 10, "two and a half times as long"


async def test_another_promise_to_the_same_customer_counts(desk: StoryDesk):
    await desk.customer_texts(ASTRID, PERSON)
    await desk.time_passes(hours=3)
    await desk.agent_replies(ASTRID, "Sorry to be late.")
    await desk.agent_resolves(ASTRID)
    await desk.time_passes(hours=100)
    await desk.customer_texts(ASTRID, PERSON)
    complaint = await open_case(desk, ASTRID, NUMBER)
    points = {each.name: each.points for each in complaint.grade.parts}
    assert (points["frequency"], points["overrun"]) == (5, 0)


async def test_what_was_broken_in_a_linked_conversation_is_its_own(desk: StoryDesk):
    await desk.visitor_writes("v1", PERSON)
    await desk.time_passes(hours=3)
    await desk.customer_texts(ASTRID, PERSON)
    await open_case(desk, ASTRID, NUMBER, anonymous=True)
    assert (await read_complaint(desk, NUMBER)).severity is Severity.MINOR
    complaints, reference = desk.system.complaints, await desk.reference("v1")
    await complaints.link(NUMBER, reference=reference, agent=ANN, why="the same bag")
    linked = await read_complaint(desk, NUMBER)
    assert linked.grade.points == 5 + 30 + 10, "three hours in place of one"
    await complaints.unlink(NUMBER, reference=reference, agent=ANN, why="another bag")
    assert (await read_complaint(desk, NUMBER)).grade.points == 5
    graded = [e for e in await list_events(desk, NUMBER) if e.kind is ComplaintEventKind.GRADED]
    assert [each.why for each in graded] == [
        "another conversation was linked",
        "a conversation was taken off",
    ]


async def test_a_conversation_without_complaint_is_not_touched(case: StoryDesk):
    before = await read_complaint(case, NUMBER)
    await case.customer_texts(JONAS, PERSON)
    await case.agent_replies(JONAS, "Hello.")
    assert await read_complaint(case, NUMBER) == before


async def test_an_overrule_stands_beside_its_sum(case: StoryDesk):
    complaints = case.system.complaints
    with pytest.raises(InvalidInputError, match="reason: say why it is critical and not minor"):
        await complaints.overrule(NUMBER, severity=Severity.CRITICAL, reason=" ", agent=ANN)
    before = await read_complaint(case, NUMBER)
    changed = await complaints.overrule(
        NUMBER, severity=Severity.CRITICAL, reason="a child was left alone", agent=ANN
    )
    assert changed.severity is Severity.CRITICAL
    assert changed.grade.computed is before.severity
    assert changed.stage_due_at == before.received_at + timedelta(hours=1)
    await case.time_passes(hours=2)
    after = await read_complaint(case, NUMBER)
    assert after.severity is Severity.CRITICAL, "what was overruled stays"
    assert after.grade.computed is Severity.MODERATE
    view = await complaints.get(NUMBER)
    assert view.sum.startswith("critical by Ann: “a child was left alone”; computed moderate: 25 =")
    lifted = await complaints.overrule(NUMBER, severity=None, reason="they were not", agent=BEN)
    assert lifted.severity is Severity.MODERATE
    with pytest.raises(ConflictError, match="what its sum says already"):
        await complaints.overrule(NUMBER, severity=None, reason="again", agent=BEN)


async def test_findings_are_filed_with_what_they_were_before(case: StoryDesk):
    complaints = case.system.complaints
    findings = Findings(
        category="safety", product="AU 1204", root_cause="not trained", lessons="We train."
    )
    filed = await complaints.file(NUMBER, findings, agent=ANN)
    assert filed.severity is Severity.CRITICAL, "a matter of safety is graded anew"
    events = await list_events(case, NUMBER)
    happened = {each.to: each.facts for each in events if each.kind is ComplaintEventKind.FILED}
    assert happened["category"] == {"before": "delay", "after": "safety"}
    assert happened["root_cause"] == {"before": None, "after": "not trained"}
    with pytest.raises(InvalidInputError, match="category: 'weather' is not known; choose one of"):
        await complaints.file(NUMBER, Findings(category="weather"), agent=ANN)
    same = await complaints.file(NUMBER, findings, agent=ANN)
    assert same == filed, "what is as it was is no change"
    without = await complaints.file(NUMBER, Findings(product=""), agent=ANN)
    assert (without.product, without.lessons) == (None, "We train.")


async def test_the_register_is_searched(case: StoryDesk):
    complaints = case.system.complaints
    await case.customer_texts(JONAS, PERSON)
    other = await open_case(case, JONAS, "C-ZZZZZZ", category="billing")
    both = await complaints.list(ComplaintQuery())
    assert [each.complaint.number for each in both] == ["C-ZZZZZZ", NUMBER]
    assert [each.complaint.number for each in await complaints.list(ComplaintQuery(), limit=1)] == [
        "C-ZZZZZZ"
    ]
    second = await complaints.list(ComplaintQuery(), before=other.id)
    assert [each.complaint.number for each in second] == [NUMBER]

    async def find(wanted: ComplaintQuery) -> list[str]:
        return [each.complaint.number for each in await complaints.list(wanted)]

    assert await find(ComplaintQuery(category="billing")) == ["C-ZZZZZZ"]
    assert await find(ComplaintQuery(q="7k2m")) == [NUMBER]
    assert await find(ComplaintQuery(q=await case.reference(JONAS))) == ["C-ZZZZZZ"]
    await complaints.assign(NUMBER, owner=BEN.id, agent=ANN)
    assert await find(ComplaintQuery(owner=BEN.id)) == [NUMBER]
    assert await find(ComplaintQuery(owner=NOBODY)) == ["C-ZZZZZZ"]
    await case.system.store.run(record_activity, BEN.id, active=False)
    assert await find(ComplaintQuery(owner=NOBODY)) == ["C-ZZZZZZ", NUMBER]
    assert (await complaints.get(NUMBER)).owner_gone
    with pytest.raises(InvalidInputError, match="nobody who can see to it"):
        await complaints.assign(NUMBER, owner=BEN.id, agent=ANN)
    assert await find(ComplaintQuery(late_at=case.clock.now())) == []
    assert len(await find(ComplaintQuery(late_at=case.clock.now() + timedelta(hours=17)))) == 2
    assert await find(ComplaintQuery(open=False)) == []
    assert await find(ComplaintQuery(open=True, severity=Severity.MINOR)) == ["C-ZZZZZZ", NUMBER]


async def test_nobody_is_no_owner_by_default(case: StoryDesk):
    script = replace(BEN, id="token-1", password_hash="")
    complaints = case.system.complaints
    await complaints.move(NUMBER, to=ComplaintStage.ACKNOWLEDGED, agent=script)
    moved = await complaints.move(NUMBER, to=ComplaintStage.INVESTIGATING, agent=script)
    assert moved.owner is None
