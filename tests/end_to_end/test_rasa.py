"""A real Rasa server leads the conversations: it checks a passenger in through our action, and
hands over to a person."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crm_store.action_runs import list_runs
from crm_store.inbox import InboxFilter, list_conversations_by_id
from crm_store.store import Store
from demo.sms_provider import SmsProvider
from domain.conversations import Conversation
from domain.self_service import RunState
from tests.airline import SECRET, OpenAirline, open_airline
from tests.end_to_end.processes import Site
from tests.end_to_end.rasa_programs import RasaProject, find_rasa
from tests.end_to_end.texting import Texts
from tests.ports import free_port

pytestmark = pytest.mark.slow

BOT = Path(__file__).with_name("rasa_bot")
TOKEN = "what Rasa shows when it calls an action"
STRANGER = "+15550177"
WAIT_SECONDS = 120.0


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The engine makes no difference to who leads."""
    return sqlite_url


@pytest.fixture
async def airline(tmp_path: Path) -> AsyncIterator[OpenAirline]:
    async with open_airline(tmp_path) as airline:
        yield airline


@pytest.fixture
async def rasa(site: Site, airline: OpenAirline, tmp_path: Path) -> AsyncIterator[RasaProject]:
    """A site whose text messages a trained Rasa server answers, which calls our actions."""
    project = RasaProject(tmp_path / "rasa", find_rasa(), free_port())
    site.sms_settings = 'dialogue = "rasa"'
    site.further_settings = f"""
[rasa]
url = "{project.url}"
actions_token = "{TOKEN}"
timeout_seconds = 50
[business]
url = "{airline.url}"
secret = "{SECRET}"
"""
    site.write_settings()
    await write_project(project, site)
    await project.train()
    async with project.serving():
        await site.start_server()
        yield project


async def write_project(project: RasaProject, site: Site) -> None:
    """The bot's own part, ours as the command prints it, and where our actions are."""
    for name in ("domain", "data"):
        (project.folder / name).mkdir(parents=True)
    shutil.copy(BOT / "config.yml", project.folder)
    shutil.copy(BOT / "intents.yml", project.folder / "domain")
    for name in ("nlu.yml", "rules.yml"):
        shutil.copy(BOT / name, project.folder / "data")
    ours = await site.run_command("rasa", "domain")
    (project.folder / "domain" / "frontdesk.yml").write_text(ours)
    (project.folder / "credentials.yml").write_text("rest:\n")
    (project.folder / "endpoints.yml").write_text(
        f'action_endpoint:\n  url: "{site.url}/actions/webhook"\n  token: "{TOKEN}"\n'
    )


async def test_rasa_checks_a_passenger_in_through_our_action_and_hands_over(
    rasa: RasaProject,
    site: Site,
    airline: OpenAirline,
    record: Store,
    provider: tuple[SmsProvider, str],
):
    phone = Phone(site, provider[0])
    asked = await phone.texts("checkin")
    assert "reference" in asked.lower()
    asked = await phone.texts("demo 42")
    assert "last name" in asked.lower()
    told = await phone.texts("Lindqvist")
    booking = await airline.business.find_booking("DEMO42")
    assert booking is not None
    (boarding_pass,) = booking.passes
    assert boarding_pass.url in told
    assert boarding_pass.seat in told
    conversation = await find_conversation(record)
    (run,) = await record.read(list_runs, conversation.id)
    assert (run.action, run.state) == ("check_in", RunState.DONE)

    told = await phone.texts("agent")
    conversation = await find_conversation(record)
    assert conversation.queue is not None
    assert conversation.reference in told


class Phone:
    """A telephone that waits for each answer before it goes on."""

    def __init__(self, site: Site, provider: SmsProvider) -> None:
        self._site = site
        self._provider = provider
        self._sent = 0
        self._arrived = asyncio.Event()
        provider.listeners.append(lambda _: self._arrived.set())

    async def texts(self, text: str) -> str:
        """Send a text; the answer to it."""
        self._sent += 1
        before = len(self._provider.messages)
        texts = Texts(self._site, {f"SM{self._sent:032x}": (STRANGER, text)})
        await texts.send_all()
        async with asyncio.timeout(WAIT_SECONDS):
            while len(self._provider.messages) == before:
                self._arrived.clear()
                await self._arrived.wait()
        return self._provider.messages[-1].text


async def find_conversation(record: Store) -> Conversation:
    found = await record.read(list_conversations_by_id, InboxFilter(), before=None, limit=10)
    return found[0]
