"""What of a message counts: the words to show, the words to understand, its bare subject; pure."""

import re
from dataclasses import replace
from typing import Final

from domain.messages import InboundMessage

# "Re:" in the languages that mail programs say it in, and "Fwd:" alike; "AW[2]:" counts replies.
_PREFIX: Final = re.compile(
    r"(?:re|aw|antw?|sv|vs|vb|odp|r|rif|res|fwd?|wg|tr|rv|i|enc|doorst|pd|"
    r"回复|回覆|答复|答覆|转发|轉寄|返信|転送|отв)\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]\s*",  # noqa: RUF001 - Chinese and Japanese programs write it so
    re.IGNORECASE,
)
# What stands in [brackets] at the front was put there by a mailing list or a server.
_TAG: Final = re.compile(r"\[[^\]]{1,40}\]\s*")
_REFERENCE: Final = re.compile(r"[\[(]?\bFD-[0-9A-Z]{6,12}\b[\])]?", re.IGNORECASE)


def complete_message(message: InboundMessage) -> InboundMessage:
    """Fill in what follows of itself: a delivery report is a machine's; all of it is shown else.

    Where nothing is left without what it quotes, the whole message is shown.
    """
    automatic = message.automatic
    if automatic is None and message.bounce is not None:
        automatic = "it is a delivery report"
    return replace(message, text=message.text or message.full_text, automatic=automatic)


def choose_words(message: InboundMessage) -> str:
    """Choose what to understand: the words that are new, after a subject that is."""
    if is_answer(message):
        return message.text
    text = message.text or message.full_text
    subject = message.subject or ""
    if not subject or is_reply_subject(subject):
        return text
    return f"{subject}\n{text}".strip()


def is_answer(message: InboundMessage) -> bool:
    """Say whether a message says of itself that it follows another one."""
    hint = message.thread
    return any((hint.in_reply_to, hint.references, hint.reply_token, hint.answers))


def is_reply_subject(subject: str) -> bool:
    """Say whether a mail program made the subject of an earlier one."""
    return _PREFIX.match(_TAG.sub("", subject.strip(), count=1)) is not None


def strip_subject(subject: str | None) -> str:
    """Bring a subject down to what its first writer wrote, to see whether it changed."""
    bare = _REFERENCE.sub("", subject or "")
    while True:
        shorter = _PREFIX.sub("", _TAG.sub("", bare.strip(), count=1), count=1).strip()
        if shorter == bare.strip():
            return " ".join(shorter.split()).casefold()
        bare = shorter
