"""One report to one member of staff, by the account that writes to them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.reports.mail.html_mail import render_html
from bot.reports.mail.read_report_mail import read_report_mail
from bot.reports.mail.report_mail import ReportMail
from bot.reports.mail.text_mail import render_text
from bot.tools import Tools
from bot.verification.code_channels import find_code_account
from bot.verification.unrecorded_ids import NOTICE
from crm_store.staff import get_staff_member
from crm_store.transaction import Transaction
from domain.jobs import Job
from domain.messages import Address, OutboundMessage
from domain.report_schedule import ReportPeriod
from domain.staff import Permission, StaffMember, has_permission

PAYLOAD: Final = "report"
"""The key of a job's payload that says that the mail is a report, and which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportErrand:
    """A report and the account that carries it."""

    mail: ReportMail
    channel: str
    account: str
    to: Address


def find_report(tx: Transaction, tools: Tools, job: Job, *, now: datetime) -> ReportErrand | None:
    """Find a report and its way; None where its reader may not have it, or cannot be reached."""
    member = get_staff_member(tx, job.subject)
    to = Address(kind="email", value=member.email)
    account = find_code_account(tx, tools, to)
    if not may_have(member) or account is None:
        return None
    about = job.payload[PAYLOAD]
    period, day = ReportPeriod(about["period"]), date.fromisoformat(about["day"])
    mail = read_report_mail(tx, tools.settings, period, day, now=now)
    return ReportErrand(mail=mail, channel=account[0], account=account[1], to=to)


def may_have(member: StaffMember) -> bool:
    """Tell whether somebody may read reports, and still works here."""
    return member.active and has_permission(member.role, Permission.SUPERVISE)


async def send_report(tools: Tools, job: Job, errand: ReportErrand) -> None:
    """Hand a report over to its channel.

    Raises:
        SendError: the channel did not take it.
        NotFoundError: the settings no longer name the account.
    """
    message_id = f"{NOTICE}{job.id}"
    await tools.get_channel(errand.channel, errand.account).send(
        OutboundMessage(
            id=message_id,
            interaction_id=message_id,
            conversation_id=message_id,
            # No conversation has this one, so that an answer follows none.
            reference=f"FD-{job.id.rpartition('-')[2]}",
            channel=errand.channel,
            account=errand.account,
            to=errand.to,
            subject=errand.mail.subject,
            text=render_text(errand.mail),
            html=render_html(errand.mail),
            composed_at=job.created_at,
            automatic=True,
        )
    )
