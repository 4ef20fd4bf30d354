"""What the actions and their questions are called, for staff.

The titles stand with the actions, whose library takes seconds to load; so it is loaded only where
there is a run to speak of, and beside the event loop.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import structlog

from bot.forms.gathered import HIDDEN, spell_name, tell_value
from domain.self_service import CODE_SLOT, ActionRun

# What the form loop notes for itself: by which slots the customer proved who they are.
_INNER: Final = frozenset({"proof"})
_UNASKED: Final = {CODE_SLOT: "One-time code"}
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWords:
    """An action as staff know it.

    Attributes:
        slots: the titles of what it asks for, by name, in the order asked.
        secret: the names of those that nobody is to read.
        known: whether anybody can tell which these are; where not, nobody is to read any.
    """

    title: str
    slots: Mapping[str, str] = field(default_factory=dict)
    secret: frozenset[str] = frozenset({CODE_SLOT})
    known: bool = True

    def is_secret(self, slot: str) -> bool:
        """Say whether nobody is to read what was said of it."""
        return not self.known or slot in self.secret

    def name_slot(self, slot: str) -> str:
        """Name what is asked for; by its name where the action does not say."""
        return self.slots.get(slot) or _UNASKED.get(slot) or spell_name(slot)


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheredSlot:
    """What a customer told: its title, and the value in words."""

    name: str
    title: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedRun:
    """A run as staff see it.

    Attributes:
        gathered: what is known, in the order asked.
        asked: the title of what was asked last, and would be asked again; or None.
        facts: what came of it, but for what the form loop keeps for itself and for what was
            gathered anyway.
    """

    run: ActionRun
    title: str
    gathered: tuple[GatheredSlot, ...]
    asked: str | None
    facts: Mapping[str, Any]


async def describe_forms(actions: Iterable[str]) -> Mapping[str, FormWords]:
    """Tell what actions and their questions are called; loads nothing where there are none."""
    wanted = frozenset(actions)
    return await asyncio.to_thread(_find_words, wanted) if wanted else {}


async def describe_runs(runs: Sequence[ActionRun]) -> tuple[DescribedRun, ...]:
    """Tell of runs what was gathered in them, in words, secrets hidden."""
    forms = await describe_forms(run.action for run in runs)
    return tuple(describe_slots(run, forms[run.action]) for run in runs)


def describe_slots(run: ActionRun, words: FormWords) -> DescribedRun:
    """Tell of one run what was gathered in it."""
    # What an action keeps for itself beside what it asks for is nobody's to read.
    names = list(words.slots) or list(run.slots)
    known = [name for name in names if run.slots.get(name) is not None]
    return DescribedRun(
        run=run,
        title=words.title,
        gathered=tuple(_describe_slot(name, run.slots[name], words) for name in known),
        asked=None if run.requested is None else words.name_slot(run.requested),
        facts={
            name: value
            for name, value in run.facts.items()
            if name not in _INNER and not (name in known and run.slots[name] == value)
        },
    )


def _describe_slot(name: str, value: Any, words: FormWords) -> GatheredSlot:
    shown = HIDDEN if words.is_secret(name) else tell_value(value)
    return GatheredSlot(name=name, title=words.name_slot(name), value=shown)


def _find_words(wanted: frozenset[str]) -> dict[str, FormWords]:
    """Find what actions are called; a run outlives its action, and a file may be broken."""
    try:
        found = _read_words(wanted)
    except Exception:
        # A company's own mistake in one file must not keep staff from all conversations.
        log.exception("self_service_not_loaded")
        found = {}
    return {
        name: found.get(name) or FormWords(title=spell_name(name), known=False) for name in wanted
    }


def _read_words(wanted: frozenset[str]) -> dict[str, FormWords]:
    from bot.actions.registry import ACTIONS  # noqa: PLC0415 - takes seconds; see above

    return {
        action.name: FormWords(
            title=action.title,
            slots={slot.name: slot.title for slot in action.form.slots if not slot.inner},
            secret=frozenset(
                {CODE_SLOT, *(slot.name for slot in action.form.slots if slot.secret)}
            ),
        )
        for action in ACTIONS
        if action.name in wanted
    }
