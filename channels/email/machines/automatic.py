"""Whether a machine wrote a mail.

To take a person for a machine silences a customer; to take a machine for a person costs an answer
or two, until the caps on answers end it. So where a mark may stand on both, it does not count.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from channels.email.machines.auto_reply_subjects import (
    is_auto_reply_subject,
    is_calendar_answer_subject,
)
from channels.email.machines.bulk_mail import find_bulk
from channels.email.machines.field_index import FieldIndex
from channels.email.machines.machine_senders import is_daemon, is_no_reply, is_program
from channels.email.machines.marks import find_mark
from channels.email.mail import Headers, MailAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class _Traits:
    fields: FieldIndex
    sender: MailAddress | None
    subject: str
    text: str


def find_automatic(
    headers: Headers, *, sender: MailAddress | None, subject: str, text: str
) -> str | None:
    """Say why a machine is taken to have written a mail, or None for a person.

    Args:
        headers: of the whole message.
        sender: From.
        subject: decoded.
        text: the body; only whether it is empty is looked at, since what a person quotes often
            says that it was made automatically.

    Returns:
        A phrase fit for a person, such as `it carries Auto-Submitted: auto-replied`.
    """
    traits = _Traits(fields=FieldIndex(headers), sender=sender, subject=subject, text=text[:2000])
    return next((reason for rule in _RULES if (reason := rule(traits)) is not None), None)


_REPORTS: Final = {
    "delivery-status": "it is a delivery report of a mail server",
    "disposition-notification": "it is a read receipt",
    "feedback-report": "it is a complaint passed on by a mailbox provider",
}


def _report(traits: _Traits) -> str | None:
    """RFC 6522: what the report is about is named by report-type."""
    if traits.fields.media_type != "multipart/report":
        return None
    kind = traits.fields.parameter("content-type", "report-type")
    return _REPORTS.get(kind, "it is a report of a mail system")


def _mark(traits: _Traits) -> str | None:
    return find_mark(traits.fields)


def _null_sender(traits: _Traits) -> str | None:
    """RFC 5321, 4.5.5: reports and automatic replies go out with an empty return path."""
    path = traits.fields.first("return-path")
    if path == "<>":
        return "it has an empty return path, as only machines' mail has"
    if is_daemon(MailAddress(address=path.strip("<> "))):
        return "its return path is that of a mail server"
    return None


def _sender(traits: _Traits) -> str | None:
    sender = traits.sender
    if sender is None:
        return None
    if is_daemon(sender):
        return f"a mail server wrote it ({sender.address[:100]})"
    if is_program(sender.address):
        return f"it comes from an address that programs write from ({sender.address[:100]})"
    if is_no_reply(sender.address) and not _stands_in(traits, sender):
        return f"it comes from an address that takes no replies ({sender.address[:100]})"
    return None


def _stands_in(traits: _Traits, sender: MailAddress) -> bool:
    """Whether a form sends for a person: it names somebody elsewhere to reply to."""
    reply_to = traits.fields.first("reply-to").lower()
    host = sender.address.rpartition("@")[2]
    local = reply_to.rpartition("<")[2].strip("> ")
    if "@" not in local or local.rpartition("@")[2].endswith(host):
        return False
    return not (is_no_reply(local) or is_program(local))


def _subject(traits: _Traits) -> str | None:
    if is_auto_reply_subject(traits.subject):
        return "its subject is that of an automatic reply"
    return None


def _calendar(traits: _Traits) -> str | None:
    """RFC 5546, 3.2.3: a calendar's REPLY; with words beside it, it is a person's."""
    if traits.text.strip():
        return None
    by_calendar = traits.fields.parameter("content-type", "method") == "reply"
    if by_calendar or is_calendar_answer_subject(traits.subject):
        return "it is a calendar's answer to an invitation"
    return None


def _bulk(traits: _Traits) -> str | None:
    return find_bulk(traits.fields)


_RULES: Final[tuple[Callable[[_Traits], str | None], ...]] = (
    _report, _mark, _null_sender, _sender, _subject, _calendar, _bulk,
)  # fmt: skip
