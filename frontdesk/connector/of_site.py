"""The company's own system as the settings name it."""

from datetime import timedelta

from bot.tools import Counter
from domain.business import Business
from domain.clock import Clock
from frontdesk.connector.asking import Asking
from frontdesk.connector.breaker import Breaker
from frontdesk.connector.http_business import HttpBusiness
from frontdesk.connector.transport import Transport
from frontdesk.http_client import SharedClient
from frontdesk.settings.model import BusinessSettings
from frontdesk.system import SystemIds


def make_business(
    settings: BusinessSettings, http: SharedClient, clock: Clock, count: Counter
) -> Business | None:
    """Make the connector; None where the settings name no system."""
    if settings.url is None or settings.secret is None:
        return None
    transport = Transport(
        settings.url,
        secret=settings.secret.get_secret_value(),
        http=http.session,
        clock=clock,
        ids=SystemIds(clock),
        timeout=timedelta(seconds=settings.timeout_seconds),
    )
    breaker = Breaker(
        clock,
        failures=settings.breaker_failures,
        rest=timedelta(seconds=settings.breaker_seconds),
    )
    asking = Asking(transport, breaker, retries=settings.retries)
    return HttpBusiness(asking, clock=clock, count=count)
