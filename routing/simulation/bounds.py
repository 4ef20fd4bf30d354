"""How much of a scenario is run where people wait for it."""

from dataclasses import dataclass

from routing.simulation.reading import ScenarioError
from routing.simulation.scenario import Scenario

# Summed over all seeds: about a minute of one core with every policy, as it is and as it would be.
MOST_ARRIVALS = 30_000
SEEDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """What is run of a scenario.

    Attributes:
        notes: what was left out, one sentence each.
    """

    days: int
    seeds: int
    notes: tuple[str, ...] = ()


def count_daily(scenario: Scenario) -> float:
    """Tell how many arrive on a day."""
    return sum(sum(each.arrivals_per_hour) for each in scenario.classes)


def fit(*scenarios: Scenario) -> Bounded:
    """Choose days and seeds for scenarios that are to be compared.

    Days go first, since each day is like the others; then seeds, and with them the intervals.

    Raises:
        ScenarioError: not even one day of it is within bounds.
    """
    daily, days = max(map(count_daily, scenarios)), scenarios[0].days
    if daily > MOST_ARRIVALS:
        problem = (
            f"classes: about {daily:,.0f} arrivals a day; more than {MOST_ARRIVALS:,} are not "
            "simulated here: use `frontdesk routing simulate` for it"
        )
        raise ScenarioError([problem])
    kept = max(1, min(days, int(MOST_ARRIVALS / (daily * SEEDS)))) if daily else days
    seeds = max(1, min(SEEDS, int(MOST_ARRIVALS / (daily * kept)))) if daily else SEEDS
    return Bounded(days=kept, seeds=seeds, notes=tuple(_tell(days, kept, seeds)))


def _tell(days: int, kept: int, seeds: int) -> list[str]:
    notes = []
    if kept < days:
        notes.append(f"So many arrive that {kept} of its {days} days {_is(kept)} simulated here.")
    if seeds < SEEDS:
        notes.append(f"It is repeated {seeds} times rather than {SEEDS}, as so many arrive.")
    return notes


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
