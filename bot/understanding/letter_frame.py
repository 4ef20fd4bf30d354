"""The frame of a letter, salutation and closing with the name below it, which asks nothing."""

from bot.understanding.small_talk import find_small_talk
from bot.understanding.wording import LONGEST_READ, fold_phrase

# A closing, and below it a name, a place, a telephone number.
MOST_CLOSING_LINES = 5
LONGEST_NAME_LINE = 5
LONGEST_SALUTATION = 6

_SALUTATIONS = (
    *(("dear",), ("hello",), ("hi",), ("hey",), ("good", "morning"), ("good", "afternoon")),
    *(("good", "evening"), ("sehr", "geehrte"), ("sehr", "geehrter"), ("liebe",), ("lieber",)),
    *(("liebes",), ("hallo",), ("guten", "tag"), ("guten", "morgen"), ("guten", "abend")),
)
# Words with which a request begins behind "Hi", and such as may follow "Hi, " in a salutation.
_REQUESTING = frozenset(
    ["please", "pls", "bitte", "i", "ich", "we", "wir", "my", "mein", "meine", "me", "mich", "can"]
)
_ADDRESSING = frozenset(["dear", "liebe", "liebes", "lieber", "there", "all", "everyone", "team"])


def cut_letter_frame(text: str) -> str:
    """Return what stands between salutation and closing; the text itself where that is nothing.

    Only lines of their own count: "hello, refund my ticket" is no salutation. Texts beyond what is
    read are left as they are.
    """
    if len(text) > LONGEST_READ or "\n" not in text:
        return text
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    start = 1 if lines and _is_salutation(lines[0]) else 0
    end = _find_closing(lines, start + 1)
    return "\n".join(lines[start:end]) or text


def _is_salutation(line: str) -> bool:
    words = fold_phrase(line)
    if len(words) > LONGEST_SALUTATION or "?" in line:
        return False
    greets = any(words[: len(greeting)] == greeting for greeting in _SALUTATIONS)
    return greets and not _goes_on(line, words)


def _goes_on(line: str, words: tuple[str, ...]) -> bool:
    """Say whether a line says more than whom it greets: "Hi, please check me in"."""
    if not _REQUESTING.isdisjoint(words):
        return True
    behind = line.partition(",")[2].split()
    return len(behind) > 1 and behind[0][0].islower() and behind[0] not in _ADDRESSING


def _find_closing(lines: list[str], first: int) -> int:
    """Return the place of the line that closes the letter; the number of lines without one.

    Args:
        first: the first place where it may be; something is to be left.
    """
    for place in range(max(first, len(lines) - MOST_CLOSING_LINES), len(lines)):
        talk = find_small_talk(fold_phrase(lines[place]))
        if talk is not None and talk.kind in {"goodbye", "thanks"}:
            below = lines[place + 1 :]
            if all(len(line.split()) <= LONGEST_NAME_LINE and "?" not in line for line in below):
                return place
    return len(lines)
