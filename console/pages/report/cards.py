"""The figures of a report, each with its chart, its table and what it counts; pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypedDict

from bot.count_reads import KEPT
from console.charts.column_chart import Column, draw_columns
from console.charts.drawing import Drawing
from console.charts.line_chart import Point, draw_line
from console.pages.report import definitions as say
from console.pages.report.words import (
    compare_shares,
    name_day,
    name_week,
    say_growth,
    say_interval,
    say_points,
    say_share,
    say_share_of,
)
from domain.knowledge_figures import KnowledgeReport, Share, WeekFigures
from domain.knowledge_report import QuestionOutcome as Outcome

BETTER, WORSE, NEITHER = "better", "worse", "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One figure.

    Attributes:
        value: the figure of the whole time.
        of: what it is of.
        change: on the time before; `tone` says whether that is better.
        legend: kinds of columns with their names, where there are several.
        head: of the table that says the same as the chart.
    """

    id: str
    title: str
    value: str
    of: str
    change: str
    tone: str
    chart: Drawing
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    definition: say.Definition
    legend: tuple[tuple[str, str], ...] = ()


class _Drawn(TypedDict):
    """What the weeks give of a card."""

    chart: Drawing
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def make_answer_cards(report: KnowledgeReport, *, now: datetime) -> tuple[Card, ...]:
    """Make the cards of conversations and questions."""
    return (
        _make_share_card(report, now, "containment", "Containment", say.CONTAINMENT),
        _make_coverage_card(report, now),
        _make_precision_card(report, now),
        _make_share_card(report, now, "asking_success", "Asked back and chosen", say.ASKED_BACK),
    )


def make_help_cards(report: KnowledgeReport, *, now: datetime) -> tuple[Card, ...]:
    """Make the cards of the help centre."""
    return (
        _make_reads_card(report, now),
        _make_searches_card(report, now),
        _make_helped_card(report, now),
    )


def _make_share_card(
    report: KnowledgeReport, now: datetime, name: str, title: str, definition: say.Definition
) -> Card:
    def find(week: WeekFigures) -> Share:
        share: Share = getattr(week.figures, name)
        return share

    whole: Share = getattr(report.total, name)
    before: Share = getattr(report.total_before, name)
    points = compare_shares(whole, before)
    return Card(
        id=name.replace("_", "-"),
        title=title,
        value=say_share(whole),
        of=f"{whole.part:,} of {whole.whole:,} {definition.unit}",
        change=say_points(points),
        tone=_judge(points, whole, before),
        definition=definition,
        **_draw_shares(report, now, find, definition),
    )


def _make_precision_card(report: KnowledgeReport, now: datetime) -> Card:
    card = _make_share_card(report, now, "precision", "Precision by feedback", say.PRECISION)
    total = report.total
    between = say_interval(total.precision)
    if between is None:
        return card
    judged = f"{total.judged.part:,} of {total.judged.whole:,} answers were judged"
    return replace(card, of=f"{card.of}; {judged}. By chance alone, it may be {between}")


def _make_coverage_card(report: KnowledgeReport, now: datetime) -> Card:
    card = _make_share_card(report, now, "coverage", "Coverage", say.COVERAGE)
    columns, rows = [], []
    for week in report.weeks:
        parts = _split_questions(week)
        words = f"{name_week(week.week)}: {say_share_of(week.figures.coverage)}"
        columns.append(
            Column(
                parts=tuple(zip(_KINDS, parts, strict=True)),
                words=f"{words}; {_list_parts(parts)}",
                label=name_day(week.week.monday),
                open=week.week.end > now,
            )
        )
        share = say_share(week.figures.coverage)
        rows.append((name_week(week.week), share, *(f"{part:,}" for part in parts)))
    return replace(
        card,
        chart=draw_columns(columns),
        legend=tuple(zip(_KINDS, _PARTS, strict=True)),
        head=("Week", "Coverage", *_PARTS),
        rows=tuple(rows),
    )


_KINDS: Final = ("full", "half", "some", "none")
_PARTS: Final = ("answered at once", "answered when chosen", "partly answered", "by a person")


def _split_questions(week: WeekFigures) -> tuple[int, int, int, int]:
    figures = week.figures
    chosen = figures.asking_success.part
    answered = figures.count(Outcome.ANSWERED)
    partly = figures.count(Outcome.PARTLY_KNOWN)
    return answered, chosen, partly, figures.questions - answered - chosen - partly


