"""Promises that are about to be broken, or are: who is told, and what happens by itself."""

import json
from datetime import timedelta

import pytest

from bot.clocks.record_staff_mail import MOST_PER_HOUR
from bot.read_alerts import mark_alerts_read
from crm_store.alerts import count_unread_alerts, list_alerts
from crm_store.inbox import InboxFilter, list_work
from crm_store.inbox_counts import count_inbox
from crm_store.staff import record_activity, record_staff_member
from domain.conversations import Direction, Priority
from domain.errors import NotFoundError, SendError
from domain.jobs import JobKind
from domain.messages import OutboundMessage, Receipt
from domain.service_levels import ClockKind, EscalationStep, StepAction
from domain.staff import Role, StaffMember
from domain.webhooks import WebhookError
from tests.engines import SLOW_ON_POSTGRES
from tests.fakes import MONDAY_MORNING
from tests.stories.agreements import agree, clock_of, make_policy
from tests.stories.letters import LetterChannel, Letters
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import ANN, BEN, UNKNOWN

SOFIA = StaffMember(
    id="staff-sofia",
    email="sofia@example.com",
    name="Sofia",
    role=Role.SUPERVISOR,
    password_hash="not used: nobody logs in here",
    active=True,
    created_at=MONDAY_MORNING,
)
pytestmark = [pytest.mark.usefixtures("sound_clocks"), SLOW_ON_POSTGRES]


def step(
    do: str, to: str, *, percent: int | None = None, after: int = 0, email: bool = False
) -> EscalationStep:
    """A step for the first response."""
    return EscalationStep(
        do=StepAction(do),
        to=to,
        kinds=(ClockKind.FIRST_RESPONSE,),
        percent=percent,
        after_minutes=after,
        email=email,
    )


async def promise(desk: StoryDesk, *steps: EscalationStep) -> None:
    """Promise a first response within an hour, with a warning at 80 %."""
    await desk.system.store.run(record_staff_member, SOFIA)
    await agree(desk, make_policy(steps=steps))


async def told(desk: StoryDesk, member: StaffMember) -> list[str]:
    """What somebody was alerted to, oldest first."""
    found = await desk.system.store.read(list_alerts, member, limit=100)
    return [each.text for each in reversed(found)]


async def unread(desk: StoryDesk, member: StaffMember) -> int:
    return await desk.system.store.read(count_unread_alerts, member)


async def events(desk: StoryDesk, thread: str = ASTRID) -> list[str]:
    return [each.text for each in await desk.log(thread, Direction.EVENT)]


async def take(desk: StoryDesk, agent: StaffMember = ANN, thread: str = ASTRID) -> None:
    await desk.system.desk.take(await desk.reference(thread), agent=agent)


async def queue_view(desk: StoryDesk, queue: str) -> list[str]:
    rows = await desk.system.store.read(list_work, InboxFilter(shown_in=queue, unresolved=True))
    return [row.conversation.thread for row in rows]


# Warnings and breaches


async def test_the_warning_is_logged_as_of_its_instant_and_told_to_the_queue(desk: StoryDesk):
    await promise(desk)
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=47)
    assert await told(desk, ANN) == []
    await desk.time_passes(minutes=2)
    warning = "80 % of the first response's time has counted; due 10:00"
    logged = (await desk.log(ASTRID, Direction.EVENT))[-1]
    assert (logged.text, logged.at) == (warning, MONDAY_MORNING + timedelta(minutes=48))
    assert await told(desk, ANN) == [warning]
    assert await told(desk, BEN) == [warning]


async def test_the_warning_goes_to_the_one_who_has_it_alone(desk: StoryDesk):
    await promise(desk)
    await desk.customer_texts(ASTRID, UNKNOWN)
    await take(desk)
    await desk.time_passes(minutes=48)
    assert len(await told(desk, ANN)) == 1
    assert await told(desk, BEN) == []
    assert await told(desk, SOFIA) == []


