"""A message of the outbox becomes the bytes of a mail; the same bytes each time."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from channels.email.sending.automatic_fields import render_automatic_fields
from channels.email.sending.header_fields import (
    render_field,
    render_list_field,
    render_text_field,
)
from channels.email.sending.html_body import find_referred, render_html
from channels.email.sending.mailboxes import (
    Recipients,
    encode_domain,
    find_recipients,
    parse_mailbox,
    render_mailbox,
)
from channels.email.sending.mime_parts import (
    MimePart,
    join_parts,
    make_file_part,
    make_text_part,
)
from channels.email.sending.subjects import make_subject
from channels.email.sending.text_body import missing_choices, render_plain_text
from channels.email.sending.thread_fields import is_answer, render_thread_fields
from channels.email.settings import EmailSettings
from channels.email.tokens import REPLY, TokenSigner
from domain.errors import InvalidInputError
from domain.messages import EnclosedFile, OutboundMessage

_LONGEST_LOCAL_PART = 64  # octets; RFC 5321, 4.5.3.1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Whose mail it is: the account, its tokens, and the company's name as customers see it."""

    settings: EmailSettings
    signer: TokenSigner
    company: str

    @property
    def address(self) -> str:
        """The account's address, its domain in ASCII."""
        return parse_mailbox(self.settings.address)

    @property
    def sender_name(self) -> str:
        """The name beside the address."""
        return self.settings.name or self.company

    def make_token_address(self, purpose: str, reference: str) -> str | None:
        """Return the account's address with a token; None where it cannot have one."""
        if not self.settings.plus_addressing:
            return None
        address = self.signer.make_address(self.address, purpose, reference)
        too_long = len(address.rpartition("@")[0].encode()) > _LONGEST_LOCAL_PART
        return None if too_long else address

    def make_message_id(self, message: OutboundMessage) -> str:
        """Return the message's id, without brackets."""
        host = encode_domain(self.settings.address.rpartition("@")[2])
        return self.signer.make_message_id(message.id, message.reference, host)


def compose_mail(
    message: OutboundMessage,
    *,
    settings: EmailSettings,
    signer: TokenSigner,
    company: str,
    now: datetime,
    language: str | None = None,
) -> bytes:
    """Return a mail as it goes over the wire, unsigned; pure.

    It is `multipart/alternative` of text and HTML, with inline files beside the HTML
    (`multipart/related`) and attachments around all of it (`multipart/mixed`). Every line is of
    7 bits and at most 998 octets, so that no server on the way has to change it.

    Args:
        message: what to say and to whom. `bcc` is never named in it.
        now: the Date of a message that has no `composed_at`.
        language: of the message, where known (Content-Language, RFC 3282).

    Raises:
        InvalidInputError: the customer's address is none that mail can be sent to.
    """
    head = Letterhead(settings=settings, signer=signer, company=company)
    recipients = find_recipients(message)
    body = _make_body(message, head, language)
    fields = [
        *_render_addresses(message, head, recipients),
        *_render_identity(message, head, now),
        *render_thread_fields(message.thread),
        *render_automatic_fields(message, head.make_token_address),
        "MIME-Version: 1.0\r\n",
        *([render_field("Content-Language", [language])] if language else []),
    ]
    return "".join(fields).encode() + body.to_bytes()


def get_message_id(message: OutboundMessage, settings: EmailSettings, signer: TokenSigner) -> str:
    """Return the Message-ID that `compose_mail` gives a message, without brackets."""
    return Letterhead(settings=settings, signer=signer, company="").make_message_id(message)


def _render_addresses(
    message: OutboundMessage, head: Letterhead, recipients: Recipients
) -> list[str]:
    fields = [
        render_field("From", render_mailbox(head.sender_name, head.address)),
        render_field("To", render_mailbox(message.to.name, recipients.to)),
    ]
    if recipients.cc:
        copies = [render_mailbox(copy.name, copy.value) for copy in recipients.cc]
        fields.append(render_list_field("Cc", copies))
    if (reply_to := head.make_token_address(REPLY, message.reference)) is not None:
        fields.append(render_field("Reply-To", render_mailbox(head.sender_name, reply_to)))
    return fields


def _render_identity(message: OutboundMessage, head: Letterhead, now: datetime) -> list[str]:
    date = (message.composed_at or now).astimezone(UTC)
    return [
        render_text_field("Subject", _make_subject(message, head)),
        render_field("Date", format_datetime(date).split(" ")),
        render_field("Message-ID", [f"<{head.make_message_id(message)}>"]),
    ]


def _make_subject(message: OutboundMessage, head: Letterhead) -> str:
    return make_subject(
        message.subject,
        reference=message.reference if head.settings.reference_in_subject else None,
        company=head.company,
        answers=is_answer(message.thread),
    )


def _make_body(message: OutboundMessage, head: Letterhead, language: str | None) -> MimePart:
    seed = head.make_message_id(message)
    choices = missing_choices(message.text, message.quick_replies)
    text = render_plain_text(
        message.text,
        look=head.settings.look,
        company=head.company,
        reference=message.reference,
        choices=choices,
    )
    html = render_html(
        message.text,
        message.html,
        look=head.settings.look,
        company=head.company,
        reference=message.reference,
        subject=_make_subject(message, head),
        choices=choices,
        language=language,
    )
    inline, attached = _sort_files(message)
    pictures = [make_file_part(file, inline=True) for file in inline]
    shown = join_parts("related", [make_text_part("html", html), *pictures], seed=seed)
    both = join_parts("alternative", [make_text_part("plain", text), shown], seed=seed)
    return join_parts("mixed", [both, *(make_file_part(file) for file in attached)], seed=seed)


def _sort_files(message: OutboundMessage) -> tuple[list[EnclosedFile], list[EnclosedFile]]:
    """Tell files that the HTML shows from those that stand beside it."""
    referred = find_referred(message.html)
    inline = [file for file in message.enclosed if file.content_id in referred]
    return inline, [file for file in message.enclosed if file not in inline]


def check_account(settings: EmailSettings) -> None:
    """See that mail can be sent from the account's address at all.

    Raises:
        InvalidInputError: with `address` as its field.
    """
    try:
        parse_mailbox(settings.address)
    except InvalidInputError as error:
        raise InvalidInputError(error.reason, field="address") from error
