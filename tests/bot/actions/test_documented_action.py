"""The page on connecting one's system tells the truth: its actions are written as it says, and run.

Taken from the page as they stand there, put into files, and run against the demo airline over HTTP.
"""

import importlib.util
import re
import sys
import tomllib
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.actions.contract import SelfService
from bot.understanding import action_requests
from bot.understanding.action_phrases import parse_action_phrases, read_action_phrases
from bot.understanding.action_requests import find_action_request
from crm_store.store import Store, make_store
from domain.business import BusinessAnswerError, BusinessUnavailableError
from domain.self_service import RunState
from responders import self_service
from responders.phrasebook import LANGUAGES
from tests.airline import OpenAirline, open_airline
from tests.bot.actions.fake_business import ASTRID, FormTalk
from tests.fakes import FakeClock
from tests.responders.test_responders import GSM_7
from tests.responders.test_self_service import facts

PAGE = Path(__file__).parents[3] / "docs" / "connect-your-system.md"
FILES = dict(
    re.findall(
        r"`([\w/]+\.(?:py|toml))`:\n\n```(?:python|toml)\n(.*?)```\n",
        PAGE.read_text("utf-8"),
        re.DOTALL,
    )
)
WORDS = {name: text for name, text in FILES.items() if name.startswith("responders/")}
PHRASES = {name: text for name, text in FILES.items() if "/phrases/" in name}
CODE = {name: text for name, text in FILES.items() if name.endswith(".py")}


@pytest.fixture(autouse=True)
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, ModuleType]:
    """Write the page's files, and let what reads such files find these as well."""
    words = {Path(name).stem: tomllib.loads(text) for name, text in WORDS.items()}
    known = self_service._read_words
    monkeypatch.setattr(self_service, "_read_words", lambda name: words.get(name) or known(name))
    return {name: load(tmp_path / name, text, monkeypatch) for name, text in CODE.items()}


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have requests understood by the page's phrases, too."""
    parsed = [
        each
        for name, text in PHRASES.items()
        for each in parse_action_phrases(Path(name).stem, tomllib.loads(text))
    ]
    everything = (*read_action_phrases(), *parsed)
    monkeypatch.setattr(action_requests, "read_action_phrases", lambda: everything)
    forget_words()
    yield
    forget_words()


def forget_words() -> None:
    action_requests._vocabulary.cache_clear()
    action_requests._correct_word.cache_clear()


def load(path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    name = ".".join(path.parts[-3:]).removesuffix(".py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def points(written: Mapping[str, ModuleType]) -> SelfService:
    found: SelfService = written["bot/actions/points.py"].POINTS
    return found


@pytest.fixture
def voucher(written: Mapping[str, ModuleType]) -> SelfService:
    found: SelfService = written["bot/actions/voucher.py"].VOUCHER
    return found


@pytest.fixture
async def airline(tmp_path: Path) -> AsyncIterator[OpenAirline]:
    async with open_airline(tmp_path, clock=FakeClock(), timeout_seconds=0.3, retries=0) as opened:
        yield opened


@pytest.fixture
async def guesses(sqlite_url: str) -> AsyncIterator[Store]:
    """Where wrong answers are counted."""
    store = make_store(sqlite_url)
    await store.open()
    yield store
    await store.close()


def test_the_page_has_all_files_of_both_actions():
    assert set(FILES) == {
        name
        for action in ("points", "voucher")
        for name in (
            f"bot/actions/{action}.py",
            f"bot/actions/phrases/{action}.toml",
            f"responders/action_words/{action}.toml",
        )
    } | {"tests/bot/actions/test_points.py"}


@pytest.mark.parametrize("name", WORDS)
def test_its_words_are_complete_and_fit_into_a_text_message(name: str):
    words = tomllib.loads(WORDS[name])
    assert tuple(words) == LANGUAGES
    for key, text in words["en"].items():
        assert facts(words["de"][key]) == facts(text), key
    assert words["en"].keys() == words["de"].keys()
    assert not {char for of in words.values() for text in of.values() for char in text} - GSM_7


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("points", "points"),
        ("points M100204 for Lindqvist", "points"),
        ("How many points do I have?", "points"),
        ("I want to see my points", "points"),
        ("Wie viele Punkte habe ich noch?", "points"),
        ("how do I earn points?", None),
        ("when do my points expire", None),
        ("voucher", "voucher"),
        ("please turn 500 points into a voucher", "voucher"),
        ("I want to turn my points into a voucher", "voucher"),
        ("500 Punkte einlösen", "voucher"),
        ("Ich möchte meine Punkte einlösen", "voucher"),
        ("checkin DEMO42", "check_in"),
    ],
)
@pytest.mark.usefixtures("listening")
def test_customers_ask_for_it_in_their_words(text: str, action: str | None):
    request = find_action_request(text)
    assert (None if request is None else request.action) == action


