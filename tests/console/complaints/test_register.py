"""The register: open complaints first, late and grave ones on top; narrowed, searched and saved."""

import csv
import io
import re
from datetime import timedelta

from crm_store.customers import record_customer_facts
from domain.complaint_register import Outcome, Severity
from domain.complaints import ComplaintStage
from tests.console.browser import Browser, Console, words_of
from tests.console.complaints.cases import REGISTER, complain, member
from tests.console.record import record_person


def numbers_of(page: str) -> list[str]:
    return re.findall(r'<tr id="row-([^"]+)"', page)


async def grade(console: Console, number: str, severity: Severity) -> None:
    await console.services.complaints.overrule(
        number, severity=severity, reason="for this test", agent=member(console)
    )


async def close(console: Console, number: str) -> None:
    await console.services.complaints.move(
        number,
        to=ComplaintStage.CLOSED,
        agent=member(console),
        why="they called",
        outcome=Outcome.WITHDRAWN,
    )


async def test_late_ones_go_before_grave_ones_and_closed_ones_come_last(
    agent: Browser, console: Console
):
    late = await complain(console)
    console.clock.advance(timedelta(hours=60))
    minor, grave = await complain(console, 2), await complain(console, 3)
    closed = await complain(console, 4)
    await grade(console, grave.number, Severity.SERIOUS)
    await grade(console, minor.number, Severity.MINOR)
    await close(console, closed.number)
    await agent.log_in("agent@example.com")
    assert numbers_of(await agent.read(REGISTER)) == [late.number, grave.number, minor.number]
    everything = numbers_of(await agent.read(f"{REGISTER}?view=all"))
    assert everything == [late.number, grave.number, minor.number, closed.number]
    assert numbers_of(await agent.read(f"{REGISTER}?view=closed")) == [closed.number]
    assert numbers_of(await agent.read(f"{REGISTER}?view=late")) == [late.number]


async def test_a_row_tells_what_it_is_how_grave_where_it_stands_and_whose_it_is(
    agent: Browser, console: Console
):
    it = await complain(console)
    await console.services.complaints.assign(it.number, owner="s-agent", agent=member(console))
    words = words_of(await agent.read(REGISTER))
    assert f"{it.number} Astrid Lindqvist Lost baggage" in words
    assert f"Severity: {it.severity.value.title()} {it.grade.points} points" in words
    assert "Received due in" in words
    assert "Agent Berg" in words


async def test_the_register_is_narrowed_and_searched(agent: Browser, console: Console):
    def record(tx: object) -> None:
        record_person(tx, "c-ben", "Benedikt Adler", console.clock.now())  # type: ignore[arg-type]

    await console.services.store.run(record)
    bag = await complain(console)
    meal = await complain(console, 2, category="customer service", customer_id="c-ben")
    await grade(console, meal.number, Severity.CRITICAL)
    await console.services.complaints.assign(bag.number, owner="s-agent", agent=member(console))
    for query, wanted in {
        "q=benedikt": [meal.number],
        f"q={bag.number.lower()}": [bag.number],
        "severity=critical": [meal.number],
        "category=lost+baggage": [bag.number],
        "owner=s-agent": [bag.number],
        "view=mine": [bag.number],
        "view=nobody": [meal.number],
        "stage=received": [meal.number, bag.number],
        "stage=closed": [],
        "q=nobody+at+all": [],
        "severity=nonsense&stage=nonsense&view=nonsense": [meal.number, bag.number],
    }.items():
        assert numbers_of(await agent.read(f"{REGISTER}?{query}")) == wanted, query
    assert "Nothing matches" in words_of(await agent.read(f"{REGISTER}?q=nobody+at+all"))


async def test_the_menu_tells_how_many_are_late(agent: Browser, console: Console):
    it = await complain(console)
    assert "Register 1 late" not in words_of(await agent.read("/console/?view=waiting"))
    console.clock.advance(timedelta(hours=60))
    await agent.log_in("agent@example.com")
    assert "Register 1 late" in words_of(await agent.read("/console/?view=waiting"))
    await close(console, it.number)
    assert "late" not in words_of(await agent.read(REGISTER)).split("Register")[1][:10]


async def test_the_register_is_saved_for_spreadsheets_without_formulas(
    agent: Browser, console: Console
):
    it = await complain(console)
    await console.services.store.run(
        record_customer_facts, "c-astrid", name="=HYPERLINK(1)", language="en"
    )
    await complain(console, 2, category="delay")
    response = await agent.get(f"{REGISTER}.csv?category=lost+baggage")
    rows = list(csv.DictReader(io.StringIO((await response.text()).lstrip("\ufeff"))))
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert [each["number"] for each in rows] == [it.number]
    assert rows[0]["customer"] == "'=HYPERLINK(1)"
    assert rows[0]["severity"] == it.severity
    assert rows[0]["points"] == str(it.grade.points)
    assert rows[0]["received"] == "2026-03-02T09:00:00+00:00"


async def test_a_long_register_is_turned_page_by_page(agent: Browser, console: Console):
    made = [(await complain(console, number)).number for number in range(1, 54)]
    first = await agent.read(REGISTER)
    assert len(numbers_of(first)) == 50
    second = await agent.read(f"{REGISTER}?page=2")
    assert sorted(numbers_of(first) + numbers_of(second)) == sorted(made)
    assert 'rel="next"' in first
    assert 'rel="next"' not in second
    assert numbers_of(await agent.read(f"{REGISTER}?page=99999999")) == numbers_of(first)


async def test_supervisors_may_choose_open_ones(supervisor: Browser, console: Console):
    it, closed = await complain(console), await complain(console, 2)
    await close(console, closed.number)
    page = await supervisor.read(f"{REGISTER}?view=all")
    assert f'name="pick.{it.number}"' in page
    assert f'name="pick.{closed.number}"' not in page


async def test_an_empty_register_says_so(agent: Browser):
    for view, told in {
        "": "No complaint here",
        "late": "Nothing is late",
        "mine": "None is",
    }.items():
        assert told in words_of(await agent.read(f"{REGISTER}?view={view}"))
