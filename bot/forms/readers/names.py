"""Last names: which part of a message is one, and whether two are the same."""

import re
import unicodedata

from rapidfuzz.distance import OSA

from bot.forms.readers.corrections import cut_correction
from bot.forms.readers.ordinary_words import (
    BESIDE_NAMES,
    NAMES_TOO,
    PARTICLES,
    TITLES,
    is_ordinary,
)
from bot.forms.readers.plain_text import split_words
from bot.forms.reading import Reading
from bot.understanding.small_talk import find_small_talk
from bot.understanding.wording import fold, fold_phrase

LONGEST_NAME = 60
MOST_WORDS = 5

_LEAD = re.compile(
    r"^\W*(?:(?:my|the|our|mein|meine|der|die|it\ is|it's|that\ is|that's|i\ am|i'm|ich\ bin"
    r"|this\ is|hier\ ist|last|family|nach|name|names|surname|nachname|familienname"
    r"|lastname|is|ist|lautet|under|for|für|auf|on|passenger"
    r"|ich\ heiße|ich\ heisse|called)\b[\s:,.-]*)+",
    re.IGNORECASE | re.VERBOSE,
)
_TAIL = re.compile(r"[\s,.]*\b(?:please|bitte|thanks|thank you|danke)\b\W*$", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"\b(?:(?:last\ ?name|surname|family\ name|name|nachname|familienname)"
    r"(?:\s+(?:is|ist|lautet)|\s*:)"
    r"|i'm\ called|ich\ hei(?:ß|ss)e)\s+(?P<name>[^\d,;?!]+)",
    re.IGNORECASE | re.VERBOSE,
)
_FOR = re.compile(
    r"\b(?:[Ff]or|[Ff]ür|[Pp]assenger|[Mm]rs?|[Mm]s|Herrn?|Frau)\.?\s+(?P<name>[^\d,;?!]+)"
)
_REFERENCE = re.compile(r"\b(?=[\w-]{0,11}\d)[A-Za-z0-9][A-Za-z0-9-]{4,11}\b")
# "demo 42" and "D E M O 4 2" beside a name.
_SPACED = re.compile(r"\b(?P<letters>[A-Za-z]{2,5})[ -](?P<digits>\d{1,4})\b")
_SPELLED = re.compile(r"\b(?=[\w -]{0,22}\d)(?:[A-Za-z0-9][ -]){4,11}[A-Za-z0-9]\b")
_LENGTH_OF_SPACED = 6
# "Lindqvist!!" and "Lindqvist 😊", but not a question.
_AT_THE_END = re.compile(r"[^\w?']+$")
_CAPITALISED = re.compile(r"[^\W\d_a-z]")

_SPELLINGS = {
    "ä": ("a", "ae"), "ö": ("o", "oe"), "ü": ("u", "ue"), "ß": ("ss",), "ø": ("o", "oe"),
    "å": ("a", "aa"), "æ": ("ae",), "œ": ("oe",), "ł": ("l",), "đ": ("d",), "ð": ("d",),
    "þ": ("th",), "\u0131": ("i",),
}  # fmt: skip
# Of a name with more umlauts than anybody's the rest is read in one way only.
_MOST_SPELLINGS = 32


def read_last_name(reading: Reading) -> str | None:
    """Read a last name, kept as it was written with a first name or title before it.

    Asked for, nearly any name is one. Otherwise it must be announced ("for Lindqvist", "name is
    …") or be all that stands beside a reference ("checkin DEMO42 Lindqvist").
    """
    text = " ".join(re.sub(r"[()]", " ", cut_correction(reading.text)).split())
    beside = _read_beside(text)
    if beside is not None:
        return beside
    if reading.requested:
        if fold(text) in NAMES_TOO:
            return text
        if find_small_talk(fold_phrase(text)) is not None:
            # "great, thank you"; who is called Great writes it beside the reference.
            return None
        bare = _TAIL.sub("", _LEAD.sub("", text))
        return _check(bare) or _check(_TAIL.sub("", text)) or _read_announced(text)
    return _read_announced(text)


def same_name(given: str, on_file: str) -> bool:
    """Say whether a name that somebody gives is the last name on file.

    Case, titles, apostrophes, hyphens and accents do not count, umlauts may be written either way
    (ü, ue, u), and a first name may stand before or after it.
    """
    wanted = {"".join(words) for words in _spell(on_file)}
    wanted.discard("")
    for words in _spell(given):
        edges = range(len(words))
        tails = {"".join(words[start:]) for start in edges}
        heads = {"".join(words[: start + 1]) for start in edges}
        if wanted & (tails | heads):
            return True
    return False


