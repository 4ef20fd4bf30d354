"""Mail on its way out: composed, signed, and handed to the mail server."""

from channels.email.sending.composing import compose_mail
from channels.email.sending.sender import MailSender
from channels.email.sending.shown import read_shown

__all__ = ["MailSender", "compose_mail", "read_shown"]
