"""What is done to every text of a mail before anybody reads it."""

import re
import unicodedata

from channels.text_cleaning import clean_line, clean_text

# Unicode's Stream-Safe Text Format (UAX 15, section 13) has at most 30 marks on one character;
# putting an endless run of them in order takes quadratic time.
_MOST_MARKS = 30
_MARKS = re.compile(r"[^\x00-\u02ff\w\s]{32,}")


def clean_body(text: str, *, max_length: int) -> str:
    """Bring a text of several lines into the form that is stored."""
    return clean_text(_drop_marks(text[: 2 * max_length]), max_length=max_length)


def clean_field(text: str, *, max_length: int | None = None) -> str:
    """Bring a header value or a name into one line."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())[:max_length]
    return clean_line(_drop_marks(text), max_length=max_length)


def _drop_marks(text: str) -> str:
    return text if text.isascii() else _MARKS.sub(_shorten, text)


def _shorten(run: "re.Match[str]") -> str:
    kept: list[str] = []
    marks = 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)
