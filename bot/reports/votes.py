"""What customers' votes add up to, as reports tell it; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.reports.added_figures import Counted, split_label
from domain.knowledge_figures import Share
from domain.satisfaction import Survey

LOW: Final[Mapping[Survey, int]] = {Survey.CSAT: 2, Survey.CES: 3}
"""The highest vote that says that somebody is displeased."""
_TOP: Final = 2
NO_VOTE: Final = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """The votes of one survey.

    Attributes:
        asked: how many were asked, those who did not vote included.
        counts: how often each vote was given.
    """

    survey: Survey
    asked: int = 0
    counts: Mapping[int, int] = field(default_factory=dict)

    @property
    def voted(self) -> int:
        """How many voted."""
        return sum(self.counts.values())

    @property
    def mean(self) -> float | None:
        """The mean vote; None where there is none."""
        total = sum(vote * number for vote, number in self.counts.items())
        return total / self.voted if self.voted else None

    @property
    def top(self) -> Share:
        """How many gave one of the two best votes, of those who voted."""
        best = sum(n for vote, n in self.counts.items() if vote > self.survey.most - _TOP)
        return Share(best, self.voted)

    @property
    def low(self) -> int:
        """How many gave a vote that says that they are displeased."""
        return sum(n for vote, n in self.counts.items() if vote <= LOW[self.survey])

    @property
    def answered(self) -> Share:
        """How many voted, of those asked."""
        return Share(self.voted, self.asked)


def count_votes(survey: Survey, labels: Mapping[str, Counted]) -> Votes:
    """Count a survey's votes from the labels of `Figure.VOTES`; those of another are left out."""
    counts: dict[int, int] = {}
    asked = 0
    for vote, number in _list_votes(survey, labels):
        asked += number
        if vote.isdecimal() and 1 <= int(vote) <= survey.most:
            counts[int(vote)] = counts.get(int(vote), 0) + number
    return Votes(survey=survey, asked=asked, counts=counts)


def name_low_votes() -> tuple[str, ...]:
    """Name the labels of all votes that say that somebody is displeased."""
    return tuple(f"{survey}/{vote}" for survey, most in LOW.items() for vote in range(1, most + 1))


def _list_votes(survey: Survey, labels: Mapping[str, Counted]) -> Iterable[tuple[str, int]]:
    for label, counted in labels.items():
        name, vote = split_label(label)
        if name == survey:
            yield vote, counted.n
