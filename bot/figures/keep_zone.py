"""Figures are counted in the company's time zone, and all of them anew once that is another."""

import structlog

from bot.tools import Tools
from crm_store.figure_changes import note_figures_of_all
from crm_store.figure_parts import lock_figures
from crm_store.figure_zone import find_figure_zone, record_figure_zone
from crm_store.transaction import Transaction

log = structlog.get_logger()


async def keep_figure_zone(tools: Tools) -> None:
    """Have all conversations counted anew where they were counted by another zone's days."""
    named = tools.settings.time_zone
    if await tools.store.read(find_figure_zone) == named:
        return
    before = await tools.store.run(_change_zone, tools)
    if before not in {None, named}:
        log.warning("all_figures_counted_anew", time_zone=named, counted_in=before)


def _change_zone(tx: Transaction, tools: Tools) -> str | None:
    """Write the zone of the settings and leave word of all; return the zone that it was."""
    lock_figures(tx)
    before, named = find_figure_zone(tx), tools.settings.time_zone
    if before == named:
        return before
    record_figure_zone(tx, named, now=tools.clock.now())
    if before is not None:
        note_figures_of_all(tx)
    return before
