"""A Rasa server calls our actions: once for each message, on our record, and proven by us."""

from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from bot.actions.contract import ActionContext, Slot, Slots, Telling
from bot.rasa.domain_file import make_domain
from bot.rasa.serve_action import ActionServer
from crm_store.action_runs import get_run
from domain.errors import InvalidInputError, NotFoundError
from domain.knowledge import Matcher
from domain.self_service import RunState
from tests.bot.actions.bell import RING_BELL, BellForm
from tests.stories.bells import (
    RUNG_WITH_LEAVE,
    BellDesk,
    make_troubled,
    open_bell_desk,
    say_bells,
)
from tests.stories.story_desk import ASTRID

READ, DO = "validate_ring_bell_form", "action_ring_bell"


class Caller:
    """A Rasa server's side of a conversation: it keeps the slots."""

    def __init__(self, desk: BellDesk, conversation_id: str) -> None:
        self._server = ActionServer(desk.system.tools)
        self._conversation = conversation_id
        self.slots: dict[str, Any] = {}
        self.said: list[str] = []
        self.custom: list[Any] = []

    async def call(self, name: str, text: str = "", *, message: str = "m1") -> None:
        latest = {"text": text, "metadata": {"message": message}}
        tracker = {"slots": dict(self.slots), "latest_message": latest, "events": []}
        call = {"next_action": name, "sender_id": self._conversation, "tracker": tracker}
        served = await self._server.serve(call)
        self.slots |= {each["name"]: each["value"] for each in served.events}
        self.said = [each["text"] for each in served.responses if "text" in each]
        self.custom = [each["custom"] for each in served.responses if "custom" in each]


@pytest.fixture
async def caller(bells_anywhere: BellDesk) -> Caller:
    """In a conversation that is there."""
    await bells_anywhere.customer_texts(ASTRID, "hello")
    return Caller(bells_anywhere, (await bells_anywhere.conversation(ASTRID)).id)


async def test_a_form_says_what_is_missing_and_asks_in_our_words(
    caller: Caller, bells_anywhere: BellDesk
):
    await caller.call(READ, "ring it 2 times")
    assert (caller.slots["times"], caller.slots["requested_slot"]) == (2, "colour")
    await caller.call("action_ask_ring_bell_form_colour")
    assert caller.said == ["Which colour has it?"]
    await caller.call(READ, "the red one", message="m2")
    assert caller.slots["requested_slot"] is None
    await caller.call(DO, "the red one", message="m2")
    assert caller.said == ["It rang 2 times."]
    run = await bells_anywhere.run_of(ASTRID)
    assert (run.state, run.outcome, run.facts["colour"]) == (RunState.DONE, "rung", "red")
    assert await bells_anywhere.steps_of(ASTRID) == [
        "started",
        "filled times",
        "asked colour",
        "filled colour",
        "submitted",
        "ended",
    ]


async def test_the_same_message_carries_it_out_once(caller: Caller, bells_anywhere: BellDesk):
    await caller.call(READ, "ring the red one 2 times")
    await caller.call(DO)
    before = await bells_anywhere.run_of(ASTRID)
    await caller.call(DO)
    assert caller.said == ["It rang 2 times."]
    assert await bells_anywhere.run_of(ASTRID) == before


async def test_what_was_cut_short_is_looked_up_and_not_done_again_for_a_later_message(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
):
    say_bells(monkeypatch)
    bell: Any = make_troubled(RuntimeError("killed"), times=1)
    async with open_bell_desk(sqlite_url, tmp_path, matcher, (bell,)) as desk:
        await desk.customer_texts(ASTRID, "hello")
        caller = Caller(desk, (await desk.conversation(ASTRID)).id)
        await caller.call(READ, "ring the red one 2 times")
        with pytest.raises(RuntimeError):
            await caller.call(DO)
        key = (await desk.run_of(ASTRID)).key
        await caller.call(DO, message="m2")
        assert bell.perform.calls == [False, True]
        run = await desk.run_of(ASTRID)
        assert (run.key, run.state) == (key, RunState.DONE)


