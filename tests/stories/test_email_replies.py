"""What goes out by mail: to whom, after which letters, with which files, and what comes of it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.deliver import begin_delivery
from bot.reply_files import NewFile
from bot.tools import LEASE
from crm_store.jobs import claim_jobs
from crm_store.participants import list_participants
from crm_store.suppressions import find_suppression, record_suppression
from domain.conversations import ConversationStatus, Direction
from domain.errors import InvalidInputError, SendError
from domain.messages import DeliveryState, FailedRecipient, OutboundMessage, Receipt
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.letters import MALLORY, MARA, NILS, LetterChannel, Letters, sent_id
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import ANN, KNOWN, UNKNOWN

pytestmark = SLOW_ON_POSTGRES


class PostOffice(LetterChannel):
    """A mail server that refuses what the story wants it to.

    Attributes:
        errors: what it answers to the next letters instead of taking them.
        refused: copies that it does not take.
    """

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[SendError] = []
        self.refused: tuple[FailedRecipient, ...] = ()

    async def send(self, message: OutboundMessage) -> Receipt:
        if self.errors:
            raise self.errors.pop(0)
        await super().send(message)
        return Receipt(external_id=sent_id(message), refused=self.refused)


@pytest.fixture
def office(desk: StoryDesk, letters: Letters) -> PostOffice:
    """The mail server that the desk's letters go to."""
    office = PostOffice()
    known = desk.system.tools.channels
    assert isinstance(known, dict)
    letters.channels["support"] = known["email", "support"] = office
    return office


async def reply(
    desk: StoryDesk,
    text: str = "He is.",
    *,
    cc: Sequence[str] | None = None,
    bcc: Sequence[str] = (),
    files: Sequence[NewFile] = (),
) -> None:
    reference = await desk.reference(MARA)
    await desk.system.desk.reply(reference, agent=ANN, text=text, cc=cc, bcc=bcc, files=files)
    await desk.settle()


async def events(desk: StoryDesk) -> list[str]:
    return [each.text for each in await desk.log(MARA, Direction.EVENT)]


async def test_a_reply_follows_what_was_said_and_keeps_its_subject(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN, id="m-1@mail.example", subject="The king of Sweden")
    await reply(desk)
    first, second = letters.sent
    assert first.thread.in_reply_to == second.thread.in_reply_to == "m-1@mail.example"
    assert second.thread.references == ("m-1@mail.example", sent_id(first))
    assert {first.subject, second.subject} == {"The king of Sweden"}
    assert [each.automatic for each in letters.sent] == [True, False]

    await letters.answer(second, "Thank you. And his wife?", id="m-2@mail.example")
    await reply(desk, "She is, too.")
    last = letters.sent[-1]
    assert last.thread.in_reply_to == "m-2@mail.example"
    assert last.thread.references[-2:] == (sent_id(second), "m-2@mail.example")


async def test_an_endless_thread_is_named_by_its_ends(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, UNKNOWN, id="m-0@mail.example")
    for number in range(1, 31):
        letter = letters.sent[-1]
        await letters.answer(letter, f"And number {number}?", id=f"m-{number}@mail.example")
    await reply(desk)
    references = letters.sent[-1].thread.references
    assert len(references) == 20
    assert references[0] == "m-0@mail.example"
    assert references[-1] == "m-30@mail.example"


async def test_machines_and_strangers_are_in_nobodys_thread(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, UNKNOWN, id="m-1@mail.example")
    letter = letters.sent[-1]
    await letters.answer(letter, "I am away", id="away@mail.example", automatic="it says so")
    await letters.answer(letter, "Pay me", id="odd@mail.example", sender=MALLORY)
    await reply(desk)
    sent = letters.sent[-1]
    assert sent.thread.in_reply_to == "m-1@mail.example"
    assert not {"away@mail.example", "odd@mail.example"} & set(sent.thread.references)
    assert sent.cc == ()


