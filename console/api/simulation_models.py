"""Simulations, as scripts begin and read them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from console.api.interaction_models import Answer
from console.api.operation import Body
from console.api.text_fields import Line
from domain.simulations import SimulationState
from routing.simulation.changes import Changes


class NewSimulation(Body):
    """What is to be simulated: a scenario by its name or as a whole, and what is changed of it."""

    scenario: Annotated[
        Line | dict[str, Any],
        Field(
            description="`own`, `own:0` (of Mondays) to `own:6`, `kept:` and the id of another "
            "simulation, the name of a shipped scenario, or a whole scenario; see "
            "docs/simulation.md."
        ),
    ] = "own"
    changes: Annotated[Changes, Field(description="Times of day are in UTC.")] = Changes()


class SimulationItem(Answer):
    """A simulation, and what came of it."""

    id: str
    owner: str
    source: str
    state: SimulationState
    changes: dict[str, Any]
    notes: tuple[str, ...]
    done: Annotated[int, Field(description="How many runs are done, of `whole`.")]
    whole: int
    sentence: Annotated[str | None, Field(description="What came of it, in a sentence.")]
    result: Annotated[
        dict[str, Any] | None,
        Field(
            description="`before` and `after` as `frontdesk routing simulate` writes them, with "
            "`staffing`; `after` is null where nothing was changed."
        ),
    ]
    error: str | None
    started_at: datetime
    ended_at: datetime | None
