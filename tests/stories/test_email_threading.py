"""Which conversation a letter belongs to: by what it proves or knows, never by equal subjects."""

import asyncio
from typing import Any

from crm_store.files import get_file
from crm_store.transaction import Transaction
from domain.conversations import ConversationStatus, Direction
from domain.decisions import Answer, Ask, Escalate
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.letters import MALLORY, MARA, NILS, Letters, mail, sent_id
from tests.stories.story_desk import StoryDesk
from tests.stories.world import HALF_KNOWN, KNOWN, KNOWN_ANSWER, UNKNOWN

pytestmark = SLOW_ON_POSTGRES

QUOTED = "And for a child?\n\nOn Monday the company wrote:\n> One bag of 8 kg"


def _read_file(tx: Transaction, file_id: str | None) -> bytes:
    assert file_id is not None
    return get_file(tx, file_id).content


async def test_a_reply_goes_on_with_its_conversation_and_shows_only_the_new_words(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, KNOWN, subject="Luggage")
    await letters.answer(letters.sent[0], "And for a child?", whole=QUOTED, html="<p>And</p>")
    (conversation,) = await letters.conversations()
    asked, again = await desk.log(MARA, Direction.IN)
    assert (asked.text, again.text) == (KNOWN, "And for a child?")
    whole = await letters.whole(again)
    assert whole is not None
    assert (whole.text, whole.html) == (QUOTED, "<p>And</p>")
    assert await letters.whole(asked) is None
    assert conversation.subject == "Luggage"


async def test_the_token_of_the_address_alone_is_enough(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, KNOWN)
    await letters.answer(letters.sent[0], UNKNOWN, answers=None, in_reply_to=None, references=[])
    assert len(await letters.conversations()) == 1


async def test_our_signed_id_alone_is_enough(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, KNOWN)
    await letters.answer(letters.sent[0], UNKNOWN, token=None, in_reply_to=None, references=[])
    assert len(await letters.conversations()) == 1


async def test_the_kept_id_of_our_letter_is_enough_when_no_signature_can_be_read(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, KNOWN)
    await letters.answer(letters.sent[0], UNKNOWN, token=None, answers=None)
    assert len(await letters.conversations()) == 1


async def test_the_nearest_of_the_referenced_letters_counts(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, KNOWN, id="first@mail.example")
    await letters.arrive(MARA, UNKNOWN, id="second@mail.example")
    first, second = await letters.conversations()
    await letters.arrive(
        MARA, "More on it", references=["first@mail.example", "second@mail.example", "gone@x"]
    )
    assert len(await letters.conversations()) == 2
    assert (await desk.conversation(MARA)).id == second.id
    assert [each.text for each in await desk.log(MARA, Direction.IN)] == [UNKNOWN, "More on it"]
    assert first.id != second.id


async def test_equal_subjects_of_one_sender_are_two_matters(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, UNKNOWN, subject="Question")
    await letters.arrive(MARA, KNOWN, subject="Question")
    assert len(await letters.conversations()) == 2


async def test_blank_ids_are_nobodys(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, UNKNOWN, id=None)
    await letters.arrive(NILS, KNOWN, id="", in_reply_to="", references=["", " "])
    await letters.arrive(MALLORY, HALF_KNOWN, id=" ", in_reply_to=" ")
    assert len(await letters.conversations()) == 3
    assert list(await letters.kept_ids()) == []


async def test_a_reference_in_the_subject_serves_who_has_a_part_in_it_and_nobody_else(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN, copies=[NILS])
    (conversation,) = await letters.conversations()
    for sender in (MARA, NILS, MALLORY):
        await letters.arrive(sender, "Is it settled?", reference=conversation.reference)
    begun = await letters.conversations()
    assert [each.thread for each in begun] == [MARA, MALLORY]
    assert len(await desk.log(MARA, Direction.IN)) == 3


async def test_who_joined_by_themselves_is_not_let_in_by_a_reference(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN)
    (conversation,) = await letters.conversations()
    await letters.answer(letters.sent[0], "I say no", sender=MALLORY)
    await letters.arrive(MALLORY, "Again", reference=conversation.reference)
    assert len(await letters.conversations()) == 2


async def test_another_accounts_conversations_are_out_of_reach(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, UNKNOWN, id="mine@mail.example")
    await letters.answer(letters.sent[0], UNKNOWN, account="billing")
    await letters.arrive(
        MARA,
        UNKNOWN,
        account="billing",
        in_reply_to="mine@mail.example",
        reference=letters.sent[0].reference,
    )
    begun = await letters.conversations()
    assert [each.account for each in begun] == ["support", "billing", "billing"]


async def test_a_token_of_a_conversation_that_is_not_there_begins_one(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, KNOWN, token="FD-GONE0000", answers="out-gone")
    assert letters.said_to(MARA)[0].count(KNOWN_ANSWER) == 1


