"""What if: each change is made, and nothing else changes."""

import pytest

from routing.simulation.arrivals import draw_arrivals
from routing.simulation.bounds import MOST_ARRIVALS, SEEDS, count_daily, fit
from routing.simulation.changes import (
    AddedPeople,
    Changes,
    FirstResponse,
    apply_changes,
    shift_time,
)
from routing.simulation.reading import ScenarioError, check_scenario
from routing.simulation.scenario import Scenario
from routing.simulation.shipped import SHIPPED, read_shipped
from tests.routing.simulation.random_scenarios import make_scenario

pytestmark = pytest.mark.unit
DESK = read_shipped("small-multilingual-helpdesk")


@pytest.mark.parametrize("number", range(8))
def test_with_changes_it_can_still_be_run(number: int) -> None:
    before = check_scenario(make_scenario(number))
    changes = Changes(
        add=(AddedPeople(number=3, speaks=("pt",)), AddedPeople(like=before.agents[0].name)),
        remove=(before.agents[-1].name,),
        arrivals_factor=1.5,
        first_response=FirstResponse(minutes=3.0),
    )
    after = apply_changes(before, changes)
    assert check_scenario(after.model_dump(mode="json")) == after
    assert len(after.agents) == len(before.agents) + 3
    assert count_daily(after) == pytest.approx(1.5 * count_daily(before))
    assert {each.first_response_minutes for each in after.classes} == {3.0}


def test_the_usual_person_has_what_half_have_and_speaks_what_was_said() -> None:
    added = AddedPeople(
        number=2, speaks=("de",), trained_for=("billing",), shift=("10:00", "24:00")
    )
    first, second = apply_changes(DESK, Changes(add=(added,))).agents[-2:]
    assert first.name != second.name
    assert (first.skills, first.capacity) == (second.skills, second.capacity)
    assert first.skills["lang:de"] == 5
    assert first.skills["lang:en"] >= 1
    assert first.shifts == (("10:00", "24:00"),)
    queue = next(each for each in DESK.queues if "billing" in each.requires)
    assert first.skills["billing"] >= queue.requires["billing"]


def test_whoever_is_like_somebody_has_their_shifts_and_skills() -> None:
    like = DESK.agents[2]
    (new,) = apply_changes(DESK, Changes(add=(AddedPeople(like=like.name),))).agents[-1:]
    assert (new.skills, new.capacity, new.shifts) == (like.skills, like.capacity, like.shifts)


def test_more_people_meet_the_same_customers() -> None:
    after = apply_changes(DESK, Changes(add=(AddedPeople(),)))
    assert draw_arrivals(DESK, 1) == draw_arrivals(after, 1)


def test_a_promise_of_one_queue_leaves_the_others() -> None:
    wanted = FirstResponse(minutes=2.0, queue="billing")
    after = apply_changes(DESK, Changes(first_response=wanted))
    for old, new in zip(DESK.classes, after.classes, strict=True):
        assert new.first_response_minutes == (
            2.0 if old.queue == "billing" else old.first_response_minutes
        )


def test_what_is_named_and_not_there_is_told_all_at_once() -> None:
    changes = Changes(
        add=(AddedPeople(like="Bo", shift=("08:00", "08:00")),),
        remove=("Cy",),
        first_response=FirstResponse(minutes=1.0, queue="sales"),
    )
    with pytest.raises(ScenarioError) as refused:
        apply_changes(DESK, changes)
    assert refused.value.problems == (
        "add[0].like: there is no agent Bo",
        "add[0].shift: begins and ends at 08:00",
        "remove: there is no agent Cy",
        "first_response.queue: there is no queue sales",
    )


def test_nobody_left_is_no_desk() -> None:
    everybody = tuple(each.name for each in DESK.agents)
    with pytest.raises(ScenarioError, match="nobody would be left"):
        apply_changes(DESK, Changes(remove=everybody))


@pytest.mark.parametrize("key", SHIPPED)
def test_what_people_wait_for_is_bounded_and_says_what_was_left_out(key: str) -> None:
    scenario = read_shipped(key)
    bounded = fit(scenario)
    assert count_daily(scenario) * bounded.days * bounded.seeds <= MOST_ARRIVALS
    assert bounded.seeds == SEEDS
    assert bool(bounded.notes) == (bounded.days < scenario.days)


def _scale(scenario: Scenario, factor: float) -> Scenario:
    classes = [
        each.model_copy(
            update={"arrivals_per_hour": tuple(x * factor for x in each.arrivals_per_hour)}
        )
        for each in scenario.classes
    ]
    return scenario.model_copy(update={"classes": tuple(classes)})


def test_days_go_first_then_seeds_then_it_is_refused() -> None:
    assert fit(DESK, _scale(DESK, 5)).days < fit(DESK).days
    many = fit(_scale(DESK, 20))
    assert (many.days, many.seeds) == (1, 2)
    assert many.notes == (
        "So many arrive that 1 of its 5 days is simulated here.",
        "It is repeated 2 times rather than 5, as so many arrive.",
    )
    with pytest.raises(ScenarioError, match="use `frontdesk routing simulate` for it"):
        fit(_scale(DESK, 60))
    assert fit(_scale(DESK, 0)).seeds == SEEDS


@pytest.mark.parametrize(
    ("time", "minutes", "moved"),
    [
        ("08:00", 60, "09:00"),
        ("23:30", 60, "00:30"),
        ("00:30", -60, "23:30"),
        ("24:00", 0, "24:00"),
        ("24:00", -60, "23:00"),
        ("09:15", 330, "14:45"),
    ],
)
def test_times_of_day_go_round_the_clock(time: str, minutes: int, moved: str) -> None:
    assert shift_time(time, minutes) == moved
