"""Two days after a complaint was closed its customer is asked whether it is right now."""

import asyncio
from datetime import timedelta

import pytest

from bot.complaints.move_stage import move_complaint
from bot.complaints.watch_complaints import watch_complaints
from bot.recovery.judge_recovery import judge_by_id
from crm_store.alerts import list_alerts
from crm_store.complaints import change_complaint, lock_complaint_by_id
from crm_store.transaction import Transaction
from domain.complaint_cases import ComplaintEventKind, FollowUpAnswer, Recovery
from domain.complaint_facts import SpecialCase
from domain.complaint_register import ComplaintEvent, Outcome
from domain.complaints import ComplaintStage
from domain.conversations import ConversationStatus
from domain.service_levels import ClockKind
from tests.stories.ballot_record import PERSON, PERSON_GERMAN, ask_by
from tests.stories.complaint_cases import ADA, list_events, open_case, read_complaint
from tests.stories.letters import MARA, Letters
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import ANN, KNOWN, UNKNOWN

NUMBER = "C-7K2M9Q"
ASKED = "Aurora Airways: You complained to us lately (C-7K2M9Q). Is it right now? Answer yes or no."


async def closed(
    desk: StoryDesk,
    thread: str = ASTRID,
    *,
    outcome: Outcome = Outcome.SETTLED,
    text: str = PERSON,
    special: tuple[SpecialCase, ...] = (),
) -> None:
    """Have a complaint be answered, its conversation resolved, and it be closed."""
    if thread == ASTRID:
        await desk.customer_texts(thread, text)
    await open_case(desk, thread, NUMBER, special=special)
    await desk.agent_replies(thread, "We are sorry.")
    await desk.agent_resolves(thread)
    await answered(desk, outcome)


async def answered(desk: StoryDesk, outcome: Outcome) -> None:
    """Have the complaint be answered and closed; the words of answers are told elsewhere."""
    seen = await read_complaint(desk, NUMBER)
    if seen.stage is ComplaintStage.RECEIVED:
        await desk.system.complaints.move(NUMBER, to=ComplaintStage.ACKNOWLEDGED, agent=ANN)
    now = desk.clock.now()

    def respond(tx: Transaction) -> None:
        complaint = lock_complaint_by_id(tx, seen.id)
        move = ComplaintEvent(to=ComplaintStage.RESPONDED, at=now, by=ANN.name)
        move_complaint(tx, desk.system.tools, complaint, move, by_id=ANN.id, now=now)

    await desk.system.store.run(respond)
    await desk.system.complaints.move(
        NUMBER, to=ComplaintStage.CLOSED, agent=ANN, why="it was answered", outcome=outcome
    )


async def follow_ups(desk: StoryDesk) -> list[str]:
    """What happened about the follow-up, in its order."""
    events = await list_events(desk, NUMBER)
    return [each.to for each in events if each.kind is ComplaintEventKind.FOLLOW_UP]


async def test_two_days_later_the_customer_is_asked_once(desk: StoryDesk):
    await closed(desk)
    await desk.time_passes(hours=47)
    assert ASKED not in desk.said_to(ASTRID)
    before = await desk.conversation(ASTRID)
    await desk.time_passes(hours=1)
    assert desk.said_to(ASTRID)[-1] == ASKED
    assert await desk.conversation(ASTRID) == before, "nothing of it was changed by asking"
    await desk.time_passes(days=1)
    await desk.restart()
    await desk.time_passes(days=1)
    assert desk.said_to(ASTRID).count(ASKED) == 1
    assert await follow_ups(desk) == ["asked"]


async def test_no_other_customer_is_asked_whose_conversation_was_merged(desk: StoryDesk):
    await closed(desk)
    await desk.customer_texts(JONAS, "I want to speak to a person")
    hers = await desk.conversation(ASTRID)
    await desk.customer_texts(ASTRID, "I want to speak to a person")
    his = await desk.reference(JONAS)
    await desk.system.desk.merge(hers.reference, agent=ANN, into=his, confirmed=True)
    await desk.customer_texts(JONAS, "hello?")
    await desk.agent_replies(JONAS, "Hello.")
    await desk.agent_resolves(JONAS)
    await desk.time_passes(days=2)
    assert ASKED not in desk.said_to(JONAS)
    (told,) = [
        each
        for each in await list_events(desk, NUMBER)
        if each.kind is ComplaintEventKind.FOLLOW_UP
    ]
    assert (told.to, "another customer's" in told.why) == ("not_asked", True)


async def test_who_says_yes_is_thanked_and_was_won_back(desk: StoryDesk):
    await closed(desk)
    await desk.time_passes(days=2)
    await desk.customer_texts(ASTRID, "Yes, thank you!")
    assert desk.said_to(ASTRID)[-1] == "Good to hear. Thank you for telling us."
    complaint = await read_complaint(desk, NUMBER)
    assert (complaint.follow_up_answer, complaint.stage, complaint.recovery) == (
        FollowUpAnswer.RIGHT,
        ComplaintStage.CLOSED,
        Recovery.RECOVERED,
    )
    (conversation,) = await desk.conversations(ASTRID)
    assert conversation.status is ConversationStatus.RESOLVED
    assert await follow_ups(desk) == ["asked", "right", "recovered"]


