"""Letters and clocks: what machines write starts none, and what comes back was no answer."""

from datetime import timedelta

import pytest

from domain.conversations import ConversationStatus
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.agreements import (
    FIRST,
    NEXT,
    RESOLUTION,
    agree,
    clock_of,
    due,
    happened_to,
    make_policy,
)
from tests.stories.letters import DAEMON, MARA, NILS, Letters, failed
from tests.stories.story_desk import StoryDesk
from tests.stories.world import ANN, UNKNOWN

pytestmark = [pytest.mark.usefixtures("sound_clocks"), SLOW_ON_POSTGRES]
AWAY = "it says Auto-Submitted: auto-replied"


async def test_what_a_machine_writes_starts_no_clock(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, "I am away until Monday.", automatic=AWAY)
    assert (await desk.view(MARA)).clocks == ()
    assert (await desk.conversation(MARA)).status is ConversationStatus.RESOLVED


async def test_nor_does_it_within_a_conversation_or_have_one_go_on(
    desk: StoryDesk, letters: Letters
):
    await agree(desk, make_policy(first=60, following=60, resolution=600))
    await letters.arrive(MARA, UNKNOWN)
    await desk.time_passes(minutes=10)
    await desk.agent_replies(MARA, "He is.")
    await desk.time_passes(minutes=10)
    await letters.answer(letters.sent[-1], "I am away until Monday.", automatic=AWAY)
    assert await desk.clocks(MARA, NEXT) == []
    assert await happened_to(desk, MARA, RESOLUTION) == ["started", "paused customer"]
    await desk.agent_resolves(MARA)
    await letters.answer(letters.sent[-1], "I am still away.", automatic=AWAY)
    assert await happened_to(desk, MARA, RESOLUTION) == [
        "started",
        "paused customer",
        "met resolved",
    ]


async def test_a_report_on_what_we_never_sent_starts_no_clock(desk: StoryDesk, letters: Letters):
    report = [failed("nobody@example.com")]
    await letters.arrive(DAEMON, "Undelivered mail", bounce=report, automatic="it is a report")
    assert (await desk.view(DAEMON)).clocks == ()


async def test_a_letter_out_of_an_outage_counts_from_when_it_was_taken_in(
    desk: StoryDesk, letters: Letters
):
    """What our own outage kept in the sender's mail server, nobody here could have answered."""
    await agree(desk, make_policy(first=60))
    fetched_at = await desk.time_passes(hours=5)
    await letters.arrive(MARA, UNKNOWN)
    assert (await clock_of(desk, MARA)).state.started_at == fetched_at
    assert await due(desk, MARA) == fetched_at + timedelta(hours=1)


async def test_an_answer_that_comes_back_kept_nothing(desk: StoryDesk, letters: Letters):
    await agree(desk, make_policy(first=60, resolution=600))
    await letters.arrive(MARA, UNKNOWN)
    await desk.time_passes(minutes=20)
    await desk.agent_replies(MARA, "He is.")
    reported_at = await desk.time_passes(hours=2)
    await letters.come_back(letters.sent[-1], failed(MARA))
    assert await happened_to(desk, MARA, FIRST) == [
        "started",
        "met agent",
        "reopened undelivered",
    ]
    assert await due(desk, MARA) == reported_at + timedelta(minutes=40)
    assert await happened_to(desk, MARA, RESOLUTION) == [
        "started",
        "paused customer",
        "resumed customer",
    ]


async def test_it_is_the_latest_answer_that_comes_back(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, UNKNOWN)
    await desk.agent_replies(MARA, "He is.")
    await desk.time_passes(minutes=5)
    await letters.answer(letters.sent[-1], "To whom is he married, then?")
    await desk.time_passes(minutes=5)
    await desk.agent_replies(MARA, "To our mechanic.")
    await letters.come_back(letters.sent[-1], failed(MARA))
    assert (await happened_to(desk, MARA, NEXT))[-1] == "reopened undelivered"
    assert (await clock_of(desk, MARA, FIRST)).stopped_by == "agent"


async def test_a_copy_that_comes_back_starts_nothing(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, UNKNOWN)
    reference = await desk.reference(MARA)
    await desk.system.desk.reply(reference, agent=ANN, text="He is.", cc=[NILS])
    await desk.settle()
    await letters.come_back(letters.sent[-1], failed(NILS))
    assert await happened_to(desk, MARA) == ["started", "met agent"]


async def test_an_answer_to_a_settled_matter_has_its_clocks_go_on_with_what_they_had(
    desk: StoryDesk, letters: Letters
):
    await agree(desk, make_policy(first=60, following=60, resolution=600))
    began = desk.clock.now()
    await letters.arrive(MARA, UNKNOWN)
    await desk.time_passes(minutes=10)
    await desk.agent_resolves(MARA)
    await desk.time_passes(hours=24)
    await letters.answer(letters.sent[-1], "But nobody has told me, is he married?")
    assert await due(desk, MARA) == began + timedelta(hours=25)
    assert await due(desk, MARA, RESOLUTION) == began + timedelta(hours=34)
    assert await happened_to(desk, MARA) == ["started", "cancelled resolved", "reopened reopened"]


async def test_thanks_for_a_settled_matter_have_no_clock_go_on(desk: StoryDesk, letters: Letters):
    await agree(desk, make_policy(first=60, following=60, resolution=600))
    await letters.arrive(MARA, UNKNOWN)
    await desk.agent_replies(MARA, "He is.")
    await desk.agent_resolves(MARA)
    await letters.answer(letters.sent[-1], "Thank you!")
    assert not any(each.running for each in (await desk.view(MARA)).clocks)
