"""The smallest action there is: a bell rung so many times, for whoever knows its colour."""

import re
from typing import Any, ClassVar

from bot.actions.contract import (
    SelfService,
    SelfServiceAction,
    SelfServiceForm,
    Slot,
    Slots,
    Telling,
)
from bot.forms.reading import Reading
from domain.self_service import Level, Risk


def _read_number(reading: Reading) -> int | None:
    pattern = r"\d+" if reading.requested or reading.corrected else r"(\d+) times"
    found = re.search(pattern, reading.text)
    return int(re.sub(r"\D", "", found[0])) if found else None


def _read_colour(reading: Reading) -> str | None:
    found = re.search(r"red|green|purple", reading.text)
    return found[0] if found else None


class BellForm(SelfServiceForm):
    action: ClassVar[str] = "ring_bell"
    slots: ClassVar[tuple[Slot, ...]] = (
        Slot(name="times", title="How often", read=_read_number),
        Slot(name="colour", title="Colour", read=_read_colour),
    )

    def validate_times(self, value: int, telling: Telling, *_: Any) -> dict[str, Any]:
        if value <= 3:
            return {"times": value}
        telling.say("too_often")
        return {"times": None}

    def validate_colour(self, value: str, telling: Telling, *_: Any) -> dict[str, Any]:
        telling.prove(Level.KNOWLEDGE)
        return {"colour": value}


class RingBell(SelfServiceAction):
    action: ClassVar[str] = "ring_bell"

    async def perform(self, telling: Telling, slots: Slots) -> None:
        telling.say("rung", times=slots["times"])
        telling.finish("rung", times=slots["times"], colour=slots["colour"])


RING_BELL = SelfService(
    name="ring_bell",
    title="Ring the bell",
    form=BellForm(),
    perform=RingBell(),
    risk=Risk.LOW_IMPACT,
    level=Level.KNOWLEDGE,
    needs_business=False,
)
