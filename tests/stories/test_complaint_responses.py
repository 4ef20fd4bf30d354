"""Whoever complained hears that we are sorry, what is done about it, and what we give them."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from complaints.policy_definition import render_policy
from complaints.response_edits import ResponseEdits
from complaints.shipped_policy import SHIPPED
from crm_store.complaint_policies import PolicyVersion, insert_policy_version
from crm_store.schema import gestures, vouchers
from crm_store.suppressions import record_suppression
from crm_store.transaction import Transaction
from domain.complaint_cases import ComplaintEventKind
from domain.complaint_facts import SpecialCase
from domain.complaint_policy import ComplaintPolicy
from domain.complaint_register import ANY_CATEGORY, Severity
from domain.complaints import ComplaintStage
from domain.conversations import Direction
from domain.errors import AccessDeniedError, ConflictError, InvalidInputError, NotFoundError
from domain.redress import Gesture, GestureKind, GesturePolicy, GestureRule
from domain.redress_cases import GestureState
from domain.service_levels import ClockKind
from tests.stories.complaint_cases import ADA, list_events, open_case, read_complaint
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import ANN, BEN

NUMBER = "C-7K2M9Q"
PERSON = "I want to speak to a person"
DOING = ResponseEdits(doing="Oslo is searching for your bag")


def give(cost: int, *, approval_above: int = 50_00, budget: int = 1000_00) -> ComplaintPolicy:
    """A policy that gives a voucher to everybody."""
    gesture = Gesture(kind=GestureKind.VOUCHER, cost=cost, currency="EUR")
    rules = tuple(
        GestureRule(severity=each, category=ANY_CATEGORY, gesture=gesture) for each in Severity
    )
    table = GesturePolicy(rules=rules, approval_above={"EUR": approval_above})
    return replace(SHIPPED, gestures=table, budgets={"EUR": budget})


async def set_policy(desk: StoryDesk, policy: ComplaintPolicy) -> None:
    version = PolicyVersion(
        number=1,
        definition=render_policy(policy),
        created_at=desk.clock.now(),
        created_by="Ada",
    )
    await desk.system.store.run(insert_policy_version, version)


async def count(desk: StoryDesk, table: Any) -> int:
    def read(tx: Transaction) -> int:
        return int(tx.execute(select(func.count()).select_from(table)).scalar_one())

    return await desk.system.store.read(read)


@pytest.fixture
async def case(desk: StoryDesk) -> StoryDesk:
    """A desk with one complaint, of somebody who waits for a person."""
    await desk.customer_texts(ASTRID, PERSON)
    await open_case(desk, ASTRID, NUMBER)
    return desk


async def test_a_response_says_sorry_what_is_done_and_what_is_given(case: StoryDesk):
    await set_policy(case, give(25_00))
    await case.time_passes(minutes=20)
    complaints = case.system.complaints
    preview = await complaints.preview_response(NUMBER, agent=ANN, edits=DOING)
    assert preview.refusals == ()
    assert preview.most is not None
    assert preview.takes_up <= preview.most
    assert "••••" in preview.text
    assert await count(case, gestures) == 0, "a preview gives nothing"
    answered = await complaints.respond(NUMBER, agent=ANN, edits=DOING)
    await case.settle()
    text = case.said_to(ASTRID)[-1]
    assert text.startswith("We are sorry for the inconvenience. We take complaint C-7K2M9Q seriou")
    assert "Oslo is searching for your bag. To make up for it we give you a voucher for" in text
    assert "EUR 25.00, code " in text
    assert text.endswith("Ann, Aurora Airways")
    assert "•" not in text
    assert answered.stage is ComplaintStage.RESPONDED
    assert answered.acknowledged_at == answered.responded_at == case.clock.now()
    assert answered.owner == ANN.id
    (clock,) = await case.clocks(ASTRID, ClockKind.FIRST_RESPONSE)
    assert clock.state.met_at == case.clock.now()
    conversation = await case.conversation(ASTRID)
    assert (conversation.assignee, conversation.waiting_since) == (ANN.id, None)
    assert await count(case, vouchers) == 1
    events = await list_events(case, NUMBER)
    (event,) = [each for each in events if each.kind is ComplaintEventKind.ANSWERED]
    assert event.facts["template"] == "en/sms"
    code = text.split("code ")[1][:29]
    assert not any(code in str(each) for each in events), "the code is the customer's alone"


async def test_the_words_are_the_customers_language(desk: StoryDesk):
    await set_policy(desk, give(25_00))
    await desk.visitor_writes("v1", "Ich möchte mit einem Menschen sprechen", language="de")
    await open_case(desk, "v1", NUMBER, language="de")
    edits = ResponseEdits(doing="Oslo sucht Ihren Koffer", more="Wir melden uns {morgen}.")
    await desk.system.complaints.respond(NUMBER, agent=ANN, edits=edits)
    text = (await desk.said("v1"))[-1]
    assert "bitten Sie um Entschuldigung" in text
    assert "ernst. Das tun wir: Oslo sucht Ihren Koffer." in text
    assert "\n\nWir melden uns {morgen}.\n\nAls Wiedergutmachung erhalten Sie" in text
    assert "25,00 EUR" in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize(
    ("edits", "missing"),
    [
        (ResponseEdits(doing="  "), "say what is being done about it"),
        (replace(DOING, apology=""), "the apology is missing; say that you are sorry"),
        (replace(DOING, apology="Hello."), "the apology says none"),
        (replace(DOING, assurance=""), "the assurance is missing; say that it is taken"),
        (
            replace(DOING, assurance="We take it seriously."),
            "the assurance has to tell what is being done",
        ),
        (replace(DOING, more="Quite a story. " * 60), "of 3 on sms; say less"),
    ],
)
async def test_nothing_goes_out_without_its_three_parts(
    case: StoryDesk, edits: ResponseEdits, missing: str
):
    await set_policy(case, give(25_00))
    before, said = await read_complaint(case, NUMBER), case.said_to(ASTRID)
    with pytest.raises(InvalidInputError, match=missing):
        await case.system.complaints.respond(NUMBER, agent=ANN, edits=edits)
    await case.settle()
    assert case.said_to(ASTRID) == said
    assert await read_complaint(case, NUMBER) == before
    assert (await count(case, vouchers), await count(case, gestures)) == (0, 0)
    preview = await case.system.complaints.preview_response(NUMBER, agent=ANN, edits=edits)
    assert any(missing in each for each in preview.refusals)


async def test_an_agents_own_words_take_the_place_of_the_templates(case: StoryDesk):
    edits = ResponseEdits(
        doing="Oslo is searching for your bag.",
        apology="I am so sorry, {{ Astrid }}.",
        assurance="I take it seriously; Oslo is searching for your bag. Since noon.",
        more="Call me.",
    )
    await case.system.complaints.respond(NUMBER, agent=ANN, edits=edits)
    await case.settle()
    text = case.said_to(ASTRID)[-1]
    assert text == (
        "I am so sorry, {{ Astrid }}. I take it seriously; Oslo is searching for your bag. "
        "Since noon. Call me.\nAnn, Aurora Airways"
    )


async def test_what_needs_a_second_person_waits_for_one(case: StoryDesk):
    await set_policy(case, give(80_00))
    complaints = case.system.complaints
    with pytest.raises(ConflictError, match="needs a second person"):
        await complaints.respond(NUMBER, agent=ANN, edits=DOING)
    assert (await read_complaint(case, NUMBER)).stage is ComplaintStage.RECEIVED
    assert await count(case, gestures) == 1, "it was put forward for approval"
    preview = await complaints.preview_response(NUMBER, agent=ANN, edits=DOING)
    assert preview.gesture.case is not None
    assert preview.gesture.case.state is GestureState.PROPOSED
    assert any("needs a second person" in each for each in preview.refusals)
    assert await count(case, vouchers) == 0


async def test_only_a_supervisor_answers_a_lawyer(desk: StoryDesk):
    await desk.customer_texts(ASTRID, PERSON)
    await open_case(desk, ASTRID, NUMBER, special=(SpecialCase.LAWYER,))
    with pytest.raises(AccessDeniedError, match="a supervisor has to send"):
        await desk.system.complaints.respond(NUMBER, agent=ANN, edits=DOING)
    sent = await desk.system.complaints.respond(NUMBER, agent=ADA, edits=DOING)
    assert sent.stage is ComplaintStage.RESPONDED


async def test_who_said_stop_gets_none(case: StoryDesk):
    await set_policy(case, give(25_00))
    await case.customer_texts(ASTRID, "STOP")
    with pytest.raises(InvalidInputError, match="opted out of text messages; reach the customer"):
        await case.system.complaints.respond(NUMBER, agent=ANN, edits=DOING)
    assert await count(case, vouchers) == 0


async def test_no_other_customer_reads_it_whose_conversation_was_merged(case: StoryDesk):
    await set_policy(case, give(25_00))
    await case.customer_texts(JONAS, PERSON)
    hers, his = await case.reference(ASTRID), await case.reference(JONAS)
    await case.system.desk.merge(hers, agent=ANN, into=his, confirmed=True)
    await case.customer_texts(JONAS, "and my own matter?")
    complaints = case.system.complaints
    preview = await complaints.preview_response(NUMBER, agent=ANN, edits=DOING)
    assert any(f"another customer's than {his}" in each for each in preview.refusals)
    before = case.said_to(JONAS)
    with pytest.raises(ConflictError, match="undo the merge, or answer from"):
        await complaints.respond(NUMBER, agent=ANN, edits=DOING)
    (line,) = await case.system.redress.give_batch([NUMBER], by=ADA, edits=DOING)
    assert (line.outcome, "undo the merge" in line.why) == ("failed", True)
    await case.settle()
    assert case.said_to(JONAS) == before
    assert (await count(case, vouchers), await count(case, gestures)) == (0, 0)
    await case.system.desk.unmerge(hers, agent=ANN)
    await complaints.respond(NUMBER, agent=ANN, edits=DOING)
    await case.settle()
    assert "To make up for it" in case.said_to(ASTRID)[-1]


async def test_nothing_is_given_where_nothing_arrives(case: StoryDesk):
    await set_policy(case, give(25_00))
    await case.system.store.run(
        record_suppression, "sms", ASTRID, reason="unknown number", now=case.clock.now()
    )
    preview = await case.system.complaints.preview_response(NUMBER, agent=ANN, edits=DOING)
    assert any("reach the customer another way" in each for each in preview.refusals)
    with pytest.raises(InvalidInputError, match=r"unknown number.*Send there again"):
        await case.system.complaints.respond(NUMBER, agent=ANN, edits=DOING)
    assert (await count(case, vouchers), await count(case, gestures)) == (0, 0)


async def test_what_fails_at_the_last_step_leaves_nothing(
    case: StoryDesk, monkeypatch: pytest.MonkeyPatch
):
    await set_policy(case, give(25_00))
    before, said = await read_complaint(case, NUMBER), case.said_to(ASTRID)

    def fail(*_args: object, **_named: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("bot.complaints.respond.note_figures", fail)
    with pytest.raises(RuntimeError):
        await case.system.complaints.respond(NUMBER, agent=ANN, edits=DOING)
    await case.settle()
    assert await read_complaint(case, NUMBER) == before
    assert case.said_to(ASTRID) == said
    assert (await count(case, vouchers), await count(case, gestures)) == (0, 0)


async def test_a_response_is_sent_once(case: StoryDesk):
    await set_policy(case, give(25_00))
    complaints = case.system.complaints

    async def send() -> object:
        try:
            return await complaints.respond(NUMBER, agent=ANN, edits=DOING, key="r1")
        except ConflictError as error:
            return error

    await asyncio.gather(send(), send())
    await send()
    await case.settle()
    assert len([each for each in case.said_to(ASTRID) if "sorry for" in each]) == 1
    assert await count(case, vouchers) == 1
    with pytest.raises(ConflictError, match="responded to already; write a reply, or reopen"):
        await complaints.respond(NUMBER, agent=ANN, edits=DOING)


async def test_what_somebody_else_changed_is_not_answered_unseen(case: StoryDesk):
    seen = await read_complaint(case, NUMBER)
    await case.system.complaints.assign(NUMBER, owner=BEN.id, agent=BEN)
    with pytest.raises(ConflictError, match="meanwhile"):
        await case.system.complaints.respond(NUMBER, agent=ANN, edits=DOING, version=seen.version)
    assert not [each for each in await case.log(ASTRID, Direction.OUT) if "sorry" in each.text]


async def test_words_of_the_sites_own_go_before_those_that_are_shipped(case: StoryDesk):
    desk = case.system.response_templates
    text = (
        "{% block apology %}Oh dear, sorry!{% endblock %} "
        "{% block assurance %}We are serious: {{ doing }}{% endblock %}"
        "{% block gesture %} {{ gesture }}{% endblock %}"
    )
    with pytest.raises(InvalidInputError, match="the assurance is missing"):
        await desk.save("en", "sms", text.replace("assurance", "comfort"), by=ADA, based_on=0)
    with pytest.raises(InvalidInputError, match="of 3 on sms; shorten it"):
        await desk.save("en", "sms", text + " Much ado about it." * 30, by=ADA, based_on=0)
    with pytest.raises(InvalidInputError, match="'fax' is no channel"):
        await desk.save("en", "fax", text, by=ADA, based_on=0)
    await desk.save("en", "sms", text, by=ADA, based_on=0)
    with pytest.raises(ConflictError, match="changed these words meanwhile"):
        await desk.save("en", "sms", f"{text}!", by=ADA, based_on=0)
    preview = await case.system.complaints.preview_response(NUMBER, agent=ANN, edits=DOING)
    assert preview.text == "Oh dear, sorry! We are serious: Oslo is searching for your bag."
    assert preview.template_number == 1
    await desk.reset("en", "sms", by=ADA, based_on=1)
    found = {(each.template.language, each.template.channel): each for each in await desk.list()}
    assert (found["en", "sms"].number, found["en", "sms"].last) == (0, 2)
    assert [each.number for each in await desk.list_versions("en", "sms")] == [2, 1]
    with pytest.raises(NotFoundError, match="no words of your own"):
        await desk.reset("de", "sms", by=ADA)
