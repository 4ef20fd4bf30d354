"""What the labels of figures are called in reports; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.reports import label_words
from console.wording import CLOCKS, name_channel, name_term
from domain.figures import Figure
from domain.satisfaction import Survey
from domain.service_levels import ClockKind

DIMENSIONS: Final[Mapping[str, str]] = {"queue": "Queue", "channel": "Channel", "tier": "Tier"}
SURVEYS: Final[Mapping[Survey, str]] = {
    Survey.CSAT: "Satisfaction (CSAT)",
    Survey.CES: "Effort (CES)",
}
FIGURES: Final[Mapping[Figure, str]] = {
    Figure.ARRIVED: "Conversations that began",
    Figure.HANDED_OVER: "Conversations handed to people",
    Figure.RESOLVED: "Conversations resolved",
    Figure.KEPT: "Promises kept",
    Figure.BROKEN: "Promises broken",
    Figure.BROKEN_BY_CAUSE: "Promises broken",
    Figure.BROKEN_BY_TOPIC: "Promises broken",
    Figure.COMPLAINTS_BY_CATEGORY: "Complaints",
    Figure.COMPLAINTS_BY_CAUSE: "Complaints",
    Figure.COMPLAINTS_BY_SEVERITY: "Complaints",
    Figure.COMPLAINTS_BY_PRODUCT: "Complaints",
    Figure.COMPLAINTS_BY_AGENT: "Complaints",
    Figure.COMPLAINTS_BY_OUTCOME: "Complaints",
    Figure.COMPLAINTS_BY_RECOVERY: "Complaints",
    Figure.STAGE_TIMES: "Stages left",
    Figure.TIME_TO_STAGE: "Complaints that came so far",
    Figure.REDRESS_GIVEN: "Redress given",
    Figure.REDRESS_SPENT: "Redress redeemed, paid or booked",
    Figure.VOTES: "Votes",
}
BREACHES: Final[Mapping[str, str]] = label_words.BREACHES
_LABELS: Final[Mapping[Figure, str]] = {
    Figure.ARRIVED: "topic",
    Figure.HANDED_OVER: "topic",
    Figure.BROKEN_BY_CAUSE: "breach",
    Figure.BROKEN_BY_TOPIC: "topic",
    Figure.COMPLAINTS_BY_CATEGORY: "category",
    Figure.COMPLAINTS_BY_CAUSE: "cause",
    Figure.COMPLAINTS_BY_PRODUCT: "product",
    Figure.COMPLAINTS_BY_AGENT: "agent",
    Figure.COMPLAINTS_BY_OUTCOME: "outcome",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What people call queues and agents.

    Attributes:
        queues: titles by name.
        agents: names by id.
    """

    queues: Mapping[str, str] = field(default_factory=dict)
    agents: Mapping[str, str] = field(default_factory=dict)

    def name(self, what: str, label: str) -> str:
        """Name a label.

        Args:
            what: `queue`, `channel`, `tier`, `topic`, `cause`, `breach`, `category`, `product`,
                `agent`, `outcome`, `severity`, `stage` or `kind`.
        """
        if not label:
            return label_words.EMPTY.get(what, "None")
        if what == "queue":
            return self.queues.get(label, name_term(label))
        if what == "breach":
            return BREACHES.get(label, name_term(label))
        if what == "agent":
            return self.agents.get(label, "Somebody who is no more")
        return name_channel(label) if what == "channel" else name_term(label)

    def name_label(self, figure: Figure, label: str) -> str:
        """Name a label of a figure."""
        if label in set(ClockKind):
            return CLOCKS[ClockKind(label)]
        if figure is Figure.VOTES:
            return name_vote(label)
        parts = [self.name(_LABELS.get(figure, ""), each) for each in label.split("/")]
        return ", ".join(parts)


def name_vote(label: str) -> str:
    """Name a vote: `CSAT 4 of 5`."""
    survey, _, vote = label.partition("/")
    if survey not in set(Survey):
        return name_term(label)
    said = f"{vote} of {Survey(survey).most}" if vote.isdecimal() else "no vote"
    return f"{survey.upper()} {said}"
