"""An agent asks for the next conversation, and gets the one that needs them most.

Nobody waits for anybody here: whatever another agent is just being given is passed over.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.assigning.find_heads import find_heads
from bot.assigning.floor import FloorView
from bot.assigning.give import NotGivenError, record_giving
from bot.assigning.tell_routing import tell_shortly
from bot.assigning.waiting_items import make_item
from bot.presence.sign import record_taking_work
from bot.tools import Tools
from crm_store.agent_states import find_floor_agent
from crm_store.transaction import Transaction
from crm_store.waiting import WaitingRow, find_waiting
from crm_store.waiting_heads import Order, lock_next_in_line, lock_waiting
from domain.assignment import AgentState, Band, Explanation, Presence, Rejection
from domain.conversations import Conversation
from domain.staff import StaffMember
from routing.assignment.eligibility import has_room
from routing.assignment.explaining import choose_next
from routing.assignment.telling import tell_assignment

# After so many choices that others were just being given, any that is locked by then will do.
_TRIES: Final = 4
_NO_PART: Final = "takes part in no queue's work; a supervisor can change that"


@dataclass(frozen=True, slots=True)
class Next:
    """What an agent got, or None, and why.

    Attributes:
        reason: in a sentence for staff.
    """

    conversation: Conversation | None
    explanation: Explanation
    reason: str


def record_next(tx: Transaction, tools: Tools, agent: StaffMember, *, now: datetime) -> Next:
    """Give an agent the next conversation that they are trained and have room for.

    Who asks is there, whatever their presence says.

    Raises:
        NotGivenError: something about the chosen one is wrong; ask again without it.
    """
    tx.lock(f"agent:{agent.id}")
    time_zone = tools.settings.time_zone
    found = find_floor_agent(tx, agent.id, now=now, time_zone=time_zone)
    if found is None or not found.pullable:
        return Next(None, _refuse(agent, now), f"{agent.name} {_NO_PART}.")
    view = tools.floor.look(tx, now=now, time_zone=time_zone)
    if agent.id not in view.agents:
        view = tools.floor.look_anew(tx, now=now, time_zone=time_zone)
    state = replace(found.state, presence=Presence.AVAILABLE)
    away = found.state.presence is not Presence.AVAILABLE
    return _Claim(tx, tools, agent, state, view, now, away).run()


@dataclass
class _Claim:
    tx: Transaction
    tools: Tools
    agent: StaffMember
    state: AgentState
    view: FloorView
    now: datetime
    away: bool

    def run(self) -> Next:
        heads, locked = self._list_heads(), dict[str, Conversation]()
        for _ in range(_TRIES):
            explanation = self._choose(heads.values())
            made = explanation.assignment
            if made is None:
                return self._give_nothing(explanation)
            row = heads[made.item]
            taken = locked.get(made.item) or self._lock(row)
            if taken is not None:
                return self._give(taken, explanation)
            del heads[made.item]
            self._lock_another(row, explanation, heads, locked)
        explanation = self._choose(heads[each] for each in locked)
        made = explanation.assignment
        if made is None:
            return self._give_nothing(explanation)
        return self._give(locked[made.item], explanation)

    def _list_heads(self) -> dict[str, WaitingRow]:
        rows = find_heads(
            self.tx,
            self.view,
            self._list_lines(),
            agent=self.agent.id,
            fits=self._could_take,
            skipped=self.tools.floor.list_left_alone(now=self.now),
            now=self.now,
        )
        return {row.conversation_id: row for row in rows}

    def _could_take(self, row: WaitingRow) -> bool:
        return self.agent.id in self.view.crew.find_able(make_item(row), self.now)

    def _list_lines(self) -> Collection[int]:
        """List the lines the agent could take from; where there are none, those that say why."""
        trained = self.view.list_lines_for(self.agent.id)
        room = {each for each in self.state.capacity if has_room(self.state, each)}
        fitting = {line for line in trained if self.view.lines[line].channel in room}
        return fitting or trained or self.view.lines.keys()

    def _choose(self, rows: Iterable[WaitingRow]) -> Explanation:
        given = self.view.give_circumstances(self.tools.settings.routing.assignment, self.now)
        items = [make_item(row) for row in rows]
        chosen = choose_next(self.state, items, given)
        behind = max(chosen.behind, self.view.waiting - len(items), 0)
        return replace(chosen, behind=behind)

    def _lock(self, row: WaitingRow) -> Conversation | None:
        """Lock one, unless others have it or it has become another queue's since it was read."""
        try:
            found = lock_waiting(self.tx, row.conversation_id)
        except (ValueError, TypeError) as error:
            # What cannot be read cannot be given.
            raise NotGivenError(row.conversation_id) from error
        return found if found is not None and found.queue == row.line.queue else None

    def _lock_another(
        self,
        row: WaitingRow,
        explanation: Explanation,
        heads: dict[str, WaitingRow],
        locked: dict[str, Conversation],
    ) -> None:
        """Lock whoever stands behind one that somebody else is just being given."""
        skipped = {row.conversation_id, *locked, *self.tools.floor.list_left_alone(now=self.now)}
        order = _find_order(row, explanation, self.now)
        behind = lock_next_in_line(self.tx, row.line_id, order, skipped=skipped, now=self.now)
        found = None if behind is None else find_waiting(self.tx, behind)
        conversation = None if found is None else self._lock(found)
        if found is not None and conversation is not None:
            locked[conversation.id], heads[conversation.id] = conversation, found

    def _give(self, conversation: Conversation, explanation: Explanation) -> Next:
        given = record_giving(
            self.tx,
            self.tools,
            conversation,
            self.agent,
            explanation,
            names=self.view.names,
            now=self.now,
        )
        if self.away:
            # What they took would else go back to the queue at once.
            record_taking_work(self.tx, self.tools, self.agent, now=self.now)
        told = tell_shortly(explanation, self.view.names)
        return Next(given, explanation, f"{given.reference} is yours: {told}.")

    def _give_nothing(self, explanation: Explanation) -> Next:
        told = tell_assignment(explanation, "staff", names=self.view.names)
        return Next(None, explanation, told)


def _find_order(row: WaitingRow, explanation: Explanation, now: datetime) -> Order:
    if explanation.candidates[0].band is Band.TURN_OVERDUE:
        return Order.TURN
    if row.due_at is None:
        return Order.UNDUE
    return Order.HOLDS if row.due_at > now else Order.LATE


def _refuse(agent: StaffMember, now: datetime) -> Explanation:
    return Explanation(
        pulled=True,
        subject=agent.id,
        at=now,
        assignment=None,
        candidates=(),
        rejected=(Rejection(id=agent.id, reasons=(_NO_PART,)),),
    )
