"""A process from its start to its drained end."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

import structlog
from aiohttp import web

from bot.assigning.dispatch import keep_dispatching
from bot.assigning.keep_turns import keep_turns
from bot.assigning.reconcile import keep_reconciling
from bot.assigning.unserved import keep_noting
from bot.automating.watch_triggers import keep_triggering
from bot.clocks.watch_clocks import keep_watching
from bot.close_quiet import keep_closing
from bot.complaints.watch_complaints import keep_watching_complaints
from bot.count_questions import keep_counting
from bot.figures.keep_checking import keep_checking_figures
from bot.figures.keep_figures import keep_figures
from bot.lapse_runs import keep_lapsing
from bot.presence.keep_presence import keep_presence
from bot.recovery.ask_ballots import keep_asking
from bot.redress.lapse_vouchers import keep_lapsing_vouchers
from bot.remind_runs import keep_reminding
from bot.reports.mail.keep_reporting import keep_reporting
from bot.service_level_desk.renew_holidays import keep_renewing
from bot.simulating.desk import SimulationDesk, SimulationTools
from bot.staffing.desk import FloorDesk
from bot.wake_snoozed import keep_waking
from channels.contract import DrainingChannel
from console.app import make_app
from console.services import Services
from crm_store.jobs import release_leases
from domain.errors import FrontdeskError
from frontdesk.demo_mode import (
    StandIns,
    add_playground,
    add_stand_ins,
    prepare_demo,
    print_welcome,
    running_airline_of,
)
from frontdesk.encoder import find_at_work, tell_missing
from frontdesk.floor_tools import make_floor_tools
from frontdesk.migrating import migrate, require_latest
from frontdesk.receiving import receiving
from frontdesk.secret_file import get_secret
from frontdesk.settings import Settings
from frontdesk.simulating.site_simulator import SiteSimulator
from frontdesk.single_process import only_server
from frontdesk.system import SystemClock, SystemIds
from frontdesk.trusted_proxies import make_proxy_middleware
from frontdesk.version import VERSION
from frontdesk.wiring import System, make_system

MEASURE_SECONDS = 15.0
log = structlog.get_logger()


class NotReadyError(FrontdeskError):
    """The process has not started yet, or is about to stop."""


async def run_server(settings: Settings, *, demo: bool = False) -> None:
    """Serve HTTP and work on jobs until the process is told to stop.

    Args:
        demo: put the demo company into an empty database and add stand-ins for channels.

    Raises:
        AlreadyRunningError: another server has the embedded database.
        DemoRefusedError: the demo is wanted and the database is somebody else's.
    """
    with only_server(settings.database.url):
        await _serve(settings, demo=demo)


async def _serve(settings: Settings, *, demo: bool) -> None:
    await migrate(settings.database.url)
    if not demo:
        await _serve_site(settings, {}, password=None)
        return
    password = await prepare_demo(settings)
    async with running_airline_of(*add_stand_ins(settings)) as (added, stand_ins):
        await _serve_site(added, stand_ins, password=password)


async def _serve_site(settings: Settings, stand_ins: StandIns, *, password: str | None) -> None:
    system = make_system(settings, secret=get_secret(settings, SystemIds(SystemClock())))
    async with running(system) as state, searching(system):
        app = make_application(system, state, password=password, stand_ins=stand_ins)
        async with _listening(system, app), receiving(system) as fault:
            _spare_what_stays()
            log.info("ready", url=settings.server.public_url, version=VERSION)
            if password is not None:
                print_welcome(settings, password)
            await _until_told(fault)
            state.stopping = True
            log.info("draining", seconds=settings.server.drain_seconds)
            await _drain_channels(system)


async def run_worker(settings: Settings) -> None:
    """Work on jobs beside a server on the same database, without HTTP."""
    await require_latest(settings.database.url)
    system = make_system(settings, secret=get_secret(settings, SystemIds(SystemClock())))
    async with running(system):
        _spare_what_stays()
        log.info("ready", version=VERSION)
        await stop_signal()
        log.info("draining", seconds=settings.server.drain_seconds)


def _spare_what_stays() -> None:
    """Have the garbage collector pass over what was made at the start, as most of it stays.

    To look through modules, templates and the matcher took it a tenth of all time under load.
    """
    gc.freeze()


class RunState:
    """Whether the process takes requests."""

    def __init__(self, system: System) -> None:
        self.stopping = False
        self._system = system

    async def check_ready(self) -> None:
        """Say why requests should go elsewhere, if they should.

        Raises:
            NotReadyError: the process is about to stop.
            Exception: the store cannot be read.
        """
        if self.stopping:
            raise NotReadyError("this process is about to stop")
        await self._system.metrics.measure(self._system.store)


@asynccontextmanager
async def running(system: System) -> AsyncIterator[RunState]:
    """Keep store, index and worker running; drain them at the end."""
    await system.store.open()
    try:
        if not system.store.shared:
            # Whoever held them is gone: this process is the only server, see `only_server`.
            await system.store.run(release_leases)
        await asyncio.gather(
            asyncio.to_thread(tell_missing, system.settings),
            asyncio.to_thread(system.languages.load),
            asyncio.to_thread(system.feelings.load),
        )
        await system.index.refresh()
        await system.gap_finder.plan(system.tools)
        tasks = [
            asyncio.create_task(_supervised(name, work))
            for name, work in (
                ("worker", system.worker.run),
                ("index", system.index.keep_fresh),
                ("metrics", partial(_measure, system)),
                ("clocks", partial(keep_watching, system.tools)),
                ("waking", partial(keep_waking, system.tools)),
                ("complaints", partial(keep_watching_complaints, system.tools)),
                ("vouchers", partial(keep_lapsing_vouchers, system.tools)),
                ("presence", partial(keep_presence, system.tools)),
                ("waiting", partial(keep_reconciling, system.tools)),
                ("dispatching", partial(keep_dispatching, system.tools)),
                ("turns", partial(keep_turns, system.tools)),
                ("unserved", partial(keep_noting, system.tools)),
                ("figures", partial(keep_figures, system.tools)),
                ("figure check", partial(keep_checking_figures, system.tools)),
                ("closing", partial(keep_closing, system.tools)),
                ("triggering", partial(keep_triggering, system.tools)),
                # Loading takes a second or two, for which no customer is to wait.
                ("self-service", system.tools.offer.load),
                ("lapsing", partial(keep_lapsing, system.tools)),
                ("reminding", partial(keep_reminding, system.tools)),
                ("asking", partial(keep_asking, system.tools)),
                ("counting", partial(keep_counting, system.tools)),
                ("reporting", partial(keep_reporting, system.tools)),
                ("renewing", partial(keep_renewing, system.service_level_tools)),
            )
        ]
        try:
            yield RunState(system)
        finally:
            await system.worker.drain(system.settings.server.drain_seconds)
            await _cancel(tasks)
    finally:
        await system.http.close()
        await system.store.close()


@asynccontextmanager
async def searching(system: System) -> AsyncIterator[None]:
    """Keep the help centre's search fresh, and what is read counted, where pages are served."""
    task = asyncio.create_task(_supervised("help search", system.help_search.keep_fresh))
    try:
        yield
    finally:
        await _cancel([task])
        with contextlib.suppress(Exception):
            await system.help_search.flush()


