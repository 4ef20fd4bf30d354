"""What the pages and the API are given to work with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from prometheus_client import CollectorRegistry

from bot.automating.rule_desk import RuleDesk
from bot.complaints.desk import ComplaintDesk
from bot.complaints.template_desk import TemplateDesk
from bot.desk import Desk
from bot.help_search import HelpSearch
from bot.knowledge_index import KnowledgeIndex
from bot.operations import Operations
from bot.recovery.desk import RecoveryDesk
from bot.redress.desk import RedressDesk
from bot.self_service_desk import SelfServiceDesk
from bot.service_level_desk.desk import ServiceLevelDesk
from bot.simulating.desk import SimulationDesk
from bot.staffing.desk import FloorDesk
from bot.tools import Tools
from bot.trainer import Trainer
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
        tools: for use cases that are called with them.
        index: the matcher in use.
        help_search: finds articles for readers of the help centre.
        trainer: makes matchers, for trying out what is not published.
        languages: of the company's customers, the first one being its own.
        help_centre: whether the public help centre is open.
        review_required: whether nobody may publish what they wrote last themselves.
        stale_after: how long an article may go without a change before somebody should look.
        encoder_missing: what is not installed, so that the bot does not tell what means the same,
            and what to do; or None.
        actions_token: what a Rasa server shows when it calls our actions; None lets nobody in.
    """

    store: Store
    clock: Clock
    ids: Ids
    desk: Desk
    self_service: SelfServiceDesk
    service_levels: ServiceLevelDesk
    rules: RuleDesk
    complaints: ComplaintDesk
    redress: RedressDesk
    recovery: RecoveryDesk
    response_templates: TemplateDesk
    floor: FloorDesk
    simulations: SimulationDesk
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
    tools: Tools
    index: KnowledgeIndex
    help_search: HelpSearch
    trainer: Trainer
    languages: tuple[str, ...] = ("en",)
    help_centre: bool = True
    review_required: bool = False
    stale_after: timedelta = timedelta(days=180)
    encoder_missing: str | None = None
    actions_token: str | None = field(default=None, repr=False)
