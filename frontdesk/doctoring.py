"""Look at everything a running Frontdesk needs, one after the other, and say how it is."""

import asyncio
import shlex
import stat
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.tools import count_nothing
from channels.contract import HttpChannel
from crm_store.articles import count_articles
from crm_store.database_clock import read_database_time
from crm_store.figure_changes import count_figure_changes
from crm_store.figure_checks import find_latest_figure_check
from crm_store.jobs import count_jobs
from crm_store.service_levels import list_standing_policies
from crm_store.staff import get_default_queue, list_queues, list_staff
from crm_store.store import Store
from domain.error_words import describe_error
from domain.errors import FrontdeskError
from domain.jobs import JobState
from domain.service_levels import StepAction
from frontdesk.connector.of_site import make_business
from frontdesk.dialogue import find_led_by_rasa, make_dialogue
from frontdesk.encoder import find_at_work
from frontdesk.http_client import SharedClient
from frontdesk.migrating import require_latest
from frontdesk.migration_connections import find_sqlite_path
from frontdesk.opened_store import opened_store
from frontdesk.routing_warnings import list_automation_warnings, list_staffing_warnings
from frontdesk.secret_file import FILE_NAME, get_secret
from frontdesk.settings import Settings
from frontdesk.settings.secrets import redact_url
from frontdesk.system import SystemClock, SystemIds
from frontdesk.wiring import make_channels

T = TypeVar("T")

# Leases and due times are compared across machines; they last longer than this.
MOST_CLOCK_SECONDS = 2.0
CHECK_SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was looked at, whether it is well, and what it is like or what to do.

    Attributes:
        ok: whether Frontdesk can work with it.
        warning: whether something should be done about it all the same.
    """

    name: str
    ok: bool
    words: str
    warning: bool = False


class _Warning(Exception):  # noqa: N818 - it works, and so is no error
    """Works, and should not be left like that."""


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Look at everything the settings name; what rests on something broken is left out."""
    yield await _look("data folder", _check_data_folder, settings)
    yield await _look("secret", _check_secret, settings)
    yield await _look("encoder", _check_encoder, settings)
    database = await _look("database", _check_database, settings)
    yield database
    if database.ok:
        if (path := find_sqlite_path(settings.database.url)) is not None:
            yield await _look("database file", _check_database_file, path)
        async for finding in _examine_store(settings):
            yield finding
    yield await _look("business", _check_business, settings)
    yield await _look("dialogue", _check_dialogue, settings)
    async for finding in _examine_channels(settings):
        yield finding


async def _examine_store(settings: Settings) -> AsyncIterator[Finding]:
    async with opened_store(settings) as store:
        yield await _look("clock", _check_clock, store)
        yield await _look("queues", _check_queues, store)
        staff = await _look("staff", _check_staff, store)
        yield staff
        yield await _look("knowledge", _check_knowledge, store)
        yield await _look("jobs", _check_jobs, store)
        yield await _look("figures", _check_figures, store)
        yield await _look("steps' webhooks", _check_steps, (store, settings))
        # Of a desk without any people that is all there is to say.
        if not staff.warning:
            well = "whoever takes work can be given some, and no queue is left to nobody by that"
            found = list_staffing_warnings(store, settings)
            async for finding in _look_at_each("staffing", found, well):
                yield finding
        well = "rules, macros and triggers name nothing that is gone, and none is in vain"
        found = list_automation_warnings(store, settings)
        async for finding in _look_at_each("automations", found, well):
            yield finding


async def _look_at_each(
    name: str, asked: Awaitable[Sequence[str]], well: str
) -> AsyncIterator[Finding]:
    """Warn of each thing that is found on a line of its own, or say that all is well."""
    warnings: list[str] = []

    async def check(asked: Awaitable[Sequence[str]]) -> str:
        warnings.extend(await asked)
        return well

    finding = await _look(name, check, asked)
    for words in warnings:
        yield Finding(name=name, ok=True, words=words, warning=True)
    if not warnings:
        yield finding


async def _check_figures(store: Store) -> str:
    waiting = await store.read(count_figure_changes)
    check = await store.read(find_latest_figure_check, ended=True)
    if check is None or check.ended_at is None:
        return f"{waiting} changes wait for being counted; the first night's check is to come"
    words = (
        f"counted from the beginning at {check.ended_at:%Y-%m-%d %H:%M} UTC, {check.wrong} of "
        f"{check.conversations} conversations wrong; {waiting} changes wait for being counted"
    )
    if check.wrong:
        raise _Warning(f"{words}; see `frontdesk figures check`, and the log for what failed")
    return words


async def _check_steps(subject: tuple[Store, Settings]) -> str:
    store, settings = subject
    named = {webhook.name for webhook in settings.webhooks}
    missing: dict[str, list[str]] = {}
    for version in await store.read(list_standing_policies):
        for step in version.definition.steps:
            if step.do is StepAction.WEBHOOK and step.to not in named:
                missing.setdefault(step.to, []).append(version.definition.name)
    if missing:
        told = "; ".join(f"{name} (steps of {', '.join(of)})" for name, of in missing.items())
        raise FrontdeskError(f"the settings name no webhook {told}; add it or change the steps")
    return f"{len(named)} in the settings, and no step names another one"


async def _examine_channels(settings: Settings) -> AsyncIterator[Finding]:
    http, clock = SharedClient(), SystemClock()
    try:
        try:
            channels = make_channels(
                settings,
                # A check signs nothing that anybody keeps.
                secret=SystemIds(clock).secret(),
                clock=clock,
                ids=SystemIds(clock),
                http=http,
            )
        except FrontdeskError as error:
            yield Finding(name="channels", ok=False, words=str(error))
            return
        for channel in channels:
            yield await _look(f"channel {channel.kind} {channel.account}", _check_channel, channel)
    finally:
        await http.close()


