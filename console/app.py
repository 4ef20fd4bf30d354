"""The web application: everything that is reached over HTTP, put together."""

from typing import Final

from aiohttp import web

from console.actions_webhook import ActionsWebhook
from console.api.health import add_health_routes
from console.api.http_metrics import make_metrics_middleware
from console.api.openapi import PREFIX
from console.api.operations import OPERATIONS
from console.api.routes import add_api_routes
from console.errors import answer_errors
from console.help_centre.visit import HELP_CENTRE, HelpCentre
from console.keys import PAGES, PERMISSIONS, SERVICES, STOP_TOPIC
from console.log_in_limit import LogInLimit
from console.pages.log_in import LIMIT, PASSWORDS
from console.pages.try_out.try_out import TRY_OUT, TryOut
from console.passwords import Passwords
from console.rendering import Pages
from console.route import (
    Route,
    add_route,
    declare_permission,
    list_routes,
    require_declared_permissions,
)
from console.routes import ROUTES
from console.security_headers import add_security_headers
from console.services import Services
from console.static_files import STATIC, StaticFiles
from domain.staff import Permission

# Bytes of a body; channels that take more read it themselves.
_LARGEST_BODY: Final = 2 * 1024 * 1024
_HEALTH: Final = ("/healthz", "/readyz", "/metrics")


def make_app(services: Services) -> web.Application:
    """Make the application; whoever runs it opens and closes the store.

    Further routes are added by `console.route.add_route`, before it starts.
    """
    middlewares = [make_metrics_middleware(services.metrics), answer_errors]
    app = web.Application(middlewares=middlewares, client_max_size=_LARGEST_BODY)
    app[SERVICES] = services
    app[PERMISSIONS] = {}
    app[STOP_TOPIC] = f"console-stop:{services.ids.new()}"
    _add_pages(app, services)
    _add_routes(app, services)
    add_security_headers(app, https=services.public_url.startswith("https:"))
    app.on_startup.append(require_declared_permissions)
    app.on_startup.append(_prepare_log_in)
    app.on_shutdown.append(_stop_streams)
    app.on_shutdown.append(_stop_simulations)
    return app


def _add_pages(app: web.Application, services: Services) -> None:
    app[STATIC] = StaticFiles()
    app[PAGES] = Pages(
        app[STATIC],
        company=services.company,
        time_zone=services.time_zone,
        demo=services.demo,
        encoder_missing=services.encoder_missing,
    )
    app[HELP_CENTRE] = HelpCentre(services)
    app[TRY_OUT] = TryOut(services)
    app[PASSWORDS] = Passwords()
    app[LIMIT] = LogInLimit()


def _add_routes(app: web.Application, services: Services) -> None:
    for route in ROUTES:
        add_route(app, route)
    _add_channel_routes(app, services)
    webhook = ActionsWebhook(services.actions_token)
    add_route(app, Route("POST", "/actions/webhook", webhook.serve, Permission.PUBLIC, csrf=False))
    add_health_routes(app, services)
    for path in _HEALTH:
        declare_permission(app, "GET", path, Permission.PUBLIC)
    add_api_routes(app, services)
    for operation in OPERATIONS:
        declare_permission(app, operation.method, PREFIX + operation.path, operation.permission)


def _add_channel_routes(app: web.Application, services: Services) -> None:
    """Add what customers and providers reach; each checks a signature or token by itself."""
    before = set(list_routes(app))
    for channel in services.channels:
        channel.add_routes(app.router, services.gateway)
    for method, path in set(list_routes(app)) - before:
        declare_permission(app, method, path, Permission.PUBLIC)


async def _prepare_log_in(app: web.Application) -> None:
    await app[PASSWORDS].prepare()


async def _stop_streams(app: web.Application) -> None:
    await app[SERVICES].store.announce(app[STOP_TOPIC], "")


async def _stop_simulations(app: web.Application) -> None:
    await app[SERVICES].simulations.close()
