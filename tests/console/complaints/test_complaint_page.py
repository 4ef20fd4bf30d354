"""The page of a complaint: its course, its sum, what was found, and the ways on."""

import re
from datetime import timedelta

import pytest

from complaints.voucher_codes import write_code
from crm_store.complaints import change_complaint, get_complaint
from crm_store.transaction import Transaction
from domain.complaint_facts import SpecialCase
from domain.complaint_register import Outcome, Severity
from domain.complaints import ComplaintStage
from tests.console.browser import Browser, Console, words_of
from tests.console.complaints.cases import BAG, REGISTER, complain, member, read
from tests.console.record import begin, record_person, reference_of


def points_of(page: str) -> tuple[list[int], int]:
    """Read the addends of the severity's table, and its sum."""
    table = page[page.index('class="sum"') : page.index("</tfoot>")]
    *addends, total = (int(each) for each in re.findall(r'class="number">(\d+)<', table))
    return addends, total


async def test_a_complaint_is_shown_with_its_course_and_what_was_said(
    agent: Browser, console: Console
):
    it = await complain(console)
    page = await agent.read(f"{REGISTER}/{it.number}")
    words = words_of(page)
    assert f"<h1>{it.number}</h1>" in page
    assert "Astrid Lindqvist" in words
    assert BAG in words
    assert "The customer has not heard yet that we have it." in words
    assert 'aria-current="step"' in page
    assert re.search(r"Received 09:00 Agent Berg due in", words)
    assert "Acknowledged , not yet" in words
    assert "Received Mon 2 Mar 09:00 by Agent Berg" in words
    assert reference_of(1) in words


async def test_the_sum_of_the_severity_adds_up_on_the_page(agent: Browser, console: Console):
    console.clock.advance(timedelta(hours=3))
    it = await complain(console)
    console.clock.advance(timedelta(hours=5))
    it = await complain(console, 2, text="Still no bag.")
    addends, total = points_of(await agent.read(f"{REGISTER}/{it.number}"))
    assert sum(addends) == total == it.grade.points
    assert len(addends) == len(it.grade.parts)


async def test_what_is_overruled_stands_beside_the_sum_and_can_be_taken_back(
    agent: Browser, console: Console
):
    it = await complain(console)
    one = f"{REGISTER}/{it.number}"
    fields = {"version": str(it.version), "severity": "serious"}
    answer = await agent.act(f"{one}/overrule", **fields, reason="")
    assert answer.status == 422
    page = await answer.text()
    assert 'id="overrule-reason-error"' in page
    assert "Say why it is serious" in words_of(page)
    assert (await read(console, it.number)).severity is it.severity

    answer = await agent.act(f"{one}/overrule", **fields, reason="a wedding dress")
    assert answer.status == 303
    page = await agent.read(one)
    assert f"By the sum Severity: {it.severity.value.title()}" in words_of(page)
    assert "Holds Severity: Serious" in words_of(page)
    assert "a wedding dress" in page
    assert points_of(page)[1] == it.grade.points
    again = await read(console, it.number)
    assert again.severity is Severity.SERIOUS

    fields = {"version": str(again.version), "severity": "sum", "reason": "it was another dress"}
    await agent.act(f"{one}/overrule", **fields)
    assert (await read(console, it.number)).severity is it.severity


async def test_a_form_of_an_older_page_changes_nothing_and_keeps_what_was_typed(
    agent: Browser, console: Console
):
    it = await complain(console)
    one = f"{REGISTER}/{it.number}"
    await agent.act(f"{one}/assign", version=str(it.version), owner="s-agent")
    answer = await agent.act(
        f"{one}/file", version=str(it.version), category="delay", lessons="Scan bags twice."
    )
    page = await answer.text()
    assert answer.status == 409
    assert "somebody else changed" in words_of(page).lower()
    assert "Scan bags twice." in page
    after = await read(console, it.number)
    assert (after.category, after.lessons) == ("lost baggage", None)


async def test_a_form_without_a_version_is_refused(agent: Browser, console: Console):
    it = await complain(console)
    answer = await agent.act(f"{REGISTER}/{it.number}/assign", owner="s-agent")
    assert answer.status == 422
    assert (await read(console, it.number)).owner is None