async def _look(name: str, check: Callable[[T], Awaitable[str]], subject: T) -> Finding:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return Finding(name=name, ok=True, words=await check(subject))
    except TimeoutError:
        return Finding(name=name, ok=False, words=f"no answer within {CHECK_SECONDS:.0f} s")
    except _Warning as warning:
        return Finding(name=name, ok=True, words=str(warning), warning=True)
    except FrontdeskError as error:
        return Finding(name=name, ok=False, words=str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other checks go on
        return Finding(name=name, ok=False, words=describe_error(error))


async def _check_data_folder(settings: Settings) -> str:
    folder = settings.server.data_dir
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return f"{folder.absolute()} is writable"
    except OSError as error:
        raise FrontdeskError(
            f"{folder.absolute()} is not writable: {error.strerror}; change its owner or name "
            "another in server.data_dir"
        ) from error


async def _check_secret(settings: Settings) -> str:
    get_secret(settings, SystemIds(SystemClock()))
    if settings.security.secret is not None:
        return "given by security.secret"
    path = settings.server.data_dir / FILE_NAME
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise FrontdeskError(f"others may read {path}; run: chmod 600 {path}")
    kept = f"kept in {path}"
    if find_sqlite_path(settings.database.url) is None:
        return f"{kept}; give security.secret where processes on other machines share the database"
    return kept


async def _check_encoder(settings: Settings) -> str:
    work = await asyncio.to_thread(find_at_work, settings.knowledge.encoder)
    if work.missing is not None:
        raise _Warning(
            f"{work.missing}; until then questions are matched by words and letters alone"
        )
    if work.encoder is None:
        return "none, as knowledge.encoder says; questions are matched by words and letters alone"
    return f"{work.encoder.name} tells what means the same"


async def _check_database(settings: Settings) -> str:
    version = await require_latest(settings.database.url)
    return f"{redact_url(settings.database.url)} at version {version}"


async def _check_database_file(path: Path) -> str:
    """Look who else on this machine may read the record; a closed folder closes what is in it."""
    if not stat.S_IMODE(path.parent.stat().st_mode) & 0o077:
        return f"only its owner may enter {path.parent.absolute()}"
    files = [each for suffix in ("", "-wal", "-shm") if (each := Path(f"{path}{suffix}")).exists()]
    exposed = [str(each) for each in files if stat.S_IMODE(each.stat().st_mode) & 0o077]
    if exposed:
        raise _Warning(
            f"others on this machine may read what customers wrote; run: chmod 600 "
            f"{shlex.join(exposed)}"
        )
    return f"only its owner may read {path}"


async def _check_clock(store: Store) -> str:
    clock = SystemClock()
    before = clock.now()
    told = await store.read(read_database_time)
    # The answer was given somewhere between asking and hearing it; take the middle.
    offset = (told - (before + (clock.now() - before) / 2)).total_seconds()
    if abs(offset) > MOST_CLOCK_SECONDS:
        raise FrontdeskError(
            f"this machine and the database are {offset:+.1f} s apart; set both by NTP"
        )
    return f"this machine and the database are {offset:+.1f} s apart"


async def _check_queues(store: Store) -> str:
    default = await store.read(get_default_queue)
    number = len(await store.read(list_queues))
    others = f" of {number}" if number > 1 else ""
    return f"{default.name}{others} takes what fits no other"


async def _check_staff(store: Store) -> str:
    members = await store.read(list_staff)
    number = sum(member.active and member.can_log_in for member in members)
    if number == 0:
        raise _Warning(
            "nobody can log in, so that what the bot hands over is read by no one; see: "
            "frontdesk staff create --help"
        )
    return f"{number} can log in"


async def _check_knowledge(store: Store) -> str:
    number = await store.read(count_articles)
    if number == 0:
        raise _Warning(
            "no article is published, so the bot hands everything over; see: frontdesk kb import "
            "--help"
        )
    return f"{number} published article{'' if number == 1 else 's'}"


async def _check_jobs(store: Store) -> str:
    counted = await store.read(count_jobs)
    waiting = sum(number for (_, state), number in counted.items() if state == JobState.READY)
    shunted = sum(number for (_, state), number in counted.items() if state == JobState.SHUNTED)
    if shunted:
        raise FrontdeskError(
            f"{shunted} could not be done and were put aside, {waiting} wait; look at them and "
            "replay them in the console under Operations"
        )
    return f"{waiting} wait, none was put aside"


async def _check_business(settings: Settings) -> str:
    http = SharedClient()
    try:
        business = make_business(settings.business, http, SystemClock(), count_nothing)
        if business is None:
            return "none named in business.url, so that there is no self-service that needs one"
        return await business.check()
    finally:
        await http.close()


async def _check_dialogue(settings: Settings) -> str:
    led, http = find_led_by_rasa(settings), SharedClient()
    try:
        dialogue = make_dialogue(settings, http.session)
        if dialogue is None:
            return "all conversations are led by the embedded one"
        words = await dialogue.check()
    finally:
        await http.close()
    named = ", ".join(f"{kind} {account}" for kind, account in sorted(led))
    return f"{words}; it leads {named or 'no account: none says dialogue = rasa'}"


async def _check_channel(channel: HttpChannel) -> str:
    return await channel.check()
