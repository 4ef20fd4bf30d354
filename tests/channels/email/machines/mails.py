"""Mails for these tests, read as the channel reads them."""

from email.message import EmailMessage

from channels.email.mail import Mail
from channels.email.parsing import parse_mail


def make_raw(text: str, *, subject: str = "", sender: str = "", **headers: str) -> bytes:
    """Make the bytes of a mail of one text; further header fields by name, `_` for `-`."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = sender or "Anna Lind <anna@customer.example>"
    if "To" not in headers:
        message["To"] = "help@desk.example"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def make_mail(text: str, *, subject: str = "", sender: str = "", **headers: str) -> Mail:
    """Make a mail of one text and read it."""
    return parse_mail(make_raw(text, subject=subject, sender=sender, **headers))


def make_report(
    status: str,
    *,
    notification: str = "Your mail did not get through.",
    returned: str = "Message-ID: <ours.1@desk.example>\nSubject: Your booking\n",
    header: str = "From: Mail Delivery System <MAILER-DAEMON@mx.customer.example>",
    kind: str = "multipart/report; report-type=delivery-status",
) -> bytes:
    """Make the bytes of a delivery report as RFC 3464 has it."""
    lines = [
        *(header, "To: help@desk.example", "Subject: Undelivered Mail Returned to Sender"),
        *(f'Content-Type: {kind}; boundary="b"', "MIME-Version: 1.0", ""),
        *("--b", "Content-Type: text/plain", "", notification),
        *("--b", "Content-Type: message/delivery-status", "", status.strip("\n"), ""),
        *("--b", "Content-Type: text/rfc822-headers", "", returned, "--b--", ""),
    ]
    return "\r\n".join(lines).encode()
