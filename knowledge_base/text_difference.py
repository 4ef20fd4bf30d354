"""What two texts say differently, line by line and within a line word by word; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

LEAST_ALIKE: Final = 40.0
"""Percent from which on an old and a new line are one line that was changed."""

MOST_LINES: Final = 20_000
"""Of each text that are compared; further ones are shown as they are in the new one."""

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


class Change(StrEnum):
    """What became of a line or of a part of it."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a line: the same in both, added, or removed."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """A line of either text, or one that was changed.

    Attributes:
        old: its number in the old text, from 1; None where it is not in it.
        new: the same of the new text.
        parts: its words; of a line that was changed both what was removed and what was added.
    """

    change: Change
    old: int | None
    new: int | None
    parts: tuple[Part, ...]


def compare_lines(old: str, new: str) -> tuple[LineChange, ...]:
    """Compare two texts; all lines of both are in the result, in their order."""
    before, after = old.split("\n")[:MOST_LINES], new.split("\n")[:MOST_LINES]
    changes: list[LineChange] = []
    gone: list[int] = []
    come: list[int] = []
    for code in Indel.opcodes(before, after):
        if code.tag == "delete":
            gone += range(code.src_start, code.src_end)
        elif code.tag == "insert":
            come += range(code.dest_start, code.dest_end)
        else:
            changes += _pair(before, after, gone, come)
            gone, come = [], []
            places = zip(
                range(code.src_start, code.src_end),
                range(code.dest_start, code.dest_end),
                strict=True,
            )
            changes += (_keep(before[one], one, other) for one, other in places)
    return (*changes, *_pair(before, after, gone, come))


def compare_words(old: str, new: str) -> tuple[Part, ...]:
    """Compare two lines; the parts that are not added make the old one, and so on."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    parts: list[Part] = []
    for code in Indel.opcodes(before, after):
        if code.tag == "delete":
            parts.append(Part(Change.REMOVED, "".join(before[code.src_start : code.src_end])))
        elif code.tag == "insert":
            parts.append(Part(Change.ADDED, "".join(after[code.dest_start : code.dest_end])))
        else:
            parts.append(Part(Change.SAME, "".join(before[code.src_start : code.src_end])))
    return tuple(part for part in parts if part.text)


def _pair(
    before: Sequence[str], after: Sequence[str], gone: Sequence[int], come: Sequence[int]
) -> Iterator[LineChange]:
    """Set lines that went beside lines that came in their place, as far as they are alike."""
    for one, other in zip_longest(gone, come):
        if one is not None and other is not None and _are_alike(before[one], after[other]):
            parts = compare_words(before[one], after[other])
            yield LineChange(change=Change.CHANGED, old=one + 1, new=other + 1, parts=parts)
            continue
        if one is not None:
            yield LineChange(
                change=Change.REMOVED,
                old=one + 1,
                new=None,
                parts=_whole(Change.REMOVED, before[one]),
            )
        if other is not None:
            yield LineChange(
                change=Change.ADDED,
                old=None,
                new=other + 1,
                parts=_whole(Change.ADDED, after[other]),
            )


def _keep(line: str, one: int, other: int) -> LineChange:
    parts = _whole(Change.SAME, line)
    return LineChange(change=Change.SAME, old=one + 1, new=other + 1, parts=parts)


def _whole(change: Change, line: str) -> tuple[Part, ...]:
    return (Part(change, line),) if line else ()


def _are_alike(old: str, new: str) -> bool:
    return fuzz.ratio(old, new) >= LEAST_ALIKE