async def test_who_says_no_is_with_people_again_and_told_so(desk: StoryDesk):
    await closed(desk)
    await desk.time_passes(days=2)
    await desk.customer_texts(ASTRID, "No, my bag is still not here.")
    (conversation,) = await desk.conversations(ASTRID)
    assert conversation.status is ConversationStatus.OPEN
    assert conversation.waiting_since == desk.clock.now()
    clock = (await desk.clocks(ASTRID, ClockKind.NEXT_RESPONSE))[-1]
    assert clock.running
    told = desk.said_to(ASTRID)[-1]
    assert told.startswith("We are sorry that it is not right yet. Your complaint C-7K2M9Q is open")
    complaint = await read_complaint(desk, NUMBER)
    assert complaint.stage is ComplaintStage.REOPENED
    assert complaint.recovery is None
    alerts = await desk.system.store.read(list_alerts, ADA, limit=10)
    assert any("says that it is not right" in each.text for each in alerts)


async def test_who_says_no_and_is_only_disagreed_with_again_is_lost(desk: StoryDesk):
    await closed(desk)
    await desk.time_passes(days=2)
    await desk.customer_texts(ASTRID, "no")
    await desk.agent_replies(ASTRID, "We are sorry, our answer stands.")
    await desk.agent_resolves(ASTRID)
    await answered(desk, Outcome.DISAGREED)
    assert (await read_complaint(desk, NUMBER)).recovery is Recovery.LOST
    await desk.time_passes(days=2)
    assert desk.said_to(ASTRID)[-1] == ASKED, "and asked after anew"


async def test_an_unrelated_message_is_an_ordinary_one(desk: StoryDesk):
    await closed(desk)
    await desk.time_passes(days=2)
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.customer_texts(ASTRID, "yes")
    complaint = await read_complaint(desk, NUMBER)
    assert complaint.follow_up_answer is None
    assert len(await desk.conversations(ASTRID)) == 2


async def test_nobody_is_asked_at_night_or_after_stop(desk: StoryDesk):
    evening = desk.clock.now().replace(hour=22)
    await desk.customer_texts(ASTRID, PERSON)
    await desk.time_passes(seconds=(evening - desk.clock.now()).total_seconds())
    await open_case(desk, ASTRID, NUMBER)
    await desk.agent_replies(ASTRID, "We are sorry.")
    await desk.agent_resolves(ASTRID)
    await answered(desk, Outcome.SETTLED)
    await desk.time_passes(days=2)
    assert ASKED not in desk.said_to(ASTRID)
    await desk.time_passes(hours=10)
    assert desk.said_to(ASTRID)[-1] == ASKED
    await desk.customer_texts(ASTRID, "no")
    await desk.agent_replies(ASTRID, "Here it is.")
    await desk.agent_resolves(ASTRID)
    await answered(desk, Outcome.SETTLED)
    await desk.customer_texts(ASTRID, "STOP")
    assert (await read_complaint(desk, NUMBER)).recovery is Recovery.LOST
    await desk.time_passes(days=3)
    assert desk.said_to(ASTRID).count(ASKED) == 1
    assert (await follow_ups(desk))[-1] == "not_asked"


async def test_lawyers_are_asked_by_people_alone(desk: StoryDesk):
    await closed(desk, special=(SpecialCase.LAWYER,))
    await desk.time_passes(days=3)
    assert ASKED not in desk.said_to(ASTRID)
    assert await follow_ups(desk) == ["not_asked"]


async def test_a_withdrawn_complaint_is_not_asked_after(desk: StoryDesk):
    await desk.customer_texts(ASTRID, PERSON)
    await open_case(desk, ASTRID, NUMBER)
    await desk.system.complaints.move(
        NUMBER,
        to=ComplaintStage.CLOSED,
        agent=ANN,
        why="they found the bag",
        outcome=Outcome.WITHDRAWN,
    )
    assert (await read_complaint(desk, NUMBER)).follow_up_at is None


async def test_several_processes_ask_once(desk: StoryDesk):
    await closed(desk)
    desk.clock.advance(timedelta(days=2))
    await asyncio.gather(*(watch_complaints(desk.system.tools) for _ in range(4)))
    await desk.settle()
    assert desk.said_to(ASTRID).count(ASKED) == 1


