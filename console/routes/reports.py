"""How well the knowledge serves."""

from typing import Final

from console.pages.judged_articles import show_judged_articles
from console.route import Route
from domain.staff import Permission

REPORT_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/console/answers", show_judged_articles, Permission.KNOWLEDGE),
)