async def test_a_complaint_goes_on_from_stage_to_stage(agent: Browser, console: Console):
    it = await complain(console)
    one = f"{REGISTER}/{it.number}"
    await agent.act(f"{one}/acknowledge", version=str(it.version))
    it = await read(console, it.number)
    assert it.stage is ComplaintStage.ACKNOWLEDGED
    answer = await agent.act(f"{one}/investigate", version=str(it.version))
    assert answer.headers["Location"] == f"{one}?said=investigate#next"
    it = await read(console, it.number)
    assert (it.stage, it.owner) == (ComplaintStage.INVESTIGATING, "s-agent")
    page = words_of(await agent.read(f"{one}?said=investigate"))
    assert "It is being looked into." in page
    assert "Look into it" not in page


async def test_what_nobody_answered_is_never_settled(agent: Browser, console: Console):
    it = await complain(console)
    one = f"{REGISTER}/{it.number}"
    page = await agent.read(one)
    choices = page[page.index('id="close-outcome"') :]
    assert "Withdrawn by the customer" in choices[: choices.index("</select>")]
    assert "Settled" not in choices[: choices.index("</select>")]
    fields = {"version": str(it.version), "why": "they called"}
    answer = await agent.act(f"{one}/close", outcome="settled", **fields)
    assert answer.status == 422
    assert (await read(console, it.number)).open
    await agent.act(f"{one}/close", outcome="withdrawn", **fields)
    after = await read(console, it.number)
    assert (after.stage, after.outcome) == (ComplaintStage.CLOSED, Outcome.WITHDRAWN)
    assert "It ended as: withdrawn by the customer" in words_of(await agent.read(one))


async def test_closing_and_reopening_ask_for_words(agent: Browser, console: Console):
    it = await complain(console)
    one = f"{REGISTER}/{it.number}"
    answer = await agent.act(f"{one}/close", version=str(it.version), outcome="withdrawn", why=" ")
    assert answer.status == 422
    assert 'id="close-why-error"' in await answer.text()
    answer = await agent.act(f"{one}/escalate", version=str(it.version), why="the ombudsman")
    assert answer.status == 303
    words = words_of(await agent.read(one))
    assert "A body outside has it" in words
    assert "the ombudsman" in words


async def test_findings_are_filed_and_the_history_tells_them(agent: Browser, console: Console):
    it = await complain(console)
    one = f"{REGISTER}/{it.number}"
    fields = {
        "version": str(it.version),
        "category": "damaged",
        "product": "Flight AU 1204",
        "root_cause": "partner or supplier",
        "lessons": "Ask the handler\r\nfor photographs.",
    }
    assert (await agent.act(f"{one}/file", **fields)).status == 303
    it = await read(console, it.number)
    assert (it.category, it.product, it.root_cause) == (
        "damaged",
        "Flight AU 1204",
        "partner or supplier",
    )
    assert it.lessons == "Ask the handler\nfor photographs."
    words = words_of(await agent.read(one))
    assert "Root cause: partner or supplier" in words
    assert "Lessons were written down" in words


async def test_a_category_that_the_policy_does_not_know_is_refused_at_its_field(
    agent: Browser, console: Console
):
    it = await complain(console)
    answer = await agent.act(
        f"{REGISTER}/{it.number}/file", version=str(it.version), category="weather"
    )
    page = await answer.text()
    assert answer.status == 422
    assert 'id="file-category-error"' in page
    assert 'href="#file-category"' in page


async def test_a_complaint_is_taken_and_given_to_others(agent: Browser, console: Console):
    it = await complain(console)
    one = f"{REGISTER}/{it.number}"
    assert "Nobody yet" in words_of(await agent.read(one))
    await agent.act(f"{one}/assign", version=str(it.version), owner="s-agent")
    page = words_of(await agent.read(one))
    assert "Seen to by You" in page
    it = await read(console, it.number)
    answer = await agent.act(f"{one}/assign", version=str(it.version), owner="s-nobody")
    assert answer.status == 422
    await agent.act(f"{one}/assign", version=str(it.version), owner="")
    assert (await read(console, it.number)).owner is None


