"""A floor of agents and customers who wait, put on record as a test needs them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

from bot.assigning.claim_next import Next
from bot.assigning.take_next import take_next
from bot.clocks.follow_change import change_with_clocks
from bot.clocks.start_clocks import start_waiting
from bot.tools import BotSettings, Tools
from crm_store.agent_profiles import get_agent_profile, record_agent_profile
from crm_store.conversations import find_conversation_by_id, record_conversation
from crm_store.schema import agent_presence, customers, skills
from crm_store.staff import record_queue, record_staff_member
from crm_store.store import Store
from crm_store.transaction import Transaction
from crm_store.waiting import WaitingRow, list_waiting
from domain.assignment import OverflowStep, Presence
from domain.channels import ThreadKey
from domain.clock import Clock, Ids
from domain.conversations import Conversation, ConversationStatus, Priority
from domain.staff import Queue, Role, StaffMember
from domain.staffing import Taking
from domain.understanding import Understander
from tests.fakes import FakeClock, SequentialIds


def make_tools(store: Store, clock: Clock, ids: Ids | None = None) -> Tools:
    """Give use cases what they work with, without channels or understanding."""
    return Tools(
        store=store,
        clock=clock,
        ids=ids or SequentialIds(),
        channels={},
        understander=cast("Understander", None),
        settings=BotSettings(company="Aurora Airways"),
        count=lambda *_, **__: None,
    )


@dataclass
class TestFloor:
    """Agents, queues and those who wait, in the words of a test."""

    __test__ = False

    tools: Tools
    clock: FakeClock
    agents: dict[str, StaffMember] = field(default_factory=dict)

    async def queue(
        self,
        name: str,
        *,
        minutes: int = 60,
        requires: Mapping[str, int] | None = None,
        overflow: tuple[OverflowStep, ...] = (),
    ) -> None:
        queue = Queue(
            name=name,
            title=name.capitalize(),
            topics=(),
            is_default=name == "general",
            first_response_minutes=minutes,
            position=1,
            requires=requires or {},
            overflow=overflow,
        )
        await self.tools.store.run(record_queue, queue)

    async def skill(self, name: str, title: str | None = None) -> None:
        row = {"name": name, "title": title or name, "created_at": self.clock.now()}
        await self.tools.store.run(lambda tx: tx.insert_once(skills, row))

    async def agent(
        self,
        name: str,
        *,
        presence: Presence = Presence.AVAILABLE,
        taking: Taking = Taking.PULL,
        trained: Mapping[str, int] | None = None,
        capacity: Mapping[str, int] | None = None,
        role: Role = Role.AGENT,
    ) -> StaffMember:
        member = StaffMember(
            id=f"s-{name}",
            email=f"{name}@example.com",
            name=name.capitalize(),
            role=role,
            password_hash="nobody logs in here",
            active=True,
            created_at=self.clock.now(),
        )
        await self.tools.store.run(self._record_agent, member, presence, taking, trained, capacity)
        self.agents[name] = member
        return member

    def _record_agent(  # noqa: PLR0917 - what `agent` was given
        self,
        tx: Transaction,
        member: StaffMember,
        presence: Presence,
        taking: Taking,
        trained: Mapping[str, int] | None,
        capacity: Mapping[str, int] | None,
    ) -> None:
        record_staff_member(tx, member)
        profile = get_agent_profile(tx, member.id)
        changes: dict[str, Any] = {"taking": taking, "skills": dict(trained or {})}
        if capacity is not None:
            changes["capacity"] = dict(capacity)
        record_agent_profile(tx, replace(profile, **changes), now=self.clock.now())
        put_presence(tx, member.id, presence, self.clock.now())

    async def is_now(self, name: str, presence: Presence) -> None:
        await self.tools.store.run(put_presence, f"s-{name}", presence, self.clock.now())

    async def waits(
        self,
        name: str,
        *,
        queue: str = "general",
        since: timedelta = timedelta(),
        channel: str = "web_chat",
        language: str | None = None,
        customer: str | None = None,
        tier: str = "standard",
        priority: Priority = Priority.NORMAL,
    ) -> Conversation:
        """Have somebody wait in a queue; their conversation's id is the name."""
        at = self.clock.now() - since

        def record(tx: Transaction) -> Conversation:
            who = customer or f"c-{name}"
            person = {"id": who, "tier": tier, "attributes": {}, "created_at": at}
            tx.insert_once(customers, person)
            begun = record_conversation(
                tx,
                conversation_id=name,
                reference=f"FD-{name.upper()}",
                customer_id=who,
                key=ThreadKey(channel=channel, account="site", thread=name),
                subject=None,
                language=language,
                now=at,
            )
            changed = change_with_clocks(
                tx, self.tools, begun, now=at, queue=queue, priority=priority, waiting_since=at
            )
            start_waiting(tx, self.tools, changed, since=at, now=at)
            return changed

        return await self.tools.store.run(record)

    async def changes(self, name: str, **changes: Any) -> Conversation:
        def change(tx: Transaction) -> Conversation:
            found = find_conversation_by_id(tx, name)
            assert found is not None
            return change_with_clocks(tx, self.tools, found, now=self.clock.now(), **changes)

        return await self.tools.store.run(change)

    async def resolves(self, name: str) -> Conversation:
        return await self.changes(name, status=ConversationStatus.RESOLVED)

    async def takes(self, agent: str) -> Next:
        return await take_next(self.tools, self.agents[agent])

    async def takes_all(self, agent: str) -> list[str]:
        """Have an agent ask until there is nothing for them; tell what they got, in order."""
        got = []
        while (taken := (await self.takes(agent)).conversation) is not None:
            got.append(taken.id)
        return got

    async def waiting(self) -> dict[str, WaitingRow]:
        rows = await self.tools.store.read(list_waiting)
        return {row.conversation_id: row for row in rows}


def put_presence(tx: Transaction, staff_id: str, presence: Presence, now: datetime) -> None:
    values = {
        "staff_id": staff_id,
        "presence": presence,
        "chosen": presence,
        "since": now,
        "seen_at": now,
        "active_at": now,
    }
    insert = tx.insert(agent_presence).values(values)
    changed = {"presence": presence, "chosen": presence, "since": now, "seen_at": now}
    tx.execute(insert.on_conflict_do_update(index_elements=["staff_id"], set_=changed))
