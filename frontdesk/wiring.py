"""The composition root: everything is made and joined here, and nowhere else."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.automating.automation_tools import AutomationTools
from bot.automating.rule_desk import RuleDesk
from bot.complaints.desk import ComplaintDesk
from bot.complaints.template_desk import TemplateDesk
from bot.desk import Desk
from bot.gaps.find_gaps import GapFinder
from bot.gaps.grouper import QuestionGrouper
from bot.gateway import BotGateway
from bot.handlers import HANDLERS
from bot.help_search import HelpSearch
from bot.knowledge_index import KnowledgeIndex
from bot.offered_actions import OfferedActions, list_registered
from bot.operations import Operations
from bot.recovery.desk import RecoveryDesk
from bot.redress.desk import RedressDesk
from bot.self_service_desk import SelfServiceDesk
from bot.service_level_desk.desk import ServiceLevelDesk
from bot.service_level_desk.desk_tools import DeskTools
from bot.tools import BotSettings, Counter, Tools, count_nothing
from bot.trainer import Trainer
from bot.understanding.understand import Understander
from bot.worker import Worker
from channels.contract import ChannelKind, ChannelTools, HttpChannel
from channels.registry import CHANNELS
from crm_store.store import Store, make_store
from domain.clock import Clock, Ids
from domain.jobs import JobKind
from frontdesk.automation_tools import make_automation_tools
from frontdesk.connector.of_site import make_business
from frontdesk.dialogue import find_led_by_rasa, make_dialogue
from frontdesk.feelings import ServedReader
from frontdesk.gaps.grouper_of_site import make_grouper
from frontdesk.http_client import SharedClient
from frontdesk.metrics import Metrics
from frontdesk.service_level_tools import make_service_level_tools
from frontdesk.settings import Settings
from frontdesk.system import SystemClock, SystemIds
from frontdesk.training.trainer_of_site import make_trainer
from frontdesk.webhooks.of_site import make_webhooks
from knowledge_base.language import LanguageGuess


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One process's Frontdesk, made but not yet started."""

    settings: Settings
    secret: str
    clock: Clock
    ids: Ids
    store: Store
    http: SharedClient
    channels: tuple[HttpChannel, ...]
    index: KnowledgeIndex
    help_search: HelpSearch
    trainer: Trainer
    gap_finder: GapFinder
    languages: LanguageGuess
    feelings: ServedReader
    worker: Worker
    tools: Tools
    gateway: BotGateway
    desk: Desk
    self_service: SelfServiceDesk
    service_level_tools: DeskTools
    service_levels: ServiceLevelDesk
    automation_tools: AutomationTools
    rules: RuleDesk
    complaints: ComplaintDesk
    redress: RedressDesk
    recovery: RecoveryDesk
    response_templates: TemplateDesk
    operations: Operations
    metrics: Metrics


