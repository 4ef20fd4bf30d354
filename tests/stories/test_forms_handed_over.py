"""A person goes on with what was gathered, and the bot is silent until they give it back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.give_to_bot import record_giving_to_bot
from domain.conversations import ConversationStatus
from domain.errors import ConflictError
from domain.knowledge import Matcher
from domain.self_service import RunState
from domain.service_levels import ClockKind, PauseReason
from tests.stories.bells import RUNG_WITH_LEAVE, BellDesk, open_bell_desk, say_bells
from tests.stories.story_desk import ASTRID
from tests.stories.world import ANN

WHICH = "Which colour has it?"


@pytest.fixture
async def careful(
    database_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[BellDesk]:
    """Nobody rings before somebody has allowed it."""
    say_bells(monkeypatch)
    async with open_bell_desk(database_url, tmp_path, matcher, (RUNG_WITH_LEAVE,)) as desk:
        yield desk


async def test_after_three_answers_that_are_none_a_person_sees_what_there_is(bells: BellDesk):
    for text in ("ring the bell", "2", "blurgh", "grumpf"):
        await bells.customer_texts(ASTRID, text)
    assert bells.said_to(ASTRID)[-1] == f"Sorry, I did not get that.\n\n{WHICH}"
    await bells.customer_texts(ASTRID, "hrrmpf")
    conversation = await bells.conversation(ASTRID)
    assert conversation.reference in bells.said_to(ASTRID)[-1]
    assert conversation.queue == "general"
    assert (await bells.run_of(ASTRID)).state is RunState.HANDED_OVER
    told = " ".join(await bells.events_of(ASTRID))
    assert "Ring the bell by the customer so far: How often: 2" in told


async def test_whoever_wants_a_person_gets_one_who_knows_the_rest(bells: BellDesk):
    for text in ("ring the bell", "2", "can I talk to a person"):
        await bells.customer_texts(ASTRID, text)
    assert (await bells.run_of(ASTRID)).state is RunState.HANDED_OVER
    assert any("How often: 2" in event for event in await bells.events_of(ASTRID))
    heard = len(bells.said_to(ASTRID))
    await bells.customer_texts(ASTRID, "red")
    assert len(bells.said_to(ASTRID)) == heard


async def test_once_given_back_the_bot_goes_on_where_it_was(bells_anywhere: BellDesk):
    for text in ("ring the bell", "2", "can I talk to a person"):
        await bells_anywhere.customer_texts(ASTRID, text)
    reference = await bells_anywhere.reference(ASTRID)
    given = await bells_anywhere.system.self_service.give_back(reference, agent=ANN)
    assert (given.queue, given.assignee, given.waiting_since) == (None, None, None)
    await bells_anywhere.settle()
    assert bells_anywhere.said_to(ASTRID)[-1] == f"Let us go on where we were.\n\n{WHICH}"
    (clock,) = await bells_anywhere.clocks(ASTRID, ClockKind.FIRST_RESPONSE)
    assert clock.state.paused is PauseReason.BOT
    await bells_anywhere.customer_texts(ASTRID, "red")
    assert bells_anywhere.said_to(ASTRID)[-1] == "It rang 2 times."
    (clock,) = await bells_anywhere.clocks(ASTRID, ClockKind.FIRST_RESPONSE)
    assert (clock.stopped_by, clock.state.met_at) == ("bot", bells_anywhere.clock.now())
    with pytest.raises(ConflictError, match="the bot has"):
        await bells_anywhere.system.self_service.give_back(reference, agent=ANN)


async def test_what_a_person_settled_is_not_asked_again(bells: BellDesk):
    for text in ("ring the bell", "2", "can I talk to a person"):
        await bells.customer_texts(ASTRID, text)
    desk, reference = bells.system.desk, await bells.reference(ASTRID)
    await desk.resolve(reference, agent=ANN, disposition="solved")
    run = await bells.run_of(ASTRID)
    assert (run.state, run.outcome) == (RunState.LEFT, "resolved")
    heard = len(bells.said_to(ASTRID))
    await desk.reopen(reference, agent=ANN)
    await bells.system.self_service.give_back(reference, agent=ANN)
    await bells.settle()
    assert len(bells.said_to(ASTRID)) == heard


async def test_what_is_given_back_days_later_asks_nothing_out_of_the_blue(bells: BellDesk):
    for text in ("ring the bell", "2", "can I talk to a person"):
        await bells.customer_texts(ASTRID, text)
    await bells.time_passes(minutes=2 * 24 * 60)
    # That it takes longer; what is given back says nothing more.
    heard = len(bells.said_to(ASTRID))
    await bells.system.self_service.give_back(await bells.reference(ASTRID), agent=ANN)
    await bells.settle()
    assert len(bells.said_to(ASTRID)) == heard
    assert (await bells.run_of(ASTRID)).state is RunState.LAPSED


async def test_what_a_person_must_allow_is_done_once_they_have(careful: BellDesk):
    await careful.customer_texts(ASTRID, "ring the red one 2 times")
    (told,) = careful.said_to(ASTRID)
    assert told.startswith(
        "Thank you. A colleague has to allow that first.\n\nA person will answer"
    )
    assert (await careful.reference(ASTRID)) in told
    assert len(told) <= 160
    run = await careful.run_of(ASTRID)
    assert (run.state, run.facts["approval"]) == (RunState.APPROVAL, "Ring the bell")
    await careful.system.self_service.approve(run.id, agent=ANN)
    await careful.settle()
    assert careful.said_to(ASTRID)[-1] == "It rang 2 times."
    assert (await careful.run_of(ASTRID)).state is RunState.DONE
    with pytest.raises(ConflictError, match="any more"):
        await careful.system.self_service.refuse(run.id, agent=ANN)


async def test_what_a_person_refuses_is_not_done(careful: BellDesk):
    await careful.customer_texts(ASTRID, "ring the red one 2 times")
    run = await careful.run_of(ASTRID)
    refused = await careful.system.self_service.refuse(run.id, agent=ANN)
    await careful.settle()
    assert careful.said_to(ASTRID)[-1].endswith("it cannot be done. Nothing was changed.")
    assert (refused.state, refused.outcome) == (RunState.REFUSED, "not_allowed")


@pytest.mark.parametrize("allowed", [True, False])
async def test_what_is_decided_goes_back_to_the_bot(careful: BellDesk, allowed: bool):
    await careful.customer_texts(ASTRID, "ring the red one 2 times")
    run, decisions = await careful.run_of(ASTRID), careful.system.self_service
    await (decisions.approve if allowed else decisions.refuse)(run.id, agent=ANN)
    await careful.settle()
    found = await careful.conversation(ASTRID)
    assert (found.status, found.queue, found.waiting_since) == (
        ConversationStatus.PENDING,
        None,
        None,
    )
    (clock,) = await careful.clocks(ASTRID, ClockKind.FIRST_RESPONSE)
    assert clock.state.met_at is not None
    heard = len(careful.said_to(ASTRID))
    await careful.customer_texts(ASTRID, "ring the red one 2 times")
    assert len(careful.said_to(ASTRID)) > heard


@pytest.mark.parametrize("who", ["agent", "customer", "assigned"])
async def test_what_was_decided_stays_with_people_where_more_is_to_be_said(
    careful: BellDesk, who: str
):
    await careful.customer_texts(ASTRID, "ring the red one 2 times")
    run, reference = await careful.run_of(ASTRID), await careful.reference(ASTRID)
    if who == "agent":
        await careful.agent_replies(ASTRID, "I am looking at it.")
    elif who == "customer":
        await careful.customer_texts(ASTRID, "and I have lost my suitcase")
    else:
        await careful.system.desk.assign(reference, agent=ANN, assignee=ANN.id, queue=None)
    await careful.system.self_service.approve(run.id, agent=ANN)
    await careful.settle()
    assert "It rang 2 times." in careful.said_to(ASTRID)[-1]
    assert (await careful.conversation(ASTRID)).with_person


async def test_what_waits_for_approval_is_not_given_back(careful: BellDesk):
    await careful.customer_texts(ASTRID, "ring the red one 2 times")
    with pytest.raises(ConflictError, match="approval"):
        await careful.system.self_service.give_back(await careful.reference(ASTRID), agent=ANN)
    assert (await careful.conversation(ASTRID)).status is ConversationStatus.OPEN


async def test_nothing_is_settled_while_somebody_waits_to_hear_whether_it_is_allowed(
    careful: BellDesk,
):
    await careful.customer_texts(ASTRID, "ring the red one 2 times")
    desk, reference = careful.system.desk, await careful.reference(ASTRID)
    with pytest.raises(ConflictError, match="approval"):
        await desk.resolve(reference, agent=ANN, disposition="solved")
    run = await careful.run_of(ASTRID)
    await careful.system.self_service.refuse(run.id, agent=ANN)
    settled = await desk.resolve(reference, agent=ANN, disposition="solved")
    assert settled.status is ConversationStatus.RESOLVED


async def test_what_another_program_leads_asks_nothing_by_itself(bells: BellDesk):
    for text in ("ring the bell", "2", "can I talk to a person"):
        await bells.customer_texts(ASTRID, text)
    conversation, tools = await bells.conversation(ASTRID), bells.system.tools
    led = frozenset({(conversation.channel, conversation.account)})
    tools = replace(tools, settings=replace(tools.settings, led_by_rasa=led))
    given, jobs = await bells.system.store.run(
        record_giving_to_bot, tools, conversation.reference, ANN, now=bells.clock.now()
    )
    assert (given.queue, jobs) == (None, ())
    assert (await bells.run_of(ASTRID)).state is RunState.HANDED_OVER
