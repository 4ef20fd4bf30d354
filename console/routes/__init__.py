"""Every route of the console and the help centre, with who may take it."""

from typing import Final

from console.route import Route
from console.routes.alerts import ALERT_ROUTES
from console.routes.articles import ARTICLE_ROUTES
from console.routes.complaints import COMPLAINT_ROUTES
from console.routes.exceptions import EXCEPTION_ROUTES
from console.routes.gaps import GAP_ROUTES
from console.routes.help_centre import HELP_ROUTES
from console.routes.linking import LINKING_ROUTES
from console.routes.performance import PERFORMANCE_ROUTES
from console.routes.presence import PRESENCE_ROUTES
from console.routes.reports import REPORT_ROUTES
from console.routes.routing import FLOOR_ROUTES, RULE_ROUTES
from console.routes.routing_log import ROUTING_LOG_ROUTES
from console.routes.service_levels import SERVICE_LEVEL_ROUTES
from console.routes.simulator import SIMULATOR_ROUTES
from console.routes.staff import STAFF_ROUTES
from console.routes.suggestions import SUGGESTION_ROUTES
from console.routes.try_out import TRY_OUT_ROUTES
from console.routes.votes import VOTE_ROUTES

ROUTES: Final[tuple[Route, ...]] = (
    # Before the page of one customer, whose address would take theirs for an id.
    *VOTE_ROUTES,
    *STAFF_ROUTES,
    *ALERT_ROUTES,
    *EXCEPTION_ROUTES,
    *PRESENCE_ROUTES,
    *ARTICLE_ROUTES,
    *TRY_OUT_ROUTES,
    *GAP_ROUTES,
    *SUGGESTION_ROUTES,
    *LINKING_ROUTES,
    *REPORT_ROUTES,
    *PERFORMANCE_ROUTES,
    *SERVICE_LEVEL_ROUTES,
    *ROUTING_LOG_ROUTES,
    *FLOOR_ROUTES,
    *RULE_ROUTES,
    *SIMULATOR_ROUTES,
    *COMPLAINT_ROUTES,
    *HELP_ROUTES,
)
