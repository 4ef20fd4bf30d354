"""How templates tell clocks: the filters that go with `console.rendering`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import jinja2

from bot.clocks.read_explained import ExplainedClock
from console.clock_chips import ClockChip, choose_row_chips, describe_standing
from console.clock_tables import ClockTable, choose_shown, lay_open
from console.times import Due
from crm_store.inbox import RowClock
from service_levels.told_times import ToldTimes


def make_clock_filters(zone: ZoneInfo) -> Mapping[str, Any]:
    """Make the filters, for pages that tell times in a zone."""

    @jinja2.pass_context
    def standing(context: jinja2.runtime.Context, each: ExplainedClock) -> Due:
        return describe_standing(each, context["now"])

    @jinja2.pass_context
    def row_chips(
        context: jinja2.runtime.Context, clocks: Sequence[RowClock]
    ) -> tuple[ClockChip, ...]:
        return choose_row_chips(clocks, context["now"])

    @jinja2.pass_context
    def laid_open(context: jinja2.runtime.Context, each: ExplainedClock) -> ClockTable:
        return lay_open(each, time_zone=zone.key, now=context["now"])

    @jinja2.pass_context
    def told_time(context: jinja2.runtime.Context, at: datetime) -> str:
        return ToldTimes(zone.key, context["now"], (at,)).tell(at)

    return {
        "standing": standing,
        "row_chips": row_chips,
        "laid_open": laid_open,
        "told_time": told_time,
        "shown_clocks": choose_shown,
    }
