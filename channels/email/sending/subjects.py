"""The subject line of what goes out."""

import re
from typing import Final

from channels.text_cleaning import clean_line

# What mail programs put before the subject of a reply, in the languages people write: German,
# Dutch, Swedish, Danish and Norwegian, Finnish, Spanish and Portuguese, Italian, French, Polish,
# Turkish, Greek, Russian, Chinese; some count (`Re[2]:`), French sets a blank before the colon.
_REPLY_PREFIX = re.compile(
    r"\s*(?:re|aw|antw|sv|vs|res|rif|r|réf|odp|ynt|απ|σχετ|отв|ответ|回复|回覆|答复|答覆|返信)"
    r"\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[:\uff1a]",
    re.IGNORECASE,
)
_LONGEST: Final = 230


def strip_reply_prefixes(subject: str) -> str:
    """Return a subject without any `Re:` before it, however many and in whatever language."""
    while (found := _REPLY_PREFIX.match(subject)) is not None:
        subject = subject[found.end() :]
    return subject.strip()


def make_subject(subject: str | None, *, reference: str | None, company: str, answers: bool) -> str:
    """Return the subject of a message, with the conversation's reference in it once.

    Args:
        reference: None to leave it out.
        answers: whether it answers a message of the customer's.
    """
    words = clean_line(subject or "")
    if answers:
        words = strip_reply_prefixes(words)
    words = words[:_LONGEST].rstrip() or ("" if answers and reference else company)
    if reference is not None and reference.lower() not in words.lower():
        words = f"{words} [{reference}]".strip()
    return f"Re: {words}" if answers else words
