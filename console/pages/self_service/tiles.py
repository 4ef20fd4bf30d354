"""The four figures at the head of the page; pure."""

from dataclasses import dataclass

from console.pages.report.definitions import Definition
from console.pages.report.words import say_share
from console.pages.self_service import definitions as say
from domain.knowledge_figures import Share
from domain.self_service import RunState
from domain.self_service_figures import SelfServiceReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One figure, what it is of, and what it counts."""

    id: str
    title: str
    value: str
    of: str
    definition: Definition


def make_tiles(report: SelfServiceReport) -> tuple[Tile, ...]:
    """Make the tiles."""
    figures = report.actions.values()
    begun = sum(one.begun for one in figures)
    over = begun - sum(one.going_on for one in figures)
    done = Share(sum(one.count(RunState.DONE) for one in figures), over)
    to_person = Share(sum(one.count(RunState.HANDED_OVER) for one in figures), over)
    going_on = f"{begun - over:,} of them still going on" if begun else "nobody began anything"
    return (
        _make_share("containment", "Containment", report.contained, say.CONTAINMENT),
        Tile(id="begun", title="Begun", value=f"{begun:,}", of=going_on, definition=say.BEGUN),
        _make_share("done", "Done without a person", done, say.DONE),
        _make_share("to-person", "Handed to a person", to_person, say.TO_PERSON),
    )


def _make_share(name: str, title: str, share: Share, definition: Definition) -> Tile:
    of = f"{share.part:,} of {share.whole:,} {definition.unit}"
    return Tile(id=name, title=title, value=say_share(share), of=of, definition=definition)
