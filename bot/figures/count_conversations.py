"""Conversations are counted: what each adds to the figures, and which of them cannot be counted."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DBAPIError

from bot.figures.parts_of import parts_of
from crm_store.figure_facts import read_figure_facts
from crm_store.transaction import Transaction
from domain.figures import FigurePart


@dataclass(frozen=True, slots=True)
class Counted:
    """What some conversations add to the figures.

    Attributes:
        parts: by id; one that is not there adds nothing.
        failed: what was wrong with each that could not be counted, by id.
    """

    parts: dict[str, tuple[FigurePart, ...]] = field(default_factory=dict)
    failed: dict[str, Exception] = field(default_factory=dict)


def count_conversations(tx: Transaction, ids: Collection[str], time_zone: str) -> Counted:
    """Count some conversations, together where that goes and else each by itself.

    Raises:
        DBAPIError: the store could not be asked, which says nothing of any conversation.
    """
    try:
        return Counted(parts=_count(tx, ids, time_zone))
    except DBAPIError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others are counted
        if len(ids) <= 1:
            return Counted(failed=dict.fromkeys(ids, error))
    counted = Counted()
    for each in _halve(list(ids)):
        found = count_conversations(tx, each, time_zone)
        counted.parts.update(found.parts)
        counted.failed.update(found.failed)
    return counted


def _count(
    tx: Transaction, ids: Collection[str], time_zone: str
) -> dict[str, tuple[FigurePart, ...]]:
    zone = ZoneInfo(time_zone)
    facts = read_figure_facts(tx, ids)
    return {each: parts_of(facts[each], zone) if each in facts else () for each in ids}


def _halve(ids: list[str]) -> Iterator[list[str]]:
    yield ids[: len(ids) // 2]
    yield ids[len(ids) // 2 :]
