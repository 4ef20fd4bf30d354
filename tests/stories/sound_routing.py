"""The proof, at any point of a story, that nobody who wrote is lost between two people.

It asks the tables by itself, with none of the queries that routing is made of.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, select

from crm_store.schema import (
    agent_presence,
    agent_profiles,
    clocks,
    conversations,
    customers,
    routings,
    staff,
    waiting,
    waiting_lines,
)
from crm_store.transaction import Transaction
from domain.staffing import USUAL_CAPACITY, RoutingPolicy
from tests.stories.story_desk import StoryDesk

EVER = datetime.min.replace(tzinfo=UTC)
# What a customer could be told, without a number such as a score or a reference.
SENTENCE = re.compile(r"[A-ZÄÖÜ][^0-9_<>{}]+[a-zß]\.")
# What gives a conversation to somebody or takes it from them.
MOVES = ("pushed", "pulled", "taken", "assigned", "released", "handed_on")


async def require_sound_routing(desk: StoryDesk) -> None:
    """Look at every conversation for one that has neither an owner nor a reason.

    Presence is to be seen to beforehand, as the process does that looks for it.
    """
    now, policy = desk.clock.now(), desk.system.tools.settings.routing
    faults = await desk.system.store.read(_find_faults, policy, now)
    assert not faults, "\n".join(faults)


async def require_room(desk: StoryDesk) -> None:
    """Look for somebody who was just given more than they have room for."""
    faults = await desk.system.store.read(_find_overloaded, desk.clock.now())
    assert not faults, "\n".join(faults)


def _find_faults(tx: Transaction, policy: RoutingPolicy, now: datetime) -> list[str]:
    rows = {row.conversation_id: row for row in _list(tx, waiting)}
    lines = {line.id: line for line in _list(tx, waiting_lines)}
    tiers = {each.id: each.tier for each in _list(tx, customers)}
    gone = _find_gone(tx, policy, now)
    moves = _map_log(tx)
    due = _map_due(tx)
    faults = []
    for each in _list(tx, conversations):
        log = moves.get(each.id, ())
        said = [
            *_find_lost(each, rows.get(each.id), gone, log, now, policy),
            *_find_untold(each, log),
        ]
        if each.id in rows:
            row = rows[each.id]
            said += _find_unlike(each, row, lines[row.line_id], tiers[each.customer_id])
            said += [] if row.due_at == due.get(each.id) else ["is due at another time"]
            said += _find_unexplained(row, log)
        faults += [f"{each.reference} ({each.thread}): {fault}" for fault in said]
    return faults


def _find_lost(  # noqa: PLR0917 - all that tells whether somebody sees to it
    conversation: Any,
    row: Any,
    gone: Mapping[str, datetime],
    log: Sequence[Any],
    now: datetime,
    policy: RoutingPolicy,
) -> list[str]:
    """Say why nobody will ever see to a conversation that people are to see to."""
    settled = conversation.status == "resolved" or conversation.merged_into is not None
    if settled or conversation.queue is None or conversation.status != "open":
        said = [] if row is None else ["waits although there is nothing to do now"]
        return said if settled else [*said, *_find_put_off(conversation, now)]
    if conversation.assignee is None:
        if conversation.waiting_since is None:
            return ["is open and nobody's, and nobody waits in it"]
        return ["has no owner and waits in no line"] if row is None else []
    said = [] if row is None else [f"waits although {conversation.assignee} has it"]
    since = gone.get(conversation.assignee)
    given = max((each.at for each in log if each.kind == "assigned"), default=EVER)
    if conversation.waiting_since is None or since is None:
        return said
    # What a colleague gave to somebody who was gone is theirs for a while.
    is_theirs = since <= given > now - policy.hand_on_after
    return said if is_theirs else [*said, f"is stuck with {conversation.assignee}, gone at {since}"]


def _find_put_off(conversation: Any, now: datetime) -> list[str]:
    """Say what never brings back a conversation that waits for something else than an agent."""
    until = conversation.snoozed_until
    if conversation.status == "snoozed" and (until is None or until <= now):
        return ["is put off for ever"]
    if conversation.status == "on_hold" and not conversation.held_for:
        return ["is on hold for nobody"]
    return []


def _find_untold(conversation: Any, log: Sequence[Any]) -> list[str]:
    """Follow whose it was from line to line: each change has one, and none is told twice."""
    owner, faults = None, []
    for each in log:
        if not each.reason or not SENTENCE.fullmatch(each.told):
            faults.append(f"{each.kind} at {each.at} is no sentence for a customer: {each.told!r}")
        if each.kind not in MOVES:
            continue
        if each.before != owner:
            faults.append(f"was {owner}'s, then {each.kind} from {each.before} at {each.at}")
        owner = each.agent
    if owner != conversation.assignee:
        faults.append(f"is {conversation.assignee}'s, its log says {owner}")
    return faults


def _find_unlike(conversation: Any, row: Any, line: Any, tier: str) -> list[str]:
    said = {
        "queue": (line.queue, conversation.queue),
        "channel": (line.channel, conversation.channel),
        "priority": (line.priority, conversation.priority),
        "widened_to": (line.widened_to, conversation.widened_to or ""),
        "tier": (line.tier, tier),
        "since": (row.waiting_since, conversation.waiting_since),
    }
    return [f"{name} is {b}, its row says {a}" for name, (a, b) in said.items() if a != b]


def _find_unexplained(row: Any, log: Sequence[Any]) -> list[str]:
    """What is marked as nobody's to take says why, since then or since an earlier mark."""
    if row.unserved_since is None:
        return []
    told = [each for each in log if each.kind == "unserved" and each.at <= row.unserved_since]
    return [] if told else ["is unserved, and that is not told"]


