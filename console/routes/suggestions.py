"""Articles beside a conversation."""

from typing import Final

from console.route import Route

SUGGESTION_ROUTES: Final[tuple[Route, ...]] = ()
