"""Slot readers of what is to become of an appointment; pure."""

import re
from typing import Final

from bot.forms.readers import read_choice, read_day, read_time_choice
from bot.forms.readers.plain_text import fold_words
from bot.forms.reading import Reading

CONFIRM: Final = "confirm"
MOVE: Final = "move"
CANCEL: Final = "cancel"
# What is pressed for further times.
LATER: Final = "later"
_SAID: Final = (
    (CANCEL, re.compile(r"\b(?:cancel|call off|absag\w*|abzusagen|stornier\w*)\b")),
    (
        MOVE,
        re.compile(
            r"\b(?:move|reschedule|postpone|(?:another|different|other) (?:time|day|date)"
            r"|change|verschieb\w*|verleg\w*|umbuch\w*|ändern|aendern|ander\w+ termin)\b"
        ),
    ),
    (CONFIRM, re.compile(r"\b(?:confirm|bestätig\w*|bestaetig\w*)\b")),
)
_FURTHER: Final = re.compile(
    r"(?:(?:show |see )?(?:later|more|further|other|others|next)(?: times?| ones| dates?)?"
    r"|(?:spätere?|spaetere?|weitere|mehr|andere)(?: zeiten| termine)?)(?: please| bitte)?"
)


def read_change(reading: Reading) -> str | None:
    """Read what is to become of it: as a choice, or in the words of the request."""
    chosen = read_choice(reading)
    if chosen is not None:
        return chosen
    words = fold_words(reading.text)
    return next((change for change, pattern in _SAID if pattern.search(words)), None)


def read_new_time(reading: Reading) -> str | None:
    """Read which of the offered times is meant, or from when on others are wanted.

    Returns:
        An instant that was offered, `LATER`, a day (2026-05-03), or None.
    """
    if not reading.requested:
        return None
    chosen = read_time_choice(reading)
    if chosen is None and _FURTHER.fullmatch(fold_words(reading.text)):
        return LATER
    return chosen or read_day(reading)
