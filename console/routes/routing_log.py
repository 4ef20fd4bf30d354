"""Who got which conversation and why, and what needs a person."""

from typing import Final

from console.pages.routing_log.needs import PAGE as NEEDS
from console.pages.routing_log.needs import show_needs, widen
from console.pages.routing_log.page import save_log, show_log
from console.pages.routing_log.query import PAGE as LOG
from console.route import Route
from domain.staff import Permission

SUPERVISE: Final = Permission.SUPERVISE

ROUTING_LOG_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", LOG, show_log, SUPERVISE),
    Route("GET", f"{LOG}.csv", save_log, SUPERVISE),
    Route("GET", NEEDS, show_needs, SUPERVISE),
    Route("POST", "/console/conversations/{reference}/widen", widen, SUPERVISE),
)