def make_application(
    system: System, state: RunState, *, password: str | None, stand_ins: StandIns
) -> web.Application:
    """Make what the server serves; `password` is that of the demo's log-ins, None without demo."""
    services = make_services(system, state, demo=password is not None)
    app = make_app(services)
    # Outermost, so that all others see the client rather than the proxy.
    app.middlewares.insert(0, make_proxy_middleware(system.settings.server.trusted_proxies))
    if password is not None:
        add_playground(app, services, system, password=password, stand_ins=stand_ins)
    return app


@asynccontextmanager
async def _listening(system: System, app: web.Application) -> AsyncIterator[None]:
    server = system.settings.server
    # What is still open when draining ends is cut off: sockets of chats resume elsewhere.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=min(server.drain_seconds, 5.0))
    await runner.setup()
    try:
        await web.TCPSite(runner, server.host, server.port, backlog=1024).start()
        yield
    finally:
        await runner.cleanup()


def make_services(system: System, state: RunState, *, demo: bool) -> Services:
    """Give the console what it may use."""
    settings = system.settings
    return Services(
        store=system.store,
        clock=system.clock,
        ids=system.ids,
        desk=system.desk,
        self_service=system.self_service,
        service_levels=system.service_levels,
        rules=system.rules,
        complaints=system.complaints,
        redress=system.redress,
        recovery=system.recovery,
        response_templates=system.response_templates,
        floor=FloorDesk(
            make_floor_tools(
                settings, system.store, clock=system.clock, agreements=system.tools.agreements
            )
        ),
        simulations=SimulationDesk(
            SimulationTools(
                store=system.store,
                clock=system.clock,
                ids=system.ids,
                simulator=SiteSimulator(),
                time_zone=settings.company.time_zone,
                policy=settings.routing.policy.assignment,
            )
        ),
        operations=system.operations,
        gateway=system.gateway,
        channels=system.channels,
        company=settings.company.name,
        public_url=settings.server.public_url,
        time_zone=settings.company.time_zone,
        secret=system.secret,
        metrics=system.metrics.registry,
        readiness=state.check_ready,
        demo=demo,
        version=VERSION,
        tools=system.tools,
        index=system.index,
        help_search=system.help_search,
        trainer=system.trainer,
        languages=settings.company.languages,
        help_centre=settings.help_centre.open,
        review_required=settings.knowledge.review_required,
        stale_after=timedelta(days=settings.knowledge.stale_after_days),
        encoder_missing=find_at_work(settings.knowledge.encoder).missing,
        actions_token=_read_token(settings),
    )


def _read_token(settings: Settings) -> str | None:
    token = settings.rasa.actions_token
    return None if token is None else token.get_secret_value()


async def _until_told(fault: asyncio.Future[None]) -> None:
    """Wait to be told to stop, or for a channel that cannot go on.

    Raises:
        FrontdeskError: what keeps the channel from going on.
    """
    told = asyncio.create_task(stop_signal())
    try:
        await asyncio.wait((told, fault), return_when=asyncio.FIRST_COMPLETED)
        if fault.done():
            fault.result()
    finally:
        told.cancel()
        fault.cancel()


async def stop_signal() -> None:
    """Wait for SIGTERM or SIGINT."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    await told.wait()


async def _drain_channels(system: System) -> None:
    for channel in system.channels:
        if isinstance(channel, DrainingChannel):
            await channel.drain()


async def _measure(system: System) -> None:
    while True:
        with contextlib.suppress(Exception):
            await system.metrics.measure(system.store)
        await asyncio.sleep(MEASURE_SECONDS)


async def _supervised(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """A loop that should never end says so when it does."""
    try:
        await work()
    except Exception:
        log.exception("loop_ended", loop=name)
        raise


async def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
