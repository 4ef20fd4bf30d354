"""Where somebody wants to sit."""

import re

from bot.forms.readers.choices import read_choice
from bot.forms.readers.corrections import cut_correction
from bot.forms.readers.plain_text import fold_words
from bot.forms.reading import Reading

ANY = "any"
_SEATS = {
    "window": re.compile(r"\b(?:window|windows|fenster|fensterplatz|fensterplätze|fenstersitz)\b"),
    "aisle": re.compile(r"\b(?:aisle|isle|gang|gangplatz|gangplätze|gangsitz)\b"),
}
_NOT = re.compile(
    r"\b(?:not|no|nicht|kein|keinen|keine)\b (?:an? |the |am |der |den |die |in the |on the )?"
    r"(?:window|aisle|fenster\w*|gang\w*)"
)
_ANY = re.compile(
    r"\b(?:no preference|any seat|any place|anywhere|either|don't care|do not care"
    r"|don't mind|do not mind|doesn't matter|does not matter"
    r"|no matter|whatever"
    r"|wherever|you choose|surprise me|egal|beliebig|irgendwo|irgendein\w*"
    r"|keine präferenz|keine vorliebe|keinen wunsch"
    r"|spielt keine rolle|kein wunsch|wo auch immer|mir gleich)\b"
)
_ANY_ALONE = frozenset(
    {"any", "no", "none", "nein", "both", "beide", "random", "first available", "all"}
)


def read_seat(reading: Reading) -> str | None:
    """Read `window`, `aisle` or `any`; unasked only where a seat is named outside a question."""
    chosen = read_choice(reading)
    if chosen is not None:
        return chosen
    if not reading.requested and "?" in reading.text:
        return None
    words = fold_words(reading.text)
    wanted = _NOT.sub(" ", fold_words(cut_correction(reading.text)))
    named = [seat for seat, pattern in _SEATS.items() if pattern.search(wanted)]
    if len(named) == 1:
        return named[0]
    free = _ANY.search(words) or (reading.requested and (named or words in _ANY_ALONE))
    seat_said = reading.requested or re.search(r"\b(?:seat|seats|sitz\w*|platz)\b", words)
    return ANY if free and seat_said else None
