"""The API over real HTTP on a real store, with a conversation or two to work on."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from prometheus_client import CollectorRegistry

from bot.automating.automation_tools import AutomationTools
from bot.automating.rule_desk import RuleDesk
from bot.complaints.desk import ComplaintDesk
from bot.complaints.template_desk import TemplateDesk
from bot.desk import Desk
from bot.help_search import HelpSearch
from bot.knowledge_index import KnowledgeIndex
from bot.operations import Operations
from bot.receive import Intake
from bot.recovery.desk import RecoveryDesk
from bot.redress.desk import RedressDesk
from bot.self_service_desk import SelfServiceDesk
from bot.service_level_desk.desk import ServiceLevelDesk
from bot.service_level_desk.desk_tools import DeskTools
from bot.simulating.desk import SimulationDesk, SimulationTools
from bot.staffing.desk import FloorDesk
from bot.staffing.floor_tools import FloorTools
from bot.tools import BotSettings, Tools
from bot.trainer import KeptIndex
from channels.api import ApiChannel, ApiSettings
from channels.contract import ChannelTools
from console.api.authentication import digest_token
from console.services import Services
from crm_store.conversations import record_conversation
from crm_store.customers import record_customer, record_identity
from crm_store.interactions import record_interaction
from crm_store.staff import record_api_token, record_queue, record_staff_member
from crm_store.store import Store
from domain.channels import Accepted, ThreadKey
from domain.conversations import Author, Conversation, Direction
from domain.decisions import PreviousQuestion, Understanding
from domain.jobs import Job
from domain.knowledge import Knowledge, Matcher
from domain.messages import Address, RawMessage
from domain.staff import ApiToken, Queue, Role, StaffMember
from frontdesk.simulating.site_simulator import SiteSimulator
from tests.console.mail_channel import MailAccount
from tests.fake_gateway import FakeGateway
from tests.fakes import FakeClock, SequentialIds

API = "/api/v1"
T = TypeVar("T")


class StoringGateway(FakeGateway):
    """A gateway that commits what it receives, as the real one does, and leaves it at that."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools

    async def receive(self, raw: RawMessage) -> Accepted:
        if self.refuse_with is not None:
            raise self.refuse_with
        kept, _job = await Intake(self._tools).receive(raw)
        return Accepted(raw_id=kept.id, reference=kept.reference, duplicate=kept.duplicate)


class NoUnderstander:
    """Nothing here asks what a text means."""

    def understand(
        self,
        text: str,
        *,
        hint: str | None,
        precision: float | None = None,
        previous: PreviousQuestion | None = None,
    ) -> Understanding:
        raise AssertionError("the API understands nothing")

    def knowing(self, matcher: Matcher) -> "NoUnderstander":
        raise AssertionError("the API understands nothing")


class NoTrainer:
    """Nothing here learns anything."""

    async def find_kept(self) -> KeptIndex | None:
        return None

    async def join(self, knowledge: Knowledge, previous: Matcher) -> Matcher:
        raise AssertionError("the API joins nothing")

    async def train(self, knowledge: Knowledge) -> Matcher:
        raise AssertionError("the API trains nothing")

    async def compute(self, work: Callable[[], T]) -> T:
        return work()


def no_http() -> Any:
    raise AssertionError("the API channel sends nothing")


def leave(job: Job) -> None:
    """Leave a job to nobody."""


def count_nothing(event: str, **labels: str) -> None:
    """Count nothing."""


@dataclass
class Readiness:
    """Ready, until it is given a reason why not."""

    error: Exception | None = None

    async def __call__(self) -> None:
        if self.error is not None:
            raise self.error


def make_services(store: Store, clock: FakeClock, readiness: Readiness) -> Services:
    ids = SequentialIds()
    channel = ApiChannel(
        ApiSettings(),
        ChannelTools(
            clock=clock,
            ids=ids,
            public_url="http://127.0.0.1:8080",
            secret="signing key of this test",
            company="Aurora Airways",
            http=no_http,
        ),
    )
    mail = MailAccount()
    index = KnowledgeIndex(store, NoTrainer())
    tools = Tools(
        store=store,
        clock=clock,
        ids=ids,
        channels={("api", "api"): channel, ("email", "support"): mail},
        understander=NoUnderstander(),
        settings=BotSettings(company="Aurora Airways"),
        count=count_nothing,
    )
    return Services(
        store=store,
        clock=clock,
        ids=ids,
        desk=Desk(tools, leave),
        self_service=SelfServiceDesk(tools, leave),
        service_levels=ServiceLevelDesk(make_desk_tools(tools)),
        rules=RuleDesk(make_automation_tools(tools)),
        complaints=ComplaintDesk(tools, leave),
        redress=RedressDesk(tools, leave),
        recovery=RecoveryDesk(tools),
        response_templates=TemplateDesk(tools),
        floor=FloorDesk(FloorTools(store=store, clock=clock)),
        simulations=SimulationDesk(
            SimulationTools(store=store, clock=clock, ids=ids, simulator=SiteSimulator()),
            look_seconds=0.05,
        ),
        operations=Operations(tools),
        gateway=StoringGateway(tools),
        channels=(channel, mail),
        company="Aurora Airways",
        public_url="http://127.0.0.1:8080",
        time_zone="UTC",
        secret="signing key of this test",
        metrics=CollectorRegistry(),
        readiness=readiness,
        demo=False,
        version="0.1.0",
        tools=tools,
        index=index,
        help_search=HelpSearch(store, index, clock=clock, ids=ids),
        trainer=NoTrainer(),
    )


