"""Slot readers of what is asked about returns; pure."""

import re
from typing import Final

from bot.actions.proven_form import NONE
from bot.forms.readers import read_choice, read_several
from bot.forms.readers.plain_text import fold_words
from bot.forms.reading import Reading

REASONS: Final = ("damaged", "wrong_item", "not_as_described", "unwanted", "other")
GOODS: Final = "goods"
MONEY: Final = "money"
_DAMAGED: Final = (
    r"broken?|stopped working|(?:geht|ging|funktioniert) nicht mehr|damaged"
    r"|faulty|defect\w*|cracked|scratched|torn|kaputt\w*|beschädigt\w*"
    r"|beschaedigt\w*|zerbrochen|zerkratzt|zerrissen|schadhaft"
)
_WRONG: Final = (
    r"wrong (?:item|article|product|one|colour|color|size)|falsche\w* (?:artikel|ware|produkt"
    r"|farbe|größe|groesse)|etwas anderes bekommen"
)
_NOT_AS_DESCRIBED: Final = (
    r"not (?:as|like) (?:described|advertised|shown|in the picture)"
    r"|nicht wie (?:beschrieben|abgebildet)|entspricht nicht"
)
_UNWANTED: Final = (
    r"changed my mind|(?:do not|don't|no longer) (?:want|need|like)|too (?:small|big|large)"
    r"|unwanted|does not fit|doesn't fit|gefällt\w* (?:mir )?nicht|gefaellt (?:mir )?nicht"
    r"|passt nicht|zu (?:klein|groß|gross)|nicht mehr (?:haben|brauche)"
)
_SAID: Final = (_DAMAGED, _WRONG, _NOT_AS_DESCRIBED, _UNWANTED)
_WORDS: Final = tuple(
    (reason, re.compile(rf"\b(?:{words})\b")) for reason, words in zip(REASONS, _SAID, strict=False)
)


def read_items(reading: Reading) -> list[str] | None:
    """Read which items are meant of those offered; `[NONE]` for none of them."""
    if not reading.requested:
        return None
    return [NONE] if read_choice(reading) == NONE else read_several(reading)


def read_reason(reading: Reading) -> str | None:
    """Read why something is sent back: as a choice, or in words that leave no doubt."""
    chosen = read_choice(reading)
    if chosen is not None or "?" in reading.text:
        return chosen if chosen in REASONS else None
    words = fold_words(reading.text)
    return next((value for value, pattern in _WORDS if pattern.search(words)), None)


def read_goods(reading: Reading) -> str | None:
    """Read whether goods are sent back, or only money is asked for."""
    chosen = read_choice(reading) if reading.requested else None
    return chosen if chosen in {GOODS, MONEY} else None
