"""Being there."""

from typing import Final

from console.pages.presence import choose_presence, close_page, show_presence, sign_presence
from console.route import Route
from domain.staff import Permission

WORK = Permission.WORK

PRESENCE_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/console/presence", show_presence, WORK),
    Route("POST", "/console/presence", choose_presence, WORK),
    Route("POST", "/console/presence/sign", sign_presence, WORK),
    Route("POST", "/console/presence/closed", close_page, WORK),
)