async def test_supervisors_hear_of_a_breach_and_nobody_else(desk: StoryDesk):
    await promise(desk)
    await desk.customer_texts(ASTRID, UNKNOWN)
    await take(desk)
    await desk.time_passes(minutes=50)
    await desk.time_passes(minutes=10)
    assert await told(desk, SOFIA) == ["The first response was due 10:00 and is late"]
    assert len(await told(desk, ANN)) == 1
    assert "The first response was due and is late" in await events(desk)


async def test_a_warning_that_nobody_saw_in_time_is_logged_and_alerts_nobody(desk: StoryDesk):
    await promise(desk)
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(days=1)
    assert await told(desk, ANN) == []
    assert await told(desk, SOFIA) == ["The first response was due Mon 2 March, 10:00 and is late"]
    logged = await desk.log(ASTRID, Direction.EVENT)
    at = [each.at for each in logged if "80 %" in each.text]
    assert at == [MONDAY_MORNING + timedelta(minutes=48)]


async def test_what_was_answered_or_resolved_takes_no_step(desk: StoryDesk):
    await promise(desk, step("raise_priority", "urgent"), step("notify", "supervisors"))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.customer_texts(JONAS, UNKNOWN)
    await desk.time_passes(minutes=10)
    await desk.agent_replies(ASTRID, "Ask her.")
    await desk.agent_resolves(JONAS)
    await desk.time_passes(hours=3)
    assert (await desk.conversation(ASTRID)).priority is Priority.NORMAL
    assert (await desk.conversation(JONAS)).priority is Priority.NORMAL
    assert await told(desk, SOFIA) == []


# Reading


async def test_what_was_read_stays_read_and_what_comes_later_is_new(desk: StoryDesk):
    await promise(desk)
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=48)
    (alert,) = await desk.system.store.read(list_alerts, ANN, limit=10)
    await mark_alerts_read(desk.system.tools, ANN, up_to=alert.position)
    assert (await unread(desk, ANN), await unread(desk, BEN)) == (0, 1)
    await desk.customer_texts(JONAS, UNKNOWN)
    await desk.time_passes(minutes=48)
    assert await unread(desk, ANN) == 1


# Steps


async def test_raising_the_priority_changes_who_is_served_next_and_not_what_was_promised(
    desk: StoryDesk,
):
    raising = step("raise_priority", "high", percent=80)
    await desk.system.store.run(record_staff_member, SOFIA)
    await agree(desk, make_policy(first={"default": 60, "high": 10}, steps=(raising,)))
    await desk.customer_texts(ASTRID, UNKNOWN)
    before = await clock_of(desk, ASTRID)
    await desk.time_passes(minutes=48)
    assert (await desk.conversation(ASTRID)).priority is Priority.HIGH
    assert (await clock_of(desk, ASTRID)).state.terms == before.state.terms
    assert (await clock_of(desk, ASTRID)).state.due_at == before.state.due_at
    assert (await events(desk))[-1] == "80 % of first response: priority raised to high"


async def test_a_priority_is_never_lowered(desk: StoryDesk):
    await promise(desk, step("raise_priority", "urgent", percent=50), step("raise_priority", "low"))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(hours=2)
    assert (await desk.conversation(ASTRID)).priority is Priority.URGENT
    assert "First response late: the priority is urgent already" in await events(desk)


async def test_a_widened_conversation_is_shown_in_both_queues_until_it_is_moved(desk: StoryDesk):
    await promise(desk, step("widen_queue", "baggage"))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=60)
    conversation = await desk.conversation(ASTRID)
    assert (conversation.queue, conversation.widened_to) == ("general", "baggage")
    assert await queue_view(desk, "baggage") == await queue_view(desk, "general") == [ASTRID]
    counts = await desk.system.store.read(count_inbox, ANN.id)
    assert (counts.queues["general"], counts.queues["baggage"], counts.waiting) == (1, 1, 1)
    assert "First response late: shown in Baggage as well" in await events(desk)
    assert any(text.startswith("Shown in Baggage as well") for text in await told(desk, BEN))
    await take(desk, BEN)
    assert await queue_view(desk, "baggage") == [ASTRID]
    reference = await desk.reference(ASTRID)
    await desk.system.desk.assign(reference, agent=BEN, assignee=None, queue="bookings")
    assert await queue_view(desk, "baggage") == []
    assert (await desk.conversation(ASTRID)).widened_to is None


