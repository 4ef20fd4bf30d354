"""Whatever went wrong with the figures, the night finds it, says so, and has it put right."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from bot.figures.check_figures import FigureChecker
from bot.figures.keep_checking import check_when_due
from crm_store.alerts import list_alerts
from crm_store.figure_changes import note_figures
from crm_store.figure_checks import FigureCheck, find_latest_figure_check
from crm_store.figure_parts import find_wrong_sums
from crm_store.schema import figure_changes, figure_days, figure_parts
from crm_store.transaction import Transaction
from domain.figures import Figure
from domain.staff import Role, StaffMember
from tests.bot.figures.conftest import FigureRecord
from tests.fakes import MONDAY_MORNING as NOW

SUE = StaffMember(
    id="sue",
    email="sue@example.com",
    name="Sue",
    role=Role.SUPERVISOR,
    password_hash="",
    active=True,
    created_at=NOW,
)


async def hold() -> bool:
    """Have no other process take over."""
    return True


async def check_all(
    record: FigureRecord, *, mend: bool = False, time_zone: str = "UTC"
) -> FigureCheck:
    """Count all from the beginning, as the command does."""
    checker = FigureChecker(store=record.tools.store, time_zone=time_zone, mend=mend)
    check = FigureCheck(position=0, begun_at=NOW)
    while (further := await checker.look_at_page(check)) is not check:
        check = further
    for figure in Figure:
        check = await checker.look_at_sums(check, figure)
    return check


@pytest.fixture
async def counted(record: FigureRecord) -> FigureRecord:
    """Three conversations that were counted."""
    for name in ("ann", "bo", "cy"):
        await record.begins(name)
    await record.is_resolved("bo")
    await record.count()
    return record


async def test_what_is_right_is_found_right(counted: FigureRecord):
    check = await check_all(counted)
    assert (check.conversations, check.wrong, check.examples) == (3, 0, ())


async def test_days_are_those_that_were_counted_by_whatever_the_settings_name(
    counted: FigureRecord,
):
    counted.clock.advance(timedelta(hours=10))
    await counted.begins("di")
    await counted.count()
    assert (await check_all(counted, time_zone="Pacific/Kiritimati")).wrong == 0


async def test_a_change_without_a_word_is_found_and_mended(counted: FigureRecord):
    await counted.is_resolved("ann", "lost")
    await counted.tools.store.run(lambda tx: tx.execute(delete(figure_changes)))
    check = await check_all(counted)
    assert check.wrong == 1
    assert check.examples[0].reference == "FD-ann"
    assert "resolved lost of 2026-03-02 (sms standard) 1 with 0" in check.examples[0].words
    assert await counted.sums(Figure.RESOLVED, "label") == {("solved",): 1}
    assert (await check_all(counted, mend=True)).wrong == 1
    await counted.count()
    assert await counted.sums(Figure.RESOLVED, "label") == {("solved",): 1, ("lost",): 1}
    assert (await check_all(counted)).wrong == 0


async def test_what_waits_for_being_counted_is_no_mistake(counted: FigureRecord):
    await counted.is_resolved("ann")
    assert (await check_all(counted)).wrong == 0


async def test_a_sum_that_is_not_that_of_its_parts_is_found_and_put_right(counted: FigureRecord):
    def spoil(tx: Transaction) -> None:
        arrived = figure_days.c.figure == Figure.ARRIVED
        tx.execute(update(figure_days).where(arrived).values(n=7, amount=5))
        tx.execute(delete(figure_days).where(~arrived))
        stray = {"day": NOW.date(), "hour": -1, "queue": "", "channel": "", "tier": "", "label": ""}
        tx.execute(figure_days.insert(), {**stray, "figure": Figure.KEPT, "n": 3, "amount": 0})

    await counted.tools.store.run(spoil)
    check = await check_all(counted)
    assert [each.reference for each in check.examples] == [None] * 3
    assert "lacks arrived of 2026-03-02 (sms standard) -4 with -5" in check.examples[0].words
    assert (await check_all(counted, mend=True)).wrong == 3
    assert await counted.sums(Figure.ARRIVED) == {(): 3}
    assert await counted.sums(Figure.KEPT) == {}
    for figure in Figure:
        assert await counted.tools.store.read(find_wrong_sums, figure, limit=1) == ()


async def test_each_night_it_is_done_once(counted: FigureRecord):
    tools, clock = counted.tools, counted.clock
    first = await check_when_due(tools, hold)
    assert first is not None
    assert (first.conversations, first.wrong, first.ended_at) == (3, 0, clock.now())
    clock.advance(timedelta(hours=17))
    assert await check_when_due(tools, hold) is None
    # Three in the morning.
    clock.advance(timedelta(hours=1))
    assert await check_when_due(tools, hold) is not None
    assert await check_when_due(tools, hold) is None


async def test_what_was_broken_off_goes_on_where_it_was(
    counted: FigureRecord, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.figures.check_figures.PAGE", 1)
    tools = counted.tools

    async def lose() -> bool:
        return False

    assert await check_when_due(tools, lose) is None
    latest = await tools.store.read(find_latest_figure_check)
    assert latest is not None
    assert (latest.after, latest.conversations, latest.ended_at) == ("ann", 1, None)
    ended = await check_when_due(tools, hold)
    assert ended is not None
    assert (ended.position, ended.conversations) == (latest.position, 3)


async def test_supervisors_and_operators_hear_of_what_was_wrong(counted: FigureRecord):
    tools = counted.tools
    await tools.store.run(lambda tx: tx.execute(delete(figure_parts)))
    check = await check_when_due(tools, hold)
    assert check is not None
    # Three conversations, and the sums that rested on them.
    assert check.wrong == 5
    assert counted.counted.count("figures_wrong") == 5
    alerts = await tools.store.read(list_alerts, SUE, limit=9)
    assert [each.reference for each in alerts] == ["FD-ann"]
    assert alerts[0].text.startswith("5 conversations or sums were counted wrongly in the reports")
    await counted.count()
    assert await counted.sums(Figure.ARRIVED) == {(): 3}
    assert (await check_all(counted)).wrong == 0


async def test_what_cannot_be_counted_is_told_each_night(
    counted: FigureRecord, monkeypatch: pytest.MonkeyPatch
):
    def refuse(facts: object, zone: object) -> tuple[()]:
        raise ValueError(facts, zone)

    await counted.tools.store.run(note_figures, "bo")
    await counted.count()
    monkeypatch.setattr("bot.figures.count_conversations.parts_of", refuse)
    check = await check_all(counted)
    assert check.wrong == 3
    assert check.examples[0].words == "it cannot be counted: ValueError"


async def test_supervisors_also_hear_of_sums_that_are_no_conversations(counted: FigureRecord):
    tools = counted.tools
    lower = update(figure_days).where(figure_days.c.figure == Figure.ARRIVED).values(n=2)
    await tools.store.run(lambda tx: tx.execute(lower))
    check = await check_when_due(tools, hold)
    assert check is not None
    assert check.wrong > 0
    (alert,) = await tools.store.read(list_alerts, SUE, limit=9)
    assert alert.reference is None
    assert alert.text.endswith("counted wrongly in the reports; that is being put right")
