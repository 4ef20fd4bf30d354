"""A route with the permission it demands, and how it is added to the application."""

from dataclasses import dataclass

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from console.access import guard
from console.form_reading import MOST_FIELDS
from console.keys import PERMISSIONS
from domain.staff import Permission


@dataclass(frozen=True, slots=True)
class Route:
    """One route.

    Attributes:
        csrf: whether a change must repeat the session's token; log-in has no session yet, and is
            kept from other sites' pages by the origin alone.
        files: whether its form may carry files.
        most_fields: how many fields its form may have.
    """

    method: str
    path: str
    handler: Handler
    permission: Permission
    csrf: bool = True
    files: bool = False
    most_fields: int = MOST_FIELDS


def add_route(app: web.Application, route: Route) -> None:
    """Add a route behind its guard, and write its permission down."""
    handler = guard(
        route.handler,
        route.permission,
        csrf=route.csrf,
        files=route.files,
        most_fields=route.most_fields,
    )
    added = app.router.add_route(route.method, route.path, handler)
    # Without what the path's parts must look like, as `list_routes` names it.
    path = route.path if added.resource is None else added.resource.canonical
    app[PERMISSIONS][route.method, path] = route.permission
    if route.method == hdrs.METH_GET and route.permission is Permission.PUBLIC:
        app.router.add_route(hdrs.METH_HEAD, route.path, handler)
        app[PERMISSIONS][hdrs.METH_HEAD, path] = route.permission


def declare_permission(
    app: web.Application, method: str, path: str, permission: Permission
) -> None:
    """Write down the permission of a route that guards itself."""
    app[PERMISSIONS][method, path] = permission
    if method == hdrs.METH_GET:
        app[PERMISSIONS][hdrs.METH_HEAD, path] = permission


async def require_declared_permissions(app: web.Application) -> None:
    """Keep an application with a forgotten permission from starting.

    Raises:
        RuntimeError: naming the routes that declare none.
    """
    missing = [
        f"{method} {path}" for method, path in list_routes(app) if not _declared(app, method, path)
    ]
    if missing:
        raise RuntimeError(f"these routes declare no permission: {', '.join(missing)}")


def list_routes(app: web.Application) -> tuple[tuple[str, str], ...]:
    """List method and canonical path of every route, those of applications below it included."""
    return tuple(
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None
    )


def _declared(app: web.Application, method: str, path: str) -> bool:
    return (method, path) in app[PERMISSIONS]
