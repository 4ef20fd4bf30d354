"""How much speaks for a customer's leaving, as a sum; pure."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from domain.complaint_register import Severity
from domain.risk import RiskFacts, RiskPart

SEVERITY_POINTS: Final[Mapping[Severity, int]] = MappingProxyType(
    {Severity.MINOR: 10, Severity.MODERATE: 20, Severity.SERIOUS: 40, Severity.CRITICAL: 60}
)
MOST_OPEN: Final = 100
EACH_BREACH: Final = 5
MOST_BREACHES: Final = 30
EACH_LOW_VOTE: Final = 15
MOST_LOW_VOTES: Final = 30
LOST: Final = 40
AT_RISK: Final = 20
"""From how many points on a customer is in danger of being lost."""


def score_risk(facts: RiskFacts) -> tuple[RiskPart, ...]:
    """List the parts of a customer's risk, those of no points included."""
    return (
        RiskPart(
            name="complaints",
            points=min(sum(SEVERITY_POINTS[each] for each in facts.open), MOST_OPEN),
            words=_tell_open(facts.open),
        ),
        RiskPart(
            name="breaches",
            points=min(EACH_BREACH * facts.breaches, MOST_BREACHES),
            words=_count(facts.breaches, "promise broken", "promises broken"),
        ),
        RiskPart(
            name="votes",
            points=min(EACH_LOW_VOTE * facts.low_votes, MOST_LOW_VOTES),
            words=_count(facts.low_votes, "low vote", "low votes"),
        ),
        RiskPart(
            name="lost",
            points=LOST if facts.lost else 0,
            words=_count(facts.lost, "complaint that lost them", "complaints that lost them"),
        ),
    )


def _tell_open(severities: tuple[Severity, ...]) -> str:
    if not severities:
        return "no open complaint"
    counted = Counter(severities)
    gravest = sorted(counted, key=lambda each: -each.rank)
    told = " and ".join(f"{counted[each]} {each}" for each in gravest)
    return f"{told} {'complaint' if len(severities) == 1 else 'complaints'} open"


def _count(number: int, one: str, several: str) -> str:
    return f"{number or 'no'} {one if number == 1 else several}"