async def test_copies_go_to_those_addressed_and_never_with_what_the_bot_writes(
    desk: StoryDesk, letters: Letters
):
    await letters.arrive(MARA, UNKNOWN, copies=[NILS])
    await reply(desk)
    automatic, agents = letters.sent
    assert automatic.cc == ()
    assert [each.value for each in agents.cc] == [NILS]


async def test_an_agent_chooses_who_gets_copies(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, UNKNOWN, copies=[NILS])
    await reply(
        desk, cc=["Ida <ida@example.com>", MARA], bcc=["ida@example.com, boss@desk.example"]
    )
    sent = letters.sent[-1]
    assert [each.value for each in sent.cc] == ["ida@example.com"]
    assert [each.value for each in sent.bcc] == ["boss@desk.example"]
    (conversation,) = await letters.conversations()
    assert (await letters.parts(conversation))["ida@example.com"] == "copied"
    with pytest.raises(InvalidInputError, match="is no email address"):
        await reply(desk, cc=["ida"])
    with pytest.raises(InvalidInputError, match="51 addresses are too many"):
        await reply(desk, bcc=[f"a{number}@example.com" for number in range(51)])


async def test_who_is_no_longer_copied_gets_nothing_more(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, UNKNOWN, copies=[NILS])
    reference = await desk.reference(MARA)
    await desk.system.desk.copy(reference, agent=ANN, address=NILS, on=False)
    await reply(desk)
    assert not letters.sent[-1].cc
    assert f"{NILS} gets copies of replies no longer" in await events(desk)
    await letters.arrive("x@example.org", "Me too", token=reference)
    await desk.system.desk.copy(reference, agent=ANN, address="x@example.org", on=True)
    await reply(desk)
    copied = letters.sent[-1].cc
    assert [each.value for each in copied] == ["x@example.org"]


async def test_files_travel_with_the_reply(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, UNKNOWN)
    file = NewFile(filename="form.pdf", media_type="application/pdf", content=b"%PDF-1")
    await reply(desk, files=[file])
    (enclosed,) = letters.sent[-1].enclosed
    assert (enclosed.filename, enclosed.content) == ("form.pdf", b"%PDF-1")
    (logged,) = (await desk.log(MARA, Direction.OUT))[-1].attachments
    assert (logged.filename, logged.size) == ("form.pdf", 6)


