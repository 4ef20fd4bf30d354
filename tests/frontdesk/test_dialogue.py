"""The settings say who leads conversations; what a Rasa project must know is printed."""

from pathlib import Path

import pytest
import yaml

from bot.actions.registry import ACTIONS
from domain.errors import InvalidInputError
from frontdesk.command_line import main
from frontdesk.dialogue import find_led_by_rasa, make_dialogue
from frontdesk.settings import Settings, load_settings

FORM = '[[channels.web_form]]\naccount = "contact"\n'
CHAT = '[[channels.web_chat]]\naccount = "site"\nallowed_origins = ["https://a.example"]\n'
LED = 'dialogue = "rasa"\n'


def load(folder: Path, text: str) -> Settings:
    file = folder / "frontdesk.toml"
    file.write_text(text)
    return load_settings(file, (), {}).settings


def test_the_accounts_that_say_so_are_led_and_no_others(tmp_path: Path):
    named = '[rasa]\nurl = "http://127.0.0.1:5005"\n'
    assert find_led_by_rasa(load(tmp_path, named + FORM + LED + CHAT)) == {("web_form", "contact")}
    assert find_led_by_rasa(load(tmp_path, FORM + CHAT)) == frozenset()


def test_an_account_that_nobody_would_lead_is_named(tmp_path: Path):
    settings = load(tmp_path, FORM + LED)
    with pytest.raises(InvalidInputError, match=r"rasa\.url: the web_form account 'contact'"):
        find_led_by_rasa(settings)


def test_without_a_server_there_is_nothing_to_speak_to(tmp_path: Path):
    def no_session() -> None:
        raise AssertionError("nothing is to be sent")

    assert make_dialogue(load(tmp_path, FORM), no_session) is None  # type: ignore[arg-type]


def test_every_action_has_its_form_slots_and_questions_in_the_domain(
    capsys: pytest.CaptureFixture[str],
):
    assert main(["rasa", "domain"]) == 0
    domain = yaml.safe_load(capsys.readouterr().out)
    assert list(domain["forms"]) == [f"{action.name}_form" for action in ACTIONS]
    for action in ACTIONS:
        asked = {slot.name for slot in action.form.slots if not slot.inner}
        names = {action.form.name(), action.perform.name()}
        names |= {f"action_ask_{action.name}_form_{slot}" for slot in asked}
        assert names <= set(domain["actions"])
        assert asked <= domain["slots"].keys()


def test_what_a_form_keeps_for_itself_is_no_slot_of_rasas(capsys: pytest.CaptureFixture[str]):
    assert main(["rasa", "domain"]) == 0
    told = yaml.safe_load(capsys.readouterr().out)["slots"].keys()
    asked = {slot.name for each in ACTIONS for slot in each.form.slots if not slot.inner}
    assert told == asked
