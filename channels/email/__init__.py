"""Email: a mailbox or a listener for mail in, SMTP for mail out."""

from channels.email.channel import EMAIL, EmailChannel
from channels.email.settings import EmailSettings

__all__ = ["EMAIL", "EmailChannel", "EmailSettings"]
