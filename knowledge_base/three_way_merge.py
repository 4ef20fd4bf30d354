"""Two people's changes to one article, joined over what both began from; pure.

Lines are merged as diff3 does (Khanna, Kunal, Pierce: A Formal Investigation of Diff3, 2007): lines
that both left as they were hold the texts together, and between them whoever changed something is
followed; where both did, each in another way, the changes overlap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from rapidfuzz.distance import Indel

from domain.knowledge_desk import ArticleContent

MINE_MARK: Final = "<<<<<<< what you wrote"
BETWEEN_MARK: Final = "======= what they wrote"
THEIRS_MARK: Final = ">>>>>>> choose one"
MARKS: Final = (MINE_MARK, BETWEEN_MARK, THEIRS_MARK)

_SINGLE = ("title", "category", "sensitive", "precision", "source_version")
Lines = Sequence[str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedText:
    """A text of two.

    Attributes:
        overlaps: whether both changed the same lines; both versions then stand in the text between
            lines that mark them.
    """

    text: str
    overlaps: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedContent:
    """An article of two.

    Attributes:
        overlaps: names of the fields that both changed in the same place; mine is taken there.
    """

    content: ArticleContent
    overlaps: tuple[str, ...]


def merge_content(
    base: ArticleContent, mine: ArticleContent, theirs: ArticleContent
) -> MergedContent:
    """Join what two people made of one article."""
    answer = merge_text(base.answer, mine.answer, theirs.answer)
    tags, topics_differ = _merge_tags(base.tags, mine.tags, theirs.tags)
    overlaps = ["answer"] * answer.overlaps + ["tags"] * topics_differ
    chosen: dict[str, Any] = {}
    for name in _SINGLE:
        versions = [getattr(each, name) for each in (base, mine, theirs)]
        chosen[name], differ = _choose(*versions)
        overlaps += [name] * differ
    content = replace(
        mine,
        **chosen,
        answer=answer.text,
        tags=tags,
        variants=merge_set(base.variants, mine.variants, theirs.variants),
    )
    return MergedContent(content=content, overlaps=tuple(overlaps))


def merge_text(base: str, mine: str, theirs: str) -> MergedText:
    """Join what two people made of one text, line by line."""
    merged: list[str] = []
    overlaps = False
    for old, one, other in _align(base.split("\n"), mine.split("\n"), theirs.split("\n")):
        lines, differ = _choose(old, one, other)
        if differ:
            overlaps = True
            lines = [MINE_MARK, *one, BETWEEN_MARK, *other, THEIRS_MARK]
        merged += lines
    return MergedText(text="\n".join(merged), overlaps=overlaps)


def merge_set(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Join two lists whose order says little: what either added, without what either took out."""
    if tuple(theirs) in {tuple(base), tuple(mine)}:
        return tuple(mine)
    if tuple(mine) == tuple(base):
        return tuple(theirs)
    old, one, other = set(base), set(mine), set(theirs)
    kept = [each for each in dict.fromkeys(base) if each in one and each in other]
    places: dict[str, int] = {}
    for some in (mine, theirs):
        for place, each in enumerate(some):
            places[each] = min(place, places.get(each, place))
    added = sorted((one | other) - old, key=lambda each: (places[each], each))
    return (*kept, *added)


def _merge_tags(base: Lines, mine: Lines, theirs: Lines) -> tuple[tuple[str, ...], bool]:
    """Join tags; the first of them is the topic, which is one person's word or the other's."""
    topic, differ = _choose(tuple(base[:1]), tuple(mine[:1]), tuple(theirs[:1]))
    merged = merge_set(base, mine, theirs)
    return tuple(dict.fromkeys((*topic, *merged))), differ


def _choose(base: T, mine: T, theirs: T) -> tuple[T, bool]:
    """Follow whoever changed something; True where both did, each in another way."""
    if theirs in (base, mine):
        return mine, False
    return (theirs, False) if mine == base else (mine, True)


def _align(base: Lines, mine: Lines, theirs: Lines) -> Iterator[tuple[Lines, Lines, Lines]]:
    """Cut three texts at the lines that all have; those lines are pieces of their own."""
    one, other = _match(base, mine), _match(base, theirs)
    start = (0, 0, 0)
    for place in range(len(base)):
        if place not in one or place not in other:
            continue
        here = (place, one[place], other[place])
        yield _cut((base, mine, theirs), start, here)
        yield [base[place]], [base[place]], [base[place]]
        start = (here[0] + 1, here[1] + 1, here[2] + 1)
    yield _cut((base, mine, theirs), start, (len(base), len(mine), len(theirs)))


def _cut(
    texts: tuple[Lines, Lines, Lines], start: tuple[int, int, int], end: tuple[int, int, int]
) -> tuple[Lines, Lines, Lines]:
    pieces = [text[a:b] for text, a, b in zip(texts, start, end, strict=True)]
    return pieces[0], pieces[1], pieces[2]


def _match(base: Lines, changed: Lines) -> dict[int, int]:
    """Find where the lines that were left as they were stand now."""
    places: dict[int, int] = {}
    for block in Indel.opcodes(base, changed).as_matching_blocks():
        places |= {block.a + step: block.b + step for step in range(block.size)}
    return places
