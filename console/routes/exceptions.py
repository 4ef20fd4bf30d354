"""The supervisor's first page, and the wallboard."""

from typing import Final

from console.pages.exceptions.page import (
    save_exceptions,
    show_exceptions,
    show_list,
    show_trend,
)
from console.pages.exceptions.query import PAGE
from console.pages.exceptions.remedies import apply_remedy
from console.pages.wallboard.page import WALLBOARD, show_board, show_wallboard
from console.route import Route
from domain.staff import Permission

SUPERVISE: Final = Permission.SUPERVISE

EXCEPTION_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", PAGE, show_exceptions, SUPERVISE),
    Route("GET", f"{PAGE}.csv", save_exceptions, SUPERVISE),
    Route("GET", f"{PAGE}/list", show_list, SUPERVISE),
    Route("GET", f"{PAGE}/trend", show_trend, SUPERVISE),
    Route("POST", f"{PAGE}/act", apply_remedy, SUPERVISE),
    Route("GET", WALLBOARD, show_wallboard, SUPERVISE),
    Route("GET", f"{WALLBOARD}/board", show_board, SUPERVISE),
)
