"""A customer's text as slot readers compare it: bounded, plain digits, no emoji."""

import re
import unicodedata

# What answers a question is said within so many characters; the rest is not read.
LONGEST_READ = 500

_APOSTROPHES = dict.fromkeys(map(ord, "\u2019\u2018\u201b\u02bc\u00b4`\u2032\uff07"), "'")
# Symbols such as emoji stand between words; format signs and enclosing marks are within them.
_SEPARATING = ("So", "Sk", "Sm", "Cc", "Cs", "Co", "Cn", "Zl", "Zp")
_DROPPED = ("Cf", "Me")
_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")


def clean_text(text: str) -> str:
    """Return the start of a text with full-width and foreign digits as plain ones, without emoji.

    Dashes of every kind become `-`, apostrophes `'`, and white space one space.
    """
    normal = unicodedata.normalize("NFKC", text[:LONGEST_READ].translate(_APOSTROPHES))
    plain = "".join(_clean_char(char) for char in normal[:LONGEST_READ])
    return " ".join(plain.translate(_APOSTROPHES).split())


def _clean_char(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Pd":
        return "-"
    if category in _DROPPED or "\ufe00" <= char <= "\ufe0f":
        return ""
    return " " if category in _SEPARATING and char != "+" else char


def split_words(text: str) -> tuple[str, ...]:
    """Split a clean text into words, each with the apostrophes, dots and hyphens inside it."""
    return tuple(_WORD.findall(text))


def fold_words(text: str) -> str:
    """Return the words of a text in lower case with single spaces between them."""
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)*", clean_text(text).lower()))
