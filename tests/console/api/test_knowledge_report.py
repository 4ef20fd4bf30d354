"""How well the knowledge served, as scripts read it."""

from datetime import timedelta
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator

from crm_store.transaction import Transaction
from domain.staff import Role
from tests.console.api.bench import API, Bench
from tests.crm_store.report_record import ANSWER, Record, hand_over

PATH = "/reports/knowledge"
KNOWLEDGE = Role.KNOWLEDGE


@pytest.fixture(autouse=True)
async def _live(bench: Bench) -> None:
    now = bench.clock.now()

    def live(tx: Transaction) -> None:
        record = Record(tx)
        record.decide(ANSWER, now, ended="answered")
        record.decide(ANSWER, now, channel="email")
        record.decide(hand_over("unknown"), now, ended="solved", queue="general")
        record.decide(ANSWER, now - timedelta(weeks=1))
        record.count(now)

    await bench.store.run(live)


async def test_the_figures_are_those_of_the_whole_weeks_that_were_asked_for(bench: Bench):
    report = await bench.get(f"{PATH}?from=2026-03-04&to=2026-03-04", role=KNOWLEDGE)
    assert (report["from"], report["to"]) == ("2026-03-02", "2026-03-08")
    assert report["total"]["coverage"]["part"] == 2
    assert report["total"]["coverage"]["whole"] == 3
    assert report["total"]["containment"]["value"] == 0.5
    assert report["total_before"]["coverage"]["value"] == 1.0
    assert [week["week"] for week in report["weeks"]] == ["2026-W10"]
    assert [one["channel"] for one in report["channels"]] == ["sms", "email"]
    (article,) = report["articles"]
    assert (article["article_id"], article["answered"]) == ("bags", 2)


async def test_without_days_the_last_twelve_weeks_are_told(bench: Bench):
    report = await bench.get(f"{PATH}?channel=email&articles=0", role=KNOWLEDGE)
    assert len(report["weeks"]) == 12
    assert report["weeks"][-1]["figures"]["outcomes"]["answered"] == 1
    assert (report["articles"], report["articles_number"]) == ([], 1)


async def test_the_answer_is_as_described(bench: Bench):
    document: Any = await (await bench.client.get(f"{API}/openapi.json")).json()
    described = document["paths"][f"{API}{PATH}"]["get"]
    assert {"from", "to"} <= {one["name"] for one in described["parameters"]}
    schema = described["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**schema, "components": document["components"]}
    OAS31Validator(whole).validate(await bench.get(PATH, role=KNOWLEDGE))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("from=2026-03-01", "give both days, or neither"),
        ("from=2026-03-08&to=2026-03-01", "the last day is before the first"),
        ("from=2020-01-01&to=2026-03-01", "53 weeks at the most"),
        ("from=spring&to=2026-03-01", "from"),
    ],
)
async def test_days_that_make_no_sense_are_refused_in_words(bench: Bench, asked: str, said: str):
    problem = await bench.refused(422, "GET", f"{PATH}?{asked}", role=KNOWLEDGE)
    assert said in str(problem)


async def test_agents_may_not_read_it(bench: Bench):
    await bench.refused(403, "GET", PATH, role=Role.AGENT)
