"""Scenario files as the commands read them."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.commands.printable import show

if TYPE_CHECKING:
    from routing.simulation.reading import ScenarioError
    from routing.simulation.scenario import Scenario

REFUSED = 1
MOST_BYTES = 20_000_000


def read_scenario(path: Path) -> "Scenario":
    """Read a scenario.

    Raises:
        ScenarioError: there is no such file, it is too large, or it says what cannot be run.
    """
    from routing.simulation.reading import (  # noqa: PLC0415 - the other commands start without it
        ScenarioError,
        parse_scenario,
    )

    try:
        if path.stat().st_size > MOST_BYTES:
            raise ScenarioError([f"{path}: larger than {MOST_BYTES:,} bytes"])
        content = path.read_bytes()
    except OSError as error:
        raise ScenarioError([f"{path}: {error.strerror or error}"]) from None
    return parse_scenario(content)


def tell_refusal(error: "ScenarioError") -> None:
    """Say on standard error what is wrong, one line each."""
    for line in str(error).splitlines():
        sys.stderr.write(f"frontdesk: {show(line)}\n")
