"""A customer's text as slot readers compare it: bounded, plain digits, no emoji."""

import re
import unicodedata

# What answers a question is said within so many characters; the rest is not read.
LONGEST_READ = 500

_APOSTROPHES = dict.fromkeys(map(ord, "\u2019\u2018\u201b\u02bc\u00b4`\u2032\uff07"), "'")
# Symbols such as emoji stand between words; format signs and enclosing marks are within them.
_SEPARATING = ("So", "Sk", "Sm", "Cc", "Cs", "Co", "Cn", "Zl", "Zp")
_DROPPED = ("Cf", "Me")
# Cyrillic letters that look like "ABCEHKMOPTX3", in capitals and small.
_CYRILLIC = (
    "\u0410\u0412\u0421\u0415\u041d\u041a\u041c\u041e\u0420\u0422\u0425\u0417"
    "\u0430\u0432\u0441\u0435\u043d\u043a\u043c\u043e\u0440\u0442\u0445\u0437"
)
_LOOK_ALIKES = str.maketrans(_CYRILLIC, "ABCEHKMOPTX3abcehkmoptx3")
# A word of both scripts is a reference that was copied or typed on another keyboard.
_MIXED = re.compile(
    rf"\b(?=\w{{0,30}}[A-Za-z0-9])(?=\w{{0,30}}[{_CYRILLIC}])[A-Za-z0-9{_CYRILLIC}]+\b"
)
_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")


def clean_text(text: str) -> str:
    """Return the start of a text with full-width and foreign digits as plain ones, without emoji.

    Dashes of every kind become `-`, apostrophes `'`, and white space one space; Cyrillic letters
    among Latin ones, or among digits, become those they look like.
    """
    normal = unicodedata.normalize("NFKC", text[:LONGEST_READ].translate(_APOSTROPHES))
    plain = "".join(_clean_char(char) for char in normal[:LONGEST_READ])
    plain = _MIXED.sub(lambda word: word[0].translate(_LOOK_ALIKES), plain)
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