def make_system(
    settings: Settings,
    *,
    secret: str,
    clock: Clock | None = None,
    trainer: Trainer | None = None,
    grouper: QuestionGrouper | None = None,
    list_actions: Callable[[], Sequence[Any]] = list_registered,
) -> System:
    """Make and join all parts for the settings.

    Args:
        secret: the key that signs tokens and cookies.
        clock: the machine's own unless a test brings another.
        trainer: the site's own unless a test brings another.
        grouper: as `trainer`.
        list_actions: returns the self-service actions there are; a test may bring its own.
    """
    clock = clock or SystemClock()
    ids = SystemIds(clock)
    store = make_store(settings.database.url)
    http = SharedClient()
    metrics = Metrics()
    channels = make_channels(
        settings, secret=secret, clock=clock, ids=ids, http=http, count=metrics.count
    )
    trainer = trainer or make_trainer(settings, store, secret=secret)
    index = KnowledgeIndex(store, trainer, count=metrics.count)
    languages = LanguageGuess(settings.company.languages)
    feelings = ServedReader(settings)
    gap_finder = GapFinder(
        index.current, grouper or make_grouper(settings), languages=settings.company.languages
    )
    worker = Worker({**HANDLERS, JobKind.GAPS: gap_finder.work})
    business = make_business(settings.business, http, clock, metrics.count)
    tools = Tools(
        store=store,
        clock=clock,
        ids=ids,
        channels={(channel.kind, channel.account): channel for channel in channels},
        understander=Understander(
            index.current,
            languages.guess,
            names=(settings.company.name,),
            find_foreign=languages.find_foreign,
            feelings_source=feelings.current,
        ),
        settings=_make_bot_settings(settings),
        count=metrics.count,
        room=worker.room,
        secret=secret,
        business=business,
        offer=OfferedActions(list_actions, has_business=business is not None),
        dialogue=make_dialogue(settings, http.session),
        webhooks=make_webhooks(settings.webhooks, http.session, clock),
    )
    worker.serve(tools)
    service_level_tools = make_service_level_tools(
        settings, store, clock=clock, ids=ids, agreements=tools.agreements
    )
    automation_tools = make_automation_tools(
        settings, store, clock=clock, ids=ids, automations=tools.automations
    )
    return System(
        settings=settings,
        secret=secret,
        clock=clock,
        ids=ids,
        store=store,
        http=http,
        channels=channels,
        index=index,
        help_search=HelpSearch(store, index, clock=clock, ids=ids),
        trainer=trainer,
        gap_finder=gap_finder,
        languages=languages,
        feelings=feelings,
        worker=worker,
        tools=tools,
        gateway=BotGateway(tools, worker),
        desk=Desk(tools, worker.start),
        self_service=SelfServiceDesk(tools, worker.start),
        service_level_tools=service_level_tools,
        service_levels=ServiceLevelDesk(service_level_tools),
        automation_tools=automation_tools,
        rules=RuleDesk(automation_tools),
        complaints=ComplaintDesk(tools, worker.start),
        redress=RedressDesk(tools, worker.start),
        recovery=RecoveryDesk(tools),
        response_templates=TemplateDesk(tools),
        operations=Operations(tools),
        metrics=metrics,
    )


def make_channels(
    settings: Settings,
    *,
    secret: str,
    clock: Clock,
    ids: Ids,
    http: SharedClient,
    count: Counter = count_nothing,
) -> tuple[HttpChannel, ...]:
    """Make every account that the settings name, and the API channel, which is always there."""
    tools = ChannelTools(
        clock=clock,
        ids=ids,
        public_url=settings.server.public_url,
        secret=secret,
        company=settings.company.name,
        http=http.session,
        count=count,
    )
    named = {"api": ({"account": "api"},), **settings.channels}
    return tuple(
        channel for kind in CHANNELS for channel in _build(kind, named.get(kind.name, ()), tools)
    )


def _build(
    kind: ChannelKind[Any], accounts: Sequence[object], tools: ChannelTools
) -> Iterator[HttpChannel]:
    siblings = tuple(kind.settings.model_validate(account) for account in accounts)
    return (kind.build(account, replace(tools, siblings=siblings)) for account in siblings)


def _make_bot_settings(settings: Settings) -> BotSettings:
    return BotSettings(
        company=settings.company.name,
        time_zone=settings.company.time_zone,
        public_url=settings.server.public_url,
        policy=settings.bot.policy,
        reopen_after=timedelta(hours=settings.bot.reopen_hours),
        help_centre=settings.help_centre.open,
        quiet_hours=settings.quiet_hours.in_zone(settings.company.time_zone),
        remind_after=settings.self_service.remind_after,
        approve_refunds_above=round(settings.self_service.approve_refunds_above * 100),
        led_by_rasa=find_led_by_rasa(settings),
        first_language=settings.company.languages[0],
        verification=settings.self_service.verification,
        routing=settings.routing.policy,
        reports=settings.reports.schedule,
        exceptions=settings.exceptions.policy,
    )
