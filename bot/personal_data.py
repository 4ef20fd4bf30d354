"""What in a customer's question is about themselves, taken out before others read it; pure.

Rules of thumb, on the safe side: a question is let through only where nothing in it looks like an
address, a number that belongs to somebody, or a name somebody gives as their own.
"""

import re
from typing import Final

MASK: Final = "…"
# Of a question's words; where more is masked, too little of it is left to learn from.
_MOST_MASKED: Final = 0.34

# What is taken out, the question staying readable.
_MASKED: Final = re.compile(
    r"""
    \S+@\S+                                     # an email address
    | (?:https?://|www\.)\S+                    # an address on the web
    | (?<!\w)\+?\d(?:[\s./()-]*\d){4,}          # a telephone, card or passport number, a date
    | \b(?=\w*\d)(?=\w*[^\W\d])\w{5,}\b         # letters and digits: a booking, an order, a tag
    | \b[A-Z]{6}\b                              # a booking code of letters alone
    """,
    re.VERBOSE,
)
# What a question is not let through with: where somebody lives, and who they are.
_TELLING: Final = re.compile(
    r"""
    \b(?:my\ name\ is|i\ am\ called|(?-i:(?:Mr|Mrs|Ms|Dr|Herrn?|Frau)\.?\s+[A-ZÄÖÜÅØ])
      | ich\ hei(?:ß|ss)e | mein\ name\ ist
      | je\ m['’]appelle | mon\ nom\ est | me\ llamo | mi\ nombre\ es | mitt\ navn\ er
      | jeg\ heter | jag\ heter | mi\ chiamo | ik\ heet | mijn\ naam\ is)
    | \b(?:street|road|avenue|lane|drive|boulevard|stra(?:ß|ss)e|gasse|allee|platz|rue|calle|via|
      vei(?:en)?|gata?n?|straat)\b[\s,.]*\d
    | \d+[a-z]?\s+(?:[\w'’.-]+\s+){0,3}(?:street|road|avenue|lane|drive|boulevard|st\.|rd\.|ave\.)
    | \w+(?:stra(?:ß|ss)e|str\.|gasse|weg|veien|gata|gatan|straat)\s*\d
    """,  # noqa: RUF001 - the apostrophe that telephones type
    re.VERBOSE | re.IGNORECASE,
)


def mask_personal_data(text: str) -> str | None:
    """Return a question without what is about somebody; None where it had better not be shown."""
    if _TELLING.search(text):
        return None
    # In capitals throughout, every word of six letters looks like a booking code.
    shouted = text.isupper()
    masked = _MASKED.sub(lambda found: _mask(found, shouted=shouted), text)
    number = masked.count(MASK) - text.count(MASK)
    words = masked.split()
    if not words or number > _MOST_MASKED * len(words):
        return None
    return " ".join(words)


def _mask(found: re.Match[str], *, shouted: bool) -> str:
    word = found[0]
    return word if shouted and word.isalpha() else MASK