def make_desk_tools(tools: Tools) -> DeskTools:
    return DeskTools(
        store=tools.store,
        clock=tools.clock,
        ids=tools.ids,
        agreements=tools.agreements,
        accounts=frozenset(f"{kind}/{account}" for kind, account in tools.channels),
        channels=frozenset({"api", "email", "sms", "web_chat"}),
        webhooks=frozenset({"pager"}),
    )


def make_automation_tools(tools: Tools) -> AutomationTools:
    return AutomationTools(
        store=tools.store,
        clock=tools.clock,
        ids=tools.ids,
        automations=tools.automations,
        accounts=frozenset(f"{kind}/{account}" for kind, account in tools.channels),
        channels=frozenset({"api", "email", "sms", "web_chat"}),
        languages=("en", "de"),
    )


@dataclass
class Bench:
    """What a test works with: HTTP on one side, the record on the other."""

    client: TestClient[Any, Any]
    services: Services
    clock: FakeClock
    readiness: Readiness
    tokens: dict[Role, str] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return self.services.store

    async def send(
        self,
        method: str,
        path: str,
        *,
        role: Role = Role.AGENT,
        token: str | None = None,
        **more: Any,
    ) -> ClientResponse:
        """Send a request below `/api/v1` with the token of a role, or with another."""
        headers = {"Authorization": f"Bearer {token or self.tokens[role]}"}
        headers.update(more.pop("headers", {}))
        return await self.client.request(method, API + path, headers=headers, **more)

    async def get(self, path: str, **more: Any) -> Any:
        """Read what must succeed."""
        response = await self.send("GET", path, **more)
        answer = await response.json()
        assert response.status == 200, answer
        return answer

    async def post(self, path: str, body: Any, **more: Any) -> Any:
        """Post what must succeed."""
        response = await self.send("POST", path, json=body, **more)
        answer = await response.json()
        assert response.status in {200, 201, 202}, answer
        return answer

    async def refused(self, status: int, method: str, path: str, **more: Any) -> dict[str, Any]:
        """Send what must be refused, and return the problem document."""
        return await read_problem(await self.send(method, path, **more), status)

    async def walk(self, path: str, *, role: Role = Role.AGENT, **params: str) -> list[Any]:
        """Read a list to its end."""
        items: list[Any] = []
        following: str | None = ""
        while following is not None:
            more = {"cursor": following} if following else {}
            page = await self.get(path, role=role, params={**params, **more})
            items += page["items"]
            following = page["next"]
        return items


async def read_problem(response: ClientResponse, status: int) -> dict[str, Any]:
    """Return a problem document after checking what all of them must have."""
    document: dict[str, Any] = json.loads(await response.read())
    assert response.status == status, document
    assert response.content_type == "application/problem+json"
    assert document["status"] == status
    assert document["instance"] == response.url.raw_path
    assert document["type"]
    assert document["title"]
    assert document["detail"]
    return document


async def record_token(store: Store, role: Role, token: str, now: datetime) -> None:
    await store.run(
        record_api_token,
        ApiToken(
            id=f"t-{role}",
            name=f"{role} script",
            role=role,
            digest=digest_token(token),
            created_at=now,
            last_used_at=None,
        ),
    )


async def record_queues_and_staff(store: Store, now: datetime) -> None:
    for position, name in enumerate(("general", "baggage")):
        queue = Queue(
            name=name,
            title=name.title(),
            topics=(),
            is_default=position == 0,
            first_response_minutes=30,
            position=position,
        )
        await store.run(record_queue, queue)
    for staff_id, active in (("s-anna", True), ("s-gone", False)):
        member = StaffMember(
            id=staff_id,
            email=f"{staff_id[2:]}@example.com",
            name=staff_id[2:].title(),
            role=Role.AGENT,
            password_hash="",
            active=active,
            created_at=now,
        )
        await store.run(record_staff_member, member)


async def record_customers(store: Store, now: datetime) -> None:
    await store.run(
        record_customer, customer_id="c-1", name="Astrid Lindqvist", language="en", now=now
    )
    for kind, value in (("phone", "+15550142"), ("email", "astrid.lindqvist@example.com")):
        await store.run(
            record_identity,
            identity_id=f"i-{kind}",
            customer_id="c-1",
            address=Address(kind=kind, value=value, verified=True),
            now=now,
        )


async def begin_conversation(bench: Bench, number: int, *, text: str = "Hello") -> Conversation:
    """Record a conversation `FD-0…number` of Astrid's that she began."""
    now = bench.clock.now()
    key = ThreadKey(channel="api", account="api", thread=f"thread-{number}")

    def record(tx: Any) -> Conversation:
        conversation = record_conversation(
            tx,
            conversation_id=f"v-{number:05}",
            reference=f"FD-{number:08}",
            customer_id="c-1",
            key=key,
            subject=f"Matter {number}",
            language="en",
            now=now,
        )
        record_interaction(
            tx,
            conversation,
            interaction_id=f"x-{number:05}",
            direction=Direction.IN,
            author=Author.CUSTOMER,
            now=now,
            text=text,
            external_id=f"ext-{number}",
        )
        return conversation

    return await bench.store.run(record)
