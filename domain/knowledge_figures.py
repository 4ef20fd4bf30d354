"""Figures of how well the knowledge serves; each can say what share it is, and how surely."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import sqrt

from domain.knowledge_report import QUESTIONS, Place, QuestionOutcome

# Standard normal quantile of a two-sided interval of 95 %.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between what the true share lies in 95 of 100 cases (Wilson, 1927); None of nothing."""
        if not self.whole:
            return None
        share, n = self.part / self.whole, self.whole
        middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What became of conversations, questions and answers in some time, on some channels.

    Attributes:
        resolved: conversations that ended answered or solved.
        contained: those of them that were never with people.
        outcomes: how many messages had each outcome.
        right: answers judged so in this time, each by whoever is believed most.
    """

    resolved: int = 0
    contained: int = 0
    outcomes: Mapping[QuestionOutcome, int] = field(default_factory=dict)
    right: int = 0
    wrong: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        """Add two times, or two channels, up."""
        return Figures(
            resolved=self.resolved + other.resolved,
            contained=self.contained + other.contained,
            outcomes={
                outcome: self.count(outcome) + other.count(outcome) for outcome in QuestionOutcome
            },
            right=self.right + other.right,
            wrong=self.wrong + other.wrong,
        )

    def count(self, outcome: QuestionOutcome) -> int:
        """Tell how many messages had an outcome."""
        return self.outcomes.get(outcome, 0)

    @property
    def questions(self) -> int:
        """How many questions were asked."""
        return sum(self.count(outcome) for outcome in QUESTIONS)

    @property
    def containment(self) -> Share:
        """Conversations that no person was needed for, of those that ended answered or solved."""
        return Share(self.contained, self.resolved)

    @property
    def coverage(self) -> Share:
        """Questions that the bot answered, at once or once the customer had chosen."""
        chosen = min(self.count(QuestionOutcome.CHOSEN), self.count(QuestionOutcome.ASKED_BACK))
        return Share(self.count(QuestionOutcome.ANSWERED) + chosen, self.questions)

    @property
    def precision(self) -> Share:
        """Answers that were right, of those that somebody judged."""
        return Share(self.right, self.right + self.wrong)

    @property
    def judged(self) -> Share:
        """Answers that somebody judged, of those given."""
        given = self.count(QuestionOutcome.ANSWERED) + self.count(QuestionOutcome.CHOSEN)
        return Share(min(self.right + self.wrong, given), given)

    @property
    def asked_back(self) -> Share:
        """Questions that were asked back, of all."""
        return Share(self.count(QuestionOutcome.ASKED_BACK), self.questions)

    @property
    def asking_success(self) -> Share:
        """Of those asked back, how many led to an article that the customer chose."""
        asked = self.count(QuestionOutcome.ASKED_BACK)
        return Share(min(self.count(QuestionOutcome.CHOSEN), asked), asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpFigures:
    """What readers of the help centre did in some time.

    Attributes:
        without_result: searches that found nothing.
        opened: searches after which an article was opened.
        helpful: readers whose latest word on an article is that it helped.
    """

    reads: int = 0
    searches: int = 0
    without_result: int = 0
    opened: int = 0
    helpful: int = 0
    not_helpful: int = 0

    def __add__(self, other: "HelpFigures") -> "HelpFigures":
        """Add two times up."""
        return HelpFigures(
            reads=self.reads + other.reads,
            searches=self.searches + other.searches,
            without_result=self.without_result + other.without_result,
            opened=self.opened + other.opened,
            helpful=self.helpful + other.helpful,
            not_helpful=self.not_helpful + other.not_helpful,
        )

    @property
    def fruitless(self) -> Share:
        """Searches that found nothing, of all."""
        return Share(self.without_result, self.searches)

    @property
    def helped(self) -> Share:
        """Readers who said that it helped, of those who said anything."""
        return Share(self.helpful, self.helpful + self.not_helpful)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFigures:
    """What became of one article in one language.

    Attributes:
        title: as it stands now; the id where there is no such article any more.
        published: whether customers can have it now.
        answered: how often the bot sent it, at once or when chosen.
        offered: how often it was among what the bot asked back with.
        chosen: how often the customer then chose it.
        suggested: how often agents took it from what was suggested beside a conversation.
    """

    article_id: str
    locale: str
    title: str
    published: bool = True
    answered: int = 0
    offered: int = 0
    chosen: int = 0
    right: int = 0
    wrong: int = 0
    reads: int = 0
    helpful: int = 0
    not_helpful: int = 0
    suggested: int = 0

    @property
    def place(self) -> Place:
        """Its id and locale."""
        return self.article_id, self.locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """An ISO week in the company's time zone.

    Attributes:
        monday: its first day.
        start: the instant it begins.
        end: the instant the next one begins.
    """

    monday: date
    start: datetime
    end: datetime

    @property
    def last_day(self) -> date:
        """Its Sunday."""
        return self.monday + timedelta(days=6)

    @property
    def name(self) -> str:
        """Its name by ISO 8601, such as `2026-W09`."""
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFilter:
    """What a report is of.

    Attributes:
        channel: None for all.
        locale: BCP 47 primary tag of the questions and articles; None for all.
    """

    channel: str | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekFigures:
    """One week."""

    week: Week
    channels: Mapping[str, Figures]
    help: HelpFigures

    @property
    def figures(self) -> Figures:
        """All channels together."""
        return sum(self.channels.values(), Figures())


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeReport:
    """How well the knowledge served.

    Attributes:
        weeks: oldest first, without a gap.
        before: as many weeks before them.
        counted_until: decisions and uses of articles are in it up to here.
    """

    weeks: tuple[WeekFigures, ...]
    before: tuple[WeekFigures, ...]
    counted_until: datetime

    @property
    def total(self) -> Figures:
        """The whole time, all channels."""
        return sum((one.figures for one in self.weeks), Figures())

    @property
    def total_before(self) -> Figures:
        """The time before it."""
        return sum((one.figures for one in self.before), Figures())

    @property
    def help(self) -> HelpFigures:
        """The help centre in the whole time."""
        return sum((one.help for one in self.weeks), HelpFigures())

    @property
    def help_before(self) -> HelpFigures:
        """The help centre in the time before it."""
        return sum((one.help for one in self.before), HelpFigures())

    @property
    def channels(self) -> Mapping[str, Figures]:
        """The whole time by channel, the most questions first."""
        found: dict[str, Figures] = {}
        for one in self.weeks:
            for channel, figures in one.channels.items():
                found[channel] = found.get(channel, Figures()) + figures
        return dict(sorted(found.items(), key=lambda item: (-item[1].questions, item[0])))
