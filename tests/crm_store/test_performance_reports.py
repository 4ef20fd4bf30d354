"""What reports tell equals what was counted, on both engines, whatever it is narrowed to."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.report_self_service import choose_period
from bot.reports.complaint_report import add_recovery, add_redress, find_time
from bot.reports.read_complaint_report import read_complaint_report
from bot.reports.read_service_report import read_service_report
from bot.reports.report_days import WantedReport, find_period_before
from crm_store.complaint_lessons import list_month_budgets
from crm_store.customers_hit import CustomersHit, list_customers_hit
from crm_store.schema import budgets
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.figures import Figure
from domain.knowledge_figures import Share
from domain.satisfaction import Survey
from domain.service_levels import ClockKind
from tests.console.record import begin, record_company
from tests.crm_store.figure_record import make_part, put_parts, put_sums
from tests.fakes import MONDAY_MORNING

UTC_ZONE = ZoneInfo("UTC")
LAST = date(2026, 3, 1)
FIRST = LAST - timedelta(days=6)
EARLIER = FIRST - timedelta(days=2)


def want(first: date = FIRST, last: date = LAST, **narrowed: Any) -> WantedReport:
    period = choose_period(first, last, UTC_ZONE)
    return WantedReport(period=period, before=find_period_before(period, UTC_ZONE), **narrowed)


def put_promises(tx: Transaction) -> None:
    record_company(tx, MONDAY_MORNING)
    put_sums(
        tx,
        [
            make_part(Figure.KEPT, FIRST, "first_response", n=8),
            make_part(Figure.BROKEN, LAST, "first_response", n=2, amount=7200),
            make_part(Figure.KEPT, LAST, "resolution", n=5, queue="", channel="sms", tier=""),
            make_part(Figure.KEPT, EARLIER, "first_response", n=1),
            make_part(Figure.BROKEN, EARLIER, "first_response", n=3),
            # Neither of these days nor of those before.
            make_part(Figure.BROKEN, FIRST - timedelta(days=8), "resolution", n=50),
            make_part(Figure.BROKEN, LAST + timedelta(days=1), "resolution", n=50),
            make_part(Figure.ARRIVED, FIRST, "baggage", n=20),
            make_part(Figure.ARRIVED, FIRST, "", n=2),
            make_part(Figure.HANDED_OVER, LAST, "baggage", n=6),
            make_part(Figure.RESOLVED, LAST, "solved", n=4, amount=400),
            make_part(Figure.ARRIVED, EARLIER, "baggage", n=10),
            make_part(Figure.BROKEN_BY_CAUSE, LAST, "waited", n=1, hour=9),
            make_part(Figure.BROKEN_BY_CAUSE, LAST, "unserved", n=1, hour=23),
            make_part(Figure.BROKEN_BY_CAUSE, EARLIER, "waited", n=3, hour=9),
            make_part(Figure.BROKEN_BY_TOPIC, LAST, "baggage", n=2),
            make_part(Figure.COMPLAINTS_BY_PRODUCT, LAST, "baggage", n=1),
            make_part(Figure.COMPLAINTS_BY_SEVERITY, LAST, "serious", n=1),
            make_part(Figure.COMPLAINTS_BY_SEVERITY, LAST, "minor", n=1, queue="general"),
            make_part(Figure.VOTES, LAST, "csat/1", n=1),
            make_part(Figure.VOTES, LAST, "csat/5", n=3),
            make_part(Figure.VOTES, LAST, "ces/4", n=2),
            make_part(Figure.VOTES, LAST, "csat/none", n=6),
        ],
    )


async def test_promises_are_told_by_kind_queue_channel_and_tier(store: Store):
    await store.run(put_promises)
    report = await store.read(read_service_report, want())
    assert report.total.now.share() == Share(13, 15)
    assert report.total.now.share(ClockKind.FIRST_RESPONSE) == Share(8, 10)
    assert report.total.now.share(ClockKind.NEXT_RESPONSE) == Share(0, 0)
    assert report.total.before.share() == Share(1, 4)
    for dimension, names in (
        ("queue", {"baggage": Share(8, 10), "": Share(5, 5)}),
        ("channel", {"email": Share(8, 10), "sms": Share(5, 5)}),
        ("tier", {"gold": Share(8, 10), "": Share(5, 5)}),
    ):
        found = {line.name: line.now.share() for line in report.lines[dimension]}
        assert found == names, dimension


async def test_what_came_and_went_is_told_by_day(store: Store):
    await store.run(put_promises)
    report = await store.read(read_service_report, want())
    assert len(report.buckets) == 7
    first, last = report.buckets[0], report.buckets[-1]
    assert (first.volumes.arrived, first.promises.share()) == (22, Share(8, 8))
    assert (last.volumes.handed_over, last.volumes.resolved) == (6, 4)
    assert last.promises.share() == Share(5, 7)
    assert (report.volumes.arrived, report.volumes_before.arrived) == (22, 10)


async def test_causes_are_told_with_their_hours(store: Store):
    await store.run(put_promises)
    report = await store.read(read_service_report, want())
    assert [(one.cause, one.n, one.before, one.hours) for one in report.causes] == [
        ("waited", 1, 3, {9: 1}),
        ("unserved", 1, 0, {23: 1}),
    ]


async def test_votes_are_told_with_those_who_said_nothing(store: Store):
    await store.run(put_promises)
    votes = (await store.read(read_service_report, want())).votes
    csat = votes[Survey.CSAT]
    assert (csat.asked, csat.voted, csat.mean, csat.low) == (10, 4, 4.0, 1)
    assert csat.top == Share(3, 4)
    assert (votes[Survey.CES].mean, votes[Survey.CES].low) == (4.0, 0)


async def test_areas_are_ranked_by_their_shares_of_all_trouble(store: Store):
    await store.run(put_promises)
    areas = (await store.read(read_service_report, want())).areas
    ranked = [(one.dimension, one.name, one.points) for one in areas]
    # All broken promises, one of two complaints, all low votes.
    assert ranked == [
        ("queue", "baggage", 250.0),
        ("topic", "baggage", 200.0),
        ("queue", "general", 50.0),
    ]
    assert areas[0].change == 2 + 1 + 1 - 3


@pytest.mark.parametrize(
    ("narrowed", "whole"),
    [
        ({"queue": "baggage"}, 10),
        ({"queue": ""}, 5),
        ({"channel": "sms"}, 5),
        ({"tier": "gold"}, 10),
        ({"queue": "baggage", "channel": "sms"}, 0),
        ({"queue": "no such queue"}, 0),
    ],
)
async def test_it_can_be_narrowed(store: Store, narrowed: dict[str, Any], whole: int):
    await store.run(put_promises)
    report = await store.read(read_service_report, want(**narrowed))
    assert report.total.now.share().whole == whole
    assert set(report.choices["channel"]) == {"email", "sms"}
    assert set(report.choices["queue"]) == {"", "general", "baggage"}


async def test_customers_hit_are_told_with_what_they_complained_of(store: Store):
    def put(tx: Transaction) -> None:
        record_company(tx, MONDAY_MORNING)
        for number in (1, 2):
            begin(tx, number, now=MONDAY_MORNING)
            parts = [make_part(Figure.BROKEN, LAST, "first_response", n=number)]
            put_parts(tx, f"v-{number}", parts)

    await store.run(put)
    report = await store.read(read_service_report, want())
    (hit,) = report.customers.listed
    assert (hit.name, hit.broken, hit.conversations, hit.last) == ("Astrid Lindqvist", 3, 2, LAST)
    assert (hit.complaints, hit.vote) == (0, None)
    assert (report.customers.number, report.customers.since) == (1, None)
    elsewhere = await store.read(read_service_report, want(queue="general"))
    assert elsewhere.customers == CustomersHit()


async def test_of_very_many_broken_promises_the_latest_are_looked_at(store: Store):
    def put(tx: Transaction) -> None:
        record_company(tx, MONDAY_MORNING)
        for number in range(1, 8):
            begin(tx, number, now=MONDAY_MORNING)
            day = LAST - timedelta(days=number - 1)
            put_parts(tx, f"v-{number}", [make_part(Figure.BROKEN, day, "resolution")])

    await store.run(put)
    found = await store.read(list_customers_hit, want().now, limit=50, most=3)
    assert (found.listed[0].broken, found.since) == (3, LAST - timedelta(days=3))
    whole = await store.read(list_customers_hit, want().now, limit=50, most=7)
    assert (whole.listed[0].broken, whole.since) == (7, None)


async def test_of_days_without_anything_there_is_nothing_to_tell(store: Store):
    service = await store.read(read_service_report, want())
    complaints = await store.read(read_complaint_report, want())
    assert service.empty
    assert complaints.empty
    assert service.total.now.share().value is None
    assert (service.areas, service.causes, service.customers) == ((), (), CustomersHit())
    assert find_time(complaints.times, "closed").median_step is None


def put_complaints(tx: Transaction) -> None:
    record_company(tx, MONDAY_MORNING)
    put_sums(
        tx,
        [
            *(
                make_part(figure, LAST, label, n=n)
                for figure, labels in (
                    (Figure.COMPLAINTS_BY_CAUSE, {"too few people": 3, "": 1}),
                    (Figure.COMPLAINTS_BY_CATEGORY, {"delay": 4}),
                    (Figure.COMPLAINTS_BY_SEVERITY, {"serious": 3, "minor": 1}),
                    (Figure.COMPLAINTS_BY_PRODUCT, {"baggage": 4}),
                    (Figure.COMPLAINTS_BY_AGENT, {"s-agent": 2, "": 2}),
                    (Figure.COMPLAINTS_BY_OUTCOME, {"settled": 2, "joined": 1, "": 2}),
                    (
                        Figure.COMPLAINTS_BY_RECOVERY,
                        {"recovered/serious": 1, "lost/serious": 1, "/serious": 1, "/minor": 1},
                    ),
                )
                for label, n in labels.items()
            ),
            make_part(Figure.COMPLAINTS_BY_CAUSE, EARLIER, "too few people", n=5),
            make_part(Figure.COMPLAINTS_BY_SEVERITY, EARLIER, "minor", n=5),
            make_part(Figure.STAGE_TIMES, LAST, "received/in_time", n=3, amount=300),
            make_part(Figure.STAGE_TIMES, LAST, "received/late", n=1, amount=900),
            make_part(Figure.TIME_TO_STAGE, LAST, "closed/24", n=2, amount=100_000),
            make_part(Figure.TIME_TO_STAGE, LAST, "closed/more", n=1, amount=2_000_000),
            make_part(Figure.TIME_TO_STAGE, FIRST, "closed/4", n=1, amount=10_000),
            make_part(Figure.REDRESS_GIVEN, LAST, "voucher/EUR", n=2, amount=5000),
            make_part(Figure.REDRESS_GIVEN, FIRST, "voucher/EUR", n=1, amount=1000),
            make_part(Figure.REDRESS_SPENT, LAST, "voucher/EUR", n=1, amount=2500),
            make_part(Figure.REDRESS_GIVEN, LAST, "refund_request/SEK", n=1, amount=70_000),
        ],
    )
    row = {"period": "2026-03", "currency": "EUR", "limit": 9000, "reserved": 100, "spent": 2500}
    tx.execute(budgets.insert(), [row, {**row, "period": "2026-05"}])


async def test_complaints_are_told_by_what_is_filed_of_them(store: Store):
    await store.run(put_complaints)
    report = await store.read(read_complaint_report, want())
    assert (report.received, report.received_before) == (4, 5)
    causes = [(one.label, one.n, one.before) for one in report.groups["cause"]]
    assert causes == [("too few people", 3, 5), ("", 1, 0)]
    assert [one.label for one in report.groups["agent"]] == ["", "s-agent"]
    assert sum(one.n for one in report.groups["outcome"]) == 5
    assert report.buckets[-1].n == 4
    assert report.agents["s-agent"] == "Agent Berg"


async def test_the_median_of_a_time_is_the_step_that_half_are_within(store: Store):
    await store.run(put_complaints)
    report = await store.read(read_complaint_report, want())
    closed = find_time(report.times, "closed")
    assert (closed.n, closed.median_step) == (4, 24)
    assert closed.mean == pytest.approx(2_110_000 / 4)
    assert closed.share_within(24) == Share(3, 4)
    (received,) = report.stages
    assert (received.in_time, received.mean) == (Share(3, 4), 300)


async def test_money_is_never_added_up_across_currencies(store: Store):
    await store.run(put_complaints)
    report = await store.read(read_complaint_report, want())
    sums = {
        code: (one.given_amount, one.spent_amount)
        for code, one in add_redress(report.redress).items()
    }
    assert sums == {"EUR": (6000, 2500), "SEK": (70_000, 0)}
    months = [(one.month, one.kind, one.given_amount) for one in report.redress_months]
    assert months == [
        ("2026-02", "voucher", 1000),
        ("2026-03", "voucher", 5000),
        ("2026-03", "refund_request", 70_000),
    ]


async def test_budgets_are_those_of_the_months_of_the_days(store: Store):
    await store.run(put_complaints)
    found = await store.read(list_month_budgets, FIRST, LAST)
    assert [(one.month, one.limit, one.spent) for one in found] == [("2026-03", 9000, 2500)]


async def test_who_was_won_back_is_told_of_those_of_whom_it_is_known(store: Store):
    await store.run(put_complaints)
    recovery = (await store.read(read_complaint_report, want())).recovery
    assert [one.severity for one in recovery] == ["serious", "minor"]
    together = add_recovery(recovery)
    assert (together.share, together.unknown) == (Share(1, 2), 2)


async def test_a_year_is_told_by_weeks_with_the_same_sums(store: Store):
    await store.run(put_complaints)
    year = want(first=LAST - timedelta(days=364))
    report = await store.read(read_complaint_report, year)
    assert len(report.buckets) in {53, 54}
    assert sum(one.n for one in report.buckets) == report.received == 9
    narrowed = replace(year, tier="silver")
    assert (await store.read(read_complaint_report, narrowed)).received == 0
