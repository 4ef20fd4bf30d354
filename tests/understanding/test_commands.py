import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.commands import find_command

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("cancel", "cancel"), ("Cancel!", "cancel"), ("cancle", "cancel"), ("stop that", "cancel"),
        ("never mind", "cancel"), ("abbrechen", "cancel"), ("bitte abbrechen", "cancel"),
        ("start again", "restart"), ("neu anfangen", "restart"), ("continue", "go_on"),
        ("weiter", "go_on"), ("menü", "menu"), ("MENU", "menu"), ("what can you do?", "menu"),
    ],
)  # fmt: skip
def test_a_command_is_read(text: str, command: str) -> None:
    assert find_command(text) == command


@pytest.mark.parametrize(
    "text",
    [
        "no, I meant DEMO43", "sorry, it is Weber", "nein, ich meinte Müller", "no, Weber",
        "not DEMO42 but DEMO43", "no DEMO43", "DEMO43 not DEMO42", "sorry, my name is Weber",
        "no, window", "oops, DEMO43",
    ],
)  # fmt: skip
def test_a_correction_is_read(text: str) -> None:
    assert find_command(text) == "correct"


@pytest.mark.parametrize(
    "text",
    [
        "cancel my booking", "cancel my flight and get money back", "no", "no thanks", "egal",
        "sorry I don't know", "no idea", "it is DEMO42", "no bag arrived", "oh no my bag is gone",
        "no that did not help", "nein danke", "", "no, is that free?", "no refund yet",
        "can I continue my trip after a missed connection", "no " * 500,
    ],
)  # fmt: skip
def test_what_says_something_of_its_own_is_none(text: str) -> None:
    assert find_command(text) is None


@given(st.text())
@settings(max_examples=50, deadline=None)
def test_no_text_breaks_the_reading(text: str) -> None:
    find_command(text)
