"""What two versions of an article say differently, field by field; pure."""

from dataclasses import dataclass

from domain.knowledge_desk import ArticleContent
from knowledge_base.text_difference import LineChange, compare_lines

_SINGLE = ("category", "sensitive", "precision", "source_version")
_LISTS = ("variants", "tags")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that differs between two versions.

    Attributes:
        name: of a field of `ArticleContent`.
        old: what it said, as text; None where it said nothing, and for lists and the answer.
        new: the same of the newer version.
        added: of variants and tags.
        removed: the same.
        lines: of the answer, and of the title.
    """

    name: str
    old: str | None = None
    new: str | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    lines: tuple[LineChange, ...] = ()


def compare_content(old: ArticleContent, new: ArticleContent) -> tuple[FieldChange, ...]:
    """Compare two versions; fields that are the same are not in it."""
    changes = []
    if old.title != new.title:
        lines = compare_lines(old.title, new.title)
        changes.append(FieldChange(name="title", old=old.title, new=new.title, lines=lines))
    if old.answer != new.answer:
        changes.append(FieldChange(name="answer", lines=compare_lines(old.answer, new.answer)))
    changes += [_compare_lists(name, getattr(old, name), getattr(new, name)) for name in _LISTS]
    for name in _SINGLE:
        before, after = _show(getattr(old, name)), _show(getattr(new, name))
        if before != after:
            changes.append(FieldChange(name=name, old=before, new=after))
    return tuple(change for change in changes if change != FieldChange(name=change.name))


def _compare_lists(name: str, old: tuple[str, ...], new: tuple[str, ...]) -> FieldChange:
    added = tuple(each for each in new if each not in set(old))
    removed = tuple(each for each in old if each not in set(new))
    if old != new and not added and not removed:
        return FieldChange(name=name, old=", ".join(old), new=", ".join(new))
    return FieldChange(name=name, added=added, removed=removed)


def _show(value: object) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)
