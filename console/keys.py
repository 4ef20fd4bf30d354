"""The names under which the application and a request carry what handlers need."""

from typing import Final

from aiohttp import web

from console.rendering import Pages
from console.services import Services
from console.sessions import SignedIn
from domain.staff import Permission

SERVICES: Final = web.AppKey("services", Services)
PAGES: Final = web.AppKey("pages", Pages)
# By method and canonical path; a route that is missing here keeps the application from starting.
PERMISSIONS: Final = web.AppKey("permissions", dict[tuple[str, str], Permission])
# The topic that tells open event streams that the server stops.
STOP_TOPIC: Final = web.AppKey("stop_topic", str)
SIGNED_IN: Final = web.RequestKey("signed_in", SignedIn)


def get_services(request: web.Request) -> Services:
    """Return what requests are given to work with."""
    return request.app[SERVICES]


def get_signed_in(request: web.Request) -> SignedIn:
    """Return who asks; every route that demands a permission has somebody."""
    return request[SIGNED_IN]
