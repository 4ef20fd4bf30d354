"""Where the words of a delivery report end and the message that came back begins."""

import re
from typing import Final

MAX_TEXT: Final = 60_000

# What mail servers write above a copy of the message: Sendmail, qmail (QSBMF), Exim, Postfix,
# Exchange, Gmail, Yahoo, Notes, MDaemon, Courier and their translations.
_MARKER = re.compile(
    r"^[ \t>*#=_-]{0,80}(?:below (?:this|the next) line is a copy of (?:the|your) (?:message|mail)"
    r"|(?:this is a )?copy of (?:your|the original) message|here is your returned mail"
    r"|(?:the )?original (?:message|e-?mail|mail)(?: (?:follows|header|text|details"
    r"|as received)\b.*"
    r"|:?[ \t]*[-=_*]{0,80}$)|original message headers|begin original message"
    r"|start of returned message|returned (?:mail|message)(?: follows)?\b[ \t:]*[-=_*]{0,80}$"
    r"|message (?:header|text|contents?)s? follows?|unsent message below|your message reads"
    r"|(?:the )?(?:first \d+ lines|header|text|body) of (?:your|the) (?:original )?message"
    r"|forwarded message|included is a copy|message source|undelivered message"
    r"|(?:ursprüngliche|originale) nachricht|kopie der nachricht|message d['\u2019]origine"
    r"|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht"
    r"|исходное сообщение|元のメッセージ|原始邮件|原邮件)",
    re.IGNORECASE | re.MULTILINE,
)


def find_report_words(text: str) -> str:
    """Return what a mail server wrote itself, without the message that it gives back."""
    text = text[:MAX_TEXT]
    found = _MARKER.search(text, 1)
    return text[: found.start()] if found else text


def find_returned_text(text: str) -> str:
    """Return what follows the words of the mail server; empty where nothing is set off."""
    text = text[:MAX_TEXT]
    found = _MARKER.search(text, 1)
    return text[found.end() :] if found else ""
