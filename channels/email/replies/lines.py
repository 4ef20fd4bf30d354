"""A mail's text as lines, each with the form of it in which rules look at it."""

# ruff: noqa: RUF001 - the words are in many scripts, whose letters look alike

import re
from dataclasses import dataclass

# A line longer than this introduces nothing, so rules see no more of it.
SEEN_CHARACTERS = 500
# Whoever writes more lines than this is a program; the rest is taken as if it were one line.
SEEN_LINES = 10_000

# Marks without width, and marks of direction, which clients put around dates and names.
_INVISIBLE = dict.fromkeys(
    [0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_MARKS = {">", "＞", "»"}
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
        return self.seen.lstrip("> ＞»|")


def split_lines(text: str) -> list[Line]:
    """Split a text at its line ends (CR LF, LF or CR), all that is beyond bounds being the last."""
    wholes = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", SEEN_LINES)
    return [Line(whole, see_line(whole)) for whole in wholes]


def see_line(whole: str) -> str:
    """Give a line as rules look at it."""
    return whole[:SEEN_CHARACTERS].split("\n", 1)[0].translate(_INVISIBLE_AND_BLANKS).strip()


def join_lines(lines: list[Line]) -> str:
    """Make a text of lines, without the blank ones around it."""
    wholes = [line.whole for line in lines]
    first = next((n for n, whole in enumerate(wholes) if whole.strip()), len(wholes))
    return "\n".join(wholes[first:]).rstrip()
