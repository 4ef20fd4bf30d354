"""What the pages and the API are given to work with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from prometheus_client import CollectorRegistry

from bot.desk import Desk
from bot.operations import Operations
from channels.contract import HttpChannel
from crm_store.store import Store
from domain.channels import Gateway
from domain.clock import Clock, Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything a request may need, made once by the composition root.

    Attributes:
        secret: the signing key for cookies and links.
        readiness: raises a `FrontdeskError` saying what is missing while not ready.
        demo: whether the demo company is what this server shows.
        version: of Frontdesk.
        encoder_missing: what is not installed, so that the bot does not tell what means the same,
            and what to do; or None.
    """

    store: Store
    clock: Clock
    ids: Ids
    desk: Desk
    operations: Operations
    gateway: Gateway
    channels: tuple[HttpChannel, ...]
    company: str
    public_url: str
    time_zone: str
    secret: str
    metrics: CollectorRegistry
    readiness: Callable[[], Awaitable[None]]
    demo: bool
    version: str
    encoder_missing: str | None = None
