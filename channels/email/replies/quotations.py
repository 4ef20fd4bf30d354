"""Runs of lines that carry a mark of quotation, and what mail programs break out of them."""

import re

from channels.email.replies.lines import Line

# Programs that wrap what they quote do so behind this column or later.
_WRAPPED_AT = 55
_LONGEST_BROKEN_OFF = 40
_BROKEN_LINK = re.compile(r"[(<]https?://\S+[)>] ?>?")


def next_filled(lines: list[Line], index: int) -> int:
    """Give the index of the next line that is not blank, from one on; the end if there is none."""
    while index < len(lines) and lines[index].blank:
        index += 1
    return index


def is_quoted_at(lines: list[Line], index: int) -> bool:
    """Say whether a line is quoted, or stands where the end is."""
    return index < len(lines) and lines[index].quoted


def find_end_of_quotation(lines: list[Line], start: int, mark: str = "") -> int:
    """Give the index behind a run of quoted lines, over blank and broken-off lines within it.

    Args:
        lines: the text's.
        start: the first quoted line.
        mark: the mark of quotation, where it is one that means nothing elsewhere ("|").
    """
    end = index = start
    while index < len(lines):
        line = lines[index]
        if line.quoted or (mark and line.seen.startswith(mark)):
            end = index + 1
        elif not line.blank and not is_broken_off(lines, index):
            break
        index += 1
    return end


def is_broken_off(lines: list[Line], index: int) -> bool:
    """Say whether a line without a mark is the rest of the quoted line above it."""
    if not 0 < index < len(lines) - 1:
        return False
    above, line, below = lines[index - 1], lines[index], lines[index + 1]
    if not (above.quoted and below.quoted) or len(line.seen) > _LONGEST_BROKEN_OFF * 4:
        return False
    if ("http" in above.seen and " " not in line.seen) or _BROKEN_LINK.fullmatch(line.seen):
        return True
    return (
        len(above.seen) >= _WRAPPED_AT
        and len(line.seen) <= _LONGEST_BROKEN_OFF
        and (above.seen[-1].isalpha() or above.seen[-1] == ",")
        and line.seen[:1].islower()
    )
