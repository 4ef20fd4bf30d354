"""Reports are put on their way as their hour comes, once for each reader and period.

Every process looks; whoever writes a reader's row first sends it. Where none was running at the
hour, it goes out later on the same day, and no more after that.
"""

from datetime import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from bot.do_regularly import do_regularly
from bot.reports.mail.due_reports import DueReport, find_due
from bot.reports.mail.send_report import PAYLOAD, may_have
from bot.tools import Tools
from bot.verification.code_channels import find_code_account
from crm_store.jobs import record_job
from crm_store.report_subscriptions import (
    Subscription,
    claim_report_mail,
    list_claimed,
    list_subscriptions,
)
from crm_store.staff import get_staff_member
from crm_store.transaction import Transaction
from domain.jobs import JobKind
from domain.messages import Address
from domain.report_schedule import ReportPeriod

LOOK_SECONDS: Final = 30.0


async def keep_reporting(tools: Tools) -> None:
    """Put reports on their way, for ever."""
    look = partial(put_due_reports, tools)
    await do_regularly(look, every_seconds=LOOK_SECONDS, failure="reporting_failed")


async def put_due_reports(tools: Tools) -> int:
    """Put on their way the reports that are due; tell how many."""
    now, zone = tools.clock.now(), ZoneInfo(tools.settings.time_zone)
    number = 0
    for period in ReportPeriod:
        due = find_due(period, tools.settings.reports, zone, now=now)
        if due is None:
            continue
        for each in await tools.store.read(_list_readers, due):
            number += await tools.store.run(_record, tools, due, each, now=now)
    return number


def _list_readers(tx: Transaction, due: DueReport) -> tuple[Subscription, ...]:
    claimed = list_claimed(tx, due.period, due.day)
    return tuple(
        each
        for each in list_subscriptions(tx, due.period)
        if each.staff_id not in claimed and each.changed_at <= due.due_at
    )


def _record(
    tx: Transaction, tools: Tools, due: DueReport, reader: Subscription, *, now: datetime
) -> int:
    """Have one report sent; 0 where another process has, or its reader cannot get it."""
    member = get_staff_member(tx, reader.staff_id)
    to = Address(kind="email", value=member.email)
    if not may_have(member) or find_code_account(tx, tools, to) is None:
        return 0
    if not claim_report_mail(tx, member.id, due.period, due.day, now=now):
        return 0
    job_id = tools.ids.new()
    record_job(
        tx,
        job_id=job_id,
        kind=JobKind.STAFF_MAIL,
        ordering_key=f"staff-mail:{job_id}",
        subject=member.id,
        payload={PAYLOAD: {"period": due.period.value, "day": due.day.isoformat()}},
        now=now,
        available_at=now,
        alone=True,
    )
    return 1
