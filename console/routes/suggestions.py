"""Articles beside a conversation."""

from typing import Final

from console.pages.suggestions import show_suggestions
from console.route import Route
from domain.staff import Permission

SUGGESTION_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        "/console/conversations/{reference}/suggestions",
        show_suggestions,
        Permission.WORK,
    ),
)
