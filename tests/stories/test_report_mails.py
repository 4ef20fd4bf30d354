"""A supervisor who asked for the weekly report has it on Monday morning, once, and only then."""

import asyncio
from datetime import timedelta

import pytest

from bot.reports.mail.keep_reporting import put_due_reports
from crm_store.report_subscriptions import find_subscriptions, save_subscription
from crm_store.staff import record_activity, record_staff_member
from domain.errors import SendError
from domain.figures import Figure
from domain.messages import OutboundMessage, Receipt
from domain.staff import Role, StaffMember
from tests.crm_store.figure_record import make_part, put_sums
from tests.fakes import MONDAY_MORNING
from tests.stories.letters import LetterChannel, Letters
from tests.stories.story_desk import StoryDesk
from tests.stories.world import ANN

SOFIA = StaffMember(
    id="staff-sofia",
    email="sofia@example.com",
    name="Sofia",
    role=Role.SUPERVISOR,
    password_hash="not used: nobody logs in here",
    active=True,
    created_at=MONDAY_MORNING,
)
# It is Monday at nine; the next report is due a week later at seven.
WEEK = timedelta(days=7)


async def subscribe(desk: StoryDesk, period: str = "weekly", *, who: StaffMember = SOFIA) -> None:
    if who is SOFIA:
        await desk.system.store.run(record_staff_member, SOFIA)
    now = desk.clock.now()
    await desk.system.store.run(save_subscription, who.id, period, enabled=True, now=now)


async def look(desk: StoryDesk) -> int:
    """What every process does twice a minute."""
    number = await put_due_reports(desk.system.tools)
    await desk.settle()
    return number


async def pass_to(desk: StoryDesk, **after: float) -> None:
    """Go on to the next Monday at midnight, and so much further."""
    next_monday = (MONDAY_MORNING + WEEK).replace(hour=0)
    desk.clock.advance(next_monday + timedelta(**after) - desk.clock.now())


async def test_the_weekly_report_comes_on_monday_with_what_was_counted(
    desk: StoryDesk, letters: Letters
):
    await subscribe(desk)
    day = MONDAY_MORNING.date() + timedelta(days=2)
    parts = [
        make_part(Figure.KEPT, day, "first_response", n=9),
        make_part(Figure.BROKEN, day, "first_response", n=1),
    ]
    await desk.system.store.run(put_sums, parts)
    await pass_to(desk, hours=9)
    assert await look(desk) == 1
    (mail,) = letters.sent
    assert mail.to.value == SOFIA.email
    assert mail.subject == (
        "Weekly report, 2 Mar to 8 Mar 2026: 90 % of promises kept, 0 to look at"
    )
    assert "90 % of 10 promises to customers were kept" in mail.text
    assert mail.html is not None
    assert "<td" in mail.html
    assert mail.automatic
    assert f"{desk.public_url}/console/reports/service?from=2026-03-02" in mail.text


async def test_it_is_sent_once_whoever_looks_and_however_often(desk: StoryDesk, letters: Letters):
    await subscribe(desk)
    await pass_to(desk, hours=9)
    looks = (put_due_reports(desk.system.tools) for _ in range(5))
    assert sum(await asyncio.gather(*looks)) == 1
    await desk.settle()
    await desk.restart()
    assert await look(desk) == 0
    desk.clock.advance(timedelta(hours=20))
    assert await look(desk) == 0


async def test_whoever_was_down_at_the_hour_sends_it_later_that_day_and_not_days_later(
    desk: StoryDesk, letters: Letters
):
    await subscribe(desk)
    await pass_to(desk, hours=29)
    assert await look(desk) == 1
    # The second week all of Monday and Tuesday morning pass with nothing running.
    desk.clock.advance(WEEK + timedelta(days=1))
    assert await look(desk) == 0
    desk.clock.advance(WEEK - timedelta(days=1, hours=4))
    assert await look(desk) == 1
    assert len(letters.said_to(SOFIA.email)) == 2


async def test_who_asks_after_the_hour_has_the_next_one(desk: StoryDesk, letters: Letters):
    await subscribe(desk)
    await subscribe(desk, "daily", who=ANN)
    assert await look(desk) == 0
    await pass_to(desk, hours=4)
    assert await look(desk) == 0


async def test_only_who_may_see_reports_gets_them(desk: StoryDesk, letters: Letters):
    await subscribe(desk, who=ANN)
    await subscribe(desk)
    await desk.system.store.run(record_activity, SOFIA.id, active=False)
    await pass_to(desk, hours=9)
    assert await look(desk) == 0
    assert letters.said_to(ANN.email) == letters.said_to(SOFIA.email) == []


async def test_the_daily_report_comes_every_morning_until_it_is_stopped(
    desk: StoryDesk, letters: Letters
):
    await subscribe(desk, "daily")
    for morning in range(3):
        await pass_to(desk, days=morning, hours=9)
        assert await look(desk) == 1
    now = desk.clock.now()
    store = desk.system.store
    await store.run(save_subscription, SOFIA.id, "daily", enabled=False, now=now)
    assert await store.read(find_subscriptions, SOFIA.id) == {}
    await pass_to(desk, days=3, hours=9)
    assert await look(desk) == 0
    assert len(letters.said_to(SOFIA.email)) == 3


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


@pytest.mark.parametrize(("retryable", "sent"), [(True, 1), (False, 0)])
async def test_a_report_is_tried_again_as_all_mail_to_staff(
    desk: StoryDesk, letters: Letters, *, retryable: bool, sent: int
):
    office = Refusing(SendError("451 or 550", retryable=retryable))
    known = desk.system.tools.channels
    assert isinstance(known, dict)
    known["email", "support"] = office
    await subscribe(desk)
    await pass_to(desk, hours=9)
    await look(desk)
    await desk.time_passes(minutes=5)
    assert len(office.sent) == sent
    assert len(set(office.ids)) == 1
    assert await desk.waiting_jobs() == {}


async def test_without_an_account_for_mail_nothing_is_claimed(desk: StoryDesk):
    await subscribe(desk)
    await pass_to(desk, hours=9)
    assert await look(desk) == 0
    office = Letters(desk)
    # Once there is one, on the same day, it goes out.
    assert await look(desk) == 1
    assert len(office.said_to(SOFIA.email)) == 1
