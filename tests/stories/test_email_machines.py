"""What machines write: kept where it belongs, answered by nobody, and heeded where it matters."""

from typing import Any

import pytest

from crm_store.inbox import InboxFilter, list_conversations
from crm_store.suppressions import find_suppression
from domain.conversations import Author, Conversation, ConversationStatus, Direction
from domain.messages import OutboundMessage
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.letters import DAEMON, MARA, NILS, Letters, failed
from tests.stories.story_desk import StoryDesk
from tests.stories.world import KNOWN, UNKNOWN

pytestmark = SLOW_ON_POSTGRES

AWAY = "it says Auto-Submitted: auto-replied"


async def dead(desk: StoryDesk, address: str) -> bool:
    return await desk.system.store.read(find_suppression, "email", address) is not None


async def events(desk: StoryDesk) -> list[str]:
    return [each.text for each in await desk.log(MARA, Direction.EVENT)]


def standing(conversation: Conversation) -> tuple[object, ...]:
    """All that a machine must leave as it is."""
    return (
        conversation.status,
        conversation.queue,
        conversation.assignee,
        conversation.waiting_since,
        conversation.disposition,
        conversation.language,
        conversation.updated_at,
    )


async def agent_answers(desk: StoryDesk, letters: Letters) -> OutboundMessage:
    """Mara asks, Ann answers; return Ann's letter."""
    await letters.arrive(MARA, UNKNOWN)
    await desk.agent_replies(MARA, "He is.")
    return letters.sent[-1]


async def test_an_out_of_office_note_is_kept_in_its_conversation_and_changes_nothing(
    desk: StoryDesk, letters: Letters
):
    letter = await agent_answers(desk, letters)
    (before,) = await letters.conversations()
    await desk.time_passes(minutes=1)
    await letters.answer(letter, "Ich bin bis Montag im Urlaub", automatic=AWAY)
    (after,) = await letters.conversations()
    assert standing(after) == standing(before)
    said = (await desk.log(MARA, Direction.IN))[-1]
    assert (said.author, said.source_ids["automatic"]) == (Author.CUSTOMER, AWAY)
    assert (await desk.last_decision(MARA)).rule == "automatic_message"
    assert len(letters.sent) == 2


async def test_a_machine_opens_nothing_again(desk: StoryDesk, letters: Letters):
    letter = await agent_answers(desk, letters)
    await desk.agent_resolves(MARA)
    await letters.answer(letter, "I am away", automatic=AWAY)
    (conversation,) = await letters.conversations()
    assert conversation.status is ConversationStatus.RESOLVED
    await desk.time_passes(days=30)
    await letters.answer(letter, "I am still away", automatic=AWAY)
    assert len(await letters.conversations()) == 1


