"""Beside a conversation stands its complaint, or what agents are asked, or the button."""

from typing import Any

import pytest

from crm_store.complaint_questions import insert_complaint_question
from crm_store.complaints import list_complaints_of
from crm_store.conversations import get_conversation
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, ComplaintQuestion
from tests.console.browser import Browser, Console, words_of
from tests.console.complaints.cases import complain, member
from tests.console.record import begin, hand_over, reference_of

ONE = f"/console/conversations/{reference_of(1)}"


@pytest.fixture
async def conversation(console: Console) -> None:
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        hand_over(tx, begin(tx, 1, now=now, text="Well, great service."), now=now)

    await console.services.store.run(record)


async def ask(console: Console) -> None:
    """Have an agent be asked about the first message."""
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        conversation = get_conversation(tx, reference_of(1))
        question = ComplaintQuestion(
            id="q-1",
            conversation_id=conversation.id,
            interaction_id="x-1",
            probability=0.63,
            why="read as a complaint with 0.63, less than 0.7",
            at=now,
        )
        insert_complaint_question(tx, conversation, question)

    await console.services.store.run(record)


async def list_complaints(console: Console) -> tuple[Complaint, ...]:
    def find(tx: Transaction) -> Any:
        return list_complaints_of(tx, get_conversation(tx, reference_of(1)).id)

    found: tuple[Complaint, ...] = await console.services.store.read(find)
    return found


@pytest.mark.usefixtures("conversation")
async def test_an_agents_button_takes_a_conversation_down(agent: Browser, console: Console):
    page = await agent.read(ONE)
    assert "This is a complaint" in words_of(page)
    fields = {"category": "customer service", "why": "sarcastic", "message": "x-1"}
    answer = await agent.act(f"{ONE}/complaints", **fields)
    assert answer.headers["Location"] == f"{ONE}#side-complaints"
    (it,) = await list_complaints(console)
    assert (it.category, it.interaction_id, it.opened_by) == ("customer service", "x-1", "s-agent")
    words = words_of(await agent.read(ONE))
    assert f"Complaint {it.number}" in words
    assert "Another complaint" in words
    assert "with complaint" not in words


@pytest.mark.usefixtures("conversation")
async def test_the_customer_is_told_where_the_agent_wants_that(agent: Browser, console: Console):
    fields = {"category": "delay", "message": "", "tell": "1"}
    assert (await agent.act(f"{ONE}/complaints", **fields)).status == 303
    (it,) = await list_complaints(console)
    assert it.acknowledged_at is not None
    assert it.number in words_of(await agent.read(f"{ONE}/parts/timeline"))


@pytest.mark.usefixtures("conversation")
async def test_a_second_one_has_to_be_meant(agent: Browser, console: Console):
    await agent.act(f"{ONE}/complaints", category="delay")
    answer = await agent.act(f"{ONE}/complaints", category="delay")
    assert answer.status == 409
    assert len(await list_complaints(console)) == 1
    assert (await agent.act(f"{ONE}/complaints", category="staff", another="1")).status == 303
    assert len(await list_complaints(console)) == 2


@pytest.mark.usefixtures("conversation")
async def test_a_page_with_a_script_is_told_what_is_wrong_at_the_field(agent: Browser):
    token = {"csrf": await agent.token()}
    headers = {"HX-Request": "true"}
    answer = await agent.post(f"{ONE}/complaints", token, headers=headers)
    problem = await answer.json(content_type=None)
    assert (answer.status, problem["field"]) == (422, "category")
    fields = token | {"category": "delay"}
    answer = await agent.post(f"{ONE}/complaints", fields, headers=headers)
    assert answer.status == 204
    assert "Taken down as complaint C-" in answer.headers["HX-Trigger"]


@pytest.mark.usefixtures("conversation")
async def test_what_an_agent_is_asked_is_answered_with_yes(agent: Browser, console: Console):
    await ask(console)
    words = words_of(await agent.read(ONE))
    assert "Is this a complaint? Read as a complaint with 0.63, less than 0.7" in words
    assert "This is a complaint" not in words
    question = f"{ONE}/complaint-questions/q-1"
    refused = await agent.act(question, answer="yes", category="")
    assert refused.status == 422
    assert (await agent.act(question, answer="yes", category="staff")).status == 303
    (it,) = await list_complaints(console)
    assert it.interaction_id == "x-1"
    assert "Is this a complaint?" not in words_of(await agent.read(ONE))
    assert (await agent.act(question, answer="no")).status == 409


@pytest.mark.usefixtures("conversation")
async def test_what_an_agent_is_asked_is_answered_with_no(agent: Browser, console: Console):
    await ask(console)
    question = f"{ONE}/complaint-questions/q-1"
    assert (await agent.act(question, answer="perhaps")).status == 422
    assert (await agent.act(question, answer="no")).status == 303
    assert await list_complaints(console) == ()
    words = words_of(await agent.read(ONE))
    assert "Is this a complaint?" not in words
    assert "This is a complaint" in words


async def test_a_customers_page_lists_complaints_and_what_was_given(
    agent: Browser, console: Console
):
    it = await complain(console)
    words = words_of(await agent.read("/console/customers/c-astrid"))
    assert f"Complaints {it.number}" in words
    assert "Lost baggage" in words
    assert "Vouchers" not in words
    await console.services.complaints.assign(it.number, owner="s-agent", agent=member(console))
    assert "yours" in words_of(await agent.read(ONE))