async def test_conversations_are_linked_with_a_reason_and_taken_off_again(
    agent: Browser, console: Console
):
    it = await complain(console)
    now = console.clock.now()
    await console.services.store.run(begin, 2, now=now, text="And my other bag?")
    one, fields = f"{REGISTER}/{it.number}", {"reference": reference_of(2).lower()}
    answer = await agent.act(f"{one}/link", version=str(it.version), why="", **fields)
    assert answer.status == 422
    assert 'id="link-why-error"' in await answer.text()
    await agent.act(f"{one}/link", version=str(it.version), why="the same flight", **fields)
    page = await agent.read(one)
    assert "The same flight, by Agent Berg" in words_of(page)
    it = await read(console, it.number)
    fields = {"version": str(it.version), "reference": reference_of(2), "why": "not the same"}
    assert (await agent.act(f"{one}/unlink", **fields)).status == 303
    assert f"No longer linked to {reference_of(2)}" in words_of(await agent.read(one))


async def test_another_customers_conversation_is_not_linked(agent: Browser, console: Console):
    it, now = await complain(console), console.clock.now()

    def record(tx: Transaction) -> None:
        record_person(tx, "c-ben", "Ben Adler", now)
        begin(tx, 2, now=now, text="My own bag", customer_id="c-ben")

    await console.services.store.run(record)
    fields = {"version": str(it.version), "reference": reference_of(2), "why": "the same"}
    answer = await agent.act(f"{REGISTER}/{it.number}/link", **fields)
    assert answer.status == 409
    assert "another customer's" in words_of(await answer.text())


async def test_what_is_not_as_usual_is_told_with_what_to_do(agent: Browser, console: Console):
    it = await complain(console)

    def mark(tx: Transaction) -> None:
        special = (SpecialCase.LAWYER, SpecialCase.ABOUT_SEVERAL)
        change_complaint(tx, get_complaint(tx, it.number), special=special)

    await console.services.store.run(mark)
    words = words_of(await agent.read(f"{REGISTER}/{it.number}"))
    assert "A lawyer writes" in words
    assert "a supervisor answers, and nothing is conceded" in words
    assert "About several" in words


async def test_a_code_in_what_the_customer_said_is_masked(agent: Browser, console: Console):
    code = write_code("somebody's secret, long enough to be one")
    it = await complain(console, text=f"You gave me {code} and it does not work.")
    for path in (f"{REGISTER}/{it.number}", f"/console/conversations/{reference_of(1)}"):
        page = await agent.read(path)
        assert code not in page
        assert f"••••-{code[-4:]}" in page


async def test_the_customer_is_told_by_a_button_once(agent: Browser, console: Console):
    it = await complain(console)
    one = f"{REGISTER}/{it.number}"
    assert (await agent.act(f"{one}/tell", version=str(it.version))).status == 303
    assert (await read(console, it.number)).stage is ComplaintStage.ACKNOWLEDGED
    assert it.number in words_of(await agent.read(f"/console/conversations/{reference_of(1)}"))
    answer = await agent.act(f"{one}/tell", version=str(it.version))
    assert answer.status == 409


async def test_other_complaints_of_the_customer_stand_beside_it(agent: Browser, console: Console):
    first = await complain(console)
    second = await complain(console, 2, text="And my meal was cold.", category="customer service")
    page = words_of(await agent.read(f"{REGISTER}/{second.number}"))
    assert f"Other complaints of this customer {first.number}" in page


@pytest.mark.parametrize("path", ["", "/close", "/respond"])
async def test_a_complaint_that_is_not_there_is_said_to_be_none(agent: Browser, path: str):
    address = f"{REGISTER}/C-NOTONE{path}"
    answer = await agent.act(address, version="1") if path else await agent.get(address)
    assert answer.status == 404


async def test_agents_are_offered_no_page_that_is_a_supervisors(agent: Browser, console: Console):
    it = await complain(console)
    page = await agent.read(REGISTER)
    assert f"{REGISTER}/approvals" not in page
    assert 'type="checkbox"' not in page
    assert member(console).name in await agent.read(f"{REGISTER}/{it.number}")
