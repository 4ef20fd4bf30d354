"""Customers are asked how it was, vote as they can where they write, and nothing else happens."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from bot.recovery.ask_ballots import ask_ballots
from bot.recovery.survey_words import name_vote
from crm_store.alerts import list_alerts
from crm_store.consents import record_consent
from crm_store.transaction import Transaction
from domain.conversations import ConversationStatus, Direction
from domain.messages import Address
from domain.satisfaction import Survey
from tests.stories.ballot_record import (
    PERSON,
    PERSON_GERMAN,
    ask_by,
    ballots_of,
    settle_by_person,
    votes_on,
)
from tests.stories.complaint_cases import ADA, open_case
from tests.stories.letters import MARA, NILS, Letters
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import ANN, KNOWN, KNOWN_ANSWER, UNKNOWN

THANKS = "Thank you for telling us."


@pytest.fixture(autouse=True)
def csat(monkeypatch: pytest.MonkeyPatch) -> None:
    ask_by(monkeypatch, ces=False)


async def asked(desk: StoryDesk, number: str = ASTRID) -> None:
    await settle_by_person(desk, number)
    await desk.time_passes(minutes=15)
    assert await desk.ask_customers() == 1


async def test_who_was_answered_by_a_person_is_asked_a_quarter_of_an_hour_later(desk: StoryDesk):
    await settle_by_person(desk, ASTRID)
    before = await desk.view(ASTRID)
    await desk.time_passes(minutes=14)
    assert await desk.ask_customers() == 0
    await desk.time_passes(minutes=1)
    assert await desk.ask_customers() == 1
    assert desk.said_to(ASTRID)[-1] == (
        "Aurora Airways: How did we do? Answer with a number from 1 (bad) to 5 (very good)."
    )
    assert await desk.ask_customers() == 0
    after = await desk.view(ASTRID)
    assert after.conversation == before.conversation, "nothing of it was changed by asking"
    assert after.clocks == before.clocks


async def test_a_digit_is_a_vote_thanked_for_once_and_changeable(desk: StoryDesk):
    await asked(desk)
    await desk.customer_texts(ASTRID, "4")
    assert desk.said_to(ASTRID)[-1] == THANKS
    said = len(desk.said_to(ASTRID))
    await desk.customer_texts(ASTRID, "five")
    assert len(desk.said_to(ASTRID)) == said
    (conversation,) = await desk.conversations(ASTRID)
    assert conversation.status is ConversationStatus.RESOLVED
    (ballot,) = await ballots_of(desk, ASTRID)
    assert (ballot.value, ballot.changes, ballot.agent) == (5, 1, ANN.id)
    assert [(each.value, each.via) for each in await votes_on(desk, ballot)] == [
        (4, "sms"),
        (5, "sms"),
    ]
    assert "The customer voted 4 of 5 for satisfaction" in [
        each.text for each in await desk.log(ASTRID, Direction.EVENT)
    ]


async def test_a_bad_vote_is_answered_with_sorry_and_supervisors_hear_of_it(desk: StoryDesk):
    await asked(desk)
    await desk.customer_texts(ASTRID, "2")
    assert desk.said_to(ASTRID)[-1].startswith("We are sorry to hear that.")
    alerts = await desk.system.store.read(list_alerts, ADA, limit=10)
    assert [each.text for each in alerts][:1] == ["A customer voted 2 of 5 for satisfaction"]
    await desk.customer_texts(ASTRID, "nobody ever called me back")
    first = (await desk.conversations(ASTRID))[0]
    (ballot,) = await desk.system.store.read(_list_ballots, first.id)
    assert ballot.comment == "nobody ever called me back"
    assert len(await desk.conversations(ASTRID)) == 2, "and it is worked on like any other"


def _list_ballots(tx: Transaction, conversation_id: str):
    from crm_store.ballots import list_ballots_of  # noqa: PLC0415 - read beside the latest one

    return list_ballots_of(tx, conversation_id)


async def test_what_is_in_doubt_is_a_message(desk: StoryDesk):
    await asked(desk)
    await desk.customer_texts(ASTRID, "5 bags are lost")
    first, second = await desk.conversations(ASTRID)
    assert not await votes_on(desk, (await desk.system.store.read(_list_ballots, first.id))[0])
    await desk.customer_texts(ASTRID, "5")
    assert not await votes_on(desk, (await desk.system.store.read(_list_ballots, first.id))[0]), (
        "something else was said since"
    )
    assert second.status is not ConversationStatus.RESOLVED


async def test_an_answer_to_another_question_is_no_vote(desk: StoryDesk):
    await asked(desk)
    await desk.customer_texts(ASTRID, KNOWN)
    assert desk.said_to(ASTRID)[-1] == KNOWN_ANSWER
    await desk.customer_texts(ASTRID, "1")
    first = (await desk.conversations(ASTRID))[0]
    assert not await votes_on(desk, (await desk.system.store.read(_list_ballots, first.id))[0])


async def test_votes_count_until_the_question_closes(desk: StoryDesk):
    await asked(desk)
    await desk.time_passes(days=7)
    await desk.customer_texts(ASTRID, "5")
    first = (await desk.conversations(ASTRID))[0]
    (ballot,) = await desk.system.store.read(_list_ballots, first.id)
    assert ballot.value is None


async def test_nobody_is_asked_who_wrote_again_or_whose_matter_was_opened_again(desk: StoryDesk):
    await settle_by_person(desk, ASTRID)
    await desk.time_passes(minutes=5)
    await desk.customer_texts(ASTRID, KNOWN)
    await settle_by_person(desk, JONAS)
    await desk.system.desk.reopen(await desk.reference(JONAS), agent=ANN)
    said = len(desk.said_to(ASTRID)), len(desk.said_to(JONAS))
    await desk.time_passes(minutes=15)
    assert await desk.ask_customers() == 2
    assert (len(desk.said_to(ASTRID)), len(desk.said_to(JONAS))) == said
    first = (await desk.conversations(ASTRID))[0]
    (dropped,) = await desk.system.store.read(_list_ballots, first.id)
    assert dropped.dropped == "the customer wrote again before"
    (reopened,) = await ballots_of(desk, JONAS)
    assert reopened.dropped == "it was opened again"
    await desk.agent_resolves(JONAS)
    await desk.time_passes(minutes=15)
    assert await desk.ask_customers() == 1
    assert "How did we do?" in desk.said_to(JONAS)[-1]


async def test_a_short_text_looks_for_an_open_question_once(desk: StoryDesk):
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        await desk.customer_texts(ASTRID, KNOWN)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len([each for each in asked if "FROM ballots" in each]) == 1


async def test_what_fails_each_time_is_given_up(desk: StoryDesk, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object, **_more: object) -> None:
        raise ValueError("whatever is wrong with it")

    monkeypatch.setattr("bot.recovery.ask_ballots.phrase_question", fail)
    await settle_by_person(desk, ASTRID)
    for _ in range(4):
        await desk.time_passes(days=1)
        await desk.ask_customers()
    (ballot,) = await ballots_of(desk, ASTRID)
    assert (ballot.ask_at, ballot.dropped) == (None, "it was too late to ask")


@pytest.mark.parametrize("disposition", ["no_action", "spam", "duplicate"])
async def test_what_was_no_answer_is_not_asked_about(desk: StoryDesk, disposition: str):
    await desk.customer_texts(ASTRID, PERSON)
    await desk.agent_replies(ASTRID, "It is on its way.")
    reference = await desk.reference(ASTRID)
    await desk.system.desk.resolve(reference, agent=ANN, disposition=disposition)
    assert not await ballots_of(desk, ASTRID)


async def test_who_got_no_answer_of_a_person_is_not_asked(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_resolves(ASTRID)
    assert not await ballots_of(desk, ASTRID)


async def test_who_refused_messages_is_not_asked(desk: StoryDesk):
    def refuse(tx: Transaction) -> None:
        astrid = Address(kind="phone", value=ASTRID)
        now = desk.clock.now()
        record_consent(tx, astrid, channel="sms", granted=False, source="the desk", now=now)

    await settle_by_person(desk, ASTRID)
    await desk.system.store.run(refuse)
    await desk.time_passes(minutes=15)
    said = len(desk.said_to(ASTRID))
    await desk.ask_customers()
    assert len(desk.said_to(ASTRID)) == said
    (ballot,) = await ballots_of(desk, ASTRID)
    assert "opted out" in ballot.dropped


async def test_a_customer_rests_a_fortnight(desk: StoryDesk):
    await asked(desk)
    await desk.time_passes(days=13)
    await settle_by_person(desk, ASTRID)
    assert not await ballots_of(desk, ASTRID)
    await desk.time_passes(days=2)
    await settle_by_person(desk, ASTRID)
    assert len(await ballots_of(desk, ASTRID)) == 1


async def test_nobody_is_asked_at_night(desk: StoryDesk):
    now = desk.clock.now()
    evening = now.replace(hour=20, minute=50)
    await desk.time_passes(seconds=(evening - now).total_seconds())
    await settle_by_person(desk, ASTRID)
    await desk.time_passes(minutes=15)
    assert await desk.ask_customers() == 0
    morning = (evening + timedelta(days=1)).replace(hour=8, minute=0)
    await desk.time_passes(seconds=(morning - desk.clock.now()).total_seconds())
    assert await desk.ask_customers() == 1
    assert "How did we do?" in desk.said_to(ASTRID)[-1]


async def test_two_processes_ask_once(desk: StoryDesk):
    await settle_by_person(desk, ASTRID)
    await desk.time_passes(minutes=15)
    tools = desk.system.tools
    await asyncio.gather(*(ask_ballots(tools) for _ in range(4)))
    await desk.settle()
    assert sum("How did we do?" in each for each in desk.said_to(ASTRID)) == 1
    await desk.restart()
    await desk.ask_customers()
    assert sum("How did we do?" in each for each in desk.said_to(ASTRID)) == 1


async def test_in_german_and_about_ease(desk: StoryDesk, monkeypatch: pytest.MonkeyPatch):
    ask_by(monkeypatch, csat=False)
    await settle_by_person(desk, ASTRID, PERSON_GERMAN)
    await desk.time_passes(minutes=15)
    await desk.ask_customers()
    assert desk.said_to(ASTRID)[-1] == (
        "Aurora Airways: Wie leicht haben wir es Ihnen gemacht? Antworten Sie mit einer Zahl von "
        "1 (sehr schwierig) bis 7 (sehr leicht)."
    )
    await desk.customer_texts(ASTRID, "sieben")
    assert desk.said_to(ASTRID)[-1] == "Vielen Dank für Ihre Rückmeldung."
    (ballot,) = await ballots_of(desk, ASTRID)
    assert (ballot.survey, ballot.value) == (Survey.CES, 7)


async def test_a_complaint_is_asked_about_by_satisfaction(
    desk: StoryDesk, monkeypatch: pytest.MonkeyPatch
):
    ask_by(monkeypatch)
    for number in (ASTRID, JONAS):
        await desk.customer_texts(number, PERSON)
        complaint = await open_case(desk, number, f"C-{number[-6:]}")
        await desk.agent_replies(number, "Sorry.")
        await desk.agent_resolves(number)
        (ballot,) = await ballots_of(desk, number)
        assert (ballot.survey, ballot.complaint_id) == (Survey.CSAT, complaint.id)


async def test_in_the_chat_votes_are_buttons(desk: StoryDesk):
    await desk.visitor_writes("mia", PERSON)
    await desk.agent_replies("mia", "It is on its way.")
    await desk.agent_resolves("mia")
    await desk.time_passes(minutes=15)
    await desk.ask_customers()
    offered = (await desk.page_shows("mia")).entries[-1].quick_replies
    assert [each.label for each in offered][::4] == ["1 – very dissatisfied", "5 – very satisfied"]  # noqa: RUF001 - a dash is meant
    await desk.visitor_writes("mia", offered[3].label, choice=offered[3].value)
    (ballot,) = await ballots_of(desk, "mia")
    assert ballot.value == 4
    assert (await desk.page_shows("mia")).entries[-1].text == THANKS
    assert (await desk.conversation("mia")).status is ConversationStatus.RESOLVED


async def test_a_forged_press_votes_for_nobody_else(desk: StoryDesk):
    await asked(desk)
    (ballot,) = await ballots_of(desk, ASTRID)
    await desk.visitor_writes("mallory", "1", choice=name_vote(ballot.id, 1))
    (ballot,) = await ballots_of(desk, ASTRID)
    assert ballot.value is None


async def test_a_press_that_comes_too_late_is_told_so(desk: StoryDesk):
    await desk.visitor_writes("mia", PERSON)
    await desk.agent_replies("mia", "It is on its way.")
    await desk.agent_resolves("mia")
    await desk.time_passes(minutes=15)
    await desk.ask_customers()
    (ballot,) = await ballots_of(desk, "mia")
    await desk.time_passes(days=8)
    await desk.visitor_writes("mia", "5", choice=name_vote(ballot.id, 5))
    assert "closed by now" in (await desk.page_shows("mia")).entries[-1].text
    (ballot,) = await ballots_of(desk, "mia")
    assert ballot.value is None


async def _asked_by_letter(desk: StoryDesk, letters: Letters) -> None:
    await letters.arrive(MARA, PERSON, subject="My bag")
    (conversation,) = await letters.conversations()
    await desk.system.desk.reply(conversation.reference, agent=ANN, text="It is on its way.")
    await desk.system.desk.resolve(conversation.reference, agent=ANN, disposition="solved")
    await desk.time_passes(minutes=15)
    await desk.ask_customers()


async def test_a_letter_has_links_and_a_number_answers_it(desk: StoryDesk, letters: Letters):
    await _asked_by_letter(desk, letters)
    asking = letters.sent[-1]
    assert asking.text.count(f"{desk.public_url}/v/v1.csat.") == 5
    assert asking.html is not None
    assert asking.html.count("<a href=") == 5
    await letters.answer(asking, "4")
    (conversation,) = await letters.conversations()
    assert conversation.status is ConversationStatus.RESOLVED
    (ballot,) = await desk.system.store.read(_list_ballots, conversation.id)
    assert ballot.value == 4
    assert letters.said_to(MARA)[-1] == THANKS


async def test_whoever_got_a_copy_does_not_vote(desk: StoryDesk, letters: Letters):
    await _asked_by_letter(desk, letters)
    asking = letters.sent[-1]
    await letters.answer(asking, "1", sender=NILS)
    (conversation, *_) = await letters.conversations()
    (ballot,) = await desk.system.store.read(_list_ballots, conversation.id)
    assert ballot.value is None


async def test_a_machine_is_neither_asked_nor_heard(desk: StoryDesk, letters: Letters):
    await _asked_by_letter(desk, letters)
    await letters.answer(letters.sent[-1], "5", automatic="an out-of-office notice")
    (conversation,) = await letters.conversations()
    (ballot,) = await desk.system.store.read(_list_ballots, conversation.id)
    assert ballot.value is None
