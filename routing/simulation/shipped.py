"""The scenarios that come with Frontdesk."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from domain.errors import NotFoundError
from routing.simulation.reading import parse_scenario
from routing.simulation.scenario import Scenario

SHIPPED_FOLDER: Final = Path(__file__).parent / "scenarios"
# Their names as files without the ending, and as people call them.
SHIPPED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "small-multilingual-helpdesk": "A small helpdesk in several languages",
        "web-shop-before-christmas": "A web shop before Christmas",
        "airline-storm-day": "An airline on a day of storm",
    }
)


def read_shipped(key: str) -> Scenario:
    """Read one of them.

    Raises:
        NotFoundError: none is called so.
    """
    if key not in SHIPPED:
        raise NotFoundError(f"there is no scenario {key!r}; there are {', '.join(SHIPPED)}")
    return parse_scenario((SHIPPED_FOLDER / f"{key}.json").read_bytes())
