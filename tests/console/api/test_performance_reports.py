"""Scripts read the figures that the pages of reports show."""

from datetime import timedelta

import pytest

from crm_store.transaction import Transaction
from domain.figures import Figure
from domain.staff import Role
from tests.console.api.bench import Bench
from tests.crm_store.figure_record import make_part, put_sums

SUPERVISOR = Role.SUPERVISOR


async def put(bench: Bench) -> None:
    day = bench.clock.now().date() - timedelta(days=1)

    def record(tx: Transaction) -> None:
        put_sums(
            tx,
            [
                make_part(Figure.KEPT, day, "first_response", n=3),
                make_part(Figure.BROKEN, day, "first_response", n=1),
                make_part(Figure.KEPT, day, "resolution", n=2, queue=""),
                make_part(Figure.BROKEN_BY_CAUSE, day, "waited", hour=14),
                make_part(Figure.VOTES, day, "csat/4"),
                make_part(Figure.COMPLAINTS_BY_CAUSE, day, "too few people"),
                make_part(Figure.COMPLAINTS_BY_SEVERITY, day, "serious"),
                make_part(Figure.REDRESS_GIVEN, day, "voucher/EUR", amount=2500),
                make_part(Figure.TIME_TO_STAGE, day, "closed/48", amount=150_000),
                make_part(Figure.STAGE_TIMES, day, "received/late", amount=7200),
            ],
        )

    await bench.store.run(record)


async def test_service_levels_are_told_with_their_interval(bench: Bench):
    await put(bench)
    report = await bench.get("/reports/service", role=SUPERVISOR)
    assert (report["from"], report["to"]) == ("2026-02-03", "2026-03-02")
    whole = report["promises"][0]
    assert whole["kind"] is None
    assert (whole["level"]["part"], whole["level"]["whole"]) == (5, 6)
    assert whole["level"]["interval"][0] == pytest.approx(0.436, abs=1e-3)
    assert {each["name"] for each in report["queues"]} == {"baggage", ""}
    assert report["causes"] == [
        {"cause": "waited", "broken": 1, "broken_before": 0, "hours": {"14": 1}}
    ]
    assert report["votes"][0]["mean"] == 4.0


async def test_a_report_can_be_narrowed_and_of_other_days(bench: Bench):
    await put(bench)
    path = "/reports/service?queue=-"
    narrowed = await bench.get(path, role=SUPERVISOR)
    assert narrowed["promises"][0]["level"]["whole"] == 2
    earlier = await bench.get("/reports/service?from=2026-01-01&to=2026-01-31", role=SUPERVISOR)
    assert earlier["promises"][0]["level"]["value"] is None


async def test_complaints_are_told_with_what_they_cost(bench: Bench):
    await put(bench)
    report = await bench.get("/reports/complaints", role=SUPERVISOR)
    assert (report["received"], report["closed"]) == (1, 1)
    assert report["causes"][0]["label"] == "too few people"
    assert report["redress"][0]["given_amount"] == 2500
    assert report["times"][0]["median_within_hours"] == 48
    assert report["stages"][0]["in_time"]["value"] == 0.0
    assert sum(day["severities"]["serious"] for day in report["days"]) == 1


@pytest.mark.parametrize("report", ["service", "complaints"])
async def test_reports_are_for_supervisors_and_of_days_that_make_sense(bench: Bench, report: str):
    await bench.refused(403, "GET", f"/reports/{report}")
    for asked in (
        "from=2026-03-01",
        "from=2026-03-01&to=2026-02-01",
        "from=2020-01-01&to=2026-02-01",
        "from=soon&to=later",
        "colour=blue",
    ):
        await bench.refused(422, "GET", f"/reports/{report}?{asked}", role=SUPERVISOR)
