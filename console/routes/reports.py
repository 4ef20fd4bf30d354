"""How well the knowledge serves."""

from typing import Final

from console.pages.judged_articles import show_judged_articles
from console.pages.report.page import save_articles, save_channels, save_weeks, show_report
from console.route import Route
from domain.staff import Permission

KNOWLEDGE = Permission.KNOWLEDGE

REPORT_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/console/answers", show_judged_articles, KNOWLEDGE),
    Route("GET", "/console/report", show_report, KNOWLEDGE),
    Route("GET", "/console/report/weeks.csv", save_weeks, KNOWLEDGE),
    Route("GET", "/console/report/channels.csv", save_channels, KNOWLEDGE),
    Route("GET", "/console/report/articles.csv", save_articles, KNOWLEDGE),
)
