"""Who may do what: tokens, roles, limits."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from console.api.operation import Operation
from console.api.operations import OPERATIONS
from console.api.routes import add_api_routes
from domain.staff import Permission, Role, has_permission
from tests.console.api.bench import API, Bench, read_problem

FILLED = {
    "reference": "FD-NONE",
    "id": "c-none",
    "name": "none",
    "number": "C-NONE",
    "period": "2026-11",
    "currency": "EUR",
}
PROTECTED = [each for each in OPERATIONS if not each.public]


def path_of(operation: Operation[Any, Any]) -> str:
    return operation.path.format(**FILLED)


@pytest.mark.parametrize("operation", PROTECTED, ids=lambda each: each.name)
async def test_without_a_known_token_nothing_is_told(
    bench: Bench, operation: Operation[Any, Any]
) -> None:
    for header, challenge in (
        (None, 'Bearer realm="frontdesk"'),
        ("Bearer ", 'error="invalid_token"'),
        ("Bearer wrong", 'error="invalid_token"'),
        ("Bearer wröng", 'error="invalid_token"'),
        ("Basic YTpi", 'error="invalid_token"'),
        (bench.tokens[Role.ADMIN], 'error="invalid_token"'),
        (f"Bearer {'a' * 5000}", 'error="invalid_token"'),
    ):
        headers = {} if header is None else {"Authorization": header}
        response = await bench.client.request(
            operation.method, API + path_of(operation), headers=headers
        )
        problem = await read_problem(response, 401)
        assert challenge in response.headers["WWW-Authenticate"]
        assert "token" in problem["detail"]


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.public])
async def test_what_describes_the_api_is_open_to_all(
    bench: Bench, operation: Operation[Any, Any]
) -> None:
    response = await bench.client.get(API + operation.path)
    assert response.status == 200


@pytest.mark.parametrize("needed", sorted(set(Permission) - {Permission.PUBLIC}))
async def test_every_operation_is_held_to_the_permission_of_its_line(
    bench: Bench, needed: Permission
) -> None:
    lines = tuple(replace(each, permission=needed) for each in PROTECTED)
    app = web.Application()
    add_api_routes(app, bench.services, operations=lines)
    async with TestClient(TestServer(app)) as client:
        for line, role in product(lines, Role):
            headers = {"Authorization": f"Bearer {bench.tokens[role]}"}
            response = await client.request(line.method, API + path_of(line), headers=headers)
            if has_permission(role, needed):
                assert response.status not in {401, 403}, line.name
                continue
            problem = await read_problem(response, 403)
            assert f"role {role} lacks the permission {needed}" in problem["detail"]
            assert 'error="insufficient_scope"' in response.headers["WWW-Authenticate"]


async def test_every_role_meets_every_operation_as_the_table_says(bench: Bench) -> None:
    for operation, role in product(PROTECTED, Role):
        response = await bench.send(operation.method, path_of(operation), role=role)
        allowed = has_permission(role, operation.permission)
        assert (response.status != 403) is allowed, (operation.name, role)


async def test_each_token_has_a_limit_of_its_own(strict_bench: Bench) -> None:
    for _ in range(3):
        await strict_bench.get("/articles")
    response = await strict_bench.send("GET", "/articles")
    problem = await read_problem(response, 429)
    assert response.headers["Retry-After"] == str(problem["retry_after"]) == "20"
    await strict_bench.get("/articles", role=Role.ADMIN)
    strict_bench.clock.advance(timedelta(seconds=20))
    await strict_bench.get("/articles")


async def test_tokens_never_reach_the_log(bench: Bench) -> None:
    with structlog.testing.capture_logs() as events:
        await bench.get("/articles")
        await bench.refused(401, "GET", "/articles", token="wrong-token-of-somebody")
    told = str(events)
    assert "wrong-token-of-somebody" not in told
    assert bench.tokens[Role.AGENT] not in told
