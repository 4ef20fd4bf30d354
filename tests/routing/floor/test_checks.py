"""What cannot be is refused, by name and with what to do."""

import pytest

from domain.assignment import OverflowStep, StaffedQueue
from domain.errors import InvalidInputError
from domain.staffing import AgentProfile
from routing.floor.floor_words import (
    parse_capacity,
    parse_levels,
    parse_overflow,
    render_numbers,
    render_step,
)
from routing.floor.profile_checks import check_profile
from routing.floor.queue_checks import check_staffed_queue, find_overflow_circle
from routing.floor.skill_checks import check_new_name, parse_skill_name

pytestmark = pytest.mark.unit
SKILLS = frozenset({"baggage", "lang:de"})
CHANNELS = frozenset({"email", "web_chat"})


def queue(name: str, *overflow: str, requires: str = "") -> StaffedQueue:
    return StaffedQueue(
        name=name, requires=parse_levels(requires), overflow=parse_overflow(overflow)
    )


def check(each: StaffedQueue, *others: StaffedQueue) -> None:
    check_staffed_queue(
        each, skills=SKILLS, queues={other.name: other for other in (each, *others)}
    )


def test_numbers_and_steps_are_read_as_they_are_written() -> None:
    assert parse_levels(" german=3, baggage\nrefunds = 2 ") == {
        "german": 3,
        "baggage": 1,
        "refunds": 2,
    }
    assert parse_capacity("email=5") == {"email": 5}
    assert render_numbers({"b": 1, "a": 2}) == "a=2, b=1"
    steps = parse_overflow(["80%:general", " 1.5 : night ", ""])
    assert [render_step(each) for each in steps] == ["0.8:general", "1.5:night"]
    assert parse_levels("") == {}


@pytest.mark.parametrize("text", ["a=b", "a=-1", "=3", "a=1.5", "a=", "a=1,a=2"])
def test_what_is_no_number_of_something_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="skills: "):
        parse_levels(text)


@pytest.mark.parametrize("text", ["general", "0.8:", "soon:general", ":general", "nan:general"])
def test_what_is_no_step_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match=r"such as 0\.8:general"):
        parse_overflow([text])


def test_capacity_needs_its_number() -> None:
    with pytest.raises(InvalidInputError, match="such as email=5"):
        parse_capacity("email")


@pytest.mark.parametrize("name", ["", "Baggage", "lang:", "lang:de-at", "a b", "x" * 61, "-a"])
def test_what_is_no_name_of_a_skill_is_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="is no name of a skill"):
        parse_skill_name(name)


def test_a_language_stays_a_language() -> None:
    check_new_name("lang:ger", "lang:de")
    check_new_name("bags", "baggage")
    for old, new in (("lang:de", "german"), ("german", "lang:de")):
        with pytest.raises(InvalidInputError, match="customers' languages are found by names"):
            check_new_name(old, new)


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        ({"skills": {"bagage": 2}}, r"skills\.bagage: .* did you mean baggage\?"),
        ({"skills": {"cooking": 2}}, "there are baggage, lang:de"),
        ({"skills": {"baggage": 0}}, r"skills\.baggage: level 0 .* give 1 to 5"),
        ({"skills": {"baggage": 6}}, "level 6"),
        ({"capacity": {"email": 101}}, r"capacity\.email: 101 .* 0 to 100"),
        ({"capacity": {"email": -1}}, "-1 at once"),
        ({"capacity": {"fax": 1}}, "no kind of channel 'fax'; there are email, web_chat"),
    ],
)
def test_a_profile_that_cannot_be_is_refused(profile: dict[str, object], words: str) -> None:
    whole = AgentProfile(staff_id="anna", **{"capacity": {}, **profile})  # type: ignore[arg-type]  # each value is of its field
    with pytest.raises(InvalidInputError, match=words):
        check_profile(whole, skills=SKILLS, channels=CHANNELS)


def test_a_profile_may_have_no_room_at_all() -> None:
    none = AgentProfile(staff_id="anna", skills={"baggage": 5}, capacity={"email": 0})
    check_profile(none, skills=SKILLS, channels=CHANNELS)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (queue("a", requires="cooking=2"), r"requires\.cooking: there is no skill"),
        (queue("a", requires="baggage=9"), "level 9"),
        (queue("a", "0.8:a"), "cannot overflow to itself"),
        (queue("a", "0.8:c"), r"overflow\[0\]\.to: there is no queue 'c'; there are a, b"),
        (queue("a", "0:b"), r"overflow\[0\]\.after: 0 cannot be used"),
        (queue("a", "-1:b"), "above 0 and up to 10"),
        (queue("a", "80:b"), r"such as 0\.8 for 80 %"),
        (queue("a", "0.5:b", "0.9:b"), "the people of 'b' help already"),
    ],
)
def test_a_queue_that_cannot_be_is_refused(changed: StaffedQueue, words: str) -> None:
    with pytest.raises(InvalidInputError, match=words):
        check(changed, queue("b"))


def test_a_share_that_is_no_number_is_refused() -> None:
    step = OverflowStep(after=float("nan"), to="b")
    with pytest.raises(InvalidInputError, match="cannot be used"):
        check(StaffedQueue(name="a", requires={}, overflow=(step,)), queue("b"))


def test_a_circle_is_refused_as_the_way_it_goes() -> None:
    others = (queue("b", "0.5:c"), queue("c", "0.5:d", "0.9:a"), queue("d"))
    with pytest.raises(InvalidInputError, match="a -> b -> c -> a"):
        check(queue("a", "0.8:b"), *others)
    check(queue("a", "0.8:d"), *others)


def test_a_circle_elsewhere_is_not_this_queue_s() -> None:
    queues = {each.name: each for each in (queue("a", "1:b"), queue("b", "1:c"), queue("c", "1:b"))}
    assert find_overflow_circle(queues, "a") == ()
    assert find_overflow_circle(queues, "b") == ("b", "c", "b")
