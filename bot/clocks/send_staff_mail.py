"""One mail to a member of staff: a report, an alert, or how many alerts there were beyond those."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from bot.backoff import find_delay
from bot.clocks.milestone_words import tell_instant
from bot.clocks.record_staff_mail import HOUR, list_recent, record_summary
from bot.reports.mail.send_report import PAYLOAD, find_report, send_report
from bot.tools import Tools
from bot.verification.unrecorded_ids import NOTICE
from bot.verification.unrecorded_messages import Errand, find_errand, send_unrecorded
from channels.text_cleaning import clean_line
from crm_store.jobs import finish_job, retry_job
from crm_store.staff import get_staff_member
from crm_store.staff_mails import find_staff_mails, lock_staff_mails, save_staff_mails
from crm_store.transaction import Transaction
from domain.errors import SendError
from domain.jobs import Job
from domain.messages import Address
from domain.self_service import Said
from domain.staff import StaffMember

# As the console, which they work with, speaks.
_LANGUAGE: Final = "en"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mail:
    """What is to be sent.

    Attributes:
        summed: how many alerts it sums up; 0 for a mail about one.
    """

    errand: Errand | None
    summed: int


async def send_staff_mail(tools: Tools, job: Job) -> tuple[Job, ...]:
    """Send one mail, where its reader still works here and can be reached."""
    if PAYLOAD in job.payload:
        return await _send_report(tools, job)
    mail = await tools.store.read(_make_mail, tools, job)
    if mail.errand is not None:
        try:
            await send_unrecorded(tools, mail.errand)
        except SendError as error:
            await tools.store.run(_record_refusal, tools, job, mail, error, now=tools.clock.now())
            return ()
        tools.count("delivery", channel=mail.errand.channel, outcome="sent")
    await tools.store.run(_finish, tools, job, mail, now=tools.clock.now())
    return ()


async def _send_report(tools: Tools, job: Job) -> tuple[Job, ...]:
    nothing_held = _Mail(errand=None, summed=0)
    errand = await tools.store.read(find_report, tools, job, now=tools.clock.now())
    if errand is not None:
        try:
            await send_report(tools, job, errand)
        except SendError as error:
            now = tools.clock.now()
            await tools.store.run(_record_refusal, tools, job, nothing_held, error, now=now)
            return ()
        tools.count("delivery", channel=errand.channel, outcome="sent")
    await tools.store.run(finish_job, job)
    return ()


def _make_mail(tx: Transaction, tools: Tools, job: Job) -> _Mail:
    member = get_staff_member(tx, job.subject)
    single = "facts" in job.payload
    held = 0 if single else find_staff_mails(tx, member.id).held
    if not member.active or not (single or held):
        return _Mail(errand=None, summed=held)
    name = "alert" if single else "summary"
    facts = _list_facts(tools, job, held)
    errand = find_errand(
        tx,
        tools,
        message_id=f"{NOTICE}{job.id}",
        since=job.created_at,
        to=Address(kind="email", value=member.email),
        language=_LANGUAGE,
        said=Said(key=f"staff.{name}", facts=facts),
        subject=Said(key=f"staff.{name}_subject", facts=facts),
    )
    return _Mail(errand=errand, summed=held)


def _list_facts(tools: Tools, job: Job, held: int) -> dict[str, str | int]:
    console = f"{tools.settings.public_url}/console"
    if "facts" in job.payload:
        about = job.payload["facts"]
        return {**about, "link": f"{console}/conversations/{about['reference']}"}
    since = datetime.fromisoformat(job.payload["since"])
    told = tell_instant(since, job.available_at, tools.settings.time_zone)
    return {"number": held, "since": told, "link": f"{console}/alerts"}


def _finish(tx: Transaction, tools: Tools, job: Job, mail: _Mail, *, now: datetime) -> None:
    finish_job(tx, job)
    if mail.summed:
        _count_summed(tx, tools, get_staff_member(tx, job.subject), mail.summed, now)


def _count_summed(
    tx: Transaction, tools: Tools, member: StaffMember, summed: int, now: datetime
) -> None:
    """Count the mail that summed up as one, and have what came meanwhile summed up as well."""
    mails = lock_staff_mails(tx, member.id)
    held, recent = max(mails.held - summed, 0), list_recent(mails, now)
    save_staff_mails(tx, member.id, sent_at=(*recent, now), held=held)
    if held:
        record_summary(tx, tools, member, now=now, at=now + HOUR)


def _record_refusal(
    tx: Transaction, tools: Tools, job: Job, mail: _Mail, error: SendError, *, now: datetime
) -> None:
    delay = find_delay(job.kind, job.failures + 1, asked=error.retry_after)
    reason = clean_line(str(error))
    if error.retryable and delay is not None:
        retry_job(tx, job, available_at=now + delay, error=reason)
        return
    log.warning("staff_mail_failed", job=job.id, staff=job.subject, error=reason)
    _finish(tx, tools, job, mail, now=now)
