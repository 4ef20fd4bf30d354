"""What agents replied, as a beginning for an article; pure."""

import re
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz, process, utils

from bot.personal_data import mask_personal_data
from bot.understanding.letter_frame import cut_letter_frame

LONGEST_REPLY: Final = 4_000
MOST_COMPARED: Final = 40
_SALUTATION: Final = re.compile(
    r"^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|liebe[rs]?|guten (?:tag|morgen"
    r"|abend)|sehr geehrte[r]?)\b[^,.!?:\n]{0,40}[,!:]\s*",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    r"\s*\b(?:(?:kind|best|warm) regards|best wishes|yours sincerely|cheers|mit freundlichen"
    r" gr(?:ü|ue)(?:ß|ss)en|viele gr(?:ü|ue)(?:ß|ss)e)\b[^\n]{0,60}\s*$",
    re.IGNORECASE,
)


def choose_central_reply(replies: Sequence[str]) -> str | None:
    """Choose the reply that is most like all others, cleaned; None where none is left.

    Args:
        replies: as they were written; the first `MOST_COMPARED` are compared.
    """
    cleaned = [clean_reply(each) for each in replies[:MOST_COMPARED]]
    texts = [each for each in cleaned if each]
    if not texts:
        return None
    near = process.cdist(texts, texts, scorer=fuzz.token_set_ratio, processor=utils.default_process)
    # Of equal ones the first, which was the reply to a more typical question.
    return texts[int(near.sum(axis=1).argmax())]


def clean_reply(text: str) -> str:
    """Return a reply without salutation, closing, signature and what is about the customer."""
    body = _SALUTATION.sub("", cut_letter_frame(text[:LONGEST_REPLY].strip()), count=1)
    body = _CLOSING.sub("", body)
    lines = [mask_personal_data(line) if line.strip() else "" for line in body.splitlines()]
    kept = "\n".join(line for line in lines if line is not None).strip()
    return kept[:1].upper() + kept[1:]


def quote_reply(reply: str) -> str:
    """Mark a reply as a suggestion: a quotation under a line that says what it is.

    Whoever publishes it as it stands sees that it is none of the company's words yet.
    """
    quoted = "\n".join(f"> {line}".rstrip() for line in reply.splitlines())
    return f"> **Suggestion, from what an agent replied. Rewrite it for everybody:**\n>\n{quoted}\n"
