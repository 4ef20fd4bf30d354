"""The webhooks that the settings name."""

from collections.abc import Callable, Sequence

import aiohttp

from domain.clock import Clock
from frontdesk.settings.model import WebhookSettings
from frontdesk.webhooks.http_webhooks import HttpWebhooks, Target
from frontdesk.webhooks.signing import read_secret


def make_webhooks(
    settings: Sequence[WebhookSettings], http: Callable[[], aiohttp.ClientSession], clock: Clock
) -> HttpWebhooks:
    """Make what calls them."""
    targets = {
        each.name: Target(url=each.url, secret=read_secret(each.secret.get_secret_value()))
        for each in settings
    }
    return HttpWebhooks(targets, http=http, clock=clock)
