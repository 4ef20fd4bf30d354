"""Mails as people's programs write them."""

import html
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid


def begin_mail(sender: str, to: str, subject: str, **headers: str) -> EmailMessage:
    """Write the headers of a mail; an underscore in a header's name stands for a hyphen."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = make_msgid(domain="mail.test")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    return mail


def write_mail(sender: str, to: str, subject: str, text: str, **headers: str) -> bytes:
    """Write a mail of text alone."""
    mail = begin_mail(sender, to, subject, **headers)
    mail.set_content(text)
    return mail.as_bytes()


def answer_as_gmail(mail: EmailMessage, sender: str, text: str) -> bytes:
    """Press "reply" and write above what is quoted, as Gmail does."""
    answer = begin_mail(sender, replies_to(mail), f"Re: {mail['Subject'].removeprefix('Re: ')}")
    answer["In-Reply-To"] = mail["Message-ID"]
    answer["References"] = f"{mail.get('References', '')} {mail['Message-ID']}".strip()
    sent = mail["Date"].datetime
    said = f"On {sent:%a, %b} {sent.day}, {sent:%Y} at {sent:%I:%M %p} {mail['From']} wrote:"
    quoted = "\n".join(f"> {line}".rstrip() for line in read_text(mail).splitlines())
    answer.set_content(f"{text}\n\n{said}\n\n{quoted}\n")
    answer.add_alternative(
        f'<div dir="ltr">{html.escape(text)}</div><br>'
        '<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
        f'{html.escape(said)}<br></div><blockquote class="gmail_quote" '
        'style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">'
        f"{read_html(mail)}</blockquote></div>\n",
        subtype="html",
    )
    return answer.as_bytes()


def replies_to(mail: EmailMessage) -> str:
    """Where a mail program sends a reply."""
    field = mail["Reply-To"] or mail["From"]
    return str(field.addresses[0].addr_spec)


def read_text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def read_html(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())
