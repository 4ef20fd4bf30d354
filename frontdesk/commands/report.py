"""`frontdesk report weekly` and `frontdesk report daily`: what the mailed reports say."""

import asyncio
import sys
from argparse import ArgumentParser
from datetime import date, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.errors import InvalidInputError
from domain.report_schedule import ReportPeriod
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.printable import show
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings
from frontdesk.system import SystemClock

_STDOUT = "-"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--to", default=_STDOUT, metavar="FILE", help="write it there; - for here, as otherwise"
    )
    parser.add_argument("--html", action="store_true", help="as HTML rather than as text")
    parser.add_argument(
        "--day",
        metavar="DATE",
        help="the first day it is of, such as 2026-11-16; of the report that went out last "
        "otherwise",
    )


def _run(period: ReportPeriod, call: Invocation) -> int:
    given = call.arguments
    day = None if given.day is None else _parse_day(given.day)
    text, notes = asyncio.run(_render(call.settings, period, day, html=given.html))
    for note in notes:
        sys.stderr.write(f"note: {note}\n")
    if given.to == _STDOUT:
        sys.stdout.write("".join(f"{show(line)}\n" for line in text.splitlines()))
    else:
        Path(given.to).write_text(text, encoding="utf-8")
    return 0


async def _render(
    settings: Settings, period: ReportPeriod, day: date | None, *, html: bool
) -> tuple[str, tuple[str, ...]]:
    """Render the report; with what is to be known before it is believed."""
    # The other commands start without these.
    from bot.reports.mail.due_reports import find_latest  # noqa: PLC0415 - see above
    from bot.reports.mail.html_mail import render_html  # noqa: PLC0415 - see above
    from bot.reports.mail.read_report_mail import read_report_mail  # noqa: PLC0415 - see above
    from bot.reports.mail.text_mail import render_text  # noqa: PLC0415 - see above
    from bot.tools import BotSettings  # noqa: PLC0415 - see above
    from frontdesk.commands.figure_notes import list_figure_notes  # noqa: PLC0415 - see above

    now = SystemClock().now()
    zone = ZoneInfo(settings.company.time_zone)
    bot = BotSettings(
        company=settings.company.name,
        time_zone=settings.company.time_zone,
        public_url=settings.server.public_url,
        exceptions=settings.exceptions.policy,
    )
    first = day or find_latest(period, settings.reports.schedule, zone, now=now)
    async with opened_store(settings) as store:
        mail = await store.read(read_report_mail, bot, period, first, now=now)
        notes = await store.read(list_figure_notes, settings.company.time_zone)
    return (render_html(mail) if html else render_text(mail)), notes


def _parse_day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise InvalidInputError(f"{text!r} is no day; write 2026-11-16") from None


def _make_command(period: ReportPeriod, span: str) -> Command:
    return Command(
        name=f"report {period}",
        summary=f"print what the {period} report by mail says",
        description=f"Print the {period} report, of {span}: what is to be looked at now, how "
        "promises were kept and why they were not, complaints and what they cost. With --html as "
        "the mail's HTML; nothing is sent. What is not counted yet is told on standard error.",
        run=partial(_run, period),
        add_arguments=_add_arguments,
    )


REPORT_WEEKLY = _make_command(ReportPeriod.WEEKLY, "seven days")
REPORT_DAILY = _make_command(ReportPeriod.DAILY, "one day")
