"""What complains is taken down once, the customer hears its number, and people answer."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from bot.complaints.open_by_hand import OpenOrder
from console.decision_words import describe_decision
from crm_store.alerts import list_alerts
from domain.complaint_cases import Complaint
from domain.complaint_facts import SpecialCase
from domain.complaint_register import Outcome
from domain.complaints import ComplaintStage
from domain.conversations import Direction, Priority
from domain.decisions import Escalate
from domain.errors import ConflictError, InvalidInputError
from domain.knowledge import Matcher
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.complaint_cases import ADA
from tests.stories.complaint_register import also_reached_by, linked, questions, register
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk, open_story_desk
from tests.stories.world import ANN, KNOWN, KNOWN_ANSWER, UNKNOWN

pytestmark = SLOW_ON_POSTGRES

LOST = "My bag is lost for the third time and nobody answers. You promised to call. Disgraceful!"
LOST_AGAIN = "Third time: my bag is lost, nobody answers! You promised to call me. Disgraceful!"
VAGUE = (
    "This is the third time I write and nobody answers. I was promised somebody would call. "
    "Can you not even tell whether your captain is married? Disgraceful!"
)
FOOD = "The food on board was cold and the staff rude. Terrible service, I am very disappointed."
UNSURE = "My flight was late and it was cold. I am not happy."
GERMAN = (
    "Das ist jetzt das dritte Mal, dass ich schreibe, und niemand antwortet. Mein Koffer ist "
    "verloren. Eine Frechheit!"
)
WITH_BOOKING = "Booking DEMO42 was cancelled, third time I ask, nobody answers. Disgraceful!"


@pytest.fixture
async def reading(database_url: str, tmp_path: Path, matcher: Matcher) -> AsyncIterator[StoryDesk]:
    async with open_story_desk(database_url, tmp_path, matcher) as desk:
        desk.system.feelings.load()
        yield desk


async def only(desk: StoryDesk) -> Complaint:
    (complaint,) = await register(desk)
    return complaint


def order(**fields: object) -> OpenOrder:
    return OpenOrder(**({"category": "other"} | fields))  # type: ignore[arg-type]


# Opening


async def test_a_complaint_is_taken_down_and_the_customer_hears_its_number(reading: StoryDesk):
    await reading.customer_texts(ASTRID, LOST)
    complaint = await only(reading)
    (told,) = reading.said_to(ASTRID)
    assert told.startswith("I am sorry about this. It is taken down as complaint")
    assert complaint.number in told
    assert "A person will answer you by" in told
    assert len(told) <= 160
    conversation = await reading.conversation(ASTRID)
    assert (conversation.complained_at, conversation.priority) == (
        reading.clock.now(),
        Priority.HIGH,
    )
    assert complaint.stage is ComplaintStage.ACKNOWLEDGED
    assert (complaint.category, complaint.product) == ("lost baggage", "baggage")
    assert (complaint.anonymous, complaint.special) == (False, ())
    assert complaint.conversation_id == conversation.id
    assert complaint.stage_due_at is not None
    assert await linked(reading, complaint) == [conversation.id]
    record = await reading.last_decision(ASTRID)
    assert isinstance(record.decision, Escalate)


async def test_a_complaint_in_german_is_taken_down_in_german(reading: StoryDesk):
    await reading.customer_texts(ASTRID, GERMAN)
    complaint = await only(reading)
    (told,) = reading.said_to(ASTRID)
    assert told.startswith(f"Das tut mir leid. Es ist als Beschwerde {complaint.number} vermerkt.")
    assert len(told) <= 160


async def test_a_letter_says_it_as_letters_do(reading: StoryDesk):
    await reading.form_is_sent("erik@example.com", LOST)
    complaint = await only(reading)
    thread = (await reading.conversations())[0].thread
    told = (await reading.said(thread))[-1]
    assert told.startswith("out Hello Erik Holm,\n\nI am sorry about this.")
    assert f"Please quote {complaint.number}" in told
    assert "automatic acknowledgement" in told


async def test_what_the_bot_surely_knows_goes_with_the_number_and_people_answer(
    reading: StoryDesk,
):
    await reading.visitor_writes("v1", f"{KNOWN} {LOST}")
    complaint = await only(reading)
    told = (await reading.said("v1"))[-1]
    assert complaint.number in told
    assert (await reading.conversation("v1")).with_person
    record = await reading.last_decision("v1")
    assert isinstance(record.decision, Escalate)
    for match in record.decision.meanwhile:
        assert match.title in told


async def test_where_a_person_has_it_the_bot_is_silent_and_the_person_acknowledges(
    reading: StoryDesk,
):
    await reading.customer_texts(ASTRID, UNKNOWN)
    await reading.system.desk.take(await reading.reference(ASTRID), agent=ANN)
    before = reading.said_to(ASTRID)
    await reading.customer_texts(ASTRID, LOST)
    complaint = await only(reading)
    assert reading.said_to(ASTRID) == before
    assert complaint.stage is ComplaintStage.RECEIVED
    told = await reading.system.complaints.tell(complaint.number, agent=ANN)
    await reading.settle()
    assert told.stage is ComplaintStage.ACKNOWLEDGED
    assert complaint.number in reading.said_to(ASTRID)[-1]
    with pytest.raises(ConflictError, match="acknowledged before"):
        await reading.system.complaints.tell(complaint.number, agent=ANN)


# One matter


async def test_five_times_on_three_channels_is_one_complaint(reading: StoryDesk):
    await reading.customer_texts(ASTRID, LOST)
    complaint = await only(reading)
    await also_reached_by(reading, ASTRID, "visitor", "v1")
    await also_reached_by(reading, ASTRID, "email", "astrid@example.com")
    await reading.time_passes(minutes=10)
    await reading.visitor_writes("v1", LOST_AGAIN)
    await reading.time_passes(minutes=10)
    await reading.form_is_sent("astrid@example.com", LOST, name="Astrid Berg")
    await reading.time_passes(minutes=10)
    await reading.customer_texts(ASTRID, LOST_AGAIN)
    await reading.visitor_writes("v1", LOST)
    seen = await only(reading)
    assert seen.number == complaint.number
    assert seen.last_at == reading.clock.now()
    everywhere = sorted(each.id for each in await reading.conversations())
    assert await linked(reading, seen) == everywhere
    assert len(everywhere) == 3
    chat = [each for each in await reading.said("v1") if each.startswith("out")]
    assert len(chat) == 1, "who has a person is not acknowledged a second time"
    assert f"It is noted with your complaint {complaint.number}" in chat[0]
    assert "sorry" not in chat[0]
    assert (await reading.conversation("v1")).complained_at is not None


async def test_at_once_on_two_channels_is_one_complaint(reading: StoryDesk):
    await reading.customer_texts(ASTRID, UNKNOWN)
    await also_reached_by(reading, ASTRID, "visitor", "v1")
    await reading.text_is_kept(ASTRID, LOST)
    await reading.visitor_asks("v1", LOST_AGAIN)
    await reading.settle()
    complaint = await only(reading)
    assert len(await linked(reading, complaint)) == 2


async def test_another_matter_of_the_same_customer_is_another_complaint(reading: StoryDesk):
    await reading.customer_texts(ASTRID, LOST)
    await also_reached_by(reading, ASTRID, "visitor", "v1")
    await reading.time_passes(days=2)
    await reading.visitor_writes("v1", FOOD)
    assert len(await register(reading)) == 2


async def test_the_same_words_of_another_customer_are_another_complaint(reading: StoryDesk):
    await reading.customer_texts(ASTRID, WITH_BOOKING)
    await reading.customer_texts(JONAS, WITH_BOOKING)
    first, second = await register(reading)
    assert first.customer_id != second.customer_id


async def test_who_names_the_number_is_joined_and_another_customer_is_not(reading: StoryDesk):
    await reading.customer_texts(ASTRID, LOST)
    complaint = await only(reading)
    await also_reached_by(reading, ASTRID, "visitor", "v1")
    await reading.time_passes(days=20)
    await reading.visitor_writes("v1", f"What about {complaint.number.lower()}?")
    assert (await reading.conversation("v1")).id in await linked(reading, complaint)
    assert (await reading.conversation("v1")).with_person
    await reading.customer_texts(JONAS, f"What about {complaint.number}?")
    assert (await reading.conversation(JONAS)).id not in await linked(reading, complaint)
    assert len(await register(reading)) == 1


async def test_somebody_unknown_is_joined_by_the_booking_and_not_told_the_number(
    reading: StoryDesk,
):
    await reading.customer_texts(ASTRID, WITH_BOOKING)
    complaint = await only(reading)
    await reading.visitor_writes("v1", WITH_BOOKING)
    assert len(await register(reading)) == 1
    told = (await reading.said("v1"))[-1]
    assert "It is noted with the complaint about this." in told
    assert complaint.number not in told


async def test_what_was_closed_is_opened_again_by_the_same_booking(reading: StoryDesk):
    await reading.customer_texts(ASTRID, WITH_BOOKING)
    complaint = await only(reading)
    await reading.system.complaints.move(
        complaint.number,
        to=ComplaintStage.CLOSED,
        agent=ANN,
        why="they wrote that it was a mistake",
        outcome=Outcome.WITHDRAWN,
    )
    await reading.agent_resolves(ASTRID)
    await reading.time_passes(days=4)
    await reading.customer_texts(ASTRID, WITH_BOOKING)
    seen = await only(reading)
    assert (seen.stage, seen.reopenings) == (ComplaintStage.REOPENED, 1)
    assert f"your complaint {complaint.number}" in reading.said_to(ASTRID)[-1]


# The odd ones


async def test_one_about_nobody_is_asked_once_what_it_is_about(reading: StoryDesk):
    await reading.customer_texts(ASTRID, VAGUE)
    complaint = await only(reading)
    assert complaint.special == (SpecialCase.ABOUT_NOBODY,)
    (told,) = reading.said_to(ASTRID)
    assert "Which order or booking is it about?" in told
    assert len(told) <= 160
    await reading.customer_texts(ASTRID, "It is about booking DEMO42.")
    assert len(reading.said_to(ASTRID)) == 1
    assert len(await register(reading)) == 1


async def test_one_about_two_orders_is_one_complaint(reading: StoryDesk):
    await reading.customer_texts(
        ASTRID,
        "Third time I write about orders AS-2041 and AS-2055: both arrived broken, nobody "
        "answers, and I want my money back! Disgraceful.",
    )
    complaint = await only(reading)
    assert complaint.special == (SpecialCase.ABOUT_SEVERAL,)
    view = await reading.system.complaints.get(complaint.number)
    assert len(view.conversations) == 1


async def test_one_of_nobody_known_is_taken_down_and_asked_who_they_are(reading: StoryDesk):
    await reading.visitor_writes("v1", LOST)
    complaint = await only(reading)
    assert (complaint.anonymous, complaint.special) == (True, (SpecialCase.ANONYMOUS,))
    assert "Please tell us your name and how to reach you." in (await reading.said("v1"))[-1]
    await also_reached_by(reading, "v1", "email", "astrid@example.com")
    await reading.visitor_writes("v1", "I am Astrid Berg, astrid@example.com")
    assert (await only(reading)).anonymous is False


async def test_nobody_known_is_asked_who_they_are_beside_an_answer_too(reading: StoryDesk):
    await reading.visitor_writes("v1", f"{KNOWN} {LOST}")
    assert (await only(reading)).anonymous is True
    told = (await reading.said("v1"))[-1]
    assert KNOWN_ANSWER in told
    assert "Please tell us your name and how to reach you." in told


async def test_an_abusive_one_gets_nothing_but_its_number(reading: StoryDesk):
    text = f"{KNOWN} Your useless idiots lost my bag again and nobody answers. You are all morons!"
    await reading.customer_texts(ASTRID, text)
    complaint = await only(reading)
    assert SpecialCase.ABUSIVE in complaint.special
    (told,) = reading.said_to(ASTRID)
    assert complaint.number in told
    assert KNOWN_ANSWER not in told
    assert "?" not in told


async def test_a_lawyers_is_told_to_supervisors_and_conceded_nothing(reading: StoryDesk):
    await reading.form_is_sent(
        "office@law.example",
        "Our client instructs us to demand compensation for the lost baggage within 14 days, "
        "failing which our solicitor will issue proceedings.",
    )
    complaint = await only(reading)
    assert SpecialCase.LAWYER in complaint.special
    alerts = await reading.system.store.read(list_alerts, ADA, limit=9)
    assert [each.text for each in alerts][-1].startswith(
        f"Complaint {complaint.number} needs a supervisor"
    )
    conversation = (await reading.conversations())[0]
    assert conversation.priority is Priority.HIGH
    told = (await reading.said(conversation.thread))[-1]
    assert complaint.number in told
    assert "Which order" not in told
    assert "We have your letter" in told
    assert "sorry" not in told


async def test_in_a_language_that_nobody_speaks_an_agent_is_asked(reading: StoryDesk):
    await reading.customer_texts(
        ASTRID,
        "C'est la troisième fois que j'écris et personne ne répond. Mon bagage est perdu, c'est "
        "une honte !",
    )
    assert await register(reading) == []
    (told,) = reading.said_to(ASTRID)
    assert "Please write in English or German if you can." in told
    (asked,) = await reading.system.complaints.list_questions()
    assert asked.text.startswith("C'est la troisième")
    complaint = await reading.system.complaints.answer_question(
        asked.question.id, order(category="lost baggage", tell=True), agent=ANN
    )
    await reading.settle()
    assert complaint is not None
    assert SpecialCase.UNSPOKEN_LANGUAGE in complaint.special
    assert (complaint.language, complaint.opened_by) == ("fr", ANN.id)
    assert complaint.number in reading.said_to(ASTRID)[-1]
    assert await questions(reading) == ["complaint"]


async def test_sarcastic_praise_is_a_complaint_and_never_thanked_for(reading: StoryDesk):
    await reading.customer_texts(
        ASTRID, "Thanks so much for losing my bag and ruining our holiday, great job!"
    )
    complaint = await only(reading)
    assert SpecialCase.SARCASTIC_PRAISE in complaint.special
    (told,) = reading.said_to(ASTRID)
    assert told.startswith("I am sorry about this.")
    assert "thank" not in told.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "You handled my complaint so well, thank you very much!",
        "Thank you, my complaint was settled brilliantly. You are great.",
    ],
)
async def test_praise_that_has_the_word_is_no_complaint(reading: StoryDesk, text: str):
    await reading.customer_texts(ASTRID, text)
    assert await register(reading) == []
    assert await questions(reading) == []
    assert (await reading.conversation(ASTRID)).complained_at is None


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (
            "No complaints at all, the crew was wonderful and the flight was lovely, thank you!",
            "You are welcome",
        ),
        (
            "Keine Beschwerden, die Crew war wunderbar und der Flug sehr angenehm, vielen Dank!",
            "Gern",
        ),
    ],
)
async def test_praise_is_thanked_for_and_not_told_how_to_complain(
    reading: StoryDesk, text: str, start: str
):
    await reading.visitor_writes("v1", text)
    assert (await reading.said("v1"))[-1].startswith(f"out {start}")
    record = await reading.last_decision("v1")
    assert record.rule == "praise_thanked"
    assert record.trace[-1].why == (
        "The message is praise and asks nothing, so it is taken as thanks."
    )


async def test_praise_is_no_word_for_the_bot_where_a_person_has_the_conversation(
    reading: StoryDesk,
):
    await reading.customer_texts(ASTRID, UNKNOWN)
    await reading.system.desk.take(await reading.reference(ASTRID), agent=ANN)
    before = reading.said_to(ASTRID)
    await reading.customer_texts(ASTRID, "No complaints at all, the crew was wonderful!")
    assert reading.said_to(ASTRID) == before


# What an agent is asked, and does by hand


async def test_what_is_not_sure_an_agent_is_asked_once(reading: StoryDesk):
    await reading.customer_texts(ASTRID, UNSURE)
    await reading.customer_texts(ASTRID, UNSURE)
    assert await register(reading) == []
    (asked,) = await reading.system.complaints.list_questions()
    found = await reading.system.complaints.find_question(await reading.reference(ASTRID))
    assert found == asked.question
    assert await reading.system.complaints.answer_question(found.id, None, agent=ANN) is None
    assert await questions(reading) == ["none"]
    with pytest.raises(ConflictError, match="somebody else has answered"):
        await reading.system.complaints.answer_question(found.id, order(), agent=ANN)


async def test_who_is_displeased_and_may_complain_is_not_asked_what_they_mean(reading: StoryDesk):
    await reading.visitor_writes("v1", "Suitcase missing, not happy")
    assert (await reading.said("v1"))[-1].startswith(
        "out I am passing your message on to our team. A person will answer you by"
    )
    record = await reading.last_decision("v1")
    told = describe_decision(record, {})
    assert told.endswith("because it may be a complaint, and asking back would be no help.")
    assert (await reading.conversation("v1")).with_person
    assert await register(reading) == []
    assert len(await reading.system.complaints.list_questions()) == 1


async def test_an_agent_opens_one_and_has_the_customer_told(reading: StoryDesk):
    await reading.customer_texts(ASTRID, UNKNOWN)
    reference = await reading.reference(ASTRID)
    said = (await reading.log(ASTRID, Direction.IN))[0]
    opened = await reading.system.complaints.open(
        reference,
        order(category="staff", why="told on the telephone", interaction_id=said.id, tell=True),
        agent=ANN,
    )
    await reading.settle()
    assert (opened.category, opened.opened_by, opened.opened_why) == (
        "staff",
        ANN.id,
        "told on the telephone",
    )
    assert opened.stage is ComplaintStage.ACKNOWLEDGED
    assert opened.number in reading.said_to(ASTRID)[-1]
    assert (await reading.conversation(ASTRID)).complained_at is not None
    with pytest.raises(ConflictError, match="is open in this conversation"):
        await reading.system.complaints.open(reference, order(), agent=ANN)
    another = await reading.system.complaints.open(reference, order(another=True), agent=ANN)
    assert another.stage is ComplaintStage.RECEIVED
    assert len(await register(reading)) == 2


async def test_what_cannot_be_opened_is_refused_with_the_reason(reading: StoryDesk):
    await reading.customer_texts(ASTRID, UNKNOWN)
    await reading.customer_texts(JONAS, UNKNOWN)
    reference = await reading.reference(ASTRID)
    theirs = (await reading.log(JONAS, Direction.IN))[0]
    for refused in (order(category="weather"), order(interaction_id=theirs.id)):
        with pytest.raises(InvalidInputError):
            await reading.system.complaints.open(reference, refused, agent=ANN)
    assert await register(reading) == []


async def test_a_conversation_is_linked_by_hand_and_taken_off_again(reading: StoryDesk):
    await reading.customer_texts(ASTRID, LOST)
    complaint = await only(reading)
    await also_reached_by(reading, ASTRID, "visitor", "v1")
    await reading.visitor_writes("v1", UNKNOWN)
    await reading.customer_texts(JONAS, UNKNOWN)
    reference, number = await reading.reference("v1"), complaint.number
    desk = reading.system.complaints
    with pytest.raises(InvalidInputError, match="say why"):
        await desk.link(number, reference=reference, agent=ANN, why=" ")
    theirs = await reading.reference(JONAS)
    with pytest.raises(ConflictError, match="another customer's"):
        await desk.link(number, reference=theirs, agent=ANN, why="they were together")
    await desk.link(number, reference=reference, agent=ANN, why="said on the telephone")
    assert len(await linked(reading, complaint)) == 2
    with pytest.raises(ConflictError, match="linked to"):
        await desk.link(number, reference=reference, agent=ANN, why="again")
    await desk.unlink(number, reference=reference, agent=ANN, why="it was about her dog")
    assert len(await linked(reading, complaint)) == 1
    assert (await reading.conversation("v1")).complained_at is None
    main = await reading.reference(ASTRID)
    with pytest.raises(ConflictError, match="is answered in"):
        await desk.unlink(number, reference=main, agent=ANN, why="no")


# Conversations that are merged


async def test_a_complaint_goes_where_its_conversation_is_merged_and_comes_back(
    reading: StoryDesk,
):
    await reading.customer_texts(ASTRID, LOST)
    complaint = await only(reading)
    await also_reached_by(reading, ASTRID, "visitor", "v1")
    await reading.visitor_writes("v1", UNKNOWN)
    texts, chat = await reading.conversation(ASTRID), await reading.conversation("v1")
    desk = reading.system.desk
    await desk.merge(texts.reference, into=chat.reference, agent=ANN)
    merged = await only(reading)
    assert merged.conversation_id == chat.id
    assert await linked(reading, merged) == sorted((texts.id, chat.id))
    await desk.unmerge(texts.reference, agent=ANN)
    parted = await only(reading)
    assert parted.conversation_id == texts.id
    assert await linked(reading, parted) == [texts.id]
    assert parted.number == complaint.number


async def test_a_complaint_goes_with_its_message_that_is_split_off_and_comes_back(
    reading: StoryDesk,
):
    await reading.customer_texts(ASTRID, UNKNOWN)
    await reading.customer_texts(ASTRID, LOST)
    complaint, before = await only(reading), await reading.conversation(ASTRID)
    said = (await reading.log(ASTRID, Direction.IN))[-1]
    desk = reading.system.desk
    begun = await desk.split(before.reference, interactions=[said.id], agent=ANN)
    parted = await only(reading)
    assert parted.conversation_id == begun.id
    assert begun.id in await linked(reading, complaint)
    await desk.unsplit(begun.reference, agent=ANN)
    assert (await only(reading)).conversation_id == before.id


# What it costs


async def test_who_does_not_complain_costs_no_statement_more(reading: StoryDesk):
    await reading.customer_texts(ASTRID, KNOWN)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        for text in (KNOWN, UNKNOWN):
            await reading.text_arrives(ASTRID, text)
            await reading.system.worker.work_off()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert asked
    assert [each for each in asked if " complaint" in each] == []
