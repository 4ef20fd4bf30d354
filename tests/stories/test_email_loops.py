"""Two machines that write letters to each other through the desk stop, whatever they say."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain.conversations import Direction
from domain.decisions import Escalate
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.letters import MARA, NILS, Letters
from tests.stories.story_desk import StoryDesk
from tests.stories.world import HALF_KNOWN, KNOWN, UNKNOWN

pytestmark = SLOW_ON_POSTGRES

AWAY = "Thank you for your message. We will look into it."
KINDS: dict[str, Callable[[int], str]] = {
    "the same words": lambda _: AWAY,
    "a number of its own": lambda number: f"Your ticket {number} was opened. {AWAY}",
    "a known question": lambda number: f"{KNOWN} ({number})",
    "a question nobody knows": lambda number: f"{UNKNOWN} {number}",
    "thanks": lambda number: f"Thank you! {'!' * number}",
    "nothing": lambda _: "",
}


async def echo(letters: Letters, say: Callable[[int], str], **facts: Any) -> int:
    """Let a machine write, and answer each letter it gets; tell how many letters went both ways."""
    wrote = 1
    await letters.arrive(MARA, say(0), subject="Order 1", **facts)
    while len(letters.sent) >= wrote and wrote < 20:
        await letters.answer(letters.sent[-1], say(wrote), **facts)
        wrote += 1
    return wrote + len(letters.sent)


@pytest.mark.parametrize("say", KINDS.values(), ids=KINDS.keys())
async def test_a_machine_that_answers_every_letter_is_left_alone_within_five_letters_in_all(
    letters: Letters, say: Callable[[int], str]
):
    assert await echo(letters, say) <= 5


@pytest.mark.parametrize("say", KINDS.values(), ids=KINDS.keys())
async def test_so_is_one_whose_letters_say_nothing_of_what_they_answer(
    letters: Letters, say: Callable[[int], str]
):
    nothing: dict[str, Any] = {
        "token": None,
        "answers": None,
        "in_reply_to": None,
        "references": [],
    }
    assert await echo(letters, say, **nothing) <= 5


async def test_one_that_says_it_is_a_machine_is_not_answered_at_all(letters: Letters):
    assert await echo(letters, lambda _: AWAY, automatic="it says so") == 1


async def test_a_machine_that_takes_an_hour_for_each_letter_ends_within_a_day(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, f"{KNOWN} 0")
    for number in range(1, 23):
        await desk.time_passes(hours=1)
        await letters.arrive(MARA, f"{KNOWN} {number}")
    assert len(letters.sent) == 10


async def test_the_person_who_looks_at_it_is_told_why_and_nothing_is_announced(
    desk: StoryDesk, letters: Letters
):
    await echo(letters, lambda number: f"{KNOWN} ({number})")
    decision = (await desk.last_decision(MARA)).decision
    assert isinstance(decision, Escalate)
    assert (decision.reason, decision.acknowledge) == ("too_many_replies", False)


async def test_who_asks_the_same_again_after_an_answer_is_read_by_a_person(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, KNOWN)
    await letters.arrive(MARA, KNOWN)
    decision = (await desk.last_decision(MARA)).decision
    assert isinstance(decision, Escalate)
    assert decision.reason == "repeated"
    assert len(letters.sent) == 1


async def test_who_asks_the_same_two_days_later_is_answered(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, KNOWN)
    await desk.time_passes(days=2)
    await letters.arrive(MARA, KNOWN)
    assert len(letters.said_to(MARA)) == 2


async def test_a_person_who_answers_what_the_bot_asks_back_is_taken_for_no_machine(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, KNOWN)
    await letters.arrive(MARA, HALF_KNOWN)
    await letters.answer(letters.sent[-1], "1")
    assert (await desk.last_decision(MARA)).rule == "pending_question_answered"
    assert len(letters.said_to(MARA)) == 3


async def test_thanks_beyond_the_limit_bother_nobody(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, KNOWN)
    await letters.arrive(MARA, "Is there wifi on board?")
    await letters.answer(letters.sent[-1], "Thank you!")
    conversation = await desk.conversation(MARA)
    assert conversation.queue is None
    assert len(letters.sent) == 2


async def test_one_senders_machine_silences_nobody_else(letters: Letters):
    await echo(letters, lambda number: f"{KNOWN} ({number})")
    await letters.arrive("somebody@example.com", KNOWN)
    assert len(letters.said_to("somebody@example.com")) == 1


async def test_a_mailbox_is_not_flooded_through_tags_of_its_address(letters: Letters):
    for number in range(6):
        await letters.arrive(f"victim+{number}@example.com", KNOWN, verified=False)
    assert len(letters.sent) == 2


def allow_unproven(desk: StoryDesk, most: int) -> None:
    tools = desk.system.tools
    policy = replace(tools.settings.policy, most_replies_to_unproven_per_hour=most)
    desk.system.worker.serve(replace(tools, settings=replace(tools.settings, policy=policy)))


async def test_forgers_of_ever_new_addresses_have_few_of_them_written_to(
    desk: StoryDesk, letters: Letters
):
    allow_unproven(desk, 3)
    for number in range(6):
        await letters.arrive(f"victim-{number}@example.com", KNOWN, verified=False)
    assert len(letters.sent) == 3
    decision = (await desk.last_decision("victim-5@example.com")).decision
    assert isinstance(decision, Escalate)
    assert (decision.reason, decision.acknowledge) == ("too_many_unproven", False)

    await letters.arrive(MARA, KNOWN)
    assert len(letters.said_to(MARA)) == 1
    await letters.arrive("proven@evil.example", KNOWN, replies_to=NILS)
    assert letters.said_to(NILS) == []
    await desk.time_passes(hours=2)
    await letters.arrive("later@example.com", KNOWN, verified=False)
    assert len(letters.said_to("later@example.com")) == 1


async def test_nothing_is_sent_for_a_letter_that_was_found_to_be_forged(
    desk: StoryDesk, letters: Letters
):
    forged: dict[str, Any] = {"verified": False, "refuted": "DMARC failed for example.com"}
    await letters.arrive(MARA, KNOWN, **forged)
    await letters.arrive(NILS, "I want to talk to a human", **forged)
    assert letters.sent == []
    found = await desk.last_decision(MARA)
    assert isinstance(found.decision, Escalate)
    assert (found.rule, found.decision.reason) == ("sender_refuted", "refuted")
    assert found.deciding is not None
    assert "DMARC failed for example.com" in found.deciding.why
    assert found.trace[-1] == found.deciding
    (said,) = await desk.log(MARA, Direction.IN)
    assert said.source_ids["refuted"] == "DMARC failed for example.com"
