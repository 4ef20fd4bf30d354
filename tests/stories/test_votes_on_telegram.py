"""On Telegram votes and whether it is right now are pressed, and blocking us tells as well."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.complaints.move_stage import move_complaint
from crm_store.complaints import lock_complaint_by_id
from crm_store.transaction import Transaction
from domain.complaint_cases import FollowUpAnswer, Recovery
from domain.complaint_register import ComplaintEvent, Outcome
from domain.complaints import ComplaintStage
from domain.conversations import ConversationStatus
from domain.knowledge import Matcher
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.ballot_record import PERSON, ask_by, ballots_of
from tests.stories.complaint_cases import open_case, read_complaint
from tests.stories.telegram_desk import CHAT, TelegramDesk, open_telegram_desk
from tests.stories.world import ANN

pytestmark = SLOW_ON_POSTGRES
NUMBER = "C-7K2M9Q"


@pytest.fixture
async def desk(database_url: str, tmp_path: Path, matcher: Matcher) -> AsyncIterator[TelegramDesk]:
    async with open_telegram_desk(database_url, tmp_path, matcher) as desk:
        yield desk


async def closed(desk: TelegramDesk) -> None:
    """Have a complaint be answered and closed."""
    await desk.customer_writes(PERSON)
    seen = await open_case(desk, CHAT, NUMBER)
    await desk.agent_replies(CHAT, "We are sorry.")
    await desk.agent_resolves(CHAT)
    now = desk.clock.now()

    def close(tx: Transaction) -> None:
        complaint = lock_complaint_by_id(tx, seen.id)
        for to, outcome in (
            (ComplaintStage.ACKNOWLEDGED, None),
            (ComplaintStage.RESPONDED, None),
            (ComplaintStage.CLOSED, Outcome.SETTLED),
        ):
            move = ComplaintEvent(to=to, at=now, by=ANN.name, why="seen to", outcome=outcome)
            complaint = move_complaint(
                tx, desk.system.tools, complaint, move, by_id=ANN.id, now=now
            )

    await desk.system.store.run(close)


async def test_a_vote_is_pressed_and_changed_by_another_press(
    desk: TelegramDesk, monkeypatch: pytest.MonkeyPatch
):
    ask_by(monkeypatch, ces=False)
    await desk.customer_writes(PERSON)
    await desk.agent_replies(CHAT, "It is on its way.")
    await desk.agent_resolves(CHAT)
    await desk.time_passes(minutes=15)
    await desk.ask_customers()
    await desk.customer_presses("4 – satisfied")  # noqa: RUF001 - a dash is meant
    assert desk.told()[-1] == "Thank you for telling us."
    said = len(desk.told())
    await desk.customer_presses("5 – very satisfied", below=-2)  # noqa: RUF001 - as above
    assert len(desk.told()) == said
    (ballot,) = await ballots_of(desk, CHAT)
    assert (ballot.value, ballot.changes) == (5, 1)
    assert (await desk.conversation(CHAT)).status is ConversationStatus.RESOLVED


async def test_whether_it_is_right_is_pressed(desk: TelegramDesk):
    await closed(desk)
    await desk.time_passes(days=2)
    await desk.customer_presses("Yes")
    complaint = await read_complaint(desk, NUMBER)
    assert complaint.follow_up_answer is FollowUpAnswer.RIGHT
    assert complaint.recovery is Recovery.RECOVERED


async def test_whoever_blocks_us_after_a_complaint_is_lost(desk: TelegramDesk):
    await closed(desk)
    await desk.customer_blocks()
    assert (await read_complaint(desk, NUMBER)).recovery is Recovery.LOST
