"""What is behind a number: its conversations, and the complaints that are answered in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from aiohttp import web

from console.answers import answer_staff_page
from console.form_reading import read_line
from console.keys import get_services
from console.pages.report.words import name_day
from console.pages.reports.names import FIGURES, Names
from console.pages.reports.page import read_names
from console.pages.reports.query import HOME, NARROWED, REPORTS, read_name, read_narrowed, read_span
from console.pages.self_service.words import name_period
from crm_store.complaint_lessons import ComplaintNamed, list_complaints_behind
from crm_store.figures import ConversationBehind, list_behind
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError
from domain.figures import Figure, FigureQuery
from domain.self_service_figures import Period

PAGE: Final = 50
_MOST_LABELS: Final = 100
_HOURS: Final = 24
_OF_COMPLAINTS: Final = ("complaints_", "stage_", "time_", "redress_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What is asked for."""

    figure: Figure
    labels: tuple[str, ...] | None
    hour: int | None
    period: Period
    narrowed: Mapping[str, str | None]
    after: str | None

    @property
    def query(self) -> FigureQuery:
        """The days and what they are narrowed to."""
        return FigureQuery(first=self.period.first, last=self.period.last, **self.narrowed)

    @property
    def of_complaints(self) -> bool:
        """Whether complaints are counted rather than conversations."""
        return self.figure.value.startswith(_OF_COMPLAINTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page.

    Attributes:
        more: the mark that the next page begins after, or None.
        complaints: by conversation.
    """

    listed: tuple[ConversationBehind, ...]
    more: str | None
    complaints: Mapping[str, tuple[ComplaintNamed, ...]]
    names: Names


async def show_behind(request: web.Request) -> web.Response:
    """Show the conversations behind a number, a page of them."""
    services = get_services(request)
    behind = _read_behind(request, ZoneInfo(services.time_zone))
    found = await services.store.read(_find, behind)
    kept = [(name, value) for name, value in request.query.items() if name != "after"]
    following = None
    if found.more is not None:
        following = f"{HOME}/behind?{urlencode([*kept, ('after', found.more)])}"
    return await answer_staff_page(
        request,
        "reports/behind.html",
        current_view="performance",
        behind=behind,
        found=found,
        title=FIGURES[behind.figure],
        told=_tell(behind, found.names),
        period=name_period(behind.period),
        back=_read_back(request),
        following=following,
        beginning=None if behind.after is None else f"{HOME}/behind?{urlencode(kept)}",
        name_day=name_day,
    )


def _find(tx: Transaction, behind: Behind) -> Found:
    listed = list_behind(
        tx,
        behind.query,
        behind.figure,
        label=behind.labels,
        hour=behind.hour,
        limit=PAGE + 1,
        after=behind.after,
    )
    shown = listed[:PAGE]
    complaints: dict[str, list[ComplaintNamed]] = {}
    for one in list_complaints_behind(tx, [each.conversation_id for each in shown]):
        complaints.setdefault(one.conversation_id, []).append(one)
    return Found(
        listed=shown,
        more=shown[-1].mark if len(listed) > PAGE else None,
        complaints={key: tuple(each) for key, each in complaints.items()},
        names=read_names(tx),
    )


def _read_behind(request: web.Request, zone: ZoneInfo) -> Behind:
    figure = read_line(request, "figure", max_length=40)
    if figure not in set(Figure):
        raise InvalidInputError("no figure is called that; go back to the report", field="figure")
    given = request.query.getall("label", [])[:_MOST_LABELS]
    labels = tuple(label for each in given if (label := read_name(each)) is not None)
    hour = read_line(request, "hour")
    if hour and not (hour.isdecimal() and int(hour) < _HOURS):
        raise InvalidInputError("an hour is from 0 to 23", field="hour")
    return Behind(
        figure=Figure(figure),
        labels=labels or None,
        hour=int(hour) if hour else None,
        period=read_span(request, zone),
        narrowed=read_narrowed(request),
        after=read_line(request, "after", max_length=200) or None,
    )


def _tell(behind: Behind, names: Names) -> tuple[str, ...]:
    """Tell what the number is narrowed to."""
    labels = [names.name_label(behind.figure, each) for each in behind.labels or ()]
    told = [" or ".join(dict.fromkeys(labels))] if labels else []
    if behind.hour is not None:
        told.append(f"due from {behind.hour:02}:00 to {behind.hour:02}:59")
    for name in NARROWED:
        value = behind.narrowed[name]
        if value is not None:
            told.append(f"{name}: {names.name(name, value)}")
    return tuple(told)


def _read_back(request: web.Request) -> str:
    """Read the way back; only ever into a report, whatever the address says."""
    report = read_line(request, "report")
    page = f"{HOME}/{report if report in REPORTS else REPORTS[0]}"
    asked = parse_qsl(read_line(request, "back", max_length=1000), max_num_fields=20)
    return f"{page}?{urlencode(asked)}" if asked else page
