"""`frontdesk run --demo`: the demo company, and stand-ins for what the settings do not name."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from channels.registry import find_kind
from console.passwords import hash_password
from console.services import Services
from demo.playground import Playground, add_demo_routes
from demo.seed import COMPANY, refresh_demo, seed_demo
from demo.stand_ins import stand_in_channels
from frontdesk.secret_file import keep_generated
from frontdesk.settings import CompanySettings, Settings
from frontdesk.wiring import System

PASSWORD_FILE = "demo-password"  # noqa: S105 - a file's name
LOG_INS = ("agent", "knowledge", "supervisor", "admin")
_TIME_ZONE = "Europe/Oslo"
# What listens on all addresses is reached by the loopback one.
_OWN_ADDRESSES = {"0.0.0.0": "127.0.0.1", "::": "::1", "localhost": "127.0.0.1"}  # noqa: S104 - see above

StandIns = Mapping[str, Sequence[Mapping[str, Any]]]


def find_base_url(settings: Settings) -> str:
    """By which this machine reaches its own server, whatever the outside calls it."""
    host = _OWN_ADDRESSES.get(settings.server.host, settings.server.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.server.port}"


def add_stand_ins(settings: Settings) -> tuple[Settings, StandIns]:
    """Add accounts for the channels that the settings do not name, and the demo company's name.

    Returns:
        The settings with the additions, and the additions alone.
    """
    stand_ins = stand_in_channels(settings.channels.keys(), find_base_url(settings))
    channels = dict(settings.channels)
    for name, accounts in stand_ins.items():
        kind = find_kind(name)
        assert kind is not None, name  # noqa: S101 - the stand-ins are ours
        channels[name] = tuple(kind.settings.model_validate(account) for account in accounts)
    company = settings.company
    if company == CompanySettings():
        company = company.model_copy(update={"name": COMPANY, "time_zone": _TIME_ZONE})
    return settings.model_copy(update={"channels": channels, "company": company}), stand_ins


async def prepare_demo(system: System) -> str:
    """Put the demo company into an empty database, bring its flights up to date.

    Returns:
        The password of all demo log-ins, made once and kept in the data folder.
    """
    path = system.settings.server.data_dir / PASSWORD_FILE
    password = keep_generated(path, f"aurora-{system.ids.secret()[:12]}")
    password_hash = await asyncio.to_thread(hash_password, password)
    await seed_demo(system.store, clock=system.clock, ids=system.ids, password_hash=password_hash)
    await refresh_demo(system.store, clock=system.clock)
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


def print_welcome(settings: Settings, password: str) -> None:
    """Tell whoever started the demo where to look and how to log in."""
    url = settings.server.public_url
    lines = [
        "",
        f"  {settings.company.name} is open.",
        "",
        f"  Playground   {url}/demo",
        f"  Console      {url}/console/",
        f"  Web form     {url}/channels/web-form/contact",
        f"  API          {url}/api/v1/openapi.json",
        "",
        "  Log in as",
        *(f"    {name}@example.com" for name in LOG_INS),
        f"  with the password {password}",
        "",
        "  Ctrl-C stops.",
        "",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
