"""Sums of many days are those of its days, however much of them is read by the week."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from crm_store.figure_parts import (
    add_to_totals,
    add_to_weeks,
    find_monday,
    find_wrong_totals,
    find_wrong_weeks,
    replace_parts,
)
from crm_store.figures import sum_figures
from crm_store.schema import figure_totals, figure_weeks
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.figures import Figure, FigurePart, FigureQuery

WEDNESDAY = date(2026, 1, 7)
DAYS = 80
KEPT, BROKEN = Figure.KEPT, Figure.BROKEN


def make(day: date, n: int, figure: Figure = KEPT, **more: Any) -> FigurePart:
    usual = {"queue": "baggage", "channel": "email", "tier": "gold", "label": "first_response"}
    return FigurePart(figure=figure, day=day, n=n, amount=10 * n, **{**usual, **more})


def list_parts() -> list[FigurePart]:
    days = [WEDNESDAY + timedelta(days=each) for each in range(DAYS)]
    return [
        *(make(day, place + 1) for place, day in enumerate(days)),
        *(make(day, 1, BROKEN, queue="", tier="") for day in days[::3]),
    ]


async def put(store: Store, parts: list[FigurePart], name: str = "v-1") -> None:
    await store.run(replace_parts, {name: parts})


def add_up(query: FigureQuery, figure: Figure) -> int:
    return sum(
        part.n
        for part in list_parts()
        if part.figure is figure and query.first <= part.day <= query.last
    )


@pytest.mark.parametrize("begin", range(8))
@pytest.mark.parametrize("length", [1, 27, 28, 34, 35, 41, 60, 72])
async def test_any_days_add_up_to_what_was_counted(store: Store, begin: int, length: int):
    await put(store, list_parts())
    first = WEDNESDAY + timedelta(days=begin)
    query = FigureQuery(first=first, last=first + timedelta(days=length - 1))
    found = {each.figure: each.n for each in await store.read(sum_figures, query, (KEPT, BROKEN))}
    assert found.get(KEPT, 0) == add_up(query, KEPT)
    assert found.get(BROKEN, 0) == add_up(query, BROKEN)
    weeks = await store.read(sum_figures, query, (KEPT,), ("week",))
    days = await store.read(sum_figures, query, (KEPT,), ("day",))
    told: Counter[date] = Counter()
    for each in days:
        assert each.day is not None
        told[find_monday(each.day)] += each.n
    heard: Counter[date] = Counter()
    for each in weeks:
        assert each.day is not None
        assert each.day >= query.first
        heard[find_monday(each.day)] += each.n
    assert heard == told


async def test_they_can_be_narrowed_and_told_apart_alike(store: Store):
    await put(store, list_parts())
    whole = FigureQuery(first=WEDNESDAY, last=WEDNESDAY + timedelta(days=DAYS - 1))
    by = ("queue", "tier")
    found = await store.read(sum_figures, whole, (KEPT, BROKEN), by)
    assert [(one.queue, one.tier, one.n) for one in found if one.figure is BROKEN] == [("", "", 27)]
    narrowed = FigureQuery(first=whole.first, last=whole.last, queue="")
    (only,) = await store.read(sum_figures, narrowed, (KEPT, BROKEN))
    assert (only.figure, only.n, only.amount) == (BROKEN, 27, 270)


async def test_what_is_counted_otherwise_is_taken_off_the_weeks(store: Store):
    await put(store, list_parts())
    await put(store, [make(WEDNESDAY, 3)])
    rows = await store.read(lambda tx: tx.execute(select(figure_weeks)).all())
    assert [(row.day, row.n, row.amount) for row in rows] == [(date(2026, 1, 5), 3, 30)]
    await put(store, [])
    assert await store.read(lambda tx: tx.execute(select(figure_weeks)).all()) == []


async def test_weeks_that_are_wrong_are_found_and_can_be_mended(store: Store):
    await put(store, list_parts())
    assert await store.read(find_wrong_weeks, KEPT, limit=10) == ()

    def spoil(tx: Transaction) -> None:
        weeks = figure_weeks.c
        tx.execute(update(figure_weeks).where(weeks.figure == BROKEN).values(n=99))
        tx.execute(delete(figure_weeks).where(weeks.day == date(2026, 1, 12), weeks.figure == KEPT))

    await store.run(spoil)
    (lacking,) = await store.read(find_wrong_weeks, KEPT, limit=10)
    assert (lacking.day, lacking.n) == (date(2026, 1, 12), sum(range(6, 13)))
    for figure in (KEPT, BROKEN):
        wrong = await store.read(find_wrong_weeks, figure, limit=100)
        await store.run(add_to_weeks, wrong)
        assert await store.read(find_wrong_weeks, figure, limit=100) == ()


async def test_totals_that_are_wrong_are_found_and_can_be_mended(store: Store):
    await put(store, [make(WEDNESDAY, 3), make(WEDNESDAY, 4, channel="sms", tier="standard")])
    rows = await store.read(lambda tx: tx.execute(select(figure_totals)).all())
    assert [(row.channel, row.tier, row.n, row.amount) for row in rows] == [("", "", 7, 70)]
    assert await store.read(find_wrong_totals, KEPT, limit=10) == ()
    await store.run(lambda tx: tx.execute(update(figure_totals).values(n=9)))
    (lacking,) = await store.read(find_wrong_totals, KEPT, limit=10)
    assert (lacking.day, lacking.n, lacking.amount) == (date(2026, 1, 5), -2, 0)
    await store.run(add_to_totals, [lacking])
    assert await store.read(find_wrong_totals, KEPT, limit=10) == ()