async def test_in_german(desk: StoryDesk):
    await closed(desk, text=PERSON_GERMAN)
    await desk.time_passes(days=2)
    assert desk.said_to(ASTRID)[-1] == (
        "Aurora Airways: Sie haben sich kürzlich bei uns beschwert (C-7K2M9Q). Ist jetzt alles in "
        "Ordnung? Antworten Sie mit Ja oder Nein."
    )
    await desk.customer_texts(ASTRID, "Ja, alles gut")
    assert desk.said_to(ASTRID)[-1] == "Das freut uns. Danke für Ihre Rückmeldung."


async def test_in_the_chat_the_answer_is_pressed(desk: StoryDesk):
    await desk.visitor_writes("mia", PERSON)
    await closed(desk, "mia")
    await desk.time_passes(days=2)
    yes, no = (await desk.page_shows("mia")).entries[-1].quick_replies
    assert (yes.label, no.label) == ("Yes", "No")
    await desk.visitor_writes("mallory", no.label, choice=no.value)
    assert (await read_complaint(desk, NUMBER)).follow_up_answer is None, "another's chat"
    await desk.visitor_writes("mia", no.label, choice=no.value)
    assert (await read_complaint(desk, NUMBER)).stage is ComplaintStage.REOPENED


async def test_by_letter(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, PERSON, subject="My bag")
    await closed(desk, MARA)
    await desk.time_passes(days=2)
    await letters.answer(letters.sent[-1], "Yes, thanks")
    complaint = await read_complaint(desk, NUMBER)
    assert complaint.follow_up_answer is FollowUpAnswer.RIGHT
    (conversation,) = await letters.conversations()
    assert conversation.status is ConversationStatus.RESOLVED


async def test_a_vote_after_a_complaint_tells_as_well(
    desk: StoryDesk, monkeypatch: pytest.MonkeyPatch
):
    ask_by(monkeypatch)
    await closed(desk)
    await desk.time_passes(minutes=15)
    await desk.ask_customers()
    await desk.customer_texts(ASTRID, "5")
    assert (await read_complaint(desk, NUMBER)).recovery is Recovery.RECOVERED
    await desk.customer_texts(ASTRID, "1")
    assert (await read_complaint(desk, NUMBER)).recovery is Recovery.LOST


async def test_who_comes_back_content_was_won_back(desk: StoryDesk):
    await closed(desk)
    await desk.time_passes(days=4)
    assert (await read_complaint(desk, NUMBER)).recovery is None
    await desk.customer_texts(ASTRID, KNOWN)
    complaint = await read_complaint(desk, NUMBER)
    felt = (await desk.last_decision(ASTRID)).understanding.sentiment
    assert complaint.recovery is (Recovery.RECOVERED if felt is not None else None)


async def test_judging_it_anew_from_the_record_finds_the_same(desk: StoryDesk):
    await closed(desk)
    await desk.time_passes(days=2)
    await desk.customer_texts(ASTRID, "yes")
    found = await read_complaint(desk, NUMBER)

    def forget(tx: Transaction) -> None:
        change_complaint(tx, lock_complaint_by_id(tx, found.id), recovery=None)

    await desk.system.store.run(forget)
    now = desk.clock.now()
    again = await desk.system.store.run(judge_by_id, found.id, now=now)
    assert again.recovery is found.recovery


async def test_whom_people_speak_with_already_is_left_to_them(desk: StoryDesk):
    await closed(desk)
    await desk.customer_texts(ASTRID, UNKNOWN)
    reference = (await desk.conversations(ASTRID))[0].reference
    await desk.system.desk.reopen(reference, agent=ANN)
    await desk.time_passes(days=2)
    assert ASKED not in desk.said_to(ASTRID)
    assert await follow_ups(desk) == ["not_asked"]


async def test_a_no_to_something_else_is_not_taken_for_an_answer(desk: StoryDesk):
    """It waits until no other matter is open on the same telephone."""
    await closed(desk)
    await desk.time_passes(hours=40)
    await desk.customer_texts(ASTRID, PERSON)
    await desk.agent_replies(ASTRID, "Do you want me to cancel it then?")
    await desk.time_passes(hours=9)
    assert ASKED not in desk.said_to(ASTRID)
    await desk.customer_texts(ASTRID, "No")
    complaint = await read_complaint(desk, NUMBER)
    assert (complaint.stage, complaint.follow_up_answer) == (ComplaintStage.CLOSED, None)
    assert (await desk.said(ASTRID))[-1] == "in No"
    await desk.agent_resolves(ASTRID)
    await desk.time_passes(hours=2)
    assert desk.said_to(ASTRID).count(ASKED) == 1
    assert await follow_ups(desk) == ["asked"]


async def test_it_is_asked_no_more_where_another_matter_stays_open_for_weeks(desk: StoryDesk):
    await closed(desk)
    await desk.time_passes(hours=47, minutes=30)
    await desk.customer_texts(ASTRID, PERSON)
    await desk.time_passes(days=1)
    assert await follow_ups(desk) == []
    await desk.time_passes(days=14)
    assert ASKED not in desk.said_to(ASTRID)
    assert await follow_ups(desk) == ["not_asked"]
