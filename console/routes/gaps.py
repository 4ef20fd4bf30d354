"""What customers asked and no article answers."""

from typing import Final

from console.route import Route

GAP_ROUTES: Final[tuple[Route, ...]] = ()
