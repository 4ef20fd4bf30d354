"""Sorts the lines of a mail's text: the sender's words now, the thread, the signature."""

from enum import Enum
from itertools import groupby

from channels.email.replies.forward_notes import is_mere_note
from channels.email.replies.lines import Line
from channels.email.replies.notices import is_warning
from channels.email.replies.quotations import find_end_of_quotation, is_quoted_at, next_filled
from channels.email.replies.separators import is_rule
from channels.email.replies.signatures import find_signature, is_delimiter
from channels.email.replies.thread import Opener, Opening, OpeningFinder

_LONGEST_WARNING = 6
# Enough of a quotation to see whether a mail is in it.
_SAMPLE = 40


class Part(Enum):
    """Where a line belongs."""

    REPLY = "reply"
    QUOTED = "quoted"
    SIGNATURE = "signature"


class LineSorter:
    """Sorts the lines of one text.

    Attributes:
        lines: the text's.
        parts: where each of them belongs; settled once `sort` has run.
    """

    def __init__(self, lines: list[Line], known: frozenset[int] = frozenset()) -> None:
        """Take the lines in.

        Args:
            lines: the text's.
            known: indexes of those that are known to be quoted.
        """
        self.lines = [
            Line(line.whole, f"> {line.seen}") if index in known else line
            for index, line in enumerate(lines)
        ]
        self.parts: list[Part] = [Part.REPLY] * len(lines)
        self._threaded = bool(known)
        self._passed_on = False

    def sort(self) -> None:
        """Settle where each line belongs."""
        self._mark_warning()
        self._mark_thread()
        self._mark_quotations()
        self._mark_signatures()
        self._close_gaps()

    def _mark(self, start: int, end: int, part: Part) -> None:
        self.parts[start:end] = [part] * (end - start)

    def _mark_warning(self) -> None:
        """Take a gateway's warning off the top, where words follow it."""
        start = next_filled(self.lines, 0)
        while start < len(self.lines) and is_warning(self.lines[start].seen):
            end = self._find_end_of_warning(start)
            following = next_filled(self.lines, end)
            if following >= len(self.lines):
                return
            self._mark(start, end, Part.SIGNATURE)
            start = following

    def _find_end_of_warning(self, start: int) -> int:
        end = start + 1
        if len(self.lines[start].seen) < 20:
            return end
        while end < len(self.lines) and not self.lines[end].blank:
            end += 1
        return end if end - start <= _LONGEST_WARNING else start + 1

    def _mark_thread(self) -> None:
        openings = OpeningFinder(self.lines).find_all()
        done = 0
        for number, opening in enumerate(openings):
            if opening.start < done:
                continue
            if opening.opener is Opener.ATTRIBUTION:
                done = self._mark_attribution(opening)
            else:
                done = self._mark_below(opening, openings[number + 1 :])
            self._threaded = self._threaded or done > opening.start

    def _mark_attribution(self, opening: Opening) -> int:
        """Mark an attribution and what it introduces; give the index from which to go on."""
        first = next_filled(self.lines, opening.end)
        mark = "|" if first < len(self.lines) and self.lines[first].seen.startswith("|") else ""
        if mark or is_quoted_at(self.lines, first):
            end = find_end_of_quotation(self.lines, first, mark)
            self._mark(opening.start, end, Part.QUOTED)
            return end
        if not opening.certain:
            return opening.start
        # With nothing but a signature above it, what was to be quoted follows all the same.
        is_first = self._is_all_taken(opening.start)
        if is_first and first == len(self.lines):
            return opening.start
        end = opening.end if is_first else len(self.lines)
        self._mark(opening.start, end, Part.QUOTED)
        return end

    def _mark_below(self, opening: Opening, later: list[Opening]) -> int:
        """Mark what introduces a whole mail, and that mail, unless it is all there is to read."""
        everything = len(self.lines)
        if self._has_words(opening.start):
            if opening.opener is not Opener.MARKER and self._is_mere_note(opening.start):
                self._passed_on = True
                return everything
            self._mark(opening.start, everything, Part.QUOTED)
            return everything
        self._mark(opening.start, opening.end, Part.QUOTED)
        if opening.opener is Opener.MARKER:
            return opening.end
        for following in later:
            if not self._is_adjacent(opening.end, following.start):
                break
            self._mark(following.start, following.end, Part.QUOTED)
            opening = following
        self._passed_on = opening.opener is Opener.FORWARD or not self._has_words(everything)
        return everything

    def _is_adjacent(self, end: int, start: int) -> bool:
        return all(line.blank or is_rule(line.seen) for line in self.lines[end:start])

    def _written(self, end: int) -> list[Line]:
        """Give the sender's lines above an index, without a signature."""
        above = [
            line
            for line, part in zip(self.lines[:end], self.parts, strict=False)
            if part is Part.REPLY and not line.quoted and not is_rule(line.seen)
        ]
        return above[: find_signature(above)]

    def _is_all_taken(self, end: int) -> bool:
        """Say whether all above an index was quoted, or a warning, so that the rest may be new."""
        return all(
            line.blank or part is not Part.REPLY
            for line, part in zip(self.lines[:end], self.parts[:end], strict=True)
        )

    def _has_words(self, end: int) -> bool:
        return any(not line.blank for line in self._written(end))

    def _is_mere_note(self, end: int) -> bool:
        return is_mere_note(" ".join(line.seen for line in self._written(end) if not line.blank))

    def _mark_quotations(self) -> None:
        """Mark quoted lines that nothing introduces, unless the sender put them there to be read.

        With a mail about, they are of it. Without, a quotation that ends a text is what it answers;
        one that stands alone or has words below it is one the sender chose.
        """
        quoted = [
            index
            for index, line in enumerate(self.lines)
            if line.quoted and self.parts[index] is Part.REPLY
        ]
        if not quoted or self._passed_on:
            return
        if self._threaded or self._holds_mail(quoted):
            self._threaded = True
            self._mark_each(quoted)
            return
        start = self._find_start_of_last(quoted)
        if start is not None:
            self._mark(start, len(self.lines), Part.QUOTED)

    def _mark_each(self, quoted: list[int]) -> None:
        index = 0
        for start in quoted:
            if start >= index:
                index = find_end_of_quotation(self.lines, start)
                self._mark_reply(start, index)

    def _mark_reply(self, start: int, end: int) -> None:
        for index in range(start, end):
            if self.parts[index] is Part.REPLY:
                self.parts[index] = Part.QUOTED

    def _holds_mail(self, quoted: list[int]) -> bool:
        sample = [
            Line(line.unquoted, line.unquoted)
            for line in map(self.lines.__getitem__, quoted[:_SAMPLE])
        ]
        return bool(OpeningFinder(sample).find_all())

    def _find_start_of_last(self, quoted: list[int]) -> int | None:
        """Give where the quotation begins that ends the text below words, None for others."""
        end = len(self.lines)
        while end and (self.lines[end - 1].blank or self.lines[end - 1].quoted):
            end -= 1
        after = [index for index in quoted if index >= end]
        if not after or (len(after) == 1 and not self.lines[after[0] - 1].blank):
            return None
        return after[0] if self._has_words(end) else None

    def _mark_signatures(self) -> None:
        """Mark the signature at the end of each stretch of the sender's words."""
        for start, end in self._stretches():
            kept = self._without_rules(start, end)
            signature = start + find_signature(self.lines[start:kept])
            alone = signature == start and not self._threaded and self._is_delimited(start)
            if not alone:
                self._mark(signature, kept, Part.SIGNATURE)
                self._mark(self._without_rules(start, signature), signature, Part.SIGNATURE)

    def _is_delimited(self, start: int) -> bool:
        return is_delimiter(self.lines[next_filled(self.lines, start)].seen)

    def _without_rules(self, start: int, end: int) -> int:
        """Step back over rules and blanks above a thread or signature, and mark them as of that."""
        kept = end
        while kept > start and (self.lines[kept - 1].blank or self._divides(kept - 1)):
            kept -= 1
        ends_text = end == len(self.lines) and not self._threaded
        if kept == start or ends_text:
            return end
        for index in range(kept, end):
            if not self.lines[index].blank:
                self.parts[index] = Part.QUOTED
        return kept

    def _divides(self, index: int) -> bool:
        return is_rule(self.lines[index].seen) or is_delimiter(self.lines[index].seen)

    def _stretches(self) -> list[tuple[int, int]]:
        """Give (start, end) of each run of the sender's lines that has words."""
        found: list[tuple[int, int]] = []
        start = 0
        for part, run in groupby(self.parts):
            end = start + len(list(run))
            if part is Part.REPLY and next_filled(self.lines, start) < end:
                found.append((start, end))
            start = end
        return found

    def _close_gaps(self) -> None:
        """Leave one blank line where something was taken from between the sender's words."""
        last = -1
        for index, part in enumerate(self.parts):
            if part is not Part.REPLY:
                continue
            if self.lines[index].blank and 0 <= last < index - 1 and self.lines[last].blank:
                self.parts[index] = Part.QUOTED
                continue
            last = index
