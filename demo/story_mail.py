"""The story's mails, as the receiving host handed them over, and what became of ours."""

from datetime import datetime
from email.utils import format_datetime
from typing import Final
from zoneinfo import ZoneInfo

from channels.email.receiving.raw_mail import make_raw
from channels.email.sending.composing import compose_mail, get_message_id
from channels.email.settings import EmailSettings
from channels.email.tokens import TokenSigner
from demo.mail_reading import MailFile, Person, ReadMail, read_mail
from demo.mail_writing import Letter, answer_subject, quote, write_letter
from demo.stand_ins import EMAIL_ACCOUNT, EMAIL_ADDRESS, MAIL_HOST, stand_in_channels
from demo.story_files import MAILS, Step, ToldConversation, ToldCustomer
from domain.messages import OutboundMessage, RawMessage, Receipt

_COMPANY: Final = Person("Aurora Airways", EMAIL_ADDRESS)
_ZONE: Final = ZoneInfo("Europe/Oslo")
_BULK: Final = {"Precedence": "bulk", "List-Unsubscribe": "<https://travelfair.example/leave>"}


class StoryMail:
    """Writes customers' mails, each an answer to the last of ours, and reports of lost ones.

    Args:
        secret: what the account's tokens are signed with.
    """

    def __init__(self, secret: str) -> None:
        (account,) = stand_in_channels((), "")["email"]
        self._settings = EmailSettings.model_validate(account)
        self._signer = TokenSigner(secret, EMAIL_ACCOUNT)
        # The last mail of ours in each conversation, by its reference.
        self._sent: dict[str, tuple[ReadMail, str]] = {}

    def write_mail(
        self,
        told: ToldConversation,
        customer: ToldCustomer,
        step: Step,
        message_id: str,
        reference: str,
        *,
        at: datetime,
    ) -> RawMessage:
        """Write a customer's mail.

        Args:
            reference: of the conversation; empty while it has none.
        """
        address = customer.email or ""
        answered = self._sent[reference][0] if reference in self._sent else None
        text, subject = step.customer or "", told.subject or ""
        if answered is not None:
            text = f"{text}\n\n{quote(answered, language=customer.language, zone=_ZONE)}\n"
            subject = answer_subject(subject)
        letter = Letter(
            message_id=f"<{message_id}@{address.rpartition('@')[2]}>",
            sender=Person(customer.name or "", address),
            to=_COMPANY if answered is None else answered.reply_to,
            subject=subject,
            text=text,
            at=at,
            answers=answered,
            proven=not customer.stranger,
            file=_read_file(step.file),
            html=_read_html(step.html),
            fields=_BULK if customer.bulk else {},
        )
        return _hand_over(write_letter(letter), sender=address, to=letter.to.address, at=at)

    def write_bounce(self, reference: str, words: str, *, at: datetime) -> RawMessage:
        """Write a mail server's report that our last mail did not arrive (RFC 3464)."""
        lost, went_to = self._sent[reference]
        content = _write_report(lost, went_to, words, at).encode()
        return _hand_over(content, sender="", to=lost.reply_to.address, at=at)

    def keep_sent(self, message: OutboundMessage) -> Receipt:
        """Remember a mail of ours as it went out, and say what its server would have said."""
        assert message.composed_at is not None, "it is in the outbox"  # noqa: S101 - a programming error
        content = compose_mail(
            message,
            settings=self._settings,
            signer=self._signer,
            company=_COMPANY.name,
            now=message.composed_at,
        )
        mail = read_mail(content, received_at=message.composed_at)
        self._sent[message.reference] = (mail, message.to.value)
        return Receipt(external_id=get_message_id(message, self._settings, self._signer))


def _hand_over(content: bytes, *, sender: str, to: str, at: datetime) -> RawMessage:
    headers = {"received_by": "lmtp", "client": "127.0.0.1", "mail_from": sender, "rcpt_to": to}
    return make_raw(content, account=EMAIL_ACCOUNT, headers=headers, received_at=at)


def _read_html(name: str | None) -> str | None:
    return None if name is None else (MAILS / name).read_text(encoding="utf-8")


def _read_file(name: str | None) -> MailFile | None:
    if name is None:
        return None
    content = (MAILS / name).read_bytes()
    return MailFile(name=name, media_type="application/pdf", content=content)


def _write_report(lost: ReadMail, went_to: str, words: str, at: datetime) -> str:
    """Write a report as mail servers write it, word by word."""
    lines = f"""\
From: Mail Delivery System <MAILER-DAEMON@{MAIL_HOST}>
To: <{lost.reply_to.address}>
Subject: Undelivered Mail Returned to Sender
Date: {format_datetime(at)}
Message-ID: <report.{lost.message_id.strip("<>")[:40]}@{MAIL_HOST}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="report"

--report
Content-Type: text/plain; charset=us-ascii

This is the mail system at {MAIL_HOST}.

<{went_to}>: {words}

--report
Content-Type: message/delivery-status

Reporting-MTA: dns; {MAIL_HOST}

Final-Recipient: rfc822; {went_to}
Action: failed
Status: {words.split()[1]}
Diagnostic-Code: smtp; {words}

--report
Content-Type: text/rfc822-headers

Message-ID: {lost.message_id}
Subject: {lost.subject}

--report--
"""
    return lines.replace("\n", "\r\n")