async def test_a_widened_conversation_is_shown_nowhere_once_it_is_resolved(desk: StoryDesk):
    await promise(desk, step("widen_queue", "baggage"))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=60)
    await desk.agent_resolves(ASTRID)
    assert (await desk.conversation(ASTRID)).widened_to is None


async def test_it_is_given_to_a_named_agent_who_hears_of_it_as_does_who_had_it(desk: StoryDesk):
    await promise(desk, step("reassign", "BEN@example.com", after=30))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await take(desk)
    await desk.time_passes(minutes=90)
    assert (await desk.conversation(ASTRID)).assignee == BEN.id
    assert "First response 30 min late: taken from Ann and given to Ben" in await events(desk)
    assert (await told(desk, BEN))[-1].startswith("Given to you: The first response was due 10:00")
    assert (await told(desk, ANN))[-1].startswith("Taken from you")


async def test_it_goes_back_to_its_queue_where_all_can_see_that_nobody_has_it(desk: StoryDesk):
    await promise(desk, step("reassign", "queue", percent=90))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await take(desk)
    await desk.time_passes(minutes=54)
    conversation = await desk.conversation(ASTRID)
    assert (conversation.assignee, conversation.queue) == (None, "general")
    assert (await told(desk, BEN))[-1] == "Back in its queue: First response due 10:00"
    assert (await events(desk))[-1] == ("90 % of first response: taken from Ann, back in its queue")


@pytest.mark.parametrize(
    ("faulty", "why"),
    [
        (step("reassign", "gone@example.com"), "nobody on the staff has the address"),
        (step("reassign", "ben@example.com"), "Ben works here no more"),
        (step("widen_queue", "cargo"), "there is no queue 'cargo'"),
        (step("webhook", "paging"), "the settings name no webhook 'paging'"),
        (step("raise_priority", "extreme"), "there is no priority 'extreme'"),
        (step("notify", "everybody"), "nobody can be told as 'everybody'"),
    ],
    ids=["unknown agent", "agent gone", "queue", "webhook", "priority", "audience"],
)
async def test_a_step_that_cannot_be_taken_stops_nothing_and_supervisors_hear_why(
    desk: StoryDesk, faulty: EscalationStep, why: str
):
    await promise(desk, faulty, step("raise_priority", "high"))
    await desk.system.store.run(record_activity, BEN.id, active=False)
    await desk.customer_texts(ASTRID, UNKNOWN)
    await take(desk)
    await desk.time_passes(minutes=60)
    conversation = await desk.conversation(ASTRID)
    assert (conversation.assignee, conversation.priority) == (ANN.id, Priority.HIGH)
    assert any("could not be taken" in text and why in text for text in await told(desk, SOFIA))
    assert any("could not be taken" in text and why in text for text in await events(desk))
    assert (await clock_of(desk, ASTRID)).failures == 0


async def test_in_another_queue_the_steps_of_its_agreement_are_taken_and_none_twice(
    desk: StoryDesk,
):
    await desk.system.store.run(record_staff_member, SOFIA)
    here = make_policy(
        "here",
        conditions={"queues": ("general",)},
        steps=(step("raise_priority", "high", percent=10), step("notify", "queue", percent=40)),
    )
    there = make_policy(
        "there",
        conditions={"queues": ("bookings",)},
        steps=(step("widen_queue", "baggage", percent=20),),
    )
    await agree(desk, here, there)
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=6)
    assert (await desk.conversation(ASTRID)).priority is Priority.HIGH
    reference, assign = await desk.reference(ASTRID), desk.system.desk.assign
    await assign(reference, agent=ANN, assignee=None, queue="bookings")
    await desk.time_passes(minutes=6)
    assert (await desk.conversation(ASTRID)).widened_to == "baggage"
    await assign(reference, agent=ANN, assignee=None, queue="general")
    await desk.time_passes(minutes=12)
    taken = [each for each in await events(desk) if "% of first response:" in each]
    assert taken == [
        "10 % of first response: priority raised to high",
        "20 % of first response: shown in Baggage as well",
        "40 % of first response: its queue told",
    ]


