"""The figures at the head of the report of service; pure."""

from bot.reports.service_report import ServiceReport
from console.pages.report.definitions import Definition
from console.pages.report.words import NOTHING, name_day, say_growth, say_points, say_share
from console.pages.reports import definitions as say
from console.pages.reports.charts import Tile
from console.pages.reports.names import SURVEYS
from console.pages.reports.query import ReportQuery
from console.pages.reports.shown_cells import show_interval
from console.pages.reports.tables import find_tone, points, share
from console.wording import CLOCKS
from domain.figures import Figure
from domain.knowledge_figures import Share
from domain.satisfaction import Survey
from domain.service_levels import ClockKind


def make_service_tiles(report: ServiceReport, query: ReportQuery) -> tuple[Tile, ...]:
    """Make the tiles."""
    now, before = report.volumes, report.volumes_before
    broken = query.make_behind(Figure.BROKEN)
    return (
        _make_level("level", "Service level", report, None, broken),
        *(
            _make_level(kind, CLOCKS[kind], report, kind, query.make_behind(Figure.BROKEN, kind))
            for kind in ClockKind
        ),
        _make_broken(report, broken),
        *(
            _make_number(name, title, now=number, before=old, address=query.make_behind(figure))
            for name, title, number, old, figure in (
                ("arrived", "Conversations begun", now.arrived, before.arrived, Figure.ARRIVED),
                (
                    "handed",
                    "Handed to people",
                    now.handed_over,
                    before.handed_over,
                    Figure.HANDED_OVER,
                ),
                ("resolved", "Resolved", now.resolved, before.resolved, Figure.RESOLVED),
            )
        ),
        *(_make_vote(survey, report, query) for survey in Survey),
    )


def make_share_tile(
    name: str,
    title: str,
    *,
    now: Share,
    before: Share,
    unit: str,
    definition: Definition,
    address: str | None = None,
) -> Tile:
    """Make a tile of a share of which more is better."""
    cell = points(now, before)
    grown = None if cell.value is None else round(100 * float(cell.value))  # type: ignore[arg-type]
    between = show_interval(share(now))
    of = f"{now.part:,} of {now.whole:,} {unit}" if now.whole else f"no {unit} in these days"
    return Tile(
        id=name,
        title=title,
        value=say_share(now),
        of=f"{of}; truly {between}" if between else of,
        change=say_points(grown) if now.whole else "",
        tone=cell.tone or "neither",
        definition=definition,
        address=address if now.whole else None,
    )


def _make_level(
    name: str, title: str, report: ServiceReport, kind: ClockKind | None, address: str
) -> Tile:
    now, before = report.total.now.share(kind), report.total.before.share(kind)
    return make_share_tile(
        name,
        title,
        now=now,
        before=before,
        unit="promises kept",
        definition=say.SERVICE_LEVEL,
        address=address,
    )


def _make_broken(report: ServiceReport, address: str) -> Tile:
    now, before = report.total.now.count_broken(), report.total.before.count_broken()
    hit = report.customers.number
    return Tile(
        id="broken",
        title="Promises broken",
        value=f"{now:,}",
        of=f"to {hit:,} customer{'' if hit == 1 else 's'}{_tell_since(report)}",
        change=say_growth(now, before),
        tone=find_tone(now - before, good=False) if before else "neither",
        definition=say.SERVICE_LEVEL,
        address=address if now else None,
    )


def _tell_since(report: ServiceReport) -> str:
    """Tell from when on customers were looked at, where not in all of the days."""
    since = report.customers.since
    return "" if since is None else f" since {name_day(since)}"


def _make_number(name: str, title: str, *, now: int, before: int, address: str) -> Tile:
    return Tile(
        id=name,
        title=title,
        value=f"{now:,}",
        of=f"{before:,} in the days before",
        change=say_growth(now, before),
        definition=say.VOLUMES,
        address=address if now else None,
    )


def _make_vote(survey: Survey, report: ServiceReport, query: ReportQuery) -> Tile:
    now, before = report.votes[survey], report.votes_before[survey]
    change, tone = "", "neither"
    if now.mean is not None and before.mean is not None:
        grown = round(now.mean - before.mean, 1)
        change = f"{grown:+.1f}" if grown else "unchanged"
        tone = find_tone(grown, good=True)
    labels = [f"{survey}/{vote}" for vote in range(1, survey.most + 1)]
    of = f"of {survey.most}; {now.voted:,} of {now.asked:,} asked voted"
    return Tile(
        id=survey,
        title=SURVEYS[survey],
        value=NOTHING if now.mean is None else f"{now.mean:.1f}",
        of=of if now.asked else "nobody was asked",
        change=change,
        tone=tone,
        definition=say.SATISFACTION,
        address=query.make_behind(Figure.VOTES, labels) if now.voted else None,
    )
