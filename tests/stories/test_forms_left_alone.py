"""A form waits, is gone on with hours later or on another telephone, and ends by itself."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.actions.contract import Telling
from bot.lapse_runs import lapse_runs
from crm_store.customers import record_identity
from crm_store.transaction import Transaction
from domain.knowledge import Matcher
from domain.messages import Address
from domain.self_service import Level, RunState
from tests.bot.actions.bell import RING_BELL, BellForm
from tests.fakes import MONDAY_MORNING
from tests.stories.bells import BellDesk, open_bell_desk, say_bells
from tests.stories.story_desk import ASTRID, JONAS
from tests.stories.world import UNKNOWN

RESUMED = "Let us go on where we were."
WHICH = "Which colour has it?"


async def test_an_answer_hours_later_goes_on(bells: BellDesk):
    await bells.customer_texts(ASTRID, "ring the bell")
    await bells.time_passes(hours=3)
    await bells.customer_texts(ASTRID, "2")
    assert bells.said_to(ASTRID)[-1] == f"{RESUMED}\n\n{WHICH}"
    assert "resumed" in await bells.steps_of(ASTRID)


async def test_something_else_hours_later_is_not_taken_for_an_answer(bells: BellDesk):
    await bells.customer_texts(ASTRID, "ring the bell")
    await bells.time_passes(hours=3)
    await bells.customer_texts(ASTRID, UNKNOWN)
    assert (await bells.last_decision(ASTRID)).rule == "unknown"


async def test_whoever_asks_to_go_on_is_asked_again(bells: BellDesk):
    for text in ("ring the bell", "2"):
        await bells.customer_texts(ASTRID, text)
    await bells.time_passes(hours=3)
    await bells.customer_texts(ASTRID, "continue")
    assert bells.said_to(ASTRID)[-1] == f"{RESUMED}\n\n{WHICH}"


async def test_nobody_is_asked_for_ever(bells_anywhere: BellDesk):
    await bells_anywhere.customer_texts(ASTRID, "ring the bell")
    await bells_anywhere.time_passes(hours=25)
    assert await lapse_runs(bells_anywhere.system.tools) == 1
    assert (await bells_anywhere.run_of(ASTRID)).state is RunState.LAPSED
    await bells_anywhere.customer_texts(ASTRID, "2")
    assert (await bells_anywhere.last_decision(ASTRID)).rule == "nothing_asked"


async def test_the_same_customer_goes_on_from_another_telephone(bells_anywhere: BellDesk):
    for text in ("ring the bell", "2"):
        await bells_anywhere.customer_texts(ASTRID, text)
    await _give_second_telephone(bells_anywhere, verified=True)
    await bells_anywhere.customer_texts(JONAS, "continue")
    assert bells_anywhere.said_to(JONAS)[-1] == f"{RESUMED}\n\n{WHICH}"
    await bells_anywhere.customer_texts(JONAS, "red")
    assert bells_anywhere.said_to(JONAS)[-1] == "It rang 2 times."
    await bells_anywhere.customer_texts(ASTRID, "red")
    assert (await bells_anywhere.last_decision(ASTRID)).rule == "unknown"


class VouchedForm(BellForm):
    """It takes the telephone that is written from for proof, once."""

    def validate_times(self, value: int, telling: Telling, *_: Any) -> dict[str, Any]:
        telling.prove(Level.POSSESSION)
        return {"times": value}

    def validate_colour(self, value: str, telling: Telling, *_: Any) -> dict[str, Any]:
        return {"colour": value}


async def test_what_one_telephone_vouched_for_another_one_does_not(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
):
    say_bells(monkeypatch)
    vouched = replace(RING_BELL, form=VouchedForm())
    async with open_bell_desk(sqlite_url, tmp_path, matcher, (vouched,)) as bells:
        for text in ("ring the bell", "2"):
            await bells.customer_texts(ASTRID, text)
        await _give_second_telephone(bells, verified=True)
        for text in ("continue", "red"):
            await bells.customer_texts(JONAS, text)
        assert bells.said_to(JONAS)[-1].startswith("Sorry, I cannot be sure enough")


async def test_nobody_else_goes_on_with_it(bells: BellDesk):
    for text in ("ring the bell", "2"):
        await bells.customer_texts(ASTRID, text)
    await bells.customer_texts(JONAS, "continue")
    assert (await bells.last_decision(JONAS)).rule == "unknown"
    await bells.customer_texts(JONAS, "ring the bell")
    assert (await bells.run_of(ASTRID)).slots["times"] == 2


async def _give_second_telephone(bells: BellDesk, *, verified: bool) -> None:
    customer = (await bells.conversation(ASTRID)).customer_id

    def record(tx: Transaction) -> None:
        record_identity(
            tx,
            identity_id="second",
            customer_id=customer,
            address=Address(kind="phone", value=JONAS, verified=verified),
            now=MONDAY_MORNING,
        )

    await bells.system.store.run(record)
