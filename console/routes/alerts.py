"""What staff are told."""

from typing import Final

from console.pages.alerts import read_alerts, show_alert_list, show_alerts, show_bell, show_mark
from console.route import Route
from domain.staff import Permission

WORK = Permission.WORK

ALERT_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/console/alerts", show_alerts, WORK),
    Route("GET", "/console/alerts/list", show_alert_list, WORK),
    Route("GET", "/console/alerts/mark", show_mark, WORK),
    Route("GET", "/console/alerts/bell", show_bell, WORK),
    Route("POST", "/console/alerts/read", read_alerts, WORK),
)