async def test_what_a_channel_cannot_carry_is_refused(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    reference, before = await desk.reference(ASTRID), desk.said_to(ASTRID)
    file = NewFile(filename="form.pdf", media_type="application/pdf", content=b"%PDF-1")
    with pytest.raises(InvalidInputError, match="files cannot be sent"):
        await desk.system.desk.reply(reference, agent=ANN, text="See", files=[file])
    with pytest.raises(InvalidInputError, match="copies cannot be sent"):
        await desk.system.desk.reply(reference, agent=ANN, text="See", cc=[NILS])
    assert desk.said_to(ASTRID) == before


async def test_a_reply_that_is_refused_for_good_waits_for_a_person_again(
    desk: StoryDesk, letters: Letters, office: PostOffice
):
    await letters.arrive(MARA, UNKNOWN)
    office.errors = [SendError("552 message too large", retryable=False, code="552")]
    await reply(desk)
    conversation = await desk.conversation(MARA)
    assert conversation.status is ConversationStatus.OPEN
    assert conversation.waiting_since == desk.clock.now()
    assert (await events(desk))[-1] == "Not delivered: 552 message too large"
    said = (await desk.log(MARA, Direction.OUT))[-1]
    assert said.delivery is DeliveryState.FAILED
    await reply(desk, "Shorter.")
    assert letters.said_to(MARA)[-1] == "Shorter."


async def test_an_answer_of_the_bot_that_is_refused_comes_to_people(
    desk: StoryDesk, letters: Letters, office: PostOffice
):
    office.errors = [SendError("554 no", retryable=False, code="554")]
    await letters.arrive(MARA, KNOWN)
    conversation = await desk.conversation(MARA)
    assert conversation.queue == "general"
    assert conversation.waiting_since is not None


async def test_nothing_goes_to_a_dead_address_until_an_agent_says_so(
    desk: StoryDesk, letters: Letters, office: PostOffice
):
    await letters.arrive(MARA, UNKNOWN)
    office.errors = [SendError("550 5.1.1 who?", retryable=False, code="550 5.1.1", hard=True)]
    await reply(desk)
    with pytest.raises(InvalidInputError, match=r"550 5\.1\.1 who\?.*Send there again"):
        await reply(desk, "Are you there?")
    reference = await desk.reference(MARA)
    await desk.system.desk.send_again(reference, agent=ANN, address=MARA)
    await reply(desk, "Are you there?")
    assert letters.said_to(MARA)[-1] == "Are you there?"
    assert f"Ann lets messages be sent to {MARA} again" in await events(desk)


async def test_what_waits_for_a_dead_address_fails_and_says_why(
    desk: StoryDesk, letters: Letters, office: PostOffice
):
    await letters.arrive(MARA, UNKNOWN)
    office.errors = [SendError("451 later", retryable=True)]
    await reply(desk)
    await desk.system.store.run(
        record_suppression, "email", MARA, reason="no such mailbox", now=desk.clock.now()
    )
    before = len(letters.sent)
    await desk.time_passes(hours=1)
    assert len(letters.sent) == before
    said = (await desk.log(MARA, Direction.OUT))[-1]
    assert said.delivery is DeliveryState.FAILED
    assert "no such mailbox" in (said.delivery_error or "")
    assert "Send there again" in (said.delivery_error or "")


async def test_copies_to_dead_addresses_are_left_out_and_told_once(
    desk: StoryDesk, letters: Letters, office: PostOffice
):
    await letters.arrive(MARA, UNKNOWN, copies=[NILS, "ida@example.com"])
    await desk.system.store.run(
        record_suppression, "email", NILS, reason="no such mailbox", now=desk.clock.now()
    )
    office.errors = [SendError("451 later", retryable=True)]
    await reply(desk)
    await desk.time_passes(hours=1)
    assert [each.value for each in letters.sent[-1].cc] == ["ida@example.com"]
    told = [each for each in await events(desk) if NILS in each]
    assert told == [
        f"Not delivered to {NILS}: left out, since a message to it came back: no such mailbox"
    ]


async def test_a_copy_that_is_refused_is_told_while_the_message_is_sent(
    desk: StoryDesk, letters: Letters, office: PostOffice
):
    await letters.arrive(MARA, UNKNOWN, copies=[NILS])
    gone = FailedRecipient(address=NILS, permanent=True, reason="550 who?", hard=True)
    office.refused = (gone,)
    await reply(desk)
    assert (await desk.log(MARA, Direction.OUT))[-1].delivery is DeliveryState.SENT
    assert (await events(desk))[-1] == f"Not delivered to {NILS}: 550 who?"
    assert await desk.system.store.read(find_suppression, "email", NILS) is not None
    (conversation,) = await letters.conversations()
    people = await desk.system.store.read(list_participants, conversation.id)
    assert NILS in {each.address.value for each in people}


async def test_a_letter_that_a_process_died_over_is_sent_again_under_its_own_id(
    desk: StoryDesk, letters: Letters, office: PostOffice
):
    await letters.arrive(MARA, UNKNOWN)
    office.errors = [SendError("451 later", retryable=True)]
    await reply(desk)
    now = desk.clock.advance(timedelta(minutes=1))
    store, tools = desk.system.store, desk.system.tools
    (job,) = await store.run(claim_jobs, now=now, lease_until=now + LEASE, limit=10)
    begun = await store.run(begin_delivery, tools, job, now=now)
    assert begun is not None
    # Whether the mail server has it by now, nobody will ever know.
    await desk.time_passes(hours=1)
    assert letters.sent[-1].id == begun.id
    assert letters.said_to(MARA).count("He is.") == 1
    assert (await desk.log(MARA, Direction.OUT))[-1].delivery is DeliveryState.SENT
