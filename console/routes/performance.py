"""How the desk performs: reports of service and complaints, what is behind them, and files."""

from typing import Final

from console.pages.reports.behind import show_behind
from console.pages.reports.downloads import save_csv, save_workbook, save_xlsx
from console.pages.reports.page import show_complaints, show_service
from console.pages.reports.subscribing import change_subscription
from console.route import Route
from domain.staff import Permission

SUPERVISE: Final = Permission.SUPERVISE
_ALL: Final = "/console/reports"

PERFORMANCE_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", f"{_ALL}/service", show_service, SUPERVISE),
    Route("GET", f"{_ALL}/complaints", show_complaints, SUPERVISE),
    Route("GET", f"{_ALL}/behind", show_behind, SUPERVISE),
    Route("POST", f"{_ALL}/subscriptions", change_subscription, SUPERVISE),
    Route("GET", f"{_ALL}/{{report}}.xlsx", save_workbook, SUPERVISE),
    Route("GET", f"{_ALL}/{{report}}/{{table}}.csv", save_csv, SUPERVISE),
    Route("GET", f"{_ALL}/{{report}}/{{table}}.xlsx", save_xlsx, SUPERVISE),
)
"""Reports, and the lists behind their numbers."""
