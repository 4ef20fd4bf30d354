"""How many requests there were, by route, and how long they took."""

import asyncio

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from prometheus_client import CollectorRegistry, Counter, Histogram

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# The client went away before the answer; the number is nginx's, RFC 9110 has none.
_GONE = 499
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds


def make_metrics_middleware(registry: CollectorRegistry) -> Middleware:
    """Make the middleware that counts requests; put it outermost.

    Labels are route templates and known methods, never what a stranger can make up, so that the
    number of series is bounded.
    """
    counted = Counter(
        "frontdesk_http_requests",
        "Requests answered, by route template.",
        ("method", "route", "status"),
        registry=registry,
    )
    took = Histogram(
        "frontdesk_http_request_seconds",
        "How long requests took; streams and WebSockets are left out.",
        ("method", "route"),
        buckets=_BUCKETS,
        registry=registry,
    )

    @web.middleware
    async def count_request(request: web.Request, handler: Handler) -> web.StreamResponse:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        status, streamed = 500, False
        try:
            response = await handler(request)
            status, streamed = response.status, _is_stream(response)
        except web.HTTPException as error:
            status = error.status
            raise
        except asyncio.CancelledError:
            status = _GONE
            raise
        finally:
            method, route = _name_method(request), _name_route(request)
            counted.labels(method, route, str(status)).inc()
            if not streamed:
                took.labels(method, route).observe(loop.time() - begun)
        return response

    return count_request


def _name_method(request: web.Request) -> str:
    return request.method if request.method in _METHODS else "other"


def _name_route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return "unmatched" if resource is None else resource.canonical


def _is_stream(response: web.StreamResponse) -> bool:
    return isinstance(response, web.WebSocketResponse) or (
        response.content_type == "text/event-stream"
    )
