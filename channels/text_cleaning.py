"""What is done to every text from outside before anybody reads it."""

import re
import unicodedata

# C0 and C1 controls except tab and newline, the deletion mark, lone surrogates, and the marks
# that reorder text (Unicode UAX 9): they can make a sentence read as its opposite on a screen.
# Plain right-to-left text needs none of them; LRM, RLM and the emoji joiner stay.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x85")
_BLANKS = re.compile(r"\s+")


def clean_text(text: str, *, max_length: int | None = None) -> str:
    """Bring a text of several lines into the form that is stored.

    Line ends become newlines, controls and reordering marks go, composed characters are composed
    (NFC), blanks at both ends go. Emoji and text in any script stay as they are.

    Args:
        text: what arrived, of any length and content.
        max_length: how many characters to keep; None for all of them.
    """
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", text).strip()[:max_length]


def clean_line(text: str, *, max_length: int | None = None) -> str:
    """Bring a name or subject into one line: as `clean_text`, with every gap one blank.

    Without line ends it cannot add a header to a mail it is put into (CWE-93).
    """
    return _BLANKS.sub(" ", clean_text(text)).strip()[:max_length]
