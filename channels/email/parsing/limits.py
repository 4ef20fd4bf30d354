"""How much of a mail is looked at, so that none can hold the reader up or fill its memory.

Far more than any mail needs that people write. What lies beyond is not lost: the raw message is
kept whole.
"""

from dataclasses import dataclass
from typing import Final

MOST_HEADER_BYTES: Final = 1_000_000
MOST_FIELDS: Final = 2_000
MOST_FIELD_BYTES: Final = 250_000
MOST_JUNK_LINES: Final = 200
MOST_PARAMETERS: Final = 200
MOST_ADDRESSES: Final = 2_000
MOST_IDS: Final = 500

MOST_PARTS: Final = 10_000
MOST_DEPTH: Final = 40
MOST_SCANNED_BYTES: Final = 600_000_000  # summed over all levels of nesting

MOST_TEXT: Final = 2_000_000  # characters of all text together
MOST_HTML: Final = 1_000_000
MOST_TAGS: Final = 30_000
MOST_TAG_DEPTH: Final = 200
MOST_FORMATTING_DEPTH: Final = 8
MOST_UNPACKED_FILES: Final = 1_000


@dataclass(slots=True)
class Budget:
    """What is left for one mail.

    Attributes:
        parts: how many more MIME parts may be opened.
        scanned: how many more bytes may be searched for boundaries.
        text: how many more characters of text are kept.
        fields: how many more header fields of parts are kept.
    """

    parts: int = MOST_PARTS
    scanned: int = MOST_SCANNED_BYTES
    text: int = MOST_TEXT
    fields: int = 4 * MOST_PARTS
