"""The API's routes: from a request to a handler's checked call, and back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPMethod
from typing import Any

from aiohttp import web
from pydantic import BaseModel

from channels.rate_limit import RateLimit, network_key
from console.api.authentication import (
    claim_request,
    find_token,
    make_agent,
    require_permission,
)
from console.api.cursors import Cursors
from console.api.openapi import PREFIX
from console.api.operation import Call, Operation
from console.api.operations import OPERATIONS
from console.api.problem_documents import make_problem_middleware
from console.api.request_reading import parse_body, parse_query, read_content
from console.services import Services
from domain.errors import NotFoundError
from domain.staff import ApiToken, Role

# A script that imports at full speed passes; one in an endless loop does not starve the others.
REQUESTS_PER_MINUTE = 6000

# What acts in public operations, none of which does anything at the desk.
_NOBODY_TOKEN = "public"  # noqa: S105 - an id in no table, not a secret


def add_api_routes(
    app: web.Application,
    services: Services,
    *,
    operations: tuple[Operation[Any, Any], ...] = OPERATIONS,
    requests_per_minute: int = REQUESTS_PER_MINUTE,
) -> None:
    """Add `/api/v1` as an application of its own, so that whatever happens below it is a problem.

    Args:
        requests_per_minute: how many one token may make.
    """
    paths = tuple(PREFIX + operation.path for operation in operations)
    api = web.Application(middlewares=[make_problem_middleware(services.ids, paths)])
    server = _Server(
        services=services,
        operations=operations,
        cursors=Cursors(services.secret),
        limit=RateLimit(requests_per_minute, per=timedelta(minutes=1)),
    )
    for operation in operations:
        handler = server.make_handler(operation)
        if operation.method is HTTPMethod.GET:
            api.router.add_get(operation.path, handler)
        else:
            api.router.add_route(operation.method, operation.path, handler)
    app.add_subapp(PREFIX, api)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Server:
    services: Services
    operations: tuple[Operation[Any, Any], ...]
    cursors: Cursors
    limit: RateLimit

    def make_handler(
        self, operation: Operation[Any, Any]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            call = await self._check(request, operation)
            return _render(await operation.handler(call), operation.status)

        return handle

    async def _check(self, request: web.Request, operation: Operation[Any, Any]) -> Call[Any, Any]:
        now = self.services.clock.now()
        token = await self._authenticate(request, operation)
        path = _read_path(request)
        query = parse_query(request, operation.query)
        body = None
        if operation.body is not None:
            body = parse_body(await read_content(request), operation.body)
        return Call(
            operation=operation,
            operations=self.operations,
            services=self.services,
            cursors=self.cursors,
            agent=make_agent(token),
            now=now,
            path=path,
            query=query,
            body=body,
            address=network_key(request.remote or ""),
        )

    async def _authenticate(self, request: web.Request, operation: Operation[Any, Any]) -> ApiToken:
        now = self.services.clock.now()
        if operation.public:
            return ApiToken(
                id=_NOBODY_TOKEN,
                name="",
                role=Role.AGENT,
                digest="",
                created_at=now,
                last_used_at=None,
            )
        token = await find_token(request, self.services.store, now)
        claim_request(self.limit, token, now)
        require_permission(token, operation.permission)
        return token


def _read_path(request: web.Request) -> dict[str, str]:
    path = dict(request.match_info)
    for name, value in path.items():
        if len(value) > 200 or not value.isprintable():
            raise NotFoundError(f"there is nothing whose {name} is written like that")
    return path


def _render(answer: BaseModel, status: int) -> web.Response:
    return web.Response(
        status=status,
        body=answer.model_dump_json(by_alias=True).encode(),
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
