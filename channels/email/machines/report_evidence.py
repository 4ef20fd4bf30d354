"""What gives a mail away as the report of a mail server, even where it follows no standard."""

import re
from dataclasses import dataclass
from typing import Final

from channels.email.machines.auto_reply_subjects import is_auto_reply_subject
from channels.email.machines.field_index import FieldIndex
from channels.email.machines.machine_senders import is_daemon, is_mailer_daemon
from channels.email.machines.report_phrases import ARRIVED, FAILURE_SUBJECT, FIRST_WORDS
from channels.email.mail import Mail, MailAddress

_MAX_SUBJECT: Final = 300
_HEAD: Final = 1500  # characters: where the words of a report begin

# What mail programs put before the subject of a mail that is passed on.
_PASSED_ON = re.compile(r"\s*(?:fwd?|wg|tr|rv|vl|doorst|i|enc|pd|转发|転送)\s?:", re.IGNORECASE)
_ANSWER = re.compile(
    r"\s*(?:re|aw|sv|vs|antw|odp|ynt|res|ref|rif)\s?(?:\[\d+\])?\s?:", re.IGNORECASE
)
_GREETING = re.compile(
    r"\s*(?:hi|hello|hey|dear|good (?:morning|day)|hallo|guten|bonjour|hola|ciao|buon"
    r"|olá)\b(?!\. )",
    re.IGNORECASE,
)
_WRITTEN_BY_HAND: Final = ("user-agent", "in-reply-to", "references", "x-originating-ip")
_PROGRAMS_OF_PEOPLE = re.compile(
    r"outlook|apple mail|iphone|ipad|thunderbird|evolution|mutt|webmail|yahoomail|k-?mail"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for a report.

    Attributes:
        reported: it has the form of RFC 3464.
        by_server: a mail server sent it, as its sender, path or fields tell.
        by_daemon: from an address that sends nothing but reports.
        failure: the subject speaks of a delivery that failed or is late.
        words: so does the beginning of its text.
        from_nobody: it has an empty return path, as automatic replies of people have, too.
        by_hand: a person's mail program left its trace, or a greeting begins the text, or it is a
            person's automatic reply.
    """

    reported: bool
    by_server: bool
    by_daemon: bool
    failure: bool
    words: bool
    from_nobody: bool
    by_hand: bool

    @property
    def fields_count(self) -> bool:
        """Whether machine-readable fields in it are those of a report, and not passed on."""
        if self.reported or self.by_server:
            return True
        return self.failure and (self.from_nobody or not self.by_hand)

    @property
    def words_count(self) -> bool:
        """Whether its words are those of a report."""
        if self.by_daemon:
            return True
        if self.by_server or self.reported:
            return self.failure or self.words
        return self.failure and self.words and (self.from_nobody or not self.by_hand)

    @property
    def sure(self) -> bool:
        """Whether it is a report even where it names nobody."""
        return self.failure and (self.by_server or self.reported or self.from_nobody)


def weigh_evidence(mail: Mail) -> Evidence:
    """Say what speaks for a mail being the report of a mail server."""
    fields = FieldIndex(mail.headers)
    subject = mail.subject[:_MAX_SUBJECT]
    answered = is_auto_reply_subject(subject) or bool(_PASSED_ON.match(subject))
    head = mail.text[:_HEAD]
    arrived = bool(ARRIVED.search(subject) or ARRIVED.search(head))
    failure = bool(FAILURE_SUBJECT.search(subject)) and not (answered or arrived)
    return Evidence(
        reported=_report_type(fields) == "delivery-status",
        by_server=not answered and _is_by_server(mail, fields, failure=failure),
        by_daemon=not (answered or arrived) and is_mailer_daemon(mail.sender),
        failure=failure,
        words=bool(FIRST_WORDS.search(head)) and not arrived,
        from_nobody=fields.first("return-path") == "<>" and not _ANSWER.match(subject),
        by_hand=_is_by_hand(fields, head) or _is_answer(fields, subject),
    )


def _report_type(fields: FieldIndex) -> str:
    if fields.media_type != "multipart/report":
        return ""
    return fields.parameter("content-type", "report-type") or "delivery-status"


def _is_by_server(mail: Mail, fields: FieldIndex, *, failure: bool) -> bool:
    """Read receipts come from nobody, too; Dovecot gives refusals their form (RFC 5429, 2.1)."""
    if _report_type(fields) not in {"", "delivery-status"} and not failure:
        return False
    if "x-failed-recipients" in fields or "x-ms-exchange-message-is-ndr" in fields:
        return True
    path = fields.first("return-path")
    if is_daemon(MailAddress(address=path.strip("<> "))):
        return True
    written = fields.first("from")
    return is_daemon(mail.sender or MailAddress(address="", name=written.strip('"<> ')))


def _is_answer(fields: FieldIndex, subject: str) -> bool:
    """Whether it is a person's automatic reply, which repeats the subject of what it answers."""
    automatic = "auto-submitted" in fields or fields.first("return-path") == "<>"
    return automatic and _ANSWER.match(subject) is not None


def _is_by_hand(fields: FieldIndex, head: str) -> bool:
    if any(name in fields for name in _WRITTEN_BY_HAND) or _GREETING.match(head):
        return True
    return bool(_PROGRAMS_OF_PEOPLE.search(fields.first("x-mailer").lower()))
