"""What operators and their machines ask: alive, ready, and how much of everything."""

import asyncio

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from channels.problems import problem_response
from console.api.problem_documents import TITLES
from console.services import Services
from domain.errors import FrontdeskError

# Load balancers give up after 5 s or more; an answer that comes later is none.
PATIENCE = 4.0  # seconds


def add_health_routes(app: web.Application, services: Services) -> None:
    """Add `/healthz`, `/readyz` and `/metrics`; all are public and name no customer."""

    async def show_health(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n", headers={"Cache-Control": "no-store"})

    async def show_readiness(_request: web.Request) -> web.Response:
        missing = await _find_missing(services)
        if missing is None:
            return web.Response(text="ready\n", headers={"Cache-Control": "no-store"})
        return problem_response(503, TITLES[503], missing, instance="/readyz")

    async def show_metrics(_request: web.Request) -> web.Response:
        content = await asyncio.to_thread(generate_latest, services.metrics)
        return web.Response(body=content, headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/healthz", show_health, name="healthz")
    app.router.add_get("/readyz", show_readiness, name="readyz")
    app.router.add_get("/metrics", show_metrics, name="metrics")


async def _find_missing(services: Services) -> str | None:
    try:
        async with asyncio.timeout(PATIENCE):
            await services.readiness()
    except FrontdeskError as error:
        return str(error)
    except TimeoutError:
        return f"the server did not find out within {PATIENCE:g} s whether it is ready"
    except Exception as error:  # noqa: BLE001 - whatever fails, the balancer must hear "not ready"
        structlog.get_logger().warning("readiness.failed", error=type(error).__name__)
        return f"the readiness check failed with {type(error).__name__}; the server's log has more"
    return None
