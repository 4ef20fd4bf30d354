"""Runs of self-service actions in words: where one stands, what was proven, how it ended; pure."""

from collections.abc import Mapping
from typing import Final

from domain.self_service import Level, RunState

STATES: Final[Mapping[RunState, str]] = {
    RunState.COLLECTING: "Waits for the customer",
    RunState.APPROVAL: "Waits for somebody to allow it",
    RunState.SUBMITTING: "Is being carried out",
    RunState.HANDED_OVER: "With a person",
    RunState.DONE: "Done",
    RunState.REFUSED: "Could not be done",
    RunState.UNCLEAR: "May have been done: look it up before it is done again",
    RunState.FAILED: "Failed: the system behind it did not work",
    RunState.CANCELLED: "Cancelled by the customer",
    RunState.LAPSED: "The customer did not go on",
    RunState.LEFT: "Left for another matter",
}
LEVELS: Final[Mapping[Level, str]] = {
    Level.CLAIMED: "nothing yet, it is only what they say",
    Level.KNOWLEDGE: "they know what others hardly do",
    Level.POSSESSION: "they write from an address on file",
    Level.CODE: "they read a code sent to an address on file",
}


def name_run_state(state: RunState) -> str:
    """Say where a run stands."""
    return STATES[state]


def name_level(level: Level) -> str:
    """Say what a customer has proven."""
    return LEVELS[level]


def spell_outcome(outcome: str) -> str:
    """Spell an outcome, which is a word for programs."""
    return outcome.replace("_", " ") or "no reason kept"
