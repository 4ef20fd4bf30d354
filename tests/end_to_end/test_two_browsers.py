"""Two agents at two browsers: work finds whoever can do it, and leaves whoever is not there."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import select, update

from crm_store.schema import agent_presence, conversations, staff
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.staff import Role
from frontdesk.commands.token_create import create_token
from frontdesk.settings import load_settings
from tests.end_to_end.agents import Agent, create_agent
from tests.end_to_end.browser import NEEDS_CHROMIUM, PATIENCE, open_window
from tests.end_to_end.console_window import ConsoleWindow
from tests.end_to_end.processes import Site
from tests.end_to_end.texting import Texts
from tests.engines import SLOW_ON_POSTGRES

pytestmark = [*NEEDS_CHROMIUM, SLOW_ON_POSTGRES]

PRIYA = Agent("priya@example.com", "correct horse battery staple", "Priya Nair")
LUKAS = Agent("lukas@example.com", "another long pass phrase", "Lukas Berg")
GERMAN = "Mein Koffer ist nicht angekommen, können Sie mir bitte weiterhelfen?"
ENGLISH = "My violin was left on the apron in the rain, who pays for the varnish?"
SPEAKS_GERMAN = {"lang:de": 4}
# Whose console gives no sign for so long is offline, by the settings as they come.
OFFLINE_AFTER = timedelta(minutes=2)


@dataclass
class Floor:
    """The site as customers write to it and as its supervisor staffs it, by the API."""

    site: Site
    record: Store
    http: aiohttp.ClientSession
    supervisor: str
    texted: int = 0

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.supervisor}"}
        url = f"{self.site.url}/api/v1{path}"
        async with self.http.request(method, url, json=body, headers=headers) as response:
            assert response.status in {200, 201}, await response.text()
            return await response.json()

    async def train(
        self, agent: Agent, *, skills: dict[str, int], texts: int, taking: str = "push"
    ) -> None:
        """Say what somebody is trained for, and how many text messages they take at once."""
        agent_id = await self.record.read(find_staff_id, agent)
        version = (await self.call("GET", f"/routing/agents/{agent_id}"))["version"]
        profile = {"version": version, "skills": skills, "capacity": {"sms": texts}, "shifts": []}
        await self.call("PUT", f"/routing/agents/{agent_id}", {**profile, "taking": taking})

    async def texts(self, words: str) -> str:
        """Have a new customer text; the reference of what became of it."""
        self.texted += 1
        number = f"+1555{self.texted:07}"
        await Texts(self.site, {f"SM{self.texted:032x}": (number, words)}).send_all()
        async with asyncio.timeout(PATIENCE / 1000):
            while (found := await self.record.read(find_reference, number)) is None:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)
        return found


def find_staff_id(tx: Transaction, agent: Agent) -> str:
    return str(tx.execute(select(staff.c.id).where(staff.c.email == agent.email)).scalar_one())


def find_reference(tx: Transaction, number: str) -> str | None:
    wanted = (conversations.c.thread == number, conversations.c.queue.is_not(None))
    return tx.execute(select(conversations.c.reference).where(*wanted)).scalar_one_or_none()


def let_minutes_pass(tx: Transaction, agent: Agent) -> None:
    """Have somebody's last sign be as old as it is once the time of the settings is over."""
    row = tx.execute(
        select(agent_presence).where(agent_presence.c.staff_id == find_staff_id(tx, agent))
    ).one()
    earlier = {
        name: getattr(row, name) - OFFLINE_AFTER for name in ("seen_at", "active_at", "since")
    }
    found = update(agent_presence).where(agent_presence.c.staff_id == row.staff_id)
    tx.execute(found.values(**earlier, due_at=row.due_at and row.due_at - OFFLINE_AFTER))


