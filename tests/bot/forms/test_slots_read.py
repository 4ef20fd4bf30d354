"""Whether a message says anything that a form would like to know, and what staff see of it."""

from dataclasses import replace
from typing import Any

import pytest

from bot.forms.gathered import describe_gathered
from bot.forms.reading import Reading
from bot.forms.slots_read import reads_anew, reads_as_answer
from domain.self_service import ActionRun, RunState
from tests.bot.actions.bell import RING_BELL, BellForm
from tests.fakes import MONDAY_MORNING

pytestmark = pytest.mark.unit

RUN = ActionRun(
    id="r1",
    conversation_id="c1",
    customer_id="k1",
    action="ring_bell",
    state=RunState.COLLECTING,
    channel="sms",
    requested="times",
    started_at=MONDAY_MORNING,
    updated_at=MONDAY_MORNING,
    expires_at=MONDAY_MORNING,
)


def reading(text: str, **facts: Any) -> Reading:
    return Reading(text=text, language="en", now=MONDAY_MORNING, **facts)


@pytest.mark.parametrize(
    ("text", "reads"),
    [("2", True), ("the red one", True), ("how much luggage", False), ("", False)],
)
def test_an_answer_is_read_for_what_was_asked_and_for_what_is_unmistakable(
    text: str, reads: bool
) -> None:
    assert reads_as_answer(BellForm.slots, RUN, reading(text)) is reads


def test_what_is_known_is_no_answer_unless_it_is_corrected() -> None:
    run = replace(RUN, slots={"times": 2}, requested="colour")
    assert not reads_as_answer(BellForm.slots, run, reading("3 times"))
    assert reads_as_answer(BellForm.slots, run, reading("no, I meant 3", corrected=True))


def test_a_code_is_an_answer_only_where_one_was_asked_for() -> None:
    run = replace(RUN, slots={"times": 2, "colour": "red"}, requested=None)
    assert not reads_as_answer(BellForm.slots, run, reading("123 456"))
    run = replace(run, requested="one_time_code")
    assert reads_as_answer(BellForm.slots, run, reading("123 456"))


def test_who_asks_for_the_same_with_other_facts_means_those() -> None:
    run = replace(RUN, slots={"times": 2}, requested="colour")
    assert reads_anew(BellForm.slots, run, reading("ring it 3 times"))
    assert not reads_anew(BellForm.slots, run, reading("ring it 2 times"))
    assert not reads_anew(BellForm.slots, run, reading("ring the red one"))


def test_staff_see_what_was_gathered_and_dots_for_what_is_secret() -> None:
    slots = tuple(replace(each, secret=each.name == "colour") for each in BellForm.slots)
    form: Any = type("Form", (), {"slots": slots})
    action = replace(RING_BELL, form=form)
    told = describe_gathered(action, {"times": 2, "colour": "red"})
    assert told == "Ring the bell by the customer so far: How often: 2; Colour: ••••••"
    assert describe_gathered(action, {}).endswith("nothing yet")
