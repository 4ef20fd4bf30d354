"""The public help centre."""

from typing import Final

from console.route import Route

HELP_ROUTES: Final[tuple[Route, ...]] = ()
