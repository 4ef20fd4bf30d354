"""Articles beside a conversation, and customers' questions beside an article."""

from typing import Final

from console.pages.suggestions import show_suggestions
from console.pages.variant_suggestions import add_variant, show_variant_suggestions
from console.route import Route
from domain.staff import Permission

_VARIANTS: Final = "/console/knowledge/articles/{id}/{locale}/suggestions"

SUGGESTION_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        "/console/conversations/{reference}/suggestions",
        show_suggestions,
        Permission.WORK,
    ),
    Route("GET", _VARIANTS, show_variant_suggestions, Permission.KNOWLEDGE),
    Route("POST", _VARIANTS, add_variant, Permission.KNOWLEDGE),
)
