"""What operators ask: alive, ready, how much of everything."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from console.api.http_metrics import make_metrics_middleware
from domain.errors import FrontdeskError
from tests.console.api.bench import Bench, begin_conversation, read_problem


async def test_the_process_is_alive_even_where_it_is_not_ready(bench: Bench) -> None:
    bench.readiness.error = FrontdeskError("the database does not answer")
    response = await bench.client.get("/healthz")
    assert (response.status, await response.text()) == (200, "ok\n")


async def test_readiness_says_in_words_what_is_missing(bench: Bench) -> None:
    assert (await bench.client.get("/readyz")).status == 200
    bench.readiness.error = FrontdeskError("the database is at an older version; run migrate")
    problem = await read_problem(await bench.client.get("/readyz"), 503)
    assert problem["detail"] == "the database is at an older version; run migrate"


@pytest.mark.parametrize("error", [OSError("secret address"), RuntimeError("x"), TimeoutError()])
async def test_a_check_that_fails_itself_is_not_ready(bench: Bench, error: Exception) -> None:
    bench.readiness.error = error
    problem = await read_problem(await bench.client.get("/readyz"), 503)
    assert "secret" not in problem["detail"]


async def read_counts(bench: Bench) -> dict[tuple[str, str, str], float]:
    response = await bench.client.get("/metrics")
    assert response.headers["Content-Type"].startswith("text/plain")
    families = text_string_to_metric_families(await response.text())
    return {
        (each.labels["method"], each.labels["route"], each.labels["status"]): each.value
        for family in families
        for each in family.samples
        if each.name == "frontdesk_http_requests_total"
    }


async def test_requests_are_counted_by_route_and_never_by_what_a_stranger_wrote(
    bench: Bench,
) -> None:
    await begin_conversation(bench, 1)
    await bench.get("/conversations/FD-00000001")
    for number in range(3):
        await bench.send("GET", f"/conversations/FD-{number}-NONE")
        await bench.client.get(f"/made-up/{number}")
        await bench.client.request("MKCOL", "/healthz")
    counts = await read_counts(bench)
    route = "/api/v1/conversations/{reference}"
    assert counts["GET", route, "200"] == 1
    assert counts["GET", route, "404"] == 3
    assert counts["GET", "unmatched", "404"] == 3
    assert counts["other", "unmatched", "405"] == 3
    assert not [key for key in counts if "made" in str(key).lower()]


async def test_a_handler_that_fails_is_counted_as_such() -> None:
    registry = CollectorRegistry()

    async def fail(request: web.Request) -> web.Response:
        raise RuntimeError("broken")

    app = web.Application(middlewares=[make_metrics_middleware(registry)])
    app.router.add_get("/broken", fail)
    async with TestClient(TestServer(app)) as client:
        assert (await client.get("/broken")).status == 500
    labels = {"method": "GET", "route": "/broken", "status": "500"}
    assert registry.get_sample_value("frontdesk_http_requests_total", labels) == 1
    timed = registry.get_sample_value(
        "frontdesk_http_request_seconds_count", {"method": "GET", "route": "/broken"}
    )
    assert timed == 1
