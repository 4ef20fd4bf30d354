"""Seeing what the bot would do before a customer does."""

from typing import Final

from console.route import Route

TRY_OUT_ROUTES: Final[tuple[Route, ...]] = ()
