"""Email: a mailbox or a listener for mail in, SMTP for mail out."""

from channels.email.kind import EMAIL
from channels.email.settings import EmailSettings

__all__ = ["EMAIL", "EmailSettings"]
