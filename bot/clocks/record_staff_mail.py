"""Mail to staff, in a flood so many that they are still read; the rest is summed up in one."""

from datetime import datetime, timedelta
from typing import Any, Final

from bot.tools import Tools
from bot.verification.code_channels import find_code_account
from crm_store.jobs import record_job
from crm_store.staff_mails import StaffMails, lock_staff_mails, save_staff_mails
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.jobs import JobKind
from domain.messages import Address
from domain.staff import StaffMember

MOST_PER_HOUR: Final = 6
HOUR: Final = timedelta(hours=1)


def record_staff_mail(
    tx: Transaction,
    tools: Tools,
    member: StaffMember,
    conversation: Conversation,
    *,
    text: str,
    now: datetime,
) -> bool:
    """Have somebody mailed; False where no email account can reach them.

    Beyond `MOST_PER_HOUR` they are told later by one mail how many alerts more there were.

    Args:
        text: what happened, in words of ours alone.
    """
    to = Address(kind="email", value=member.email)
    if find_code_account(tx, tools, to) is None:
        return False
    mails = lock_staff_mails(tx, member.id)
    recent = list_recent(mails, now)
    if is_free(mails, recent):
        save_staff_mails(tx, member.id, sent_at=(*recent, now), held=mails.held)
        facts = {"what": text, "reference": conversation.reference}
        _record(tx, tools, member, {"facts": facts}, now=now, at=now)
        return True
    save_staff_mails(tx, member.id, sent_at=recent, held=mails.held + 1)
    if not mails.held:
        record_summary(tx, tools, member, now=now, at=recent[0] + HOUR)
    return True


def record_summary(
    tx: Transaction, tools: Tools, member: StaffMember, *, now: datetime, at: datetime
) -> None:
    """Have somebody told, not before an instant, how many alerts more there were."""
    _record(tx, tools, member, {"since": now.isoformat()}, now=now, at=at)


def list_recent(mails: StaffMails, now: datetime) -> tuple[datetime, ...]:
    """List when somebody was mailed within the last hour."""
    return tuple(at for at in mails.sent_at if at > now - HOUR)


def is_free(mails: StaffMails, recent: tuple[datetime, ...]) -> bool:
    """Say whether one more mail may go out at once.

    While alerts are held, the mail that sums up comes first, unless it should have come long ago.
    """
    return len(recent) < MOST_PER_HOUR and (not mails.held or not recent)


def _record(
    tx: Transaction,
    tools: Tools,
    member: StaffMember,
    payload: dict[str, Any],
    *,
    now: datetime,
    at: datetime,
) -> None:
    job_id = tools.ids.new()
    record_job(
        tx,
        job_id=job_id,
        kind=JobKind.STAFF_MAIL,
        ordering_key=f"staff-mail:{job_id}",
        subject=member.id,
        payload=payload,
        now=now,
        available_at=at,
        alone=True,
    )
