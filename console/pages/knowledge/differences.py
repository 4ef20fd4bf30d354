"""What two versions of an article say differently, as lines to be shown; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from domain.knowledge_desk import ArticleContent
from knowledge_base.content_difference import FieldChange, compare_content
from knowledge_base.text_difference import Change, LineChange, Part

# Lines that stayed as they were and are shown around those that did not.
_AROUND: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A line, or so many that stayed as they were and are left out.

    Attributes:
        count: of the lines that are left out; 0 for a line that is shown.
    """

    change: Change = Change.SAME
    parts: tuple[Part, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """One field that differs."""

    name: str
    lines: tuple[ShownLine, ...]


def list_changes(old: ArticleContent, new: ArticleContent) -> tuple[ShownChange, ...]:
    """List what changed from one content to another, field by field."""
    return list_shown(compare_content(old, new))


def list_shown(fields: Sequence[FieldChange]) -> tuple[ShownChange, ...]:
    """Make lines of all that differs: of texts, of lists and of single values."""
    return tuple(ShownChange(name=each.name, lines=tuple(_list_lines(each))) for each in fields)


def _list_lines(field: FieldChange) -> Iterator[ShownLine]:
    if field.lines:
        yield from _leave_out(field.lines)
        return
    for words in (*field.removed, *([field.old] if field.old is not None else [])):
        yield _whole(Change.REMOVED, _tell(field.name, words))
    for words in (*field.added, *([field.new] if field.new is not None else [])):
        yield _whole(Change.ADDED, _tell(field.name, words))


def _leave_out(lines: Sequence[LineChange]) -> Iterator[ShownLine]:
    """Leave out what stayed as it was, but for some lines around what did not."""
    changed = [place for place, line in enumerate(lines) if line.change is not Change.SAME]
    near = {place + step for place in changed for step in range(-_AROUND, _AROUND + 1)}
    numbered = enumerate(lines)
    for shown, group in groupby(numbered, key=lambda each: each[0] in near):
        some = [line for _place, line in group]
        # A line that would take as much room as the note that it is left out is shown.
        if shown or len(some) == 1:
            for line in some:
                yield ShownLine(change=line.change, parts=_put_removed_first(line.parts))
        else:
            yield ShownLine(count=len(some))


def _put_removed_first(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Show what went before what came in its place, as people expect it."""
    ordered: list[Part] = []
    for _same, some in groupby(parts, key=lambda part: part.change is Change.SAME):
        # Sorting leaves parts of one kind in their order.
        ordered += sorted(some, key=lambda part: part.change is Change.ADDED)
    return tuple(ordered)


def _whole(change: Change, words: str) -> ShownLine:
    return ShownLine(change=change, parts=(Part(change, words),))


def _tell(name: str, words: str) -> str:
    return f"{float(words) * 100:g} %" if name == "precision" else words
