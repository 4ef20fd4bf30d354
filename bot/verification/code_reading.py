"""Finds a one-time code in what somebody wrote, however they wrote it; pure."""

import re
import unicodedata
from typing import Final

from bot.verification.keyed_digests import CODE_DIGITS

# Digits that stand together before digits with a gap, such as "123 456" or "12-34-56".
_TOGETHER: Final = re.compile(rf"(?<![\w+])\d{{{CODE_DIGITS}}}(?!\w)")
_APART: Final = re.compile(rf"(?<![\w+])\d(?:[ .\-]{{0,3}}\d){{{CODE_DIGITS - 1}}}(?![ .\-]?\d)")
# What telephones and hands make of digits, within a word that is made of nothing else.
_LOOKALIKES: Final = str.maketrans({"o": "0", "O": "0", "l": "1", "I": "1"})
_MISREAD: Final = re.compile(rf"(?<!\w)(?=\w*\d)[\doOlI]{{{CODE_DIGITS}}}(?!\w)")


def read_code(text: str) -> str | None:
    """Return the six digits of a code, or None where the text holds none."""
    plain = "".join(_to_digit(character) for character in text)
    for pattern in (_TOGETHER, _APART, _MISREAD):
        if found := pattern.search(plain):
            return re.sub(r"\D", "", found[0].translate(_LOOKALIKES))
    return None


def _to_digit(character: str) -> str:
    """Return a digit of any script as an ASCII one, a wide or non-breaking space as a space."""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return " " if character.isspace() else character
