"""What of a message counts: the words to show, the words to understand, its bare subject; pure."""

import re
from dataclasses import replace
from typing import Final

from bot.understanding.intents import read_intent
from domain.messages import InboundMessage

# In words, found on questions put into subjects: a subject that long is a question or nearly one;
# a text that short beside it is no more than "see above", or else a detail.
_TELLING_SUBJECT: Final = 4
_SHORT_HINT: Final = 8
_SHORT_DETAIL: Final = 12

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


def read_words(message: InboundMessage) -> str:
    """Read what to understand where there is no subject; a command is in no language."""
    command = message.consent is not None or message.link is not None
    return "" if command and message.text.startswith("/") else message.text


def choose_words(message: InboundMessage) -> str:
    """Choose what to understand: the words that are new, or a subject that says more than they do.

    Many put the question into the subject and only a greeting, or a detail, below it. A subject of
    a word or two ("Help", "Booking AB12CD") joined to every text would make the bot sure of what
    it should not be sure of.
    """
    text = message.text or message.full_text
    subject = message.subject or ""
    if is_answer(message):
        return message.text
    if not subject or is_reply_subject(subject):
        return text
    return _join(subject, text)


def _join(subject: str, text: str) -> str:
    intent = read_intent(text)
    if intent.name == "person":
        return text
    if not intent.core:
        return subject
    telling, said = len(subject.split()), len(intent.core.split())
    if telling < _TELLING_SUBJECT or said > _SHORT_DETAIL:
        return text
    return subject if said <= _SHORT_HINT and said < telling else f"{subject}\n{intent.core}"


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
