"""How much speaks for a customer's leaving, as a sum; pure."""

from collections import Counter
from typing import Final

from domain.complaint_register import Severity
from domain.risk import RiskFacts, RiskPart, RiskWeights

WEIGHTS: Final = RiskWeights()


def score_risk(facts: RiskFacts) -> tuple[RiskPart, ...]:
    """List the parts of a customer's risk, those of no points included."""
    return (
        RiskPart(
            name="complaints",
            points=min(sum(WEIGHTS.open[each] for each in facts.open), WEIGHTS.most_open),
            words=_tell_open(facts.open),
        ),
        RiskPart(
            name="breaches",
            points=min(WEIGHTS.each_breach * facts.breaches, WEIGHTS.most_breaches),
            words=_count(facts.breaches, "promise broken", "promises broken"),
        ),
        RiskPart(
            name="votes",
            points=min(WEIGHTS.each_low_vote * facts.low_votes, WEIGHTS.most_low_votes),
            words=_count(facts.low_votes, "low vote", "low votes"),
        ),
        RiskPart(
            name="lost",
            points=WEIGHTS.lost if facts.lost else 0,
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
