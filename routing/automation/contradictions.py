"""Conditions that can never all hold; pure."""

from dataclasses import dataclass

from domain.automations import Automation, Condition
from routing.automation.coverage import make_case, make_universe


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A condition that cannot hold together with those before it, by its path, and why."""

    field: str
    reason: str


def find_contradiction(automation: Automation) -> Contradiction | None:
    """Find why an automation can never fit anything; None where it can."""
    named = [(f"all_of[{at}]", each) for at, each in enumerate(automation.all_of)]
    found = _find(named)
    if found is not None or not automation.any_of:
        return found
    ways = [_find([*named, (f"any_of[{at}]", each)]) for at, each in enumerate(automation.any_of)]
    return ways[0] if all(ways) else None


def find_dead_ways(automation: Automation) -> tuple[Contradiction, ...]:
    """Find those conditions, of which one has to hold, that cannot beside all that have to."""
    named = [(f"all_of[{at}]", each) for at, each in enumerate(automation.all_of)]
    ways = (_find([*named, (f"any_of[{at}]", each)]) for at, each in enumerate(automation.any_of))
    return tuple(each for each in ways if each is not None)


def _find(named: list[tuple[str, Condition]]) -> Contradiction | None:
    universe = make_universe(condition for _, condition in named)
    for end in range(1, len(named) + 1):
        if make_case([each for _, each in named[:end]], universe).empty:
            path, condition = named[end - 1]
            before = next(
                (
                    other
                    for other, each in named[: end - 1]
                    if make_case((each, condition), universe).empty
                ),
                "",
            )
            with_what = before or ("those before it" if end > 1 else "anything")
            return Contradiction(
                field=path,
                reason=f"this can never hold together with {with_what}, so that nothing would fit; "
                "change one of them, or write both under any_of where either is enough",
            )
    return None