async def test_an_answer_to_a_settled_matter_brings_it_back_to_whoever_had_it(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN)
    await desk.agent_replies(MARA, "He is.")
    await desk.agent_resolves(MARA)
    await desk.time_passes(hours=20)
    await letters.answer(letters.sent[-1], "Since when, if I may ask?")
    (conversation,) = await letters.conversations()
    assert conversation.status is ConversationStatus.OPEN
    assert conversation.waiting_since == desk.clock.now()
    assert conversation.assignee == "staff-ann"
    assert conversation.disposition is None
    assert "Opened again by a reply" in [
        each.text for each in await desk.log(MARA, Direction.EVENT)
    ]
    assert len(letters.said_to(MARA)) == 2


async def test_mere_thanks_leave_a_settled_matter_settled(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, UNKNOWN)
    await desk.agent_replies(MARA, "He is.")
    await desk.agent_resolves(MARA)
    await letters.answer(letters.sent[-1], "Thank you!")
    (conversation,) = await letters.conversations()
    assert conversation.status is ConversationStatus.RESOLVED
    assert conversation.waiting_since is None
    assert (await desk.log(MARA, Direction.IN))[-1].text == "Thank you!"
    assert len(letters.said_to(MARA)) == 2


async def test_what_was_settled_long_ago_is_followed_by_a_new_matter_that_names_it(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN)
    await desk.agent_replies(MARA, "He is.")
    await desk.agent_resolves(MARA)
    await desk.time_passes(days=30)
    await letters.answer(letters.sent[-1], KNOWN)
    old, new = await letters.conversations()
    assert old.status is ConversationStatus.RESOLVED
    assert new.customer_id == old.customer_id
    (event,) = await desk.log(MARA, Direction.EVENT)
    assert event.text == f"Follows {old.reference}"
    assert KNOWN_ANSWER in letters.said_to(MARA)[-1]


async def test_an_open_matter_goes_on_however_late_the_answer_is(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, KNOWN)
    await desk.time_passes(days=30)
    await letters.answer(letters.sent[0], UNKNOWN)
    assert len(await letters.conversations()) == 1


async def test_a_copy_that_came_by_a_list_as_well_is_logged_once(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, UNKNOWN, id="one@mail.example")
    footer = f"{UNKNOWN}\n-- \nTravellers' list"
    await letters.arrive(MARA, footer, id="one@mail.example", source="list@lists.example")
    assert len(await letters.conversations()) == 1
    assert len(await desk.log(MARA, Direction.IN)) == 1
    assert len(letters.sent) == 1
    assert await desk.shunted() == ()


async def test_two_copies_at_once_are_logged_once(desk: StoryDesk, letters: Letters):
    ways = [f"way-{number}@lists.example" for number in range(4)]
    arrivals = (letters.arrive(MARA, UNKNOWN, id="one@mail.example", source=way) for way in ways)
    await asyncio.gather(*arrivals)
    await desk.time_passes(seconds=5)
    assert len(await letters.conversations()) == 1
    assert len(await desk.log(MARA, Direction.IN)) == 1
    assert len(letters.sent) == 1


async def test_one_id_on_other_words_other_files_or_from_somebody_else_is_another_letter(
    desk: StoryDesk, letters: Letters
):
    scan = {"id": "scan@device.example", "subject": "Scan"}
    await letters.arrive(MARA, "Your scan", **scan, files=[("1.png", "one", None)])
    await letters.arrive(MARA, "Your scan", **scan, files=[("1.png", "another", None)])
    await letters.arrive(MARA, "Out of toner", **scan)
    await letters.arrive(NILS, "Your scan", **scan, files=[("1.png", "one", None)])
    assert len(await letters.conversations()) == 4


async def test_a_person_is_heard_whose_letter_a_machine_had_passed_on_before(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, KNOWN, id="one@mail.example", automatic="it is bulk mail")
    await letters.arrive(MARA, KNOWN, id="one@mail.example")
    assert len(letters.said_to(MARA)) == 1


async def test_a_forged_copy_sent_ahead_makes_no_genuine_letter_vanish(
    desk: StoryDesk, letters: Letters
):
    forged: dict[str, Any] = {"verified": False, "refuted": "DMARC failed for example.com"}
    await letters.arrive(MARA, KNOWN, id="one@mail.example", **forged)
    assert letters.sent == []
    await letters.arrive(MARA, KNOWN, id="one@mail.example", verified=False)
    await letters.arrive(MARA, KNOWN, id="one@mail.example")
    assert len(await letters.conversations()) == 3
    assert KNOWN_ANSWER in letters.said_to(MARA)[-1]


