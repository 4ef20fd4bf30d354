"""The funnel of each action: who began, what was asked, who answered, who was done; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.describe_run import FormWords
from console.charts.funnel import FunnelBar, draw_bar
from console.pages.self_service.query import SelfServiceQuery
from domain.self_service import RunState
from domain.self_service_figures import ActionFigures, Drop, SlotFigures

PAGE: Final = "/console/self-service"
LEGEND: Final = (
    ("full", "Went on"),
    ("some", "Gave up"),
    ("half", "To a person"),
    ("none", "Could not be done, or open"),
)
_GAVE_UP: Final = (Drop.LAPSED, Drop.CANCELLED, Drop.LEFT)
_TO_PERSON: Final = (Drop.NOT_UNDERSTOOD, Drop.HANDED_OVER)
_BROKE_OFF: Final = (Drop.REFUSED, Drop.OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelStep:
    """One question of a form.

    Attributes:
        dropped_address: the page that lists who dropped out here; None where nobody did.
    """

    title: str
    figures: SlotFigures
    bar: FunnelBar
    dropped_address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """The funnel of one action.

    Attributes:
        refused: outcomes with how often, the most frequent first.
    """

    figures: ActionFigures
    title: str
    begun: FunnelBar
    done: FunnelBar
    steps: tuple[FunnelStep, ...]
    refused: tuple[tuple[str, int], ...]

    @property
    def shown(self) -> bool:
        """Whether there is anything to see in it: some actions ask nothing."""
        return bool(self.steps or self.refused)


def make_funnels(
    actions: Mapping[str, ActionFigures], forms: Mapping[str, FormWords], query: SelfServiceQuery
) -> tuple[Funnel, ...]:
    """Make the funnels, the action begun most often first."""
    ranked = sorted(actions.values(), key=lambda one: (-one.begun, one.action))
    return tuple(_make_funnel(one, forms[one.action], query) for one in ranked)


def sort_slots(figures: ActionFigures, words: FormWords) -> tuple[SlotFigures, ...]:
    """Sort the questions as the form asks them; those that it has no more come last."""
    order = {name: place for place, name in enumerate(words.slots)}
    known = len(order)
    return tuple(
        sorted(
            figures.slots.values(),
            key=lambda one: (order.get(one.slot, known), -one.asked, one.slot),
        )
    )


def count_drops(slot: SlotFigures, *kinds: Drop) -> int:
    """Count who dropped out at a question in one of some ways."""
    return sum(slot.dropped.get(kind, 0) for kind in kinds)


def _make_funnel(figures: ActionFigures, words: FormWords, query: SelfServiceQuery) -> Funnel:
    begun, done = figures.begun, figures.count(RunState.DONE)
    return Funnel(
        figures=figures,
        title=words.title,
        begun=draw_bar([("full", begun)], begun),
        done=draw_bar([("full", done)], begun),
        steps=tuple(
            _make_step(figures, slot, words, query)
            for slot in sort_slots(figures, words)
            if slot.asked
        ),
        refused=tuple(sorted(figures.refused.items(), key=lambda one: (-one[1], one[0]))),
    )


def _make_step(
    figures: ActionFigures, slot: SlotFigures, words: FormWords, query: SelfServiceQuery
) -> FunnelStep:
    parts = (
        ("full", slot.answered),
        ("some", count_drops(slot, *_GAVE_UP)),
        ("half", count_drops(slot, *_TO_PERSON)),
        ("none", count_drops(slot, *_BROKE_OFF) + slot.open),
    )
    there = query.make_address(f"{PAGE}/dropped", action=figures.action, slot=slot.slot)
    return FunnelStep(
        title=words.name_slot(slot.slot),
        figures=slot,
        bar=draw_bar(parts, figures.begun),
        dropped_address=there if slot.dropped_number else None,
    )
