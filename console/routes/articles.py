"""Writing articles, and what becomes of them."""

from typing import Final

from console.route import Route

ARTICLE_ROUTES: Final[tuple[Route, ...]] = ()
