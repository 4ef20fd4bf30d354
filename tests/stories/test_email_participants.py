"""Who takes part in a conversation by letter, who hears of it, and who is taken for whom."""

from typing import Any

from crm_store.consents import has_opted_out
from crm_store.customers import find_customer_by_address, get_customer
from domain.conversations import ConversationStatus, Direction
from domain.customers import Customer
from domain.decisions import Escalate, Ignore
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.letters import MALLORY, MARA, NILS, Letters, mail, sent_id
from tests.stories.story_desk import StoryDesk
from tests.stories.world import ANN, KNOWN, UNKNOWN

pytestmark = SLOW_ON_POSTGRES


async def owner(desk: StoryDesk, value: str) -> Customer | None:
    return await desk.system.store.read(find_customer_by_address, mail(value))


async def test_who_begins_is_the_requester_and_whom_they_address_gets_copies(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN, copies=[NILS])
    (conversation,) = await letters.conversations()
    assert await letters.parts(conversation) == {MARA: "requester", NILS: "copied"}
    await letters.answer(letters.sent[0], "Please tell Ola, too", copies=["ola@example.com"])
    assert (await letters.parts(conversation))["ola@example.com"] == "copied"


async def test_a_stranger_who_finds_the_way_in_joins_and_is_read_by_a_person_unanswered(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, KNOWN)
    letter = letters.sent[0]
    await letters.answer(letter, KNOWN, sender=MALLORY, name="Mallory", copies=["eve@example.org"])
    (conversation,) = await letters.conversations()
    assert await letters.parts(conversation) == {MARA: "requester", MALLORY: "joined"}
    decision = (await desk.last_decision(MARA)).decision
    assert isinstance(decision, Escalate)
    assert (decision.reason, decision.acknowledge) == ("stranger", False)
    assert conversation.status is ConversationStatus.OPEN
    assert conversation.queue is not None
    assert len(letters.sent) == 1
    joined = (await desk.log(MARA, Direction.EVENT))[0]
    assert joined.text.startswith("Mallory (mallory@example.org) joined")


async def test_a_strangers_words_stand_under_their_own_name_and_the_matter_stays_its_owners(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN, name="Mara Lind")
    (before,) = await letters.conversations()
    await letters.answer(letters.sent[0], "Cancel it all", sender=MALLORY)
    (after,) = await letters.conversations()
    assert after.customer_id == before.customer_id
    said = (await desk.log(MARA, Direction.IN))[-1]
    mallory = await owner(desk, MALLORY)
    assert mallory is not None
    assert (said.author_id, said.author_name) == (mallory.id, MALLORY)
    assert said.author_id != before.customer_id


async def test_who_joined_is_copied_once_the_requester_addresses_them(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN)
    letter = letters.sent[0]
    await letters.answer(letter, "I am her brother", sender=NILS)
    await letters.answer(letter, "He is indeed", copies=[NILS])
    (conversation,) = await letters.conversations()
    assert await letters.parts(conversation) == {MARA: "requester", NILS: "copied"}


async def test_what_somebody_in_copy_asks_goes_to_a_person_as_the_bot_would_answer_another(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, KNOWN, copies=[NILS])
    letter = letters.sent[0]
    await letters.answer(letter, "Thanks!", sender=NILS)
    assert isinstance((await desk.last_decision(MARA)).decision, Ignore)
    await letters.answer(letter, KNOWN, sender=NILS)
    decision = (await desk.last_decision(MARA)).decision
    assert isinstance(decision, Escalate)
    assert decision.reason == "copied"
    assert len(letters.sent) == 1


async def test_whoever_forges_the_requester_and_knows_the_reference_gets_no_copies(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN)
    (conversation,) = await letters.conversations()
    forged: dict[str, Any] = {
        "verified": False,
        "reference": conversation.reference,
        "copies": [MALLORY],
    }
    await letters.arrive(MARA, "Send it to my friend", **forged)
    assert len(await desk.log(MARA, Direction.IN)) == 2
    assert await letters.parts(conversation) == {MARA: "requester"}