async def test_an_unproven_copy_of_a_proven_letter_is_logged_once(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN, id="one@mail.example")
    await letters.arrive(MARA, UNKNOWN, id="one@mail.example", verified=False)
    assert len(await letters.conversations()) == 1


async def test_many_answers_at_once_all_land_in_their_conversation(
    desk: StoryDesk, letters: Letters
):
    people = [f"person-{number}@example.com" for number in range(6)]
    await letters.arrive(MARA, UNKNOWN, copies=people)
    letter = letters.sent[0]
    await asyncio.gather(*(letters.answer(letter, f"I am {who}", sender=who) for who in people))
    await desk.time_passes(seconds=5)
    (conversation,) = await letters.conversations()
    assert {each.text for each in await desk.log(MARA, Direction.IN)} == {
        UNKNOWN,
        *(f"I am {who}" for who in people),
    }
    assert conversation.waiting_since is not None
    assert await desk.shunted() == ()


async def test_an_id_longer_than_an_index_holds_is_kept_and_found(
    desk: StoryDesk, letters: Letters
):
    endless = "x" * 6000 + "@mail.example"
    await letters.arrive(MARA, UNKNOWN, id=endless)
    await letters.arrive(MARA, "And another thing", in_reply_to=endless)
    assert len(await letters.conversations()) == 1


async def test_a_question_put_into_the_subject_is_answered(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, "Hello,\n\nThank you!", subject=KNOWN)
    assert isinstance((await desk.last_decision(MARA)).decision, Answer)
    assert KNOWN_ANSWER in letters.said_to(MARA)[0]


async def test_a_subject_of_a_word_changes_nothing_about_what_is_asked(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN, subject="Luggage")
    decision = (await desk.last_decision(MARA)).decision
    assert isinstance(decision, Escalate)
    await letters.arrive(NILS, "Hello", subject="luggage")
    assert isinstance((await desk.last_decision(NILS)).decision, Ask)


async def test_who_asks_for_a_person_below_any_subject_gets_one(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, "I want to talk to a human", subject=KNOWN)
    decision = (await desk.last_decision(MARA)).decision
    assert isinstance(decision, Escalate)
    assert decision.reason == "asked_for_person"


async def test_a_letter_that_is_nothing_but_a_quotation_is_shown_whole(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, "", whole="> One bag of 8 kg", subject="Fwd: Your answer")
    assert (await desk.log(MARA, Direction.IN))[0].text == "> One bag of 8 kg"


async def test_files_are_kept_beside_the_words_and_pictures_within_them_are_known_by_their_id(
    desk: StoryDesk, letters: Letters
):
    files = [("ticket.png", "a ticket", None), ("logo.png", "a logo", "logo@mail.example")]
    await letters.arrive(MARA, KNOWN, files=files, html="<img src='cid:logo@mail.example'>")
    (said,) = await desk.log(MARA, Direction.IN)
    ticket, logo = said.attachments
    assert (ticket.filename, ticket.size) == ("ticket.png", 8)
    assert said.source_ids["cids"] == {"logo@mail.example": logo.file_id}
    kept = await desk.system.store.read(_read_file, ticket.file_id)
    assert kept == b"a ticket"
    assert KNOWN_ANSWER in letters.said_to(MARA)[0]


async def test_a_file_without_a_word_is_for_a_persons_eyes_and_a_logo_is_no_file(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, "Hello", files=[("ticket.png", "a ticket", None)])
    assert (await desk.last_decision(MARA)).rule == "attachment_only"
    await letters.arrive(NILS, "Hello", files=[("logo.png", "a logo", "logo@mail.example")])
    assert (await desk.last_decision(NILS)).rule == "small_talk"


async def test_staff_read_where_a_letter_came_from_and_to_whom_else_it_went(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN, subject="Question", copies=[NILS])
    await letters.answer(letters.sent[0], "Well?", subject="Something else")
    first, second = await desk.log(MARA, Direction.IN)
    assert first.source_ids["from"] == MARA
    assert first.source_ids["copies"] == [NILS]
    assert first.source_ids["verified"] == "as the story says"
    assert "subject" not in first.source_ids
    assert second.source_ids["subject"] == "Something else"


async def test_answers_go_where_the_writer_wants_them(desk: StoryDesk, letters: Letters):
    await letters.arrive("form@shop.example", KNOWN, replies_to=MARA)
    (letter,) = letters.sent
    assert letter.to == mail(MARA)
    await letters.answer(letter, UNKNOWN)
    assert (await desk.last_decision(MARA)).rule == "unknown"
    await letters.arrive(
        "form@shop.example", "Another", in_reply_to=sent_id(letter), replies_to=MARA
    )
    (conversation,) = await letters.conversations()
    assert set((await letters.parts(conversation)).values()) == {"requester"}
