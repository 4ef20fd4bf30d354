"""`frontdesk figures check`: are the numbers of reports what stands on record?"""

import asyncio
from argparse import ArgumentParser
from typing import TYPE_CHECKING

from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.settings import Settings

if TYPE_CHECKING:
    from crm_store.figure_checks import FigureCheck


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--mend", action="store_true", help="have what is wrong put right; without it nothing is"
    )


def _run(call: Invocation) -> int:
    check, notes = asyncio.run(_check(call.settings, mend=call.arguments.mend))
    for example in check.examples:
        say(f"wrong  {example.reference or 'sums'}: {example.words}")
    many = "" if check.conversations == 1 else "s"
    say(f"{check.conversations} conversation{many} counted from the beginning, {check.wrong} wrong")
    for note in notes:
        say(f"note: {note}")
    return 1 if check.wrong else 0


async def _check(settings: Settings, *, mend: bool) -> tuple["FigureCheck", tuple[str, ...]]:
    from bot.figures.check_figures import (  # noqa: PLC0415 - the other commands start without it
        FigureChecker,
    )
    from crm_store.figure_checks import FigureCheck  # noqa: PLC0415 - see above
    from domain.figures import Figure  # noqa: PLC0415 - see above
    from frontdesk.commands.figure_notes import list_figure_notes  # noqa: PLC0415 - see above
    from frontdesk.opened_store import opened_store  # noqa: PLC0415 - see above
    from frontdesk.system import SystemClock  # noqa: PLC0415 - see above

    async with opened_store(settings) as store:
        checker = FigureChecker(store=store, time_zone=settings.company.time_zone, mend=mend)
        check = FigureCheck(position=0, begun_at=SystemClock().now())
        while (further := await checker.look_at_page(check)) is not check:
            check = further
        for figure in Figure:
            check = await checker.look_at_sums(check, figure)
        return check, await store.read(list_figure_notes, settings.company.time_zone)


FIGURES_CHECK = Command(
    name="figures check",
    summary="count all that reports are made of from the beginning",
    description="Count what every conversation adds to the numbers of reports from the beginning, "
    "and compare that with what is kept; it may be done while servers run, which do it by "
    "themselves every night. What waits for being counted is left out, and told. "
    "Days are those of the time zone that figures were counted in; where the settings name "
    "another, that is told. Prints the first that are wrong. With --mend, conversations that are "
    "wrong are counted anew by the server, and sums put right at once. Exit code 0: nothing is "
    "wrong; 1: something is, or was.",
    run=_run,
    add_arguments=_add_arguments,
)
