"""How well the knowledge serves, for scripts: the same figures as in the console."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.report_weeks import list_latest_weeks, list_weeks, list_weeks_before
from console.api.interaction_models import Answer
from console.api.operation import Call, Query
from crm_store.article_figures import list_article_figures
from crm_store.knowledge_report import read_knowledge_report
from domain.errors import InvalidInputError
from domain.knowledge_figures import (
    ArticleFigures,
    Figures,
    HelpFigures,
    KnowledgeReport,
    ReportFilter,
    Share,
    Week,
)
from domain.knowledge_report import QuestionOutcome

USUAL_WEEKS = 12
_EARLIEST = date(2000, 1, 1)
_LATEST = date(2999, 12, 31)


class ReportQuery(Query):
    """Which weeks are wanted, and of what."""

    first: Annotated[
        date | None,
        Field(
            alias="from",
            ge=_EARLIEST,
            le=_LATEST,
            description="The first day; the whole ISO week that holds it is counted. Absent "
            "together with `to` for the last 12 weeks.",
        ),
    ] = None
    last: Annotated[
        date | None,
        Field(
            alias="to",
            ge=_EARLIEST,
            le=_LATEST,
            description="The last day; its whole week is counted. 53 weeks at the most.",
        ),
    ] = None
    channel: Annotated[str | None, Field(description="Absent for all.")] = None
    locale: Annotated[
        str | None, Field(description="Of questions and articles; absent for all.")
    ] = None
    articles: Annotated[
        int, Field(ge=0, le=5000, description="How many articles at the most, most answered first.")
    ] = 100


class ShareItem(Answer):
    """So many of so many."""

    part: int
    whole: int
    value: Annotated[float | None, Field(description="0 to 1; null of nothing.")]
    interval: Annotated[
        tuple[float, float] | None,
        Field(
            description="Where the true share lies in 95 of 100 cases (Wilson); null of nothing."
        ),
    ]


class FiguresItem(Answer):
    """What became of conversations, questions and answers."""

    containment: Annotated[
        ShareItem,
        Field(description="Conversations never with people, of those ended answered or solved."),
    ]
    coverage: Annotated[ShareItem, Field(description="Questions the bot answered in full.")]
    precision: Annotated[ShareItem, Field(description="Right answers, of those judged.")]
    judged: Annotated[ShareItem, Field(description="Answers judged, of those given.")]
    asked_back: Annotated[ShareItem, Field(description="Questions asked back.")]
    asking_success: Annotated[
        ShareItem, Field(description="Questions asked back after which an article was chosen.")
    ]
    outcomes: Annotated[
        Mapping[QuestionOutcome, int],
        Field(description="Messages by outcome; `chosen` and `none_of_these` are no questions."),
    ]


class HelpItem(Answer):
    """What readers of the help centre did."""

    reads: int
    searches: int
    without_result: int
    opened: Annotated[int, Field(description="Searches after which an article was opened.")]
    helpful: int
    not_helpful: int


class WeekItem(Answer):
    """One ISO week in the company's time zone."""

    week: Annotated[str, Field(description="Its name by ISO 8601, such as `2026-W09`.")]
    monday: date
    figures: FiguresItem
    help: HelpItem


class ChannelItem(Answer):
    """The whole time on one channel."""

    channel: str
    figures: FiguresItem


class ArticleFiguresItem(Answer):
    """The whole time of one article in one language."""

    article_id: str
    locale: str
    title: str
    published: bool
    answered: Annotated[int, Field(description="How often the bot sent it, or it was chosen.")]
    right: int
    wrong: int
    offered: Annotated[int, Field(description="How often it was offered to choose from.")]
    chosen: int
    suggested: Annotated[int, Field(description="How often agents used it as suggested.")]
    reads: int
    helpful: int
    not_helpful: int


class ReportItem(Answer):
    """The report."""

    first: Annotated[date, Field(serialization_alias="from", description="Its first Monday.")]
    last: Annotated[date, Field(serialization_alias="to", description="Its last Sunday.")]
    time_zone: str
    counted_until: Annotated[
        datetime, Field(description="Questions and uses of articles are counted up to here.")
    ]
    total: FiguresItem
    total_before: Annotated[FiguresItem, Field(description="As many weeks before.")]
    help: HelpItem
    help_before: HelpItem
    weeks: tuple[WeekItem, ...]
    channels: tuple[ChannelItem, ...]
    articles: tuple[ArticleFiguresItem, ...]
    articles_number: Annotated[int, Field(description="How many articles there are to list.")]


async def show_report(call: Call[ReportQuery, None]) -> ReportItem:
    """Answer the report."""
    zone = ZoneInfo(call.services.time_zone)
    weeks = _choose_weeks(call, zone)
    wanted = ReportFilter(channel=call.query.channel or None, locale=call.query.locale or None)
    report = await call.services.store.read(
        read_knowledge_report,
        weeks=weeks,
        before=list_weeks_before(weeks, zone),
        wanted=wanted,
    )
    listed = await call.services.store.read(list_article_figures, weeks=weeks, wanted=wanted)
    return _describe(report, listed, call)


def _choose_weeks(call: Call[ReportQuery, None], zone: ZoneInfo) -> tuple[Week, ...]:
    """Choose the weeks.

    Raises:
        InvalidInputError: one day of the two is missing, or they make no sense.
    """
    first, last = call.query.first, call.query.last
    if first is None and last is None:
        return list_latest_weeks(USUAL_WEEKS, zone, now=call.now)
    if first is None or last is None:
        missing = "from" if first is None else "to"
        raise InvalidInputError("give both days, or neither", field=missing)
    return list_weeks(first, last, zone)


def _describe(
    report: KnowledgeReport, listed: tuple[ArticleFigures, ...], call: Call[ReportQuery, None]
) -> ReportItem:
    ranked = sorted(listed, key=lambda one: (-one.answered, one.article_id, one.locale))
    return ReportItem(
        first=report.weeks[0].week.monday,
        last=report.weeks[-1].week.last_day,
        time_zone=call.services.time_zone,
        counted_until=report.counted_until,
        total=_tell(report.total),
        total_before=_tell(report.total_before),
        help=_tell_help(report.help),
        help_before=_tell_help(report.help_before),
        weeks=tuple(
            WeekItem(
                week=one.week.name,
                monday=one.week.monday,
                figures=_tell(one.figures),
                help=_tell_help(one.help),
            )
            for one in report.weeks
        ),
        channels=tuple(
            ChannelItem(channel=channel, figures=_tell(figures))
            for channel, figures in report.channels.items()
        ),
        articles=tuple(map(_tell_article, ranked[: call.query.articles])),
        articles_number=len(ranked),
    )


def _tell(figures: Figures) -> FiguresItem:
    shares: dict[str, Any] = {
        name: _tell_share(getattr(figures, name))
        for name in FiguresItem.model_fields
        if name != "outcomes"
    }
    counts = {outcome: figures.count(outcome) for outcome in QuestionOutcome}
    return FiguresItem(**shares, outcomes=counts)


def _tell_share(share: Share) -> ShareItem:
    return ShareItem.model_validate(share)


def _tell_help(figures: HelpFigures) -> HelpItem:
    return HelpItem.model_validate(figures)


def _tell_article(figures: ArticleFigures) -> ArticleFiguresItem:
    return ArticleFiguresItem.model_validate(figures)
