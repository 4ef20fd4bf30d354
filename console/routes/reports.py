"""How well the knowledge serves, and what customers do by themselves."""

from typing import Final

from console.pages.judged_articles import show_judged_articles
from console.pages.report.page import save_articles, save_channels, save_weeks, show_report
from console.pages.self_service.page import (
    save_actions,
    save_questions,
    show_dropped,
    show_self_service,
)
from console.route import Route
from domain.staff import Permission

KNOWLEDGE, SUPERVISE = Permission.KNOWLEDGE, Permission.SUPERVISE

REPORT_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/console/answers", show_judged_articles, KNOWLEDGE),
    Route("GET", "/console/report", show_report, KNOWLEDGE),
    Route("GET", "/console/report/weeks.csv", save_weeks, KNOWLEDGE),
    Route("GET", "/console/report/channels.csv", save_channels, KNOWLEDGE),
    Route("GET", "/console/report/articles.csv", save_articles, KNOWLEDGE),
    Route("GET", "/console/self-service", show_self_service, SUPERVISE),
    Route("GET", "/console/self-service/dropped", show_dropped, SUPERVISE),
    Route("GET", "/console/self-service/actions.csv", save_actions, SUPERVISE),
    Route("GET", "/console/self-service/questions.csv", save_questions, SUPERVISE),
)
