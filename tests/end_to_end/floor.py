"""A whole Frontdesk in this process, with its pages, whose clock a story moves as it likes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import aiohttp
from aiohttp import web
from playwright.async_api import Browser, Page

from console.api.authentication import digest_token
from crm_store.articles import get_index_version
from crm_store.staff import record_api_token, record_staff_member
from crm_store.store import make_store
from crm_store.transaction import Transaction
from domain.knowledge import Knowledge
from domain.staff import ApiToken, Role, StaffMember
from frontdesk.runtime import RunState, make_services
from knowledge_base.matcher import train_matcher
from tests.console.quick_app import make_quick_app
from tests.console.record import HASHER, PASSWORD
from tests.end_to_end.browser import open_window
from tests.end_to_end.console_window import ConsoleWindow
from tests.fakes import MONDAY_MORNING
from tests.stories.story_desk import StoryDesk
from tests.stories.world import ANN, ARTICLES, furnish

SHOP_TOKEN: Final = "fdt_the-shops-own"
CLARA: Final = replace(ANN, id="staff-clara", name="Clara Vik", email="clara@example.com")
SVEN: Final = replace(
    ANN, id="staff-sven", name="Sven Moe", email="sven@example.com", role=Role.SUPERVISOR
)


class Floor(StoryDesk):
    """A desk that people sit at with their browsers; time moves as its clock is moved."""

    def _make_app(self) -> web.Application:
        system = self.system
        return make_quick_app(make_services(system, RunState(system), demo=False))

    async def sit_down(self, browser: Browser, member: StaffMember) -> ConsoleWindow:
        """Log in, in a window of one's own."""
        window = ConsoleWindow(await self.open_window(browser), self.public_url)
        await window.log_in(member.email, PASSWORD)
        return window

    async def open_window(self, browser: Browser) -> Page:
        """Open a window in which nobody has logged in."""
        return await open_window(browser, base_url=self.public_url)

    async def shop_redeems(self, code: str, *, use: str, amount: int) -> tuple[int, dict[str, Any]]:
        """Have the company's shop redeem a voucher; return the status and what is answered."""
        body = {"code": code, "use": use, "currency": "EUR", "amount": amount}
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {SHOP_TOKEN}"}) as shop:
            url = f"{self.public_url}/api/v1/vouchers/redeem"
            async with shop.post(url, json=body) as response:
                return response.status, await response.json()


@asynccontextmanager
async def open_floor(url: str, folder: Path) -> AsyncIterator[Floor]:
    """Furnish an empty record, hire an agent and a supervisor, and open."""
    store = make_store(url)
    await store.open()
    await store.run(_hire)
    version = await store.read(get_index_version)
    await store.close()
    floor = Floor(url, folder, train_matcher(Knowledge(version=version, articles=ARTICLES)))
    try:
        await floor.open()
        floor.system.feelings.load()
        yield floor
    finally:
        await floor.close()


def _hire(tx: Transaction) -> None:
    furnish(tx)
    for member in (CLARA, SVEN):
        record_staff_member(tx, replace(member, password_hash=HASHER.hash(PASSWORD)))
    token = ApiToken(
        id="shop",
        name="the shop",
        role=Role.AGENT,
        digest=digest_token(SHOP_TOKEN),
        created_at=MONDAY_MORNING,
        last_used_at=None,
    )
    record_api_token(tx, token)