async def test_a_machine_out_of_the_blue_waits_in_no_queue_and_can_be_found(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(NILS, "Our summer sale has begun", automatic="it is bulk mail")
    (conversation,) = await letters.conversations()
    assert conversation.status is ConversationStatus.RESOLVED
    assert conversation.disposition == "automatic"
    assert (conversation.queue, conversation.waiting_since) == (None, None)
    assert letters.sent == []
    wanted = InboxFilter(q="summer sale")
    (found,) = await desk.system.store.read(list_conversations, wanted, limit=10)
    assert found == conversation


async def test_a_person_who_answers_where_only_a_machine_wrote_is_heard(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(NILS, "I am away", automatic=AWAY, id="away@mail.example")
    await letters.arrive(NILS, KNOWN, in_reply_to="away@mail.example")
    (conversation,) = await letters.conversations()
    assert conversation.status is ConversationStatus.PENDING
    assert len(letters.said_to(NILS)) == 1


async def test_a_letter_of_an_agent_that_comes_back_needs_attention_again(
    desk: StoryDesk, letters: Letters
):
    letter = await agent_answers(desk, letters)
    await letters.come_back(letter, failed(MARA, hard=True))
    (conversation,) = await letters.conversations()
    assert await letters.state(letter) == "failed"
    assert conversation.status is ConversationStatus.OPEN
    assert conversation.waiting_since is not None
    assert conversation.assignee == "staff-ann"
    told = (await events(desk))[-1]
    assert told.startswith(f"Not delivered: {MARA}: no such mailbox (5.1.1)")
    assert "Nothing more will be sent" in told
    assert await dead(desk, MARA)
    assert len(letters.sent) == 2


async def test_a_settled_matter_whose_answer_came_back_is_not_settled(
    desk: StoryDesk, letters: Letters
):
    letter = await agent_answers(desk, letters)
    await desk.agent_resolves(MARA)
    await letters.come_back(letter, failed(MARA))
    (conversation,) = await letters.conversations()
    assert conversation.status is ConversationStatus.OPEN
    assert conversation.resolved_at is None
    assert not await dead(desk, MARA)


async def test_an_answer_of_the_bot_that_comes_back_is_for_people(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, KNOWN)
    await letters.come_back(letters.sent[0], failed(MARA, hard=True))
    (conversation,) = await letters.conversations()
    assert conversation.queue == "general"
    assert conversation.waiting_since is not None
    assert len(letters.sent) == 1


async def test_the_report_itself_is_kept_beside_and_is_nobodys_word(
    desk: StoryDesk, letters: Letters
):
    letter = await agent_answers(desk, letters)
    await letters.come_back(letter, failed(MARA))
    said = (await desk.log(MARA, Direction.IN))[-1]
    assert (said.author, said.author_name) == (Author.SYSTEM, DAEMON)
    (conversation,) = await letters.conversations()
    assert DAEMON not in await letters.parts(conversation)


async def test_the_same_failure_reported_twice_is_told_once(desk: StoryDesk, letters: Letters):
    letter = await agent_answers(desk, letters)
    await letters.come_back(letter, failed(MARA), failed(MARA))
    await letters.come_back(letter, failed(MARA))
    assert len([text for text in await events(desk) if text.startswith("Not delivered")]) == 1


async def test_a_copy_that_comes_back_is_told_and_the_letter_itself_arrived(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN, copies=[NILS])
    await desk.agent_replies(MARA, "He is.")
    letter = letters.sent[-1]
    assert [each.value for each in letter.cc] == [NILS]
    (before,) = await letters.conversations()
    await letters.come_back(letter, failed(NILS, hard=True))
    (after,) = await letters.conversations()
    assert await letters.state(letter) == "sent"
    assert standing(after) == standing(before)
    assert (await events(desk))[-1].startswith(f"Not delivered to {NILS}: no such mailbox")
    assert not await dead(desk, NILS), "whoever else got it could have written the report"


async def test_none_of_several_who_got_a_letter_can_have_another_called_dead(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN, copies=[NILS])
    await desk.agent_replies(MARA, "He is.")
    await letters.come_back(letters.sent[-1], failed(MARA, hard=True), sender=NILS)
    assert not await dead(desk, MARA)


async def test_a_mailbox_that_passes_its_mail_on_in_vain_did_not_get_it_and_is_not_dead(
    desk: StoryDesk, letters: Letters
):
    letter = await agent_answers(desk, letters)
    await letters.come_back(letter, failed("old@elsewhere.example", hard=True))
    assert await letters.state(letter) == "failed"
    assert not await dead(desk, MARA)
    assert not await dead(desk, "old@elsewhere.example")


@pytest.mark.parametrize("known", [{}, {"reference": "yes"}, {"references": ["made-up@x"]}])
async def test_a_report_that_proves_nothing_marks_nothing(
    desk: StoryDesk, letters: Letters, known: dict[str, Any]
):
    letter = await agent_answers(desk, letters)
    if "reference" in known:
        known = {"reference": letter.reference}
    nothing: dict[str, Any] = {"answers": None, "references": []}
    await letters.come_back(letter, failed(MARA, hard=True), **(nothing | known))
    assert await letters.state(letter) == "sent"
    assert not await dead(desk, MARA)
    asked, reported = await letters.conversations()
    assert asked.status is ConversationStatus.PENDING
    assert (reported.thread, reported.disposition) == (DAEMON, "automatic")
    assert len(letters.sent) == 2


async def test_who_got_a_letter_can_have_nobody_else_called_dead(desk: StoryDesk, letters: Letters):
    letter = await agent_answers(desk, letters)
    await letters.come_back(letter, failed(NILS, hard=True), sender=MARA)
    assert not await dead(desk, NILS)


async def test_a_report_that_only_the_conversations_token_proves_counts_for_its_last_letter(
    desk: StoryDesk, letters: Letters
):
    letter = await agent_answers(desk, letters)
    await letters.come_back(
        letter, failed(MARA), answers=None, references=[], token=letter.reference
    )
    assert await letters.state(letter) == "failed"
    assert await letters.state(letters.sent[0]) == "sent"


async def test_a_delay_is_told_once_and_changes_nothing(desk: StoryDesk, letters: Letters):
    letter = await agent_answers(desk, letters)
    (before,) = await letters.conversations()
    for _ in range(3):
        await desk.time_passes(hours=4)
        await letters.come_back(letter, failed(MARA, permanent=False))
    (after,) = await letters.conversations()
    assert standing(after) == standing(before)
    assert await letters.state(letter) == "sent"
    delays = [
        text for text in await events(desk) if text.startswith(f"Delayed on its way to {MARA}")
    ]
    assert len(delays) == 1


async def test_a_report_without_an_address_is_told_and_taken_for_nothing_more(
    desk: StoryDesk, letters: Letters
):
    letter = await agent_answers(desk, letters)
    await letters.come_back(letter)
    assert await letters.state(letter) == "sent"
    assert "names no address" in (await events(desk))[-1]