# Mail


async def test_who_is_to_be_mailed_reads_what_when_and_where_and_nothing_of_the_customers(
    desk: StoryDesk, letters: Letters
):
    await promise(desk, step("notify", "assignee", percent=50, email=True))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await take(desk)
    await desk.time_passes(minutes=30)
    (text,) = letters.said_to(ANN.email)
    reference = await desk.reference(ASTRID)
    assert "50 % of first response. First response due 10:00." in text
    assert f"{desk.public_url}/console/conversations/{reference}" in text
    assert UNKNOWN not in text
    assert letters.said_to(BEN.email) == []
    assert (await events(desk))[-1] == "50 % of first response: who has it told, 1 by email"


async def test_who_is_warned_and_notified_at_once_has_one_alert_and_the_mail(
    desk: StoryDesk, letters: Letters
):
    supervisors = step("notify", "supervisors", percent=80)
    await promise(desk, step("notify", "queue", percent=80, email=True), supervisors)
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=48)
    assert await told(desk, ANN) == ["80 % of the first response's time has counted; due 10:00"]
    assert len(letters.said_to(ANN.email)) == 1
    # Whom the warning does not reach hears of the step.
    assert "80 % of first response. First response due 10:00" in await told(desk, SOFIA)


async def test_who_is_told_later_reads_for_how_long_it_is_late(desk: StoryDesk):
    await promise(desk, step("notify", "queue", after=90))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=150)
    assert await told(desk, BEN) == ["First response 1 h 30 min late; it was due 10:00"]


async def test_what_an_agent_has_who_is_gone_is_told_to_the_queue(desk: StoryDesk):
    await promise(desk, step("notify", "assignee", percent=90))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await take(desk, BEN)
    await desk.system.store.run(record_activity, BEN.id, active=False)
    await desk.time_passes(minutes=48)
    await desk.time_passes(minutes=6)
    assert await told(desk, ANN) == [
        "80 % of the first response's time has counted; due 10:00",
        "90 % of first response. First response due 10:00",
    ]
    assert (await events(desk))[-1] == "90 % of first response: nobody has it: its queue told"


async def test_without_an_email_account_the_bell_alone_tells(desk: StoryDesk):
    await promise(desk, step("notify", "queue", percent=50, email=True))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=30)
    assert len(await told(desk, ANN)) == 1
    assert (await events(desk))[-1] == "50 % of first response: its queue told"
    assert await desk.shunted() == ()


class Refusing(LetterChannel):
    """A mail server that first says what it was told to say."""

    def __init__(self, *errors: SendError) -> None:
        super().__init__()
        self.errors = list(errors)
        self.ids: list[str] = []

    async def send(self, message: OutboundMessage) -> Receipt:
        self.ids.append(message.id)
        if self.errors:
            raise self.errors.pop(0)
        return await super().send(message)


def open_office(desk: StoryDesk, office: LetterChannel) -> None:
    known = desk.system.tools.channels
    assert isinstance(known, dict)
    known["email", "support"] = office


async def test_a_mail_to_staff_is_tried_again_until_the_server_takes_it(
    desk: StoryDesk, letters: Letters
):
    office = Refusing(SendError("451 later", retryable=True), SendError("451", retryable=True))
    open_office(desk, office)
    await promise(desk, step("notify", "assignee", percent=50, email=True))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await take(desk)
    await desk.time_passes(minutes=30)
    assert office.sent == []
    await desk.time_passes(minutes=1)
    await desk.time_passes(minutes=1)
    assert [each.to.value for each in office.sent] == [ANN.email]
    assert len(set(office.ids)) == 1


async def test_a_mail_to_staff_that_is_refused_for_good_is_let_go(
    desk: StoryDesk, letters: Letters
):
    office = Refusing(SendError("550 who?", retryable=False))
    open_office(desk, office)
    await promise(desk, step("notify", "assignee", percent=50, email=True))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await take(desk)
    await desk.time_passes(minutes=31)
    assert await desk.waiting_jobs() == {}
    assert len(await told(desk, ANN)) == 1


