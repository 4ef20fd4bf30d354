"""A composed mail read back: what mail programs show of it."""

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from channels.contract import Shown


def read_shown(mail: bytes) -> Shown:
    """Read what is seen of a mail that was composed here."""
    message: EmailMessage = BytesParser(policy=policy.default).parsebytes(mail)
    html = message.get_body(("html",))
    plain = message.get_body(("plain",))
    return Shown(
        text="" if plain is None else str(plain.get_content()),
        html=None if html is None else str(html.get_content()),
        subject=str(message["Subject"]),
        sender=str(message["From"]),
    )
