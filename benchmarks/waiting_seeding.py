"""A floor of fifty agents, and a great many customers who wait for them in realistic lines."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from benchmarks.seeding import Row, load
from crm_store.agent_profiles import record_agent_profile
from crm_store.schema import (
    agent_presence,
    clocks,
    conversations,
    customers,
    skills,
    waiting,
)
from crm_store.staff import record_queue, record_staff_member
from crm_store.store import make_store
from crm_store.transaction import Transaction
from crm_store.waiting_lines import LineKey, list_lines, record_line
from domain.assignment import OverflowStep
from domain.staff import Queue, Role, StaffMember
from domain.staffing import AgentProfile, Taking

AGENTS: Final = 50
_CUSTOMERS: Final = 20_000
_KNOWN_SHARE: Final = 0.15
_LANGUAGES: Final = (("", 60), ("de", 20), ("fr", 12), ("da", 8))
_TIERS: Final = (("standard", 75), ("silver", 15), ("gold", 8), ("platinum", 2))
_PRIORITIES: Final = (("normal", 80), ("low", 8), ("high", 9), ("urgent", 3))
_CHANNELS: Final = (("email", 55), ("web_chat", 25), ("web_form", 12), ("sms", 8))
# Skill asked for, its least level, minutes promised, share of all that comes.
_QUEUES: Final = (
    ("general", None, 0, 480, 40),
    ("baggage", "baggage", 1, 240, 20),
    ("bookings", "bookings", 2, 120, 25),
    ("refunds", "refunds", 3, 480, 10),
    ("complaints", "complaints", 3, 60, 5),
)
_MINUTE: Final = timedelta(minutes=1)


async def seed_floor(url: str, *, number: int, now: datetime) -> list[StaffMember]:
    """Put agents and those who wait into a furnished database; return the agents."""
    store = make_store(url)
    await store.open()
    try:
        agents = [_make_agent(each, now) for each in range(AGENTS)]
        await store.run(_record_floor, agents, now)
        drawn = list(_draw(number, now))
        for line in {line for line, _ in drawn}:
            await store.run(record_line, line)
        ids = {line: each for each, line in (await store.read(list_lines)).items()}
    finally:
        await store.close()
    made = [
        _make_waiting(place, line, since, ids[line]) for place, (line, since) in enumerate(drawn)
    ]
    people = [_make_customer(each, now) for each in range(_CUSTOMERS)]
    spoken = [
        {"name": f"lang:{each}", "title": each, "created_at": now} for each in ("de", "fr", "da")
    ]
    await load(
        url,
        [
            (skills, spoken),
            (customers, people),
            (conversations, (row for row, _, _ in made)),
            (clocks, (row for _, row, _ in made)),
            (waiting, (row for _, _, row in made)),
            (agent_presence, [_make_presence(agent.id, now) for agent in agents]),
        ],
    )
    return agents


def _draw(number: int, now: datetime) -> Iterator[tuple[LineKey, datetime]]:
    # The same record each time.
    chance = random.Random(5)

    def pick(shares: tuple[tuple[str, int], ...]) -> str:
        return chance.choices([name for name, _ in shares], [share for _, share in shares])[0]

    queues = {name: minutes for name, _, _, minutes, _ in _QUEUES}
    shares = tuple((name, share) for name, _, _, _, share in _QUEUES)
    for _ in range(number):
        queue = pick(shares)
        line = LineKey(
            queue=queue,
            channel=pick(_CHANNELS),
            language=pick(_LANGUAGES),
            tier=pick(_TIERS),
            priority=pick(_PRIORITIES),
            target=queues[queue] * _MINUTE,
        )
        yield line, now - timedelta(seconds=chance.uniform(0, 1.5 * 60 * queues[queue]))


def _make_waiting(place: int, line: LineKey, since: datetime, line_id: int) -> tuple[Row, Row, Row]:
    name, target = f"v{place:06}", line.target or timedelta()
    due = since + target
    known = f"agent-{place % AGENTS:02}" if place % 100 < 100 * _KNOWN_SHARE else None
    conversation = {
        "id": name,
        "reference": f"FD-{name}",
        "customer_id": f"c{place % _CUSTOMERS}",
        "channel": line.channel,
        "account": "main",
        "thread": name,
        "status": "open",
        "queue": line.queue,
        "priority": line.priority,
        "language": line.language or "en",
        "created_at": since,
        "updated_at": since,
        "waiting_since": since,
        "version": 2,
    }
    clock = {
        "id": f"k{name}",
        "conversation_id": name,
        "kind": "first_response",
        "policy": f"queue:{line.queue}",
        "policy_version": f"queue:{line.queue}",
        "calendar": "always",
        "calendar_version": "always",
        "target_us": target // timedelta(microseconds=1),
        "priority": line.priority,
        "queue": line.queue,
        "started_at": since,
        "as_of": since,
        "counted_us": 0,
        "due_at": due,
        "seen": "[]",
        "corrections": 0,
        "failures": 0,
    }
    waits = {
        "conversation_id": name,
        "line_id": line_id,
        "waiting_since": since,
        "due_at": due,
        "known_agent": known,
        "widened": 0,
    }
    return conversation, clock, waits


def _make_customer(place: int, now: datetime) -> Row:
    tier = "standard" if place % 4 else "gold"
    return {"id": f"c{place}", "tier": tier, "attributes": "{}", "created_at": now}


def _make_agent(place: int, now: datetime) -> StaffMember:
    return StaffMember(
        id=f"agent-{place:02}",
        email=f"agent{place}@example.com",
        name=f"Agent {place}",
        role=Role.AGENT,
        password_hash="nobody logs in here",
        active=True,
        created_at=now,
    )


def _record_floor(tx: Transaction, agents: list[StaffMember], now: datetime) -> None:
    for place, (name, skill, level, minutes, _) in enumerate(_QUEUES):
        record_queue(
            tx,
            Queue(
                name=name,
                title=name.capitalize(),
                topics=(),
                is_default=False,
                first_response_minutes=minutes,
                position=10 + place,
                requires={} if skill is None else {skill: level},
                overflow=() if skill is None else (OverflowStep(after=0.8, to="general"),),
            ),
        )
    for place, agent in enumerate(agents):
        record_staff_member(tx, agent)
        record_agent_profile(tx, _make_profile(place, agent.id), now=now)


def _make_profile(place: int, staff_id: str) -> AgentProfile:
    """Three in five for one special queue, one in five for two, and a language for most."""
    special = [(skill, level) for _, skill, level, _, _ in _QUEUES if skill is not None]
    trained = {}
    for more in range(1 + place % 2):
        skill, level = special[(place + more) % len(special)]
        trained[skill] = level + place % 2
    for each, (language, _) in enumerate(_LANGUAGES):
        if language and (place + each) % 3 == 0:
            trained[f"lang:{language}"] = 3
    # Not full before the end, so that every claim is one of something.
    capacity = {channel: 100 for channel, _ in _CHANNELS}
    return AgentProfile(staff_id=staff_id, skills=trained, capacity=capacity, taking=Taking.PULL)


def _make_presence(staff_id: str, now: datetime) -> Row:
    return {
        "staff_id": staff_id,
        "presence": "available",
        "chosen": "available",
        "since": now,
        "seen_at": now,
        "active_at": now,
    }