async def test_a_storm_of_breaches_is_summed_up_in_one_mail(desk: StoryDesk, letters: Letters):
    await promise(desk, step("notify", "supervisors", email=True))
    storm = MOST_PER_HOUR + 5
    for number in range(storm):
        await desk.customer_texts(f"+1555030{number:02}", UNKNOWN)
    await desk.time_passes(minutes=60)
    assert len(letters.said_to(SOFIA.email)) == MOST_PER_HOUR
    await desk.time_passes(minutes=61)
    summary = letters.said_to(SOFIA.email)[MOST_PER_HOUR:]
    assert len(summary) == 1
    assert "5 more alerts since 10:00" in summary[0]
    assert f"{desk.public_url}/console/alerts" in summary[0]
    await desk.time_passes(hours=3)
    assert len(letters.said_to(SOFIA.email)) == MOST_PER_HOUR + 1
    assert len(await told(desk, SOFIA)) == storm


# Webhooks


class Paging:
    """A program that can be told; it fails as often as it is bidden to."""

    names = ("paging",)

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.calls: list[tuple[str, bytes]] = []

    async def send(self, name: str, *, message_id: str, body: bytes) -> None:
        if name not in self.names:
            raise NotFoundError(f"the settings name no webhook {name!r}")
        self.calls.append((message_id, body))
        if self.failures:
            self.failures -= 1
            raise WebhookError("paging answered 503")


def connect(desk: StoryDesk, paging: Paging) -> None:
    # Nobody but a story has reason to change what a site is made of.
    object.__setattr__(desk.system.tools, "webhooks", paging)


async def test_a_webhook_hears_which_promise_was_broken_where_and_when(desk: StoryDesk):
    paging = Paging()
    connect(desk, paging)
    await promise(
        desk,
        step("webhook", "paging", percent=50),
        step("webhook", "paging"),
        step("webhook", "paging", after=15),
    )
    await desk.customer_texts(ASTRID, UNKNOWN)
    await take(desk)
    await desk.time_passes(minutes=30)
    await desk.time_passes(minutes=30)
    await desk.time_passes(minutes=15)
    bodies = [json.loads(body) for _, body in paging.calls]
    assert [body["event"] for body in bodies] == ["sla.warning", "sla.breach", "sla.step"]
    reference = await desk.reference(ASTRID)
    assert bodies[1] == {
        "event": "sla.breach",
        "at": "2026-03-02T10:00:00Z",
        "conversation": {
            "reference": reference,
            "queue": "general",
            "priority": "normal",
            "assignee": ANN.email,
            "channel": "sms",
            "url": f"{desk.public_url}/console/conversations/{reference}",
        },
        "clock": {
            "kind": "first_response",
            "policy": "standard",
            "due_at": "2026-03-02T10:00:00Z",
            "breached_at": "2026-03-02T10:00:00Z",
            "target_minutes": 60,
        },
        "step": {"percent": None, "after_minutes": 0},
    }
    assert len({message_id for message_id, _ in paging.calls}) == 3
    assert "First response late: webhook paging called" in await events(desk)


async def test_a_webhook_that_is_away_is_called_again_under_the_same_id(desk: StoryDesk):
    paging = Paging(failures=2)
    connect(desk, paging)
    await promise(desk, step("webhook", "paging"))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=60)
    for _ in range(4):
        await desk.time_passes(minutes=1)
    assert len(paging.calls) == 3
    assert len(set(paging.calls)) == 1
    assert (JobKind.WEBHOOK, "ready") not in await desk.waiting_jobs()


async def test_a_webhook_that_never_answers_is_put_aside_where_people_see_it(desk: StoryDesk):
    connect(desk, Paging(failures=1_000))
    await promise(desk, step("webhook", "paging"))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=60)
    for _ in range(14):
        await desk.time_passes(hours=1)
    (job,) = await desk.shunted()
    assert job.kind is JobKind.WEBHOOK
    assert "paging answered 503" in (job.last_error or "")