async def test_an_address_that_is_surely_somebodys_is_not_theirs_who_cannot_prove_it(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN, name="Mara Lind")
    mara = await owner(desk, MARA)
    assert mara is not None
    await letters.arrive(MARA, KNOWN, verified=False)
    await letters.arrive(MARA, "Where is my money?", verified=False)
    real, first, second = await letters.conversations()
    assert real.customer_id == mara.id
    assert first.customer_id == second.customer_id != mara.id
    stranger = await desk.system.store.read(get_customer, first.customer_id)
    assert [(each.kind, each.value) for each in stranger.identities] == [("email:unproven", MARA)]
    assert not [text for text in letters.said_to(MARA)[1:] if "Mara Lind" in text]
    assert await owner(desk, MARA) == mara


async def test_an_unproven_letter_that_answers_ours_is_its_requesters(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN)
    mara = await owner(desk, MARA)
    assert mara is not None
    await letters.answer(letters.sent[0], "Well?", verified=False)
    assert (await desk.log(MARA, Direction.IN))[-1].author_id == mara.id


async def test_an_unproven_letter_that_only_knows_a_foreign_id_is_not_its_requesters(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN, id="mine@mail.example")
    mara = await owner(desk, MARA)
    assert mara is not None
    await letters.arrive(MARA, "Well?", in_reply_to="mine@mail.example", verified=False)
    assert len(await letters.conversations()) == 1
    assert (await desk.log(MARA, Direction.IN))[-1].author_id != mara.id


async def test_one_sender_with_two_accounts_is_one_customer(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, UNKNOWN)
    await letters.arrive(MARA, UNKNOWN, account="billing")
    first, second = await letters.conversations()
    assert first.customer_id == second.customer_id


async def test_who_opted_out_of_unasked_letters_is_answered_when_they_write(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN)
    letter = letters.sent[0]
    await letters.answer(letter, "", consent="stop", in_reply_to=sent_id(letter))
    await desk.time_passes(days=1, hours=1)
    await letters.arrive(MARA, KNOWN)
    assert (await desk.last_decision(MARA)).rule == "surely_known"


async def test_nobody_unsubscribes_another_by_a_letter_that_only_they_themselves_got(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MALLORY, UNKNOWN)
    await letters.answer(letters.sent[0], "", sender=MARA, verified=False, consent="stop")
    assert not await desk.system.store.read(has_opted_out, mail(MARA), channel="email")
    assert len(letters.sent) == 1


async def test_a_machine_that_writes_to_the_address_for_unsubscribing_is_not_answered(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN)
    await letters.answer(letters.sent[0], "I am away", consent="stop", automatic="it says so")
    assert not await desk.system.store.read(has_opted_out, mail(MARA), channel="email")
    assert len(letters.sent) == 1


async def test_whoever_forges_the_requester_and_knows_the_id_of_their_letter_gets_no_copies(
    letters: Letters,
):
    await letters.arrive(MARA, UNKNOWN, id="mine@mail.example")
    forged: dict[str, Any] = {"verified": False, "in_reply_to": "mine@mail.example"}
    await letters.arrive(MARA, "Send it to my friend", copies=[MALLORY], **forged)
    (conversation,) = await letters.conversations()
    assert await letters.parts(conversation) == {MARA: "requester"}


async def test_a_requester_who_is_copied_at_their_other_address_stays_the_requester(
    desk: StoryDesk, letters: Letters
):
    home = "mara@home.example"
    await letters.arrive(MARA, UNKNOWN, replies_to=home)
    (conversation,) = await letters.conversations()
    await desk.system.desk.reply(conversation.reference, agent=ANN, text="He is.", cc=[MARA])
    assert await letters.parts(conversation) == {MARA: "requester", home: "requester"}