async def test_who_writes_from_an_address_on_file_is_asked_nothing(
    airline: OpenAirline, points: SelfService
):
    talk = FormTalk(points, airline.business, address=ASTRID)
    assert await talk.says("how many points do I have?") == "You have 1240 points."
    assert (talk.state, talk.outcome) == (RunState.DONE, "told")
    assert {("GET", "/own/members")} == set(airline.faults.calls)


async def test_others_prove_it_by_number_and_name(
    airline: OpenAirline, points: SelfService, guesses: Store
):
    talk = FormTalk(points, airline.business, guesses, language="de")
    assert (await talk.says("Punkte")).startswith("Wie lautet Ihre Mitgliedsnummer?")
    assert await talk.says("m 100305") == "Und wie lautet Ihr Nachname?"
    assert await talk.says("Weber") == "Sie haben 320 Punkte."


async def test_a_wrong_name_and_an_unknown_number_cannot_be_told_apart(
    airline: OpenAirline, points: SelfService, guesses: Store
):
    told = []
    for number in ("M100204", "M999999"):
        talk = FormTalk(points, airline.business, guesses)
        told.append((await talk.says(f"points {number} for Meyer"), talk.outcome))
    assert told[0] == told[1]
    assert told[0][0].startswith("I find no member")


async def test_the_documented_test_passes(written: Mapping[str, ModuleType]):
    module: Any = written["tests/bot/actions/test_points.py"]
    await module.test_a_member_hears_how_many_points_they_have()


async def test_a_voucher_is_made_once_it_is_confirmed(airline: OpenAirline, voucher: SelfService):
    talk = FormTalk(voucher, airline.business, address=ASTRID)
    assert await talk.says("turn 500 points into a voucher") == "Make a voucher of 500 points?"
    assert [choice.value for choice in talk.choices] == ["yes", "no"]
    assert await talk.says("no, 700 points") == "Make a voucher of 700 points?"

    made = await talk.says("yes")

    assert re.fullmatch(r"Your voucher is AUR-\w+, worth 7\.00 EUR\.", made)
    assert (talk.state, talk.outcome) == (RunState.DONE, "made")
    assert airline.counted[-1] == ("change_own", "ok")


async def test_after_a_crash_it_is_still_made_once(airline: OpenAirline, voucher: SelfService):
    first = await start_voucher(voucher, airline)
    made = await first.says("yes")
    again = await start_voucher(voucher, airline)
    again.slots, again.repeated = {**first.slots}, True

    assert await again.performs() == made
    assert ("GET", "/outcomes/k1") in airline.faults.calls
    (member,) = (await airline.business.ask_own("members", {"number": "M100204"}) or {})["items"]
    assert member["points"] == 740


async def test_nothing_is_made_of_too_few_points_or_without_a_yes(
    airline: OpenAirline, voucher: SelfService
):
    talk = FormTalk(voucher, airline.business, address=ASTRID)
    heard = await talk.says("5000 points for a voucher")
    assert heard.startswith("You have 1240 points, so that is too many.\n\nHow many points")
    assert await talk.says("1000") == "Make a voucher of 1000 points?"
    assert await talk.says("no") == "All right, your points stay as they are."
    assert talk.state is RunState.REFUSED
    assert not any(method == "POST" for method, _ in airline.faults.calls)


async def test_what_the_company_refuses_is_told(airline: OpenAirline, voucher: SelfService):
    talk = await start_voucher(voucher, airline)
    talk.slots = {**talk.slots, "amount": 5000}
    assert await talk.performs() == "You have 1240 points, so that is too many."
    assert (talk.state, talk.outcome) == (RunState.REFUSED, "not_enough")


async def test_what_went_wrong_is_never_told_as_done(airline: OpenAirline, voucher: SelfService):
    talk = await start_voucher(voucher, airline)
    airline.faults.fail_next("dies_before_doing", after=1)
    with pytest.raises(BusinessUnavailableError):
        await talk.performs()
    airline.faults.fail_next("wrong_json", after=1)
    with pytest.raises(BusinessAnswerError, match="no Voucher"):
        await talk.performs()
    airline.faults.fail_next("wrong_json")
    with pytest.raises(BusinessAnswerError, match="no Members"):
        await talk.performs()


async def start_voucher(voucher: SelfService, airline: OpenAirline) -> FormTalk:
    """Lead a talk to the question whether it shall be made."""
    talk = FormTalk(voucher, airline.business, address=ASTRID)
    await talk.says("turn 500 points into a voucher")
    talk.slots = {**talk.slots, "confirmed": True}
    return talk
