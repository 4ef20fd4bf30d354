"""The order of coming is kept in mind by one process, and what follows from it is told to all.

What happened is left as events by whoever did it; here it is taken up once a second. Who starts
anew begins with those who wait, and with how long people usually waited. Lost is then what had been
learned of how long things take, and how busy that desk was.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from bot.assigning.floor import TURNS, FloorView, keep_crew
from bot.assigning.lease import Lease
from bot.assigning.waiting_items import find_own_queue, make_item
from bot.do_regularly import do_regularly
from bot.tools import Tools
from crm_store.codecs import from_json
from crm_store.routing_state import record_state
from crm_store.transaction import Transaction
from crm_store.waiting import WaitingRow, list_waiting, record_turns
from crm_store.waiting_events import WaitingEvent, WaitingEventKind, take_waiting_events
from crm_store.waiting_lines import list_lines
from domain.assignment import Line, Presence, WaitingItem
from routing.assignment.crew import Crew
from routing.assignment.turns import Turns

_EVERY_SECONDS: Final = 1.0
_NAME: Final = "turns"
_PAGE: Final = 5_000
_MOST_EVENTS: Final = 2_000
_MOST_TURNS: Final = 500


async def keep_turns(tools: Tools) -> None:
    """Keep the order of coming in mind, for ever, as long as no other process does."""
    lease = Lease(tools, _NAME, tools.ids.new())
    keeper: TurnsKeeper | None = None

    async def go_on() -> None:
        nonlocal keeper
        # Where anything fails, or another process has it, this one begins anew.
        held, keeper = keeper, None
        if await lease.hold():
            held = held or await start_keeper(tools)
            await held.go_on()
            keeper = held

    await do_regularly(go_on, every_seconds=_EVERY_SECONDS, failure="keeping_turns_failed")


async def start_keeper(tools: Tools) -> "TurnsKeeper":
    """Begin with those who wait by now; what happened before is forgotten.

    What happens between the two is told as an event and seen in the list: see `_take_in`. How long
    people usually wait is as the last one told it, until more is known.
    """
    keeper = TurnsKeeper(tools)
    while await tools.store.run(take_waiting_events, limit=_MOST_EVENTS):
        pass
    view = await tools.store.read(keeper.look)
    keeper.turns.usual_waits |= view.usual_waits
    after = ""
    while rows := await tools.store.read(list_waiting, after=after, limit=_PAGE):
        keeper.remember(rows)
        after = rows[-1].conversation_id
    await asyncio.to_thread(keeper.restore)
    return keeper


@dataclass
class TurnsKeeper:
    """The desk on which everybody is served in the order of coming, fed with what happens.

    Attributes:
        waiting: who waits, by id.
        served: who is being seen to, by id, and since when.
    """

    tools: Tools
    turns: Turns = field(default_factory=Turns)
    waiting: dict[str, WaitingItem] = field(default_factory=dict)
    served: dict[str, tuple[WaitingItem, datetime]] = field(default_factory=dict)
    crew: Crew | None = None
    _now: datetime | None = None
    _told: Any = None

    def remember(self, rows: Sequence[WaitingRow]) -> None:
        """Note that some wait."""
        self.waiting |= {row.conversation_id: make_item(row) for row in rows}

    def restore(self) -> None:
        """Begin with those who wait, in the order of their coming."""
        for item in sorted(self.waiting.values(), key=lambda item: (item.waiting_since, item.id)):
            self.turns.restore(item)

    async def go_on(self) -> None:
        """Take up what happened, and tell what follows."""
        store = self.tools.store
        view = await store.read(self.look)
        more = True
        while more:
            events = await store.run(take_waiting_events, limit=_MOST_EVENTS)
            now = self.tools.clock.now()
            turned = await asyncio.to_thread(self.take_up, events, view, now)
            for place in range(0, len(turned), _MOST_TURNS):
                await store.run(record_turns, turned[place : place + _MOST_TURNS])
            more = len(events) == _MOST_EVENTS
        facts = await asyncio.to_thread(self._tell)
        if facts != self._told:
            await store.run(_publish, facts, now=self.tools.clock.now())
            self._told = facts

    def take_up(
        self, events: Sequence[WaitingEvent], view: FloorView, now: datetime
    ) -> list[tuple[str, datetime | None]]:
        """Take up events in the order of time; tell whose turn came, and when.

        Of who stands in another line now it is told as well where their turn has not come there,
        since the turn in the old one may have been noted meanwhile.
        """
        self.crew = crew = keep_crew(self.crew, self._leave_out_silent(view, now))
        turned: dict[str, datetime | None] = {}
        for event in events:
            at = self._go_to(min(event.at, now))
            turned |= self._advance(crew, at)
            self._happen(event, crew, at)
            if event.kind is WaitingEventKind.MOVED and event.conversation_id in self.waiting:
                turned[event.conversation_id] = self.waiting[event.conversation_id].turn_at
        turned |= self._advance(crew, self._go_to(now))
        return list(turned.items())

    def _advance(self, crew: Crew, at: datetime) -> dict[str, datetime | None]:
        turned = {item.id: item for item in self.turns.advance(crew, at)}
        self.waiting |= turned
        return {name: item.turn_at for name, item in turned.items()}

    def _happen(self, event: WaitingEvent, crew: Crew, at: datetime) -> None:
        name = event.conversation_id
        if event.kind in {WaitingEventKind.JOINED, WaitingEventKind.MOVED}:
            self._take_in(make_item(from_json(WaitingRow, event.facts)), crew, at)
        elif event.kind is WaitingEventKind.FINISHED:
            done = self.served.pop(name, None)
            if done is not None:
                self.turns.finish(done[0], at - done[1])
        elif (known := self.waiting.pop(name, None)) is not None:
            if event.kind is WaitingEventKind.TAKEN:
                self.turns.take(known, at)
                self.served[name] = (known, at)
            else:
                self.turns.leave(known, at)

    def _take_in(self, item: WaitingItem, crew: Crew, at: datetime) -> None:
        """Take up who begins to wait or waits in another line now; once, however often told."""
        known = self.waiting.get(item.id)
        if known is not None:
            if (known.line, known.waiting_since) == (item.line, item.waiting_since):
                return
            # To its old line it is one who left unserved: it takes up none of its people's time.
            self.turns.leave(known, at)
            item = replace(item, turn_at=known.turn_at if _keeps_turn(known, item) else None)
        self.served.pop(item.id, None)
        self.waiting[item.id] = item
        if item.turn_at is None:
            self.turns.join(item, crew, at)
        else:
            self.turns.restore(item)

    def _leave_out_silent(self, view: FloorView, now: datetime) -> Crew:
        """Take for gone who was there before a time in which no process ran.

        Or else the turn of all who wait would come at a restart, and they be served in that order.
        """
        crew, since = view.crew, now - self.tools.settings.routing.offline_after
        for each in view.agents.values():
            if each.state.presence is Presence.AVAILABLE and not each.is_there(since=since):
                crew = crew.replace(replace(each.state, presence=Presence.OFFLINE))
        return crew

    def look(self, tx: Transaction) -> FloorView:
        """See how things stand."""
        tools = self.tools
        return tools.floor.look(tx, now=tools.clock.now(), time_zone=tools.settings.time_zone)

    def _go_to(self, at: datetime) -> datetime:
        """Tell the time, which never goes back."""
        self._now = at if self._now is None else max(self._now, at)
        return self._now

    def _tell(self) -> dict[str, dict[Line, float] | int]:
        now, crew = self._now, self.crew
        owed = {} if now is None or crew is None else self.turns.tell_owed(crew, now)
        usual = {line: wait.total_seconds() / 60 for line, wait in self.turns.usual_waits.items()}
        return {"usual_minutes": usual, "owed_minutes": owed, "waiting": len(self.waiting)}


def _publish(tx: Transaction, facts: dict[str, Any], *, now: datetime) -> None:
    """Write what follows by the numbers of lines."""
    lines = {
        make_item(WaitingRow(conversation_id="", line=key, waiting_since=now)).line: number
        for number, key in list_lines(tx).items()
    }
    by_number = {
        name: {str(lines[line]): each for line, each in of_lines.items() if line in lines}
        for name, of_lines in facts.items()
        if isinstance(of_lines, dict)
    }
    record_state(tx, TURNS, {**by_number, "waiting": facts["waiting"]}, now=now)


def _keeps_turn(before: WaitingItem, after: WaitingItem) -> bool:
    """Say whether those who could serve it still can; so the row keeps its turn as well."""
    return (
        before.waiting_since == after.waiting_since
        and find_own_queue(before.queue) == find_own_queue(after.queue)
        and before.language == after.language
    )
