"""`frontdesk run --demo`: the demo company, and stand-ins for what the settings do not name."""

import asyncio
import ipaddress
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from pydantic import SecretStr

from channels.registry import find_kind
from console.passwords import hash_password
from console.services import Services
from demo.airline.running import running_airline
from demo.airline_pages import AIRLINE_PATH
from demo.playground import Playground, add_demo_routes
from demo.seed import COMPANY, can_hold_demo, refresh_demo, seed_demo
from demo.stand_ins import EMAIL_ADDRESS, find_mail_ports, stand_in_channels
from domain.errors import FrontdeskError
from frontdesk.opened_store import opened_store
from frontdesk.secret_file import keep_generated
from frontdesk.settings import CompanySettings, ServerSettings, Settings
from frontdesk.settings.model import BotSettings
from frontdesk.settings.secrets import redact_url
from frontdesk.system import SystemClock, SystemIds
from frontdesk.wiring import System

AIRLINE_FILE = "airline.db"
PASSWORD_FILE = "demo-password"  # noqa: S105 - a file's name
LOG_INS = ("agent", "knowledge", "supervisor", "admin")
_TIME_ZONE = "Europe/Oslo"
# What listens on all addresses is reached by the loopback one.
_OWN_ADDRESSES = {"0.0.0.0": "127.0.0.1", "::": "::1", "localhost": "127.0.0.1"}  # noqa: S104 - see above
_WARNING = (
    "  WARNING: not this machine alone can reach it. The playground shows the log-ins of all",
    "  roles, an administrator's too, to everybody, and the text messages' key is public. Keep",
    "  real customers' data out, or listen on 127.0.0.1.",
    "",
)

_PATIENCE = {"most_replies_to_sender_per_hour": 60, "most_replies_to_sender_per_day": 500}

StandIns = Mapping[str, Sequence[Mapping[str, Any]]]
log = structlog.get_logger()


class DemoRefusedError(FrontdeskError):
    """The demo would open a real company's record, or cannot reach itself."""


def find_base_url(settings: Settings) -> str:
    """By which this machine reaches its own server, whatever the outside calls it."""
    host = _OWN_ADDRESSES.get(settings.server.host, settings.server.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.server.port}"


def add_stand_ins(settings: Settings) -> tuple[Settings, StandIns]:
    """Add accounts for the channels that the settings do not name, and the demo company's name.

    Returns:
        The settings with the additions, and the additions alone.
    """
    named, ports = settings.channels.keys(), find_mail_ports()
    stand_ins = stand_in_channels(named, find_base_url(settings), ports)
    channels = dict(settings.channels)
    for name, accounts in stand_ins.items():
        kind = find_kind(name)
        assert kind is not None, name  # noqa: S101 - the stand-ins are ours
        channels[name] = tuple(kind.settings.model_validate(account) for account in accounts)
    company = settings.company
    if company == CompanySettings():
        company = company.model_copy(update={"name": COMPANY, "time_zone": _TIME_ZONE})
    update = {"channels": channels, "company": company, "bot": _make_patient(settings.bot)}
    return settings.model_copy(update=update), stand_ins


@asynccontextmanager
async def running_airline_of(
    settings: Settings, stand_ins: StandIns
) -> AsyncIterator[tuple[Settings, StandIns]]:
    """Run the demo airline's own system beside the server, unless the settings name one.

    It has a port of its own on the loopback address, so that the connector is what is really used.

    Yields:
        The settings that name it, and the additions with it among them.
    """
    if settings.business.url is not None:
        yield settings, stand_ins
        return
    clock = SystemClock()
    ids = SystemIds(clock)
    async with running_airline(
        settings.server.data_dir / AIRLINE_FILE,
        secret=ids.secret(),
        clock=clock,
        ids=ids,
        pages_url=f"{settings.server.public_url}{AIRLINE_PATH}",
    ) as airline:
        named = {"url": airline.url, "secret": SecretStr(airline.secret)}
        business = settings.business.model_copy(update=named)
        own = {"business": [{"url": airline.url}]}
        yield settings.model_copy(update={"business": business}), {**stand_ins, **own}


def _make_patient(bot: BotSettings) -> BotSettings:
    """Raise the caps that end loops between machines, unless the settings name them.

    Whoever tries the mailbox writes more often within an hour than a customer would.
    """
    unnamed = _PATIENCE.keys() - bot.model_fields_set
    return bot.model_copy(update={name: _PATIENCE[name] for name in unnamed})


async def prepare_demo(settings: Settings) -> str:
    """Put the demo company into an empty database, bring its flights up to date.

    To be done before there is any stand-in: the keys of those are public, so that whoever knows
    them could write into a real company's record.

    Returns:
        The password of all demo log-ins, made once and kept in the data folder.

    Raises:
        DemoRefusedError: somebody else is in the database, or the port is not known beforehand.
    """
    if settings.server.port == 0:
        raise DemoRefusedError(
            "--demo reaches its own server and needs to know where; name another server.port than 0"
        )
    clock = SystemClock()
    ids = SystemIds(clock)
    async with opened_store(settings) as store:
        if not await can_hold_demo(store):
            raise DemoRefusedError(
                f"{redact_url(settings.database.url)} is in use and does not hold the demo company"
                "; --demo would open it to everybody: leave out --demo, or name an empty database "
                "in database.url"
            )
        path = settings.server.data_dir / PASSWORD_FILE
        password = keep_generated(path, f"aurora-{ids.secret()[:12]}")
        password_hash = await asyncio.to_thread(hash_password, password)
        await seed_demo(store, clock=clock, ids=ids, password_hash=password_hash)
        await refresh_demo(store, clock=clock)
    return password


def add_playground(
    app: web.Application,
    services: Services,
    system: System,
    *,
    password: str,
    stand_ins: StandIns,
) -> None:
    """Put the playground on the server."""
    playground = Playground(
        services=services,
        base_url=find_base_url(system.settings),
        http=system.http.session,
        password=password,
        stand_ins=stand_ins,
    )
    add_demo_routes(app, playground)


def is_public(server: ServerSettings) -> bool:
    """Say whether others than this machine can reach the server, itself or by a proxy before it."""
    return not (_is_loopback(server.host) and _is_loopback(urlsplit(server.public_url).hostname))


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def print_welcome(settings: Settings, password: str) -> None:
    """Tell whoever started the demo where to look and how to log in, and who else can."""
    if is_public(settings.server):
        log.warning("demo_is_public", address=settings.server.host)
    sys.stdout.write("\n".join(write_welcome(settings, password)) + "\n")
    sys.stdout.flush()


def write_welcome(settings: Settings, password: str) -> list[str]:
    """Write the lines of the welcome."""
    url = settings.server.public_url
    return [
        "",
        f"  {settings.company.name} is open.",
        "",
        *(_WARNING if is_public(settings.server) else ()),
        f"  Playground   {url}/demo",
        f"  Console      {url}/console/",
        f"  Web form     {url}/channels/web-form/contact",
        f"  API          {url}/api/v1/openapi.json",
        *_name_mailbox(settings),
        "",
        "  Log in as",
        *(f"    {name}@example.com" for name in LOG_INS),
        f"  with the password {password}",
        "",
        "  Ctrl-C stops.",
        "",
    ]


def _name_mailbox(settings: Settings) -> list[str]:
    """Name the stand-in's address, which no mail from outside reaches."""
    accounts = settings.channels.get("email", ())
    mailed = any(getattr(each, "address", None) == EMAIL_ADDRESS for each in accounts)
    return [f"  Email        {EMAIL_ADDRESS}, from the playground's mailbox"] if mailed else []