async def test_what_waits_for_approval_stays_as_staff_see_it(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
):
    say_bells(monkeypatch)
    async with open_bell_desk(sqlite_url, tmp_path, matcher, (RUNG_WITH_LEAVE,)) as desk:
        await desk.customer_texts(ASTRID, "hello")
        caller = Caller(desk, (await desk.conversation(ASTRID)).id)
        await caller.call(READ, "ring the red one 2 times")
        await caller.call(DO)
        waiting = await desk.run_of(ASTRID)
        assert waiting.state is RunState.APPROVAL
        await caller.call(READ, "ring the green one 3 times", message="m2")
        latest = await desk.run_of(ASTRID)
        assert latest.id != waiting.id
        assert await desk.system.store.read(get_run, waiting.id) == waiting


async def test_what_was_proven_once_is_not_proven_of_something_else(caller: Caller):
    await caller.call(READ, "ring the red one 2 times")
    caller.slots["colour"] = "purple"
    await caller.call(DO)
    assert caller.custom == [{"frontdesk": {"handoff": NOT_VERIFIED}}]
    assert not any("rang" in each for each in caller.said)


class SecretiveForm(BellForm):
    """It notes for itself what was proven."""

    slots: ClassVar[tuple[Slot, ...]] = (
        *BellForm.slots,
        Slot(name="proven", title="Proven", read=lambda _reading: None, inner=True),
    )

    def needed(self, slots: Slots, context: ActionContext) -> list[str]:
        return ["times", "proven"]

    async def prepare(self, telling: Telling, slots: Slots) -> Slots:
        return {"proven": "nothing yet"}


async def test_what_a_form_keeps_for_itself_stands_on_our_record_alone(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
):
    say_bells(monkeypatch)
    secretive = replace(RING_BELL, form=SecretiveForm())
    assert not any("proven" in each for each in make_domain((secretive,))["slots"])
    async with open_bell_desk(sqlite_url, tmp_path, matcher, (secretive,)) as desk:
        await desk.customer_texts(ASTRID, "hello")
        caller = Caller(desk, (await desk.conversation(ASTRID)).id)
        await caller.call(READ, "ring it")
        assert "proven" not in caller.slots
        caller.slots["proven"] = "everything"
        await caller.call(READ, "ring it 2 times", message="m2")
        assert (await desk.run_of(ASTRID)).slots["proven"] == "nothing yet"


async def test_what_an_earlier_run_left_in_rasa_is_asked_anew(caller: Caller):
    await caller.call(READ, "ring the red one 2 times")
    await caller.call(DO)
    await caller.call(READ, "ring the bell", message="m9")
    assert (caller.slots["colour"], caller.slots["requested_slot"]) == (None, "times")


class Shy(BellForm):
    """A bell that is not there in one colour."""

    def validate_colour(self, value: str, telling: Telling, *_: Any) -> dict[str, Any]:
        telling.say("too_often")
        telling.refuse("no_such_bell")
        return {"colour": None}


async def test_what_a_form_refuses_is_not_carried_out_however_rasas_rules_go_on(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
):
    say_bells(monkeypatch)
    shy = replace(RING_BELL, form=Shy())
    async with open_bell_desk(sqlite_url, tmp_path, matcher, (shy,)) as desk:
        await desk.customer_texts(ASTRID, "hello")
        caller = Caller(desk, (await desk.conversation(ASTRID)).id)
        await caller.call(READ, "ring the red one 2 times")
        assert (caller.said, caller.slots["requested_slot"]) == (["Three times at most."], None)
        await caller.call(DO)
        assert (caller.said, caller.custom) == ([], [])
        run = await desk.run_of(ASTRID)
        assert (run.state, run.outcome) == (RunState.REFUSED, "no_such_bell")


async def test_what_does_not_exist_is_named(caller: Caller, bells_anywhere: BellDesk):
    with pytest.raises(NotFoundError, match="no action 'action_fly'"):
        await caller.call("action_fly")
    with pytest.raises(NotFoundError, match="no slot 'price'"):
        await caller.call("action_ask_ring_bell_form_price")
    with pytest.raises(NotFoundError, match="no conversation 'x'"):
        await Caller(bells_anywhere, "x").call(READ, "ring")
    server = ActionServer(bells_anywhere.system.tools)
    for call in ({}, {"next_action": 1, "sender_id": "x"}, {"next_action": READ}):
        with pytest.raises(InvalidInputError):
            await server.serve(call)


NOT_VERIFIED = {"reason": "not_verified", "topic": None}
