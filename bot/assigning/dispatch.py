"""Whoever wants to be given work gets it as soon as there is some and they have room for it."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

import structlog

from bot.assigning.find_heads import find_heads
from bot.assigning.floor import FloorView
from bot.assigning.give import NotGivenError
from bot.assigning.lease import Lease
from bot.assigning.record_push import record_push
from bot.assigning.take_next import pass_over
from bot.assigning.waiting_items import make_item
from bot.tools import Tools
from crm_store.agent_states import ROUTING_TOPIC
from crm_store.transaction import Transaction
from crm_store.waiting import WaitingRow
from domain.assignment import AgentState, Explanation, WaitingItem
from domain.conversations import Conversation
from routing.assignment.choosing import rank_next
from routing.assignment.eligibility import has_room
from routing.assignment.explaining import choose_agent
from routing.assignment.urgency import Circumstances, Urgency

# Word comes at once; this is for what comes without a word, such as the start of a shift.
_POLL_SECONDS: Final = 2.0
_NAME: Final = "dispatch"
log = structlog.get_logger()


async def keep_dispatching(tools: Tools) -> None:
    """Give work out, for ever, as long as no other process does."""
    lease = Lease(tools, _NAME, tools.ids.new())
    async with tools.store.follow(ROUTING_TOPIC) as follower:
        while True:
            try:
                if await lease.hold():
                    await dispatch(tools)
            except Exception as error:  # noqa: BLE001 - the store may be away for a while
                log.error("dispatching_failed", error=type(error).__name__)
            await follower.next(_POLL_SECONDS)


async def dispatch(tools: Tools) -> int:
    """Give out all that can be given now; tell how much it was."""
    given, passed = 0, set[str]()
    now = tools.clock.now()
    view = await tools.store.read(_look, tools, now=now)
    free = _list_free(view, since=now - tools.settings.routing.offline_after)
    while free:
        now = tools.clock.now()
        rows = await tools.store.read(_list_heads, tools, view, dict(free), passed, now=now)
        circumstances = view.give_circumstances(tools.settings.routing.assignment, now)
        chosen = choose(rows, list(free.values()), circumstances)
        if chosen is None:
            break
        row, explanation = chosen
        pushing = partial(record_push, names=view.names, now=now)
        if await _push(tools, pushing, row, explanation):
            given += 1
            _fill(free, explanation, row.line.channel)
        else:
            passed.add(row.conversation_id)
        # Claims go on meanwhile.
        await asyncio.sleep(0)
    return given


def choose(
    rows: Sequence[WaitingRow], agents: Sequence[AgentState], given: Circumstances
) -> tuple[WaitingRow, Explanation] | None:
    """Choose the most urgent that anybody could take, and who is to have it."""
    items = [make_item(row) for row in rows]
    firsts = [first for agent in agents if (first := _find_first(agent, items, given))]
    best = min(firsts, key=lambda rated: rated.key, default=None)
    if best is None:
        return None
    explanation = choose_agent(best.item, agents, given.crew, given.policy, given.now)
    if explanation.assignment is None:
        return None
    return next(row for row in rows if row.conversation_id == best.item.id), explanation


def _find_first(
    agent: AgentState, items: Iterable[WaitingItem], given: Circumstances
) -> Urgency | None:
    ranking = rank_next(agent, items, given)
    return None if ranking.chosen is None else ranking.fitting[0]


async def _push(
    tools: Tools,
    pushing: Callable[..., Conversation | None],
    row: WaitingRow,
    explanation: Explanation,
) -> bool:
    try:
        return await tools.store.run(pushing, tools, row, explanation) is not None
    except NotGivenError as error:
        pass_over(tools, error)
    except Exception as error:  # noqa: BLE001 - one that cannot be given keeps no other waiting
        wrong = NotGivenError(row.conversation_id)
        wrong.__cause__ = error
        pass_over(tools, wrong)
    return False


def _look(tx: Transaction, tools: Tools, *, now: datetime) -> FloorView:
    """See how things stand; in detail only where there is anybody to give work to."""
    time_zone = tools.settings.time_zone
    view = tools.floor.look(tx, now=now, time_zone=time_zone)
    wanted = view.made_at < now and any(each.pushable for each in view.agents.values())
    return tools.floor.look_anew(tx, now=now, time_zone=time_zone) if wanted else view


def _list_heads(
    tx: Transaction,
    tools: Tools,
    view: FloorView,
    free: Mapping[str, AgentState],
    passed: Iterable[str],
    *,
    now: datetime,
) -> tuple[WaitingRow, ...]:
    lines = frozenset().union(*(_list_lines(view, each) for each in free.values()))
    if not lines:
        return ()

    def fits(row: WaitingRow) -> bool:
        able = view.crew.find_able(make_item(row), now)
        return any(has_room(free[each], row.line.channel) for each in able if each in free)

    skipped = frozenset(passed) | tools.floor.list_left_alone(now=now)
    return find_heads(tx, view, lines, agent=None, fits=fits, skipped=skipped, now=now)


def _list_lines(view: FloorView, agent: AgentState) -> frozenset[int]:
    """List the lines that an agent is trained for and has room for one more of."""
    room = {each for each in agent.capacity if has_room(agent, each)}
    trained = view.list_lines_for(agent.id)
    return frozenset(each for each in trained if view.lines[each].channel in room)


def _list_free(view: FloorView, *, since: datetime) -> dict[str, AgentState]:
    """List by id those who want to be given work, are there, and have room for some.

    Args:
        since: whose console gave no sign later than that is gone.
    """
    return {
        each.state.id: each.state
        for each in view.agents.values()
        if each.can_be_given(since=since) and _has_some_room(each.state)
    }


def _fill(free: dict[str, AgentState], explanation: Explanation, channel: str) -> None:
    made = explanation.assignment
    if made is None:
        return
    before = free[made.agent]
    load = {**before.load, channel: before.load.get(channel, 0) + 1}
    filled = replace(before, load=load)
    if _has_some_room(filled):
        free[made.agent] = filled
    else:
        del free[made.agent]


def _has_some_room(agent: AgentState) -> bool:
    return any(has_room(agent, channel) for channel in agent.capacity)
