"""A mail's text as lines, each with the form of it in which rules look at it."""

import re
from dataclasses import dataclass

# A line longer than this introduces nothing, so rules see no more of it.
SEEN_CHARACTERS = 500
# Whoever writes more lines than this is a program; the rest is taken as it stands.
SEEN_LINES = 20_000

# Marks without width, and marks of direction, which clients put around dates and names.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF]
    + list(range(0x202A, 0x202F))
    + list(range(0x2066, 0x206A))
)
_MARKS = {">", "＞", "»"}  # noqa: RUF001 - the full-width sign is meant
# "JD> ", as some programs of old mark lines with their writer's initials.
_INITIALS = re.compile(r"[A-Z]{1,3}>(?:\s|$)")
_INVISIBLE_AND_BLANKS = {**_INVISIBLE, 0xA0: " ", 0x202F: " ", 0x3000: " ", 0x09: " "}


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        whole: as it stands in the text, without its line end.
        seen: what rules look at: the beginning, with plain blanks and nothing invisible.
    """

    whole: str
    seen: str

    @property
    def blank(self) -> bool:
        """Say whether nothing is on it."""
        return not self.seen

    @property
    def quoted(self) -> bool:
        """Say whether it carries a mark of quotation."""
        return self.seen[:1] in _MARKS or _INITIALS.match(self.seen) is not None

    @property
    def unquoted(self) -> str:
        """Give what stands behind the marks of quotation."""
        return self.seen.lstrip("> ＞»|")  # noqa: RUF001 - the full-width sign is meant


def split_lines(text: str) -> list[Line]:
    """Split a text at its line ends (CR LF, LF or CR)."""
    wholes = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [Line(whole, see_line(whole)) for whole in wholes]


def see_line(whole: str) -> str:
    """Give a line as rules look at it."""
    return whole[:SEEN_CHARACTERS].translate(_INVISIBLE_AND_BLANKS).strip()


def join_lines(lines: list[Line]) -> str:
    """Make a text of lines, without the blank ones around it."""
    wholes = [line.whole for line in lines]
    while wholes and not wholes[-1].strip():
        wholes.pop()
    first = next((n for n, whole in enumerate(wholes) if whole.strip()), 0)
    return "\n".join(wholes[first:]).rstrip()