def _spell(name: str) -> list[tuple[str, ...]]:
    """Spell a name in every way it may be written, each as a row of words without titles."""
    ways = [""]
    for char in unicodedata.normalize("NFC", name[:LONGEST_NAME]).casefold():
        spellings = _SPELLINGS.get(char, (char,))
        some = spellings if len(ways) * len(spellings) <= _MOST_SPELLINGS else spellings[-1:]
        ways = [way + spelling for way in ways for spelling in some]
    return [_split(way) for way in ways]


def _split(name: str) -> tuple[str, ...]:
    bare = re.sub(r"['\u2019\u2018`\u00b4\u02bc]", "", name)
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(char)
    )
    words = re.findall(r"[^\W\d_]+", plain)
    return tuple(word for word in words if word not in TITLES) or tuple(words)


def _read_announced(text: str) -> str | None:
    found = _ANNOUNCED.search(text)
    if found is not None:
        return _first_name_words(found["name"], capitalised=False)
    found = _FOR.search(text)
    return None if found is None else _first_name_words(found["name"], capitalised=True)


def _first_name_words(text: str, *, capitalised: bool) -> str | None:
    """Take the words of a name from the start of a text, up to one that is none."""
    taken: list[str] = []
    for word in split_words(text)[:MOST_WORDS]:
        plain = word.casefold()
        inside = plain in PARTICLES or plain.rstrip(".") in TITLES
        if not inside and (_is_no_name(word) or (capitalised and not _CAPITALISED.match(word))):
            break
        taken.append(word)
    while taken and taken[-1].casefold() in PARTICLES:
        taken.pop()
    return _check(" ".join(taken))


def _read_beside(text: str) -> str | None:
    """Read the name that is all there is beside a reference and words that go with it."""
    # "Can you check me in? DEMO42 Lindqvist"
    without = _cut_reference(text.rpartition("?")[2])
    if without is None:
        return None
    places = _find_unexplained(split_words(without))
    if not places or len(places) > MOST_WORDS:
        return None
    first, last = places[0], places[-1]
    if last[0] - first[0] != len(places) - 1:
        return None
    return _check(" ".join(word for _, word in places))


def _cut_reference(text: str) -> str | None:
    """Put a number in the place of the references in a text; None where it has none."""
    for pattern in (_REFERENCE, _SPELLED):
        if pattern.search(text):
            return pattern.sub(" 0 ", text)
    found = _SPACED.search(text)
    if found is None or is_ordinary(found["letters"]):
        return None
    whole = len(found["letters"]) + len(found["digits"]) == _LENGTH_OF_SPACED
    return _SPACED.sub(" 0 ", text) if whole else None


def _find_unexplained(words: tuple[str, ...]) -> list[tuple[int, str]]:
    """Find the words that are neither numbers nor such as go with a reference, with their place."""
    left = [
        (place, word)
        for place, word in enumerate(words)
        if not any(char.isdigit() for char in word) and not _goes_with(word, place)
    ]
    start = left[0][0] if left else 0
    # "de" of "de Vries" stands before the first word that is left.
    while (
        start > 0
        and words[start - 1].casefold() in PARTICLES
        and not _goes_with(words[start - 1], 1)
    ):
        start -= 1
        left.insert(0, (start, words[start]))
    return left


def _goes_with(word: str, place: int) -> bool:
    folded = fold(word)
    if folded in BESIDE_NAMES:
        return True
    # The first word may be the keyword with a slip of the finger: "chekin".
    return place == 0 and folded[:2] in {"ch", "ei", "st"} and _is_slip(folded)


def _is_slip(folded: str) -> bool:
    return any(OSA.distance(folded, word) <= 1 for word in ("checkin", "einchecken", "status"))


def _check(text: str) -> str | None:
    """Return a text where it looks like a name."""
    text = _AT_THE_END.sub("", text)
    if "?" in text or any(char.isdigit() for char in text) or len(text) > LONGEST_NAME:
        return None
    words = split_words(text)
    if not words or len(words) > MOST_WORDS or re.search(r"[^\w\s'.,/-]", text):
        return None
    strange = [word for word in words if _is_no_name(word)]
    others_capital = all(_CAPITALISED.match(word) for word in words if word not in strange)
    if len(strange) == len(words) or len(strange) > 1 or (strange and not others_capital):
        return None
    return text.strip(" ,.-/'") or None


def _is_no_name(word: str) -> bool:
    plain = word.casefold()
    return plain not in PARTICLES and plain.rstrip(".") not in TITLES and is_ordinary(word)
