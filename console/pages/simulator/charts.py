"""The charts of a simulation, each with its table; pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from console.charts.bar_chart import Bar, BarChart, BarGroup, draw_bars, tabulate_bars
from console.charts.drawing import Drawing
from console.charts.series_chart import Series, draw_series, find_top, tabulate_series
from console.charts.table import ChartTable
from console.pages.simulator.words import (
    POLICY_NAMES,
    name_language,
    say_minutes,
    say_share,
)
from console.wording import begin_sentence, name_channel

AS_IT_IS: Final = "as it is"
WITH_IT: Final = "with the change"
NOT_THERE: Final = "not there"
_MOST_CLASSES: Final = 10
_MOST_AGENTS: Final = 14
_MOST_GROUPS: Final = 6

Side = tuple[str, str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarCard:
    """Bars with what they show.

    Attributes:
        hint: how they are to be read.
    """

    id: str
    title: str
    hint: str
    chart: BarChart
    table: ChartTable


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesCard:
    """Lines with what they show; `legend` names their kinds."""

    id: str
    title: str
    hint: str
    chart: Drawing
    table: ChartTable
    legend: tuple[tuple[str, str], ...]


def list_sides(result: Mapping[str, Any]) -> tuple[Side, ...]:
    """List what is compared: the kind of its bars, its name and what came of it."""
    if result["after"] is None:
        return (("full", AS_IT_IS, result["before"]),)
    return (("none", AS_IT_IS, result["before"]), ("full", WITH_IT, result["after"]))


def make_bar_cards(result: Mapping[str, Any]) -> tuple[BarCard, ...]:
    """Make the cards of shares, waiting times, occupancy and of who gave up."""
    sides = list_sides(result)
    cards = [_make_shares_card(sides), _make_waits_card(sides), _make_occupancy_card(sides)]
    if any(_ours(side)["abandoned"] for _, _, side in sides):
        cards.append(_make_abandoned_card(sides))
    return tuple(cards)


def make_staffing_cards(result: Mapping[str, Any], offset: int) -> tuple[SeriesCard, ...]:
    """Make a card for each of the largest groups of work: who is needed by hour, and who is there.

    Args:
        offset: minutes by which the people's clocks are ahead of UTC.
    """
    before = result["before"]["staffing"]
    after = (result["after"] or result["before"])["staffing"]
    pairs = sorted(zip(before, after, strict=True), key=lambda pair: -_count(pair[1]))
    changed = result["after"] is not None
    return tuple(
        _make_staffing_card(place, first, second, offset, changed=changed)
        for place, (first, second) in enumerate(pairs[:_MOST_GROUPS])
        if _count(second)
    )


def _make_shares_card(sides: Sequence[Side]) -> BarCard:
    def make_bar(kind: str, name: str, figures: Mapping[str, Any]) -> Bar:
        share, between = figures["first_response_in_time"], figures["first_response_interval"]
        shown = say_share(share)
        if between and share is not None:
            shown += f" ±{(between[1] - between[0]) * 50:.1f}"
        interval = (between[0], between[1]) if between else None
        return Bar(kind=kind, name=name, value=share, shown=shown, interval=interval)

    groups = _by_policy(sides, make_bar)
    return BarCard(
        id="shares",
        title="First responses in time",
        hint="On the same arrivals. The whiskers hold the true share 95 times of 100.",
        chart=draw_bars(groups, top=1.0),
        table=tabulate_bars(groups, caption="First responses in time", first="Policy"),
    )


def _make_abandoned_card(sides: Sequence[Side]) -> BarCard:
    def make_bar(kind: str, name: str, figures: Mapping[str, Any]) -> Bar:
        share = figures["abandoned_share"]
        return Bar(kind=kind, name=name, value=share, shown=say_share(share))

    groups = _by_policy(sides, make_bar)
    return BarCard(
        id="abandoned",
        title="Customers who gave up",
        hint="They left before anybody answered.",
        chart=draw_bars(groups),
        table=tabulate_bars(groups, caption="Customers who gave up", first="Policy"),
    )


def _by_policy(
    sides: Sequence[Side], make_bar: Callable[[str, str, Mapping[str, Any]], Bar]
) -> tuple[BarGroup, ...]:
    return tuple(
        BarGroup(
            label=title,
            bars=tuple(make_bar(kind, name, side["policies"][key]) for kind, name, side in sides),
        )
        for key, title in POLICY_NAMES.items()
    )


def _make_waits_card(sides: Sequence[Side]) -> BarCard:
    ours = _ours(sides[-1][2])["classes"]
    names = sorted(ours, key=lambda name: (-ours[name]["arrived"], name))
    groups = tuple(
        BarGroup(label=name, bars=tuple(_make_wait_bar(side, name) for side in sides))
        for name in names[:_MOST_CLASSES]
    )
    more = " The rarer ones stand in the table." if len(names) > len(groups) else ""
    return BarCard(
        id="waits",
        title="Waiting time by class of customers",
        hint=f"Nine of ten wait no longer than the bar.{more}",
        chart=draw_bars(groups),
        table=_tabulate_waits(sides, names),
    )


def _make_wait_bar(side: Side, name: str) -> Bar:
    kind, title, figures = side
    waits = _ours(figures)["classes"][name]["wait_minutes"]
    return Bar(kind=kind, name=title, value=waits["p90"], shown=say_minutes(waits["p90"]))


def _tabulate_waits(sides: Sequence[Side], names: Iterable[str]) -> ChartTable:
    head = ["Class"]
    for words in ("Half wait up to", "90 of 100", "99 of 100", "In time"):
        head += [f"{words}, {title}" for _, title, _ in sides]
    rows = []
    for name in names:
        them = [_ours(side)["classes"][name] for _, _, side in sides]
        cells = [name]
        for key in ("p50", "p90", "p99"):
            cells += [say_minutes(each["wait_minutes"][key]) for each in them]
        cells += [say_share(each["first_response_in_time"]) for each in them]
        rows.append(tuple(cells))
    return ChartTable(
        caption="Waiting time by class of customers", head=tuple(head), rows=tuple(rows)
    )


def _make_occupancy_card(sides: Sequence[Side]) -> BarCard:
    names = list(dict.fromkeys(name for _, _, side in sides for name in _ours(side)["agents"]))
    groups = [_make_occupancy_group(sides, name) for name in names]
    ranked = sorted(groups, key=lambda group: -max(bar.value or 0.0 for bar in group.bars))
    new = [group for group in ranked if group.bars[0].shown == NOT_THERE]
    shown = [*new, *(group for group in ranked if group not in new)][:_MOST_AGENTS]
    more = " The others stand in the table." if len(groups) > len(shown) else ""
    return BarCard(
        id="occupancy",
        title="Occupancy",
        hint=f"The share of their shifts that people are busy.{more}",
        chart=draw_bars(shown, top=1.0),
        table=tabulate_bars(groups, caption="Occupancy by agent", first="Agent"),
    )


def _make_occupancy_group(sides: Sequence[Side], name: str) -> BarGroup:
    bars = []
    for kind, title, side in sides:
        found = _ours(side)["agents"].get(name)
        share = None if found is None else found["occupancy"]
        shown = NOT_THERE if found is None else say_share(share)
        bars.append(Bar(kind=kind, name=title, value=share, shown=shown))
    return BarGroup(label=name, bars=tuple(bars))


def _make_staffing_card(
    place: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    offset: int,
    *,
    changed: bool,
) -> SeriesCard:
    series = [Series(kind="full", name="needed", values=_list(after, "agents", offset))]
    there = _list(before, "agents_there", offset)
    with_it = _list(after, "agents_there", offset)
    if changed and with_it != there:
        series.append(Series(kind="some", name=f"there, {WITH_IT}", values=with_it))
        series.append(Series(kind="none", name=f"there, {AS_IT_IS}", values=there))
    else:
        series.append(Series(kind="none", name="there", values=there))
    needed = _list(before, "agents", offset)
    if changed and needed != series[0].values:
        series.append(Series(kind="half", name=f"needed, {AS_IT_IS}", values=needed))
    labels = tuple(f"{hour:02}:00" for hour in range(24))
    parts = (after["queue"], name_channel(after["channel"]), name_language(after["language"]))
    title = begin_sentence(" · ".join(parts))
    arrivals = _count(after)
    return SeriesCard(
        id=f"staffing-{place}",
        title=title,
        hint=f"About {arrivals:,.{0 if arrivals >= 10 else 1}f} a day; by {after['formula']}.",
        chart=draw_series(series, labels, shape="steps", top=find_top(series)),
        table=tabulate_series(series, labels, caption=f"People by hour: {title}", first="Hour"),
        legend=tuple((one.kind, one.name) for one in series),
    )


def _list(group: Mapping[str, Any], key: str, offset: int) -> tuple[float | None, ...]:
    """List figures by hour of the people's own day; in UTC where their hours lie between two."""
    hours = [each[key] for each in group["hours"]]
    turn = (offset // 60) % 24 if offset % 60 == 0 else 0
    return tuple(hours[(hour - turn) % 24] for hour in range(24))


def _count(group: Mapping[str, Any]) -> float:
    return float(sum(each["arrivals"] for each in group["hours"]))


def _ours(side: Mapping[str, Any]) -> Mapping[str, Any]:
    ours: Mapping[str, Any] = side["policies"]["frontdesk"]
    return ours