def _list_parts(parts: Sequence[int]) -> str:
    return ", ".join(f"{number:,} {name}" for number, name in zip(parts, _PARTS, strict=True))


def _make_reads_card(report: KnowledgeReport, now: datetime) -> Card:
    columns = [
        Column(
            parts=(("full", week.help.reads),),
            words=f"{name_week(week.week)}: {week.help.reads:,} reads",
            label=name_day(week.week.monday),
            open=week.week.end > now,
        )
        for week in report.weeks
    ]
    return Card(
        id="reads",
        title="Articles read",
        value=f"{report.help.reads:,}",
        of=say.READS.unit,
        change=_forgotten(report, now) or say_growth(report.help.reads, report.help_before.reads),
        tone=NEITHER,
        chart=draw_columns(columns),
        head=("Week", "Reads"),
        rows=tuple((name_week(week.week), f"{week.help.reads:,}") for week in report.weeks),
        definition=say.READS,
    )


def _make_searches_card(report: KnowledgeReport, now: datetime) -> Card:
    columns, rows = [], []
    for week in report.weeks:
        share = week.help.fruitless
        found = share.whole - share.part
        name = name_week(week.week)
        columns.append(
            Column(
                parts=(("full", found), ("some", share.part)),
                words=f"{name}: {found:,} with a result, {share.part:,} without",
                label=name_day(week.week.monday),
                open=week.week.end > now,
            )
        )
        rows.append((name, f"{share.whole:,}", f"{share.part:,}", say_share(share)))
    total = report.help.fruitless
    points, forgotten = compare_shares(total, report.help_before.fruitless), _forgotten(report, now)
    return Card(
        id="searches",
        title="Searches without a result",
        value=say_share(total),
        of=f"{total.part:,} of {total.whole:,} {say.SEARCHES.unit}; "
        f"after {report.help.opened:,} an article was opened",
        change=forgotten or say_points(points),
        tone=_judge(
            None if forgotten or points is None else -points, total, report.help_before.fruitless
        ),
        chart=draw_columns(columns),
        legend=(("full", "with a result"), ("some", "without")),
        head=("Week", "Searches", "Without a result", "Share without"),
        rows=tuple(rows),
        definition=say.SEARCHES,
    )


def _make_helped_card(report: KnowledgeReport, now: datetime) -> Card:
    def find(week: WeekFigures) -> Share:
        return week.help.helped

    total = report.help.helped
    points = compare_shares(total, report.help_before.helped)
    return Card(
        id="helped",
        title="Found helpful",
        value=say_share(total),
        of=f"{total.part:,} of {total.whole:,} {say.HELPED.unit}",
        change=say_points(points),
        tone=_judge(points, total, report.help_before.helped),
        definition=say.HELPED,
        **_draw_shares(report, now, find, say.HELPED),
    )


def _draw_shares(
    report: KnowledgeReport,
    now: datetime,
    find: Callable[[WeekFigures], Share],
    definition: say.Definition,
) -> _Drawn:
    points, rows = [], []
    for week in report.weeks:
        share, name = find(week), name_week(week.week)
        words = f"{name}: {say_share_of(share)}"
        label = name_day(week.week.monday)
        points.append(Point(value=share.value, words=words, label=label, open=week.week.end > now))
        rows.append((name, say_share(share), f"{share.part:,}", f"{share.whole:,}"))
    return _Drawn(
        chart=draw_line(points),
        head=("Week", "Share", definition.part, "Of"),
        rows=tuple(rows),
    )


def _judge(points: int | None, now: Share, before: Share) -> str:
    """Say whether a change is for the better; what chance alone may have done is neither."""
    if not points or now.interval is None or before.interval is None:
        return NEITHER
    if now.interval[0] <= before.interval[1] and before.interval[0] <= now.interval[1]:
        return NEITHER
    return BETTER if points > 0 else WORSE


def _forgotten(report: KnowledgeReport, now: datetime) -> str | None:
    """Say why there is no comparison, where the time before is longer ago than counts are kept."""
    if report.before[0].week.start >= now - KEPT:
        return None
    return f"kept for {KEPT.days} days only, so there is nothing to compare with"