class AgentWindow(ConsoleWindow):
    """An agent who looks at what is theirs."""

    async def begins(self, agent: Agent) -> None:
        await self.log_in(agent.email, agent.password)
        await expect(self.page.locator("[data-presence=available]")).to_be_attached()
        await self.page.goto(f"{self.url}/console/?view=mine")

    async def has(self, *references: str) -> None:
        """Wait until exactly these are theirs, in whichever order, without the page loaded anew."""
        rows = self.page.locator("#rows .row-reference")
        await expect(rows).to_have_count(len(references), timeout=PATIENCE)
        for reference in references:
            await expect(rows.filter(has_text=reference)).to_have_count(1, timeout=PATIENCE)

    async def chooses(self, presence: str) -> None:
        await self.page.locator("#presence-menu > summary").click()
        await self.page.locator(f"[data-choice={presence}]").click()
        await expect(self.page.locator(f"[data-presence={presence}]")).to_be_attached()

    async def settles(self, reference: str) -> None:
        """Open one, resolve it and come back to the list."""
        await self.page.locator(f"#open-{reference}").click()
        await self.resolve("Solved")
        await self.page.goto(f"{self.url}/console/?view=mine")

    async def asks_for_the_next_one(self, reference: str) -> None:
        """Press the button, and find oneself in front of it with why it came."""
        await self.page.locator("#take-next").click()
        await self.page.wait_for_url(f"**/conversations/{reference}*")
        await expect(self.page.get_by_role("button", name="Release")).to_be_visible()
        await self.page.goto(f"{self.url}/console/?view=mine")

    async def closes_the_laptop(self) -> None:
        """Be gone at once: no page has a chance to say that it closes."""
        await self.page.context.set_offline(True)
        await self.page.context.close()


@pytest.fixture
async def floor(site: Site, record: Store) -> AsyncIterator[Floor]:
    """A site that runs, with two agents who have room for one text message each."""
    site.encoder = "none"
    site.write_settings()
    for agent in (PRIYA, LUKAS):
        await create_agent(site, agent)
    settings = load_settings(site.config, (), {}).settings
    token = await create_token(settings, role=Role.SUPERVISOR, name="staffing")
    await site.start_server()
    async with aiohttp.ClientSession() as http:
        floor = Floor(site, record, http, token)
        await floor.call("POST", "/routing/skills", {"name": "lang:de", "title": "German"})
        await floor.train(PRIYA, skills=SPEAKS_GERMAN, texts=1)
        await floor.train(LUKAS, skills={}, texts=1)
        yield floor


async def test_work_moves_to_the_right_person_and_leaves_who_is_gone(
    floor: Floor, browser: Browser, record: Store
):
    priya = AgentWindow(await open_window(browser), floor.site.url)
    lukas = AgentWindow(await open_window(browser), floor.site.url)
    await priya.begins(PRIYA)
    await lukas.begins(LUKAS)

    # Skills: who speaks their language, and nobody else.
    german = await floor.texts(GERMAN)
    await priya.has(german)
    english = await floor.texts(ENGLISH)
    await lukas.has(english)

    # Capacity: the next one waits until there is room, and is given at once then.
    second = await floor.texts(GERMAN)
    await lukas.settles(english)
    await lukas.has()
    await priya.has(german)
    await priya.settles(german)
    await priya.has(second)
    await priya.settles(second)

    # Presence, and a supervisor who trains somebody else meanwhile.
    await priya.chooses("away")
    third = await floor.texts(GERMAN)
    await lukas.has()
    await priya.has()
    await floor.train(LUKAS, skills=SPEAKS_GERMAN, texts=1)
    await lukas.has(third)

    # Whoever wants to ask for work is given none by itself.
    await floor.train(LUKAS, skills=SPEAKS_GERMAN, texts=2, taking="pull")
    fourth = await floor.texts(ENGLISH)
    await lukas.has(third)
    await lukas.asks_for_the_next_one(fourth)
    await lukas.has(third, fourth)

    # A laptop that is closed keeps nobody waiting.
    await floor.train(PRIYA, skills=SPEAKS_GERMAN, texts=2)
    await priya.chooses("available")
    await priya.has()
    await lukas.closes_the_laptop()
    await record.run(let_minutes_pass, LUKAS)
    await priya.has(third, fourth)
    assert (priya.complaints, lukas.complaints) == ([], [])
