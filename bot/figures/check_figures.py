"""All figures are counted from the beginning and compared with what is kept, a page at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from bot.figures.count_conversations import count_conversations
from crm_store.figure_changes import note_figures_of
from crm_store.figure_checks import FigureCheck, WrongFigure, list_noted, list_to_check
from crm_store.figure_parts import (
    Parts,
    add_to_days,
    add_to_totals,
    add_to_weeks,
    find_monday,
    find_wrong_sums,
    find_wrong_totals,
    find_wrong_weeks,
    lock_figures,
    read_parts,
)
from crm_store.figure_zone import find_figure_zone
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.figures import NO_HOUR, Figure, FigurePart

PAGE: Final = 500
_SUMS_AT_ONCE: Final = 200
_MOST_NAMED: Final = 3
_Find: TypeAlias = Callable[..., tuple[FigurePart, ...]]
_Add: TypeAlias = Callable[[Transaction, Sequence[FigurePart]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChecker:
    """Whoever counts all from the beginning.

    Attributes:
        time_zone: the company's; where figures were counted in another, that one is gone by.
        mend: whether what is wrong is put right: conversations by leaving word of them, sums at
            once.
    """

    store: Store
    time_zone: str
    mend: bool

    async def look_at_page(self, check: FigureCheck) -> FigureCheck:
        """Look at the next conversations; `after` stays as it was once there are no more.

        What waits for being counted is left out.
        """
        page = await self.store.read(list_to_check, after=check.after, limit=PAGE)
        if not page:
            return check
        suspects = await self.store.read(self._find_suspects, page)
        found: Sequence[WrongFigure] = ()
        if suspects:
            found = await self.store.run(self._confirm, {each: page[each] for each in suspects})
        return check.with_more(found, conversations=len(page), after=max(page))

    async def look_at_sums(self, check: FigureCheck, figure: Figure) -> FigureCheck:
        """Look whether the sums of a figure are those of its parts, by day, by week and in all."""
        days = await self._look_at(find_wrong_sums, add_to_days, figure)
        weeks = await self._look_at(find_wrong_weeks, add_to_weeks, figure)
        totals = await self._look_at(find_wrong_totals, add_to_totals, figure)
        # What was wrong of a day was so of its week, and of all, and is one mistake.
        told = {replace(each, day=find_monday(each.day)).key for each in days}
        found = [*days, *(each for each in weeks if each.key not in told)]
        told = {replace(each, day=find_monday(each.day), channel="", tier="").key for each in found}
        found += [each for each in totals if each.key not in told]
        return check.with_more([WrongFigure(None, _tell_sum(each)) for each in found])

    async def _look_at(self, find: _Find, add: _Add, figure: Figure) -> list[FigurePart]:
        wrong = await self.store.read(find, figure, limit=_SUMS_AT_ONCE)
        found = list(wrong)
        while self.mend and wrong:
            mended = await self.store.run(_mend_sums, find, add, figure)
            wrong = await self.store.read(find, figure, limit=_SUMS_AT_ONCE)
            if not mended:
                break
            found += wrong
        return found

    def _find_suspects(self, tx: Transaction, page: Mapping[str, str]) -> list[str]:
        """Find what may be wrong, as far as a reader sees, who may see a change by half."""
        noted = list_noted(tx, list(page))
        return [each for each, _ in self._compare(tx, [one for one in page if one not in noted])]

    def _confirm(self, tx: Transaction, references: Mapping[str, str]) -> list[WrongFigure]:
        """Compare once more while nobody writes figures, and mend what is wrong.

        What has changed since the keeper saw it has left word of that by now.
        """
        lock_figures(tx)
        found = dict(self._compare(tx, list(references)))
        noted = list_noted(tx, list(found))
        wrong = [each for each in found if each not in noted]
        if self.mend:
            note_figures_of(tx, wrong)
        return [WrongFigure(references[each], found[each]) for each in wrong]

    def _compare(self, tx: Transaction, ids: Sequence[str]) -> Iterable[tuple[str, str]]:
        """Tell of each conversation that is counted wrongly, or cannot be counted, what is."""
        zone = find_figure_zone(tx) or self.time_zone
        counted = count_conversations(tx, ids, zone)
        kept = read_parts(tx, ids)
        for conversation_id, error in counted.failed.items():
            yield conversation_id, f"it cannot be counted: {type(error).__name__}"
        for conversation_id, parts in counted.parts.items():
            before, after = kept.get(conversation_id, frozenset()), frozenset(parts)
            if before != after:
                yield conversation_id, _tell_difference(before, after)


def _mend_sums(tx: Transaction, find: _Find, add: _Add, figure: Figure) -> int:
    lock_figures(tx)
    lacking = find(tx, figure, limit=_SUMS_AT_ONCE)
    add(tx, lacking)
    return len(lacking)


def _tell_difference(kept: Parts, counted: Parts) -> str:
    missing, surplus = sorted(counted - kept, key=_order), sorted(kept - counted, key=_order)
    told = [
        f"{what}: {'; '.join(_tell(part) for part in parts[:_MOST_NAMED])}{_tell_more(parts)}"
        for what, parts in (("missing", missing), ("too much", surplus))
        if parts
    ]
    return ", ".join(told)


def _tell_more(parts: Sequence[FigurePart]) -> str:
    more = len(parts) - _MOST_NAMED
    return f" and {more} more" if more > 0 else ""


def _tell_sum(lacking: FigurePart) -> str:
    return f"a sum is not that of its parts, and lacks {_tell(lacking)}"


def _tell(part: FigurePart) -> str:
    where = " ".join(each for each in (part.queue, part.channel, part.tier) if each)
    label = f" {part.label}" if part.label else ""
    hour = "" if part.hour == NO_HOUR else f" at {part.hour}"
    return f"{part.figure}{label} of {part.day}{hour} ({where}) {part.n} with {part.amount}"


def _order(part: FigurePart) -> tuple[object, ...]:
    return (*part.key, part.n, part.amount)
