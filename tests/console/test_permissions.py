"""Every route of the application, tried by everybody."""

import re

import pytest

from console.keys import PERMISSIONS
from console.route import Route, list_routes, require_declared_permissions
from console.routes import ROUTES
from domain.staff import Permission, Role, has_permission
from tests.console.browser import Browser, Console

# What tells a request apart that got past its guard from one that did not.
_CONSOLE = [route for route in ROUTES if route.path.startswith("/console/")]
_GUARDED = [route for route in _CONSOLE if route.permission is not Permission.PUBLIC]


def fill(path: str) -> str:
    return re.sub(r"\{\w+\}", "nothing-like-it", path)


async def test_every_route_declares_who_may_take_it(console: Console):
    declared = console.app[PERMISSIONS]
    missing = [route for route in list_routes(console.app) if route not in declared]

    assert not missing
    assert ("POST", "/api/v1/conversations/{reference}/replies") in declared
    assert ("GET", "/healthz") in declared


async def test_an_application_with_a_forgotten_permission_does_not_start(console: Console):
    del console.app[PERMISSIONS]["GET", "/console/operations"]

    with pytest.raises(RuntimeError, match="GET /console/operations"):
        await require_declared_permissions(console.app)


@pytest.mark.parametrize("role", Role)
async def test_each_role_reaches_what_it_may_and_nothing_else(browser: Browser, role: Role):
    await browser.log_in(f"{role}@example.com")
    token = await browser.token()
    for route in _GUARDED:
        if route.path in {"/console/events", "/console/logout"}:
            continue
        headers = {"X-CSRF-Token": token}
        response = await browser.client.request(
            route.method, fill(route.path), headers=headers, allow_redirects=False
        )
        allowed = has_permission(role, route.permission)
        assert (response.status != 403) is allowed, (role, route.method, route.path)


@pytest.mark.parametrize("route", _GUARDED, ids=lambda route: f"{route.method} {route.path}")
async def test_nobody_gets_in_without_logging_in(browser: Browser, route: Route):
    response = await browser.client.request(route.method, fill(route.path), allow_redirects=False)

    assert response.status == 303
    assert response.headers["Location"].startswith("/console/login")


async def test_no_change_is_made_without_the_sessions_token(browser: Browser):
    await browser.log_in("admin@example.com")
    for route in _GUARDED:
        if route.method == "POST":
            for token in ("", "made up"):
                response = await browser.post(fill(route.path), {"csrf": token})
                assert response.status == 403, route.path


async def test_the_api_takes_no_cookie_for_a_token(browser: Browser):
    await browser.log_in("admin@example.com")

    assert (await browser.get("/api/v1/conversations")).status == 401


async def test_who_may_not_operate_is_told_so_in_words(browser: Browser):
    await browser.log_in("agent@example.com")

    response = await browser.get("/console/operations", Accept="text/html")

    assert response.status == 403
    assert "does not include this" in await response.text()
    assert "/console/operations" not in await browser.read("/console/")
