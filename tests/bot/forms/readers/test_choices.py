import pytest

from bot.forms.readers import read_choice, read_seat, read_several, read_time_choice, read_yes_no
from domain.messages import QuickReply
from tests.bot.forms.readers.readings import answered, said

pytestmark = pytest.mark.unit

PASSENGERS = (
    QuickReply(label="Astrid Lindqvist", value="p1"),
    QuickReply(label="Jonas Weber", value="p2"),
    QuickReply(label="Mia Weber", value="p3"),
)
TIMES = (
    QuickReply(label="Tue 10:30", value="2026-11-24T10:30:00+00:00"),
    QuickReply(label="Tue 14:00", value="2026-11-24T14:00:00+00:00"),
    QuickReply(label="Wed 10:00", value="2026-11-25T10:00:00+00:00"),
)


@pytest.mark.parametrize("text", ["2", "the second", "jonas", "\uff12", "2️⃣", "Jonas please"])
def test_one_choice_is_read_by_number_or_words(text: str):
    assert read_choice(answered(text, *PASSENGERS)) == "p2"


def test_a_pressed_choice_counts_unasked_and_a_word_does_not():
    assert read_choice(said("Jonas Weber", pressed="p2", choices=PASSENGERS)) == "p2"
    assert read_choice(said("Jonas", choices=PASSENGERS)) is None


def test_a_choice_without_a_label_is_named_by_its_value():
    assert (
        read_choice(answered("too small", QuickReply(label="", value="too_small"))) == "too_small"
    )


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("1 and 3", ["p1", "p3"]), ("3,1", ["p1", "p3"]), ("1 3", ["p1", "p3"]),
        ("all", ["p1", "p2", "p3"]), ("alle", ["p1", "p2", "p3"]), ("Astrid", ["p1"]),
        ("Astrid und Jonas", ["p1", "p2"]), ("all but 2", ["p1", "p3"]),
        ("alle außer Mia", ["p1", "p2"]),
        ("just the first", ["p1"]), ("nobody", None), ("1 and 9", None), ("what is this", None),
    ],
)  # fmt: skip
def test_several_choices_are_read(text: str, chosen: list[str] | None):
    assert read_several(answered(text, *PASSENGERS)) == chosen


def test_the_choice_all_stands_for_the_others():
    choices = (*PASSENGERS, QuickReply(label="All", value="all"))
    assert read_several(answered("4", *choices)) == ["p1", "p2", "p3"]
    assert read_several(said("", pressed="all", choices=choices)) == ["p1", "p2", "p3"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("yes", True), ("Ja bitte", True), ("okay!", True), ("👍", True), ("no", False),
        ("n", False),
        ("nein danke", False), ("👎", False), ("maybe", None), ("no wait", None), ("", None),
    ],
)  # fmt: skip
def test_yes_and_no_are_read(text: str, told: bool | None):
    assert read_yes_no(answered(text)) is told


def test_yes_unasked_says_nothing():
    assert read_yes_no(said("yes")) is None


@pytest.mark.parametrize(
    ("text", "seat"),
    [
        ("window", "window"), ("am Gang bitte", "aisle"), ("egal", "any"),
        ("no preference", "any"),
        ("not the aisle, window", "window"), ("I don't care", "any"), ("window or aisle", "any"),
        ("DEMO42", None),
    ],
)  # fmt: skip
def test_a_seat_is_read(text: str, seat: str | None):
    assert read_seat(answered(text)) == seat


def test_unasked_only_a_named_seat_counts_and_no_question_about_one():
    assert read_seat(said("checkin DEMO42 Lindqvist Fensterplatz")) == "window"
    assert read_seat(said("any seat is fine")) == "any"
    assert read_seat(said("egal")) is None
    assert read_seat(said("how much is a window seat?")) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [("10:30", 0), ("at 10.30", 0), ("2pm", 1), ("14 Uhr", 1), ("the second", 1), ("Wednesday", 2)],
)
def test_a_time_is_read_as_the_choice_it_names(text: str, place: int):
    assert read_time_choice(answered(text, *TIMES)) == TIMES[place].value


def test_a_day_with_two_times_names_none():
    assert read_time_choice(answered("tomorrow", *TIMES)) is None
