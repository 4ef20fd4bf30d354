"""What is done to every text from outside before anybody reads it."""

import re
import unicodedata

# C0 and C1 controls except tab and newline, the byte order mark, and the two marks that override
# the direction of writing (Unicode UAX 9, section 2.2), with which a sentence can be made to read
# as its opposite. Right-to-left text does not need them; what it needs, and emoji joiners, stay.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ufeff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"\s+")
# Unicode's Stream-Safe Text Format (UAX 15, section 13) has at most 30 marks on one character;
# putting an endless run of them in order takes quadratic time.
_MOST_MARKS = 30
_MARKS = re.compile(r"[^\x00-\u02ff\w\s]{32,}")


def clean_text(text: str, *, max_length: int | None = None) -> str:
    """Bring a text of several lines into the form that is stored.

    Line ends become newlines, controls go, half surrogates become U+FFFD (UTF-8 cannot carry them,
    RFC 3629), marks beyond thirty on one character go, characters are composed (NFC), blanks at
    both ends go. Emoji and text in any script stay as they are.

    Args:
        text: what arrived, of any length and content.
        max_length: how many characters to keep; None for all of them.
    """
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", _drop_marks(text)).strip()[:max_length]


def clean_line(text: str, *, max_length: int | None = None) -> str:
    """Bring a name or subject into one line: as `clean_text`, with every gap one blank.

    Without line ends it cannot add a header to a mail it is put into (CWE-93).
    """
    return _BLANKS.sub(" ", clean_text(text)).strip()[:max_length]


def _drop_marks(text: str) -> str:
    return text if text.isascii() else _MARKS.sub(_shorten, text)


def _shorten(run: "re.Match[str]") -> str:
    kept: list[str] = []
    marks = 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)
