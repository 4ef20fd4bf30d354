"""Whether a message says anything that a form would like to know; pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from bot.forms.reading import Reader, Reading
from bot.verification.code_reading import read_code
from domain.self_service import CODE_SLOT, ActionRun


class ReadableSlot(Protocol):
    """What is needed of a form's slot."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def read(self) -> Reader:
        """Finds it in a message."""
        ...


def reads_as_answer(slots: Sequence[ReadableSlot], run: ActionRun, reading: Reading) -> bool:
    """Say whether a message reads as an answer to what was asked, or as a correction."""
    if run.requested == CODE_SLOT and read_code(reading.text) is not None:
        return True
    return bool(read_slots(slots, run, reading))


def read_slots(slots: Sequence[ReadableSlot], run: ActionRun, reading: Reading) -> dict[str, Any]:
    """Read what a message says of the slots that are missing, asked for, or corrected."""
    found: dict[str, Any] = {}
    for slot in slots:
        requested = slot.name == run.requested
        if run.slots.get(slot.name) is not None and not (requested or reading.corrected):
            continue
        value = slot.read(replace(reading, requested=requested))
        if value is not None:
            found[slot.name] = value
    return found


def reads_anew(slots: Sequence[ReadableSlot], run: ActionRun, reading: Reading) -> bool:
    """Say whether a message that asks for the action again tells other facts than are gathered."""
    blank = replace(run, slots={}, requested=None)
    found = read_slots(slots, blank, replace(reading, slots={}, corrected=False))
    filled = {name: run.slots.get(name) for name in found}
    return any(value is not None and value != found[name] for name, value in filled.items())
