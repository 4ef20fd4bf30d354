"""The demo as `frontdesk run --demo` puts it together, on a free port of this machine."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web

from channels.registry import find_kind
from crm_store.store import Store
from demo.sms_provider import PROVIDER, SmsProvider
from domain.business import Business
from frontdesk.demo_mode import add_stand_ins, prepare_demo, running_airline_of
from frontdesk.migrating import migrate
from frontdesk.receiving import receiving
from frontdesk.runtime import make_application, running
from frontdesk.settings import Settings
from frontdesk.wiring import make_system
from tests.demo.training import TrainingOnce
from tests.grouping import GroupingOnce
from tests.ports import free_port

DATABASE = "frontdesk.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSite:
    """A demo that listens.

    Attributes:
        provider: None where the settings name an SMS account of their own.
        business: the airline's own system, by the connector.
    """

    url: str
    password: str
    store: Store
    provider: SmsProvider | None
    business: Business | None


@asynccontextmanager
async def open_demo(folder: Path, *, port: int = 0, **own: Any) -> AsyncIterator[DemoSite]:
    """Open a demo.

    Args:
        own: accounts that the settings name themselves, by kind, and `seed=False` for a database
            without the demo company.
    """
    port = port or free_port()
    seed = own.pop("seed", True)
    settings = make_settings(folder, port, own)
    if seed and not (folder / DATABASE).exists():
        await copy_prepared_demo(folder)
    await migrate(settings.database.url)
    password = await prepare_demo(settings) if seed else "none"
    async with running_airline_of(*add_stand_ins(settings)) as (settings, stand_ins):
        system = make_system(
            settings,
            secret="demo-test-secret-" * 3,
            trainer=TrainingOnce(),
            grouper=GroupingOnce(),
        )
        async with running(system) as state:
            app = make_application(system, state, password=password, stand_ins=stand_ins)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", port).start()
            try:
                async with receiving(system):
                    yield DemoSite(
                        url=settings.server.public_url,
                        password=password,
                        store=system.store,
                        provider=app.get(PROVIDER),
                        business=system.tools.business,
                    )
            finally:
                await runner.cleanup()


async def copy_prepared_demo(folder: Path) -> None:
    """Have what a first start leaves in the data folder; only one takes the time of a first start.

    What a start does to a database that is there already is done to each copy.
    """
    prepared = Path(_prepared_folder().name)
    if not (prepared / DATABASE).exists():
        settings = make_settings(prepared, free_port(), {})
        await migrate(settings.database.url)
        await prepare_demo(settings)
    shutil.copytree(prepared, folder, dirs_exist_ok=True)


@cache
def _prepared_folder() -> tempfile.TemporaryDirectory[str]:
    """It is there as long as this process."""
    return tempfile.TemporaryDirectory()


def make_settings(folder: Path, port: int, own: dict[str, Any]) -> Settings:
    return Settings.model_validate(
        {
            "server": {"port": port, "data_dir": folder, "drain_seconds": 1},
            "database": {"url": f"sqlite:///{folder / DATABASE}"},
            "channels": {kind: read_accounts(kind, accounts) for kind, accounts in own.items()},
        }
    )


def read_accounts(kind: str, accounts: list[dict[str, Any]]) -> tuple[Any, ...]:
    found = find_kind(kind)
    assert found is not None
    return tuple(found.settings.model_validate(account) for account in accounts)


async def until(condition: Any, seconds: float = 120.0) -> None:
    """Wait for something that another task brings about."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - what is awaited shows in answers alone
            await asyncio.sleep(0.02)
