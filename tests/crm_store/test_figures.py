"""Figures are added up as they are asked for, and lead to the conversations behind them."""

from datetime import date, timedelta
from typing import Any

import pytest

from crm_store.conversations import record_conversation
from crm_store.customers import record_customer
from crm_store.figure_parts import replace_parts
from crm_store.figures import ConversationBehind, list_behind, sum_figures
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.errors import InvalidInputError
from domain.figures import Figure, FigurePart, FigureQuery
from tests.fakes import MONDAY_MORNING as NOW

FIRST = date(2026, 3, 1)
MARCH = FigureQuery(first=FIRST, last=date(2026, 3, 31))


def part(figure: Figure, day: int, label: str = "", **given: Any) -> FigurePart:
    """A part of a day in March."""
    told = {"queue": "general", "channel": "sms", "tier": "standard", **given}
    return FigurePart(figure=figure, day=date(2026, 3, day), label=label, **told)


async def put(store: Store, **conversations: tuple[FigurePart, ...]) -> None:
    """Put conversations on record, and count them as something."""

    def begin(tx: Transaction) -> None:
        for place, name in enumerate(conversations):
            record_customer(tx, customer_id=name, name=name.title(), language=None, now=NOW)
            record_conversation(
                tx,
                conversation_id=name,
                reference=f"FD-{name}",
                customer_id=name,
                key=ThreadKey(channel="sms", account="main", thread=name),
                subject=None,
                language=None,
                now=NOW + timedelta(minutes=place),
            )
        replace_parts(tx, conversations)

    await store.run(begin)


async def test_several_figures_are_added_up_at_once_by_what_is_asked_for(store: Store):
    broken, kept = Figure.BROKEN, Figure.KEPT
    await put(
        store,
        ann=(part(broken, 1, "first_response", amount=60), part(kept, 2, "resolution", amount=5)),
        bo=(part(broken, 1, "first_response", queue="baggage", amount=30),),
        cy=(part(broken, 3, "resolution", tier="gold", n=2, amount=10), part(Figure.ARRIVED, 1)),
    )
    whole = await store.read(sum_figures, MARCH, (broken, kept))
    assert [(row.figure, row.n, row.amount, row.day) for row in whole] == [
        (broken, 4, 100, None),
        (kept, 1, 5, None),
    ]
    days = await store.read(sum_figures, MARCH, (broken,), ("day", "label"))
    assert [(row.day, row.label, row.n) for row in days] == [
        (date(2026, 3, 1), "first_response", 2),
        (date(2026, 3, 3), "resolution", 2),
    ]
    gold = FigureQuery(first=FIRST, last=FIRST + timedelta(days=9), tier="gold")
    assert [row.n for row in await store.read(sum_figures, gold, (broken,))] == [2]
    nobody = FigureQuery(first=FIRST, last=FIRST, queue="bookings")
    assert await store.read(sum_figures, nobody, (broken,)) == ()


async def test_what_changes_is_taken_off_and_what_stays_is_not_written(store: Store):
    arrived = part(Figure.ARRIVED, 1)
    await put(store, ann=(arrived, part(Figure.RESOLVED, 2, amount=90)))

    def count_as(tx: Transaction, *parts: FigurePart) -> int:
        return replace_parts(tx, {"ann": parts})

    assert await store.run(count_as, part(Figure.RESOLVED, 2, amount=90), arrived) == 0
    assert await store.run(count_as, arrived, part(Figure.RESOLVED, 5, amount=70)) == 1
    rows = await store.read(sum_figures, MARCH, tuple(Figure), ("day",))
    assert [(row.figure, row.day, row.n, row.amount) for row in rows] == [
        (Figure.ARRIVED, date(2026, 3, 1), 1, 0),
        (Figure.RESOLVED, date(2026, 3, 5), 1, 70),
    ]
    assert await store.run(count_as) == 1
    assert await store.read(sum_figures, MARCH, tuple(Figure)) == ()


async def read_pages(
    store: Store, query: FigureQuery = MARCH, limit: int = 2, **wanted: Any
) -> list[ConversationBehind]:
    rows: list[ConversationBehind] = []
    after = None
    while page := await store.read(
        list_behind, query, Figure.BROKEN, limit=limit, after=after, **wanted
    ):
        assert len(page) <= limit
        rows += page
        after = page[-1].mark
    return rows


async def test_what_is_behind_a_figure_is_paged_from_the_latest_day_on(store: Store):
    broken = Figure.BROKEN
    talks = {
        f"c{number}": (part(broken, 1 + number % 3, "resolution"), part(Figure.ARRIVED, 9))
        for number in range(7)
    }
    twice = (part(broken, 5, "resolution"), part(broken, 5, "first_response", n=2))
    await put(store, **talks, d=twice)
    rows = await read_pages(store)
    assert [(row.day.day, row.reference) for row in rows] == [
        (5, "FD-d"),
        (3, "FD-c5"),
        (3, "FD-c2"),
        (2, "FD-c4"),
        (2, "FD-c1"),
        (1, "FD-c6"),
        (1, "FD-c3"),
        (1, "FD-c0"),
    ]
    assert rows[0].n == 3
    assert (rows[0].customer_name, rows[0].queue, rows[0].channel) == ("D", "general", "sms")
    firsts = await read_pages(store, label="first_response")
    assert [(row.reference, row.n) for row in firsts] == [("FD-d", 2)]


async def test_what_is_rare_is_found_among_much_else(store: Store):
    broken = Figure.BROKEN
    common = {f"c{day:02}": (part(broken, day, "a", queue="baggage"),) for day in range(1, 31)}
    rare = {
        "x": (part(broken, 2, "b", hour=7),),
        "y": (part(broken, 28, "b", hour=7),),
        "z": (part(broken, 28, "b", hour=8),),
    }
    await put(store, **common, **rare)
    assert [row.reference for row in await read_pages(store, label="b")] == ["FD-z", "FD-y", "FD-x"]
    assert [row.reference for row in await read_pages(store, hour=7)] == ["FD-y", "FD-x"]
    general = FigureQuery(first=FIRST, last=date(2026, 3, 20), queue="general")
    assert [row.reference for row in await read_pages(store, general)] == ["FD-x"]


async def test_a_page_that_never_was_is_refused(store: Store):
    with pytest.raises(InvalidInputError, match="begin with the first one"):
        await store.read(list_behind, MARCH, Figure.BROKEN, limit=2, after="page 2")