def _find_gone(tx: Transaction, policy: RoutingPolicy, now: datetime) -> dict[str, datetime]:
    """Since when those are gone from whom work is to be handed on."""
    found = {}
    for each in _list(tx, agent_presence):
        long_away = each.presence == "away" and each.since + policy.hand_on_after <= now
        if each.presence == "offline" or long_away:
            found[each.staff_id] = each.since
    for member in _list(tx, staff):
        if not member.active:
            # They come back by no road, so that nothing is left with them, given lately or not.
            found[member.id] = datetime.max.replace(tzinfo=UTC)
    return found


def _map_log(tx: Transaction) -> dict[str, list[Any]]:
    log = defaultdict(list)
    for each in tx.execute(select(routings).order_by(routings.c.position)):
        log[each.conversation_id].append(each)
    return log


def _map_due(tx: Transaction) -> dict[str, datetime | None]:
    """When the response falls due that somebody waits for, by the clocks themselves."""
    due: dict[str, datetime | None] = {}
    for each in _list(tx, clocks):
        running = each.met_at is None and each.cancelled_at is None
        if running and each.kind != "resolution" and each.due_at is not None:
            before = due.get(each.conversation_id)
            due[each.conversation_id] = min(before or each.due_at, each.due_at)
    return due


def _find_overloaded(tx: Transaction, now: datetime) -> list[str]:
    capacity = {each.staff_id: each.capacity for each in _list(tx, agent_profiles)}
    given = select(routings.c.agent).where(routings.c.at == now, routings.c.kind == "pushed")
    faults = []
    for agent in set(tx.execute(given).scalars()):
        room = capacity.get(agent, USUAL_CAPACITY)
        load = sum(
            1 / room[each.channel] if room.get(each.channel) else 1.0
            for each in _list(tx, conversations)
            if each.assignee == agent and each.status == "open" and each.merged_into is None
        )
        if load > 1 + timedelta.resolution.total_seconds():
            faults.append(f"{agent} was given more than they have room for: {load:.2f}")
    return faults


def _list(tx: Transaction, table: Table) -> Sequence[Any]:
    return tx.execute(select(table)).all()
