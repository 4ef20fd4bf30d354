"""Mail on its way in: read from a mailbox by IMAP, or handed over by LMTP and SMTP."""

from channels.email.receiving.imap_reader import ImapReader
from channels.email.receiving.listener import MailListener

__all__ = ["ImapReader", "MailListener"]
