"""What comes next in a form."""

from typing import Any

import pytest

from bot.forms.next_move import Move, Standing, count_failures, decide_move
from domain.self_service import Level, Risk

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("facts", "move"),
    [
        ({"requested": "colour"}, Move.ASK),
        ({"requested": "colour", "failures": 2}, Move.ASK),
        ({"requested": "colour", "failures": 3}, Move.GIVE_UP),
        ({"requested": "colour", "handed_over": True}, Move.HAND_OVER),
        ({"requested": "colour", "ended": True}, Move.END),
        ({}, Move.SUBMIT),
        ({"level": Level.KNOWLEDGE}, Move.NOT_VERIFIED),
        ({"level": Level.POSSESSION, "proven": Level.KNOWLEDGE}, Move.NOT_VERIFIED),
        ({"level": Level.KNOWLEDGE, "proven": Level.POSSESSION}, Move.SUBMIT),
        ({"level": Level.CODE, "proven": Level.POSSESSION}, Move.SEND_CODE),
        ({"level": Level.CODE, "proven": Level.CODE}, Move.SUBMIT),
        ({"level": Level.CODE, "failures": 3}, Move.GIVE_UP),
        ({"risk": Risk.NEEDS_APPROVAL, "approval": "more than 100 EUR"}, Move.AWAIT_APPROVAL),
        ({"risk": Risk.NEEDS_APPROVAL}, Move.SUBMIT),
        ({"risk": Risk.LOW_IMPACT, "approval": "ignored"}, Move.SUBMIT),
    ],
)
def test_each_standing_has_its_move(facts: dict[str, Any], move: Move) -> None:
    assert decide_move(Standing(**{"requested": None, **facts})) is move


def test_nobody_is_asked_to_allow_what_is_asked_for_without_proof() -> None:
    standing = Standing(requested=None, level=Level.CODE, risk=Risk.NEEDS_APPROVAL, approval="why")
    assert decide_move(standing) is Move.SEND_CODE


@pytest.mark.parametrize(
    ("facts", "failures"),
    [
        ({"is_asked": "times"}, 2),
        ({"is_asked": "times", "gained": True}, 0),
        ({"is_asked": "colour"}, 0),
        ({"is_asked": "times", "tried": False}, 1),
        ({"was_asked": None, "is_asked": "times"}, 1),
    ],
)
def test_an_answer_that_answers_anything_is_no_failure(
    facts: dict[str, Any], failures: int
) -> None:
    given = {"was_asked": "times", "gained": False, "tried": True, **facts}
    assert count_failures(1, **given) == failures
