"""How many text messages a text costs (3GPP TS 23.038 and 23.040)."""

from dataclasses import dataclass
from typing import Final, Literal

# 3GPP TS 23.038 section 6.2.1, without the escape character.
_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# 3GPP TS 23.038 section 6.2.1.1: an escape and one more character, so two units each.
_EXTENSION: Final = frozenset("\f^{}\\[~]|€")

# Units in a message that stands alone, and in one of several, which carries a header of six bytes.
_GSM7_SIZES: Final = (160, 153)
_UCS2_SIZES: Final = (70, 67)

# What typesetters write where a telephone writes plainer; each is outside the 7-bit alphabet.
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),  # noqa: RUF001 - these are the characters meant
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),  # noqa: RUF001 - these are the characters meant
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u2002\u2003\t", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f", ""),
        **dict.fromkeys("•·‣", "-"),
        "…": "...",
        "→": "->",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """What a text is on the air.

    Attributes:
        encoding: one character outside the 7-bit alphabet makes the whole text UCS-2.
        units: septets in GSM-7, 16-bit units in UCS-2.
        segments: how many messages it is sent, and charged, as.
    """

    encoding: Literal["GSM-7", "UCS-2"]
    units: int
    segments: int


def count_segments(text: str) -> Segments:
    """Count what a text costs; an empty one is one message."""
    if _is_gsm7(text):
        widths = [2 if character in _EXTENSION else 1 for character in text]
        return Segments(encoding="GSM-7", units=sum(widths), segments=_pack(widths, *_GSM7_SIZES))
    widths = [2 if ord(character) > 0xFFFF else 1 for character in text]
    return Segments(encoding="UCS-2", units=sum(widths), segments=_pack(widths, *_UCS2_SIZES))


def to_gsm7_friendly(text: str) -> str:
    """Write typographic signs plainly where that keeps the text in the 7-bit alphabet.

    A text that needs UCS-2 anyway, for an emoji or another script, comes back unchanged: it would
    lose its looks and save nothing.
    """
    if _is_gsm7(text):
        return text
    plain = text.translate(_PLAIN)
    return plain if _is_gsm7(plain) else text


def _is_gsm7(text: str) -> bool:
    characters = frozenset(text)
    return characters <= _BASIC or characters <= _BASIC | _EXTENSION


def _pack(widths: list[int], alone: int, joined: int) -> int:
    """Fill segments one after the other; a character is never split over two of them."""
    if sum(widths) <= alone:
        return 1
    segments, room = 1, joined
    for width in widths:
        if width > room:
            segments, room = segments + 1, joined
        room -= width
    return segments
