"""Staff read what was gathered in a run by its titles, and never what is secret."""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.describe_run import (
    FormWords,
    describe_forms,
    describe_runs,
    describe_slots,
)
from bot.forms.gathered import HIDDEN, tell_value
from domain.self_service import ActionRun, RunState

pytestmark = pytest.mark.unit

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORDS = FormWords(
    title="Check in",
    slots={"booking": "Booking reference", "pin": "PIN"},
    secret=frozenset({"pin", "one_time_code"}),
)


def make_run(requested: str | None = None, **slots: Any) -> ActionRun:
    return ActionRun(
        id="r",
        conversation_id="v",
        customer_id="c",
        action="check_in",
        state=RunState.COLLECTING,
        channel="sms",
        slots=slots,
        requested=requested,
        started_at=NOW,
        updated_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )


def test_what_was_gathered_has_its_titles_in_the_order_asked():
    told = describe_slots(make_run(pin="1234", booking="DEMO42", _kept={"a": 1}), WORDS)
    assert [(one.title, one.value) for one in told.gathered] == [
        ("Booking reference", "DEMO42"),
        ("PIN", HIDDEN),
    ]


def test_what_was_asked_last_is_named():
    assert describe_slots(make_run("booking"), WORDS).asked == "Booking reference"
    assert describe_slots(make_run("one_time_code"), WORDS).asked == "One-time code"
    assert describe_slots(make_run(), WORDS).asked is None


def test_what_the_form_loop_keeps_for_itself_is_not_among_the_facts():
    run = replace(make_run(), facts={"proof": ["booking"], "seat": "14C"})
    assert describe_slots(run, WORDS).facts == {"seat": "14C"}


def test_a_code_is_nobodys_to_read_even_where_the_action_is_gone():
    told = describe_slots(make_run(one_time_code="482913"), FormWords(title="Gone"))
    assert told.gathered[0].value == HIDDEN


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "yes"),
        (["Ann", "Bo"], "Ann, Bo"),
        ({"last_name": "Ek", "seats": 2}, "Last name: Ek; Seats: 2"),
        ("x" * 300, "x" * 200),
    ],
)
def test_values_are_told_in_words(value: Any, words: str):
    assert tell_value(value) == words


async def test_an_action_that_is_no_more_goes_by_its_name():
    forms = await describe_forms(["some_old_action"])
    assert forms["some_old_action"].title == "Some old action"
    assert forms["some_old_action"].name_slot("last_name") == "Last name"


async def test_nothing_is_told_of_what_nobody_knows_to_be_secret_or_not():
    (told,) = await describe_runs([replace(make_run(pin="1234"), action="some_old_action")])
    assert [(one.title, one.value) for one in told.gathered] == [("Pin", HIDDEN)]


async def test_where_the_actions_cannot_be_loaded_runs_are_told_without_titles(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setitem(sys.modules, "bot.actions.registry", None)
    (told,) = await describe_runs([make_run("last_name", booking="DEMO42")])
    assert (told.title, told.asked) == ("Check in", "Last name")
    assert [(one.title, one.value) for one in told.gathered] == [("Booking", HIDDEN)]


async def test_without_runs_nothing_is_loaded():
    assert await describe_forms([]) == {}


def test_what_was_gathered_is_not_told_once_more_among_the_facts():
    run = replace(make_run(booking="DEMO42"), facts={"booking": "DEMO42", "seat": "14C"})
    assert describe_slots(run, WORDS).facts == {"seat": "14C"}
    other = replace(make_run(booking="DEMO42"), facts={"booking": "DEMO43"})
    assert describe_slots(other, WORDS).facts == {"booking": "DEMO43"}
