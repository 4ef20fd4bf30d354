"""What each line of a mail's text is: the sender's words, or the thread that the mail answers."""

from dataclasses import dataclass, field
from enum import Enum

from channels.email.replies.attributions import find_attribution, is_between_arrows, may_end
from channels.email.replies.header_blocks import begins_field, find_header_block
from channels.email.replies.lines import Line
from channels.email.replies.markers import is_marker
from channels.email.replies.separators import is_forward_separator, is_original_separator

# A mail with more lines than this that could introduce a quotation was made to waste time.
_MOST_TRIALS = 500


class Opener(Enum):
    """What can introduce a quotation."""

    ATTRIBUTION = "attribution"
    HEADERS = "headers"
    ORIGINAL = "original"
    FORWARD = "forward"
    MARKER = "marker"


@dataclass(frozen=True, slots=True)
class Opening:
    """Lines that introduce a quotation."""

    opener: Opener
    start: int
    end: int
    certain: bool = True


@dataclass(slots=True)
class OpeningFinder:
    """Finds the lines of a text that introduce quotations, from the top, each once."""

    lines: list[Line]
    _by_start: dict[int, Opening] = field(default_factory=dict)
    _trials: int = 0

    def find_all(self) -> list[Opening]:
        """Find every opening, in order; none lies within another."""
        index, found = 0, list[Opening]()
        while index < len(self.lines) and self._trials < _MOST_TRIALS:
            opening = self._find_at(index)
            if opening is None or (found and opening.start < found[-1].end):
                index += 1
                continue
            found.append(opening)
            index = opening.end
        return found

    def _find_at(self, index: int) -> Opening | None:
        line = self.lines[index]
        if line.blank or (line.quoted and not self._only_looks_quoted(index)):
            return None
        return self._find_single(index, line.seen) or self._find_wrapped(index, line.seen)

    def _only_looks_quoted(self, index: int) -> bool:
        """Say whether what a line begins with closes an address above it, or is GroupWise's."""
        seen = self.lines[index].seen
        if is_between_arrows(seen):
            return True
        if not index or not may_end(seen) or len(seen) > 40:
            return False
        above = self.lines[index - 1]
        return not (above.blank or above.quoted) and "@" in above.seen

    def _find_single(self, index: int, seen: str) -> Opening | None:
        if is_original_separator(seen):
            return Opening(Opener.ORIGINAL, index, index + 1)
        if is_forward_separator(seen):
            return Opening(Opener.FORWARD, index, index + 1)
        if is_marker(seen):
            return Opening(Opener.MARKER, index, index + 1)
        return None

    def _find_wrapped(self, index: int, seen: str) -> Opening | None:
        if begins_field(seen):
            self._trials += 1
            block = find_header_block(self.lines, index)
            if block is not None:
                return Opening(Opener.HEADERS, block.start, block.end)
        if not may_end(seen):
            return None
        self._trials += 1
        found = find_attribution(self.lines, index)
        if found is None:
            return None
        return Opening(Opener.ATTRIBUTION, found.start, found.end, found.certain)
