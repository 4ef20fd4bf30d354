"""How long agents take: few cases change little, many are believed, and nights are no work."""

from datetime import timedelta
from typing import Any

import pytest

from domain.simulations import Handling
from routing.simulation.estimating import PRIOR_MEAN, estimate_handling, measure_handling
from tests.fakes import FakeClock

pytestmark = pytest.mark.unit
NOW = FakeClock().now()


def make_handling(
    first: float | None, last: float | None = None, *, resolved: float | None = None, **more: Any
) -> Handling:
    def at(minutes: float | None) -> Any:
        return None if minutes is None else NOW + timedelta(minutes=minutes)

    given: dict[str, Any] = {"queue": "q", "channel": "email", "agent": "s", "taken_at": NOW}
    return Handling(
        **given | more,
        first_reply=at(first),
        last_reply=at(first if last is None else last),
        resolved_at=at(resolved),
    )


@pytest.mark.parametrize(
    ("handling", "minutes"),
    [
        (make_handling(7, 50), 7),
        (make_handling(7, 50, channel="web_chat"), 50),
        (make_handling(7, 500, channel="web_chat"), 7),
        (make_handling(None, resolved=4), 4),
        (make_handling(0), 0.5),
        (make_handling(60 * 9), None),
        (make_handling(None), None),
        (make_handling(None, resolved=-5), None),
    ],
)
def test_letters_end_with_the_first_reply_and_chats_with_the_last(
    handling: Handling, minutes: float | None
) -> None:
    assert measure_handling(handling) == minutes


def test_nothing_on_record_gives_what_is_usual() -> None:
    assert estimate_handling([]).find("q", "email").mean == PRIOR_MEAN


def test_one_case_changes_little_and_many_are_believed() -> None:
    few = estimate_handling([make_handling(60)]).find("q", "email").mean
    many = estimate_handling([make_handling(60)] * 2_000).find("q", "email")
    assert PRIOR_MEAN < few < 30
    assert many.mean == pytest.approx(60, abs=0.6)
    assert many.sd < 10


def test_a_queue_without_any_leans_on_its_channel_and_that_on_all() -> None:
    estimate = estimate_handling([make_handling(60)] * 500)
    assert estimate.find("other", "email").mean > 50
    assert estimate.find("other", "sms").mean > 50
