"""Days of a company that is open: customers write, agents come and go, supervisors change things.

All is drawn from one seed, so that what went wrong once goes wrong again.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any, Final

from bot.assigning.keep_turns import TurnsKeeper, start_keeper
from bot.assigning.reconcile import reconcile
from bot.figures.keep_figures import count_all_changes
from bot.give_to_bot import record_giving_to_bot
from bot.presence.sign import record_closing, record_log_out
from crm_store.agent_presence import finish_presence
from crm_store.inbox import InboxFilter, list_conversations_by_id
from crm_store.staff import record_activity
from domain.assignment import Presence
from domain.conversations import Conversation, ConversationStatus, Priority
from domain.errors import ConflictError, InvalidInputError
from domain.staff import Role, StaffMember
from domain.staffing import Taking
from tests.stories.agreements import give_tier
from tests.stories.sound_routing import require_room, require_sound_routing
from tests.stories.staffed_floor import StaffedFloor
from tests.stories.story_desk import StoryDesk
from tests.stories.world import KNOWN, UNKNOWN, UNKNOWN_GERMAN

STEP: Final = timedelta(minutes=15)
TEXTS: Final = (
    UNKNOWN,
    UNKNOWN_GERMAN,
    KNOWN,
    "I want to talk to a person about my lost luggage",
    "I want to talk to a person about my refund",
    "I want to talk to a person",
)
QUEUES: Final = ("general", "baggage", "bookings")
# Messages in each step, by hour; the nights are quiet.
BUSY: Final = (0.2,) * 7 + (0.8, 1.8, 2.4, 2.6, 2.2, 1.8, 2.0, 2.2, 2.0, 1.6, 1.2) + (0.5,) * 6
OPEN: Final = ConversationStatus.OPEN


@dataclass
class SimulatedDays:
    """The company's days.

    Attributes:
        done: how often each thing was done, by what it is.
        beside: what else happens after each step.
    """

    desk: StoryDesk
    random: Random
    done: Counter[str] = field(default_factory=Counter)
    beside: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    visitors: list[str] = field(default_factory=list)

    async def begin(self) -> None:
        """Hire and train everybody."""
        self.floor = floor = StaffedFloor(self.desk)
        push, pull = Taking.PUSH, Taking.PULL
        await floor.register("baggage", "money", "lang:de")
        chats = {"web_chat": 3, "web_form": 4, "sms": 2}
        baggage, money, german = {"baggage": 3}, {"money": 2}, {"lang:de": 4}
        everything: dict[str, Any] = {"taking": push, "capacity": chats}
        self.staff = [
            await floor.hire("Priya", skills=baggage | german, **everything),
            await floor.hire("Lukas", skills=baggage, **everything),
            await floor.hire("Mona", skills=money | german, taking=pull, capacity=chats),
            await floor.hire("Omar", skills=money, **everything),
            await floor.hire("Rosa", skills={}, taking=pull, capacity=chats),
        ]
        self.sue = await floor.hire("Sue", role=Role.SUPERVISOR, taking=Taking.NONE)
        await floor.require("baggage", baggage=2, overflow={"general": 0.8})
        await floor.require("bookings", money=1)
        self.there = dict.fromkeys((each.id for each in self.staff), False)
        self.barred: set[str] = set()
        self.keeper: TurnsKeeper = await start_keeper(self.desk.system.tools)

    async def clear_up(self) -> None:
        """Train all for everything, and have them work until nobody waits, or a day is over."""
        for each in self.staff:
            if each.id in self.barred:
                await self.bars_or_unbars()
            await self._retrain(each, **{"baggage": 3, "money": 3, "lang:de": 3})
            await self.floor.train(each, capacity={"web_chat": 5, "web_form": 5, "sms": 5})
        await self.pass_a_day(arrivals=False)

    async def pass_a_day(self, *, arrivals: bool = True, checked_each: int = 12) -> None:
        """Let 24 hours pass and look at everything every so many steps."""
        for step in range(int(timedelta(days=1) / STEP)):
            self.desk.clock.advance(STEP)
            await self.desk.settle()
            await self.staff_comes_and_goes()
            if arrivals:
                await self.customers_write()
                await self.supervisor_acts()
            await self.agents_work(mischief=arrivals)
            for happen in self.beside:
                await happen()
            await self.routing_goes_on()
            if step % checked_each == 0:
                await require_sound_routing(self.desk)
                await count_all_changes(self.desk.system.tools)
        await require_sound_routing(self.desk)

    async def routing_goes_on(self) -> None:
        """Do once what its processes do time and again."""
        await self.floor.look()
        await self.floor.notes()
        self.done["pushed"] += await self.floor.gives_out()
        await require_room(self.desk)
        await self.keeper.go_on()

    # Customers

    async def customers_write(self) -> None:
        for _ in range(self._draw_number(BUSY[self.desk.clock.now().hour])):
            await self._customer_writes()

    async def _customer_writes(self) -> None:
        old = self.visitors and self.random.random() < 0.35
        visitor = self.random.choice(self.visitors) if old else f"visitor-{len(self.visitors)}"
        text = self.random.choice(TEXTS)
        self.done["written"] += 1
        if self.random.random() < 0.15 and not old:
            await self.desk.form_is_sent(f"{visitor}@example.com", text)
            return
        await self.desk.visitor_writes(visitor, f"{text} {self.random.randrange(999)}")
        if not old:
            self.visitors.append(visitor)
            if self.random.random() < 0.1:
                await give_tier(self.desk, visitor, "gold")
                await reconcile(self.desk.system.tools)

    # Agents

    async def staff_comes_and_goes(self) -> None:
        """Those whose shift it is come, and who goes does so in one of many ways."""
        hour = self.desk.clock.now().hour
        for place, agent in enumerate(self.staff):
            on_shift = 7 + place <= hour < 15 + place
            was_there = self.there[agent.id]
            falls_silent = self.random.random() < 0.03
            is_there = on_shift and not falls_silent and agent.id not in self.barred
            self.there[agent.id] = is_there
            if is_there:
                await self.floor.comes(agent)
                if self.random.random() < 0.1:
                    chosen = self.random.choice(tuple(Presence)[2:] + (Presence.AVAILABLE,) * 4)
                    await self.floor.is_now(agent, chosen)
            elif was_there:
                await self._goes(agent)

    async def _goes(self, agent: StaffMember) -> None:
        """Log out, close the page, or just close the laptop."""
        record = self.random.choice((record_log_out, record_closing, None))
        if record is not None:
            await self.floor._run(record, agent)
        self.done["gone"] += 1

    async def agents_work(self, *, mischief: bool) -> None:
        for agent in self.staff:
            if self.there[agent.id]:
                await self._work(agent, mischief=mischief)

    async def _work(self, agent: StaffMember, *, mischief: bool) -> None:
        if self.random.random() < 0.8:
            taken = await self.floor.asks(agent)
            self.done["pulled"] += taken.conversation is not None
        for each in await self._list(assignee=agent.id):
            if each.status is OPEN and each.waiting_since and self.random.random() < 0.7:
                await self._do("reply", each, agent, text="So it is.")
            elif each.status is not ConversationStatus.RESOLVED and self.random.random() < 0.5:
                await self._do("resolve", each, agent, disposition="solved")
        if mischief and self.random.random() < 0.35:
            await self._does_something_else(agent)

    async def _does_something_else(self, agent: StaffMember) -> None:
        found = await self._list()
        if not found:
            return
        one, other = self.random.choice(found), self.random.choice(found)
        colleague = self.random.choice((*self.staff, self.sue))
        until = self.desk.clock.now() + timedelta(minutes=self.random.choice((20, 300)))
        deeds: tuple[tuple[str, dict[str, Any]], ...] = (
            ("reply", {"text": "I am looking into it."}),
            ("take", {}),
            ("release", {}),
            ("release", {}),
            ("reopen", {}),
            ("resume", {}),
            ("wait_for_customer", {}),
            ("note", {"text": "Look at this."}),
            ("snooze", {"until": until}),
            ("hold", {"for_whom": "the airport"}),
            ("assign", {"assignee": colleague.id, "queue": None}),
            ("assign", {"assignee": None, "queue": self.random.choice(QUEUES)}),
            ("widen", {"queue": self.random.choice(QUEUES)}),
            ("set_priority", {"priority": self.random.choice(tuple(Priority))}),
            ("merge", {"into": other.reference, "confirmed": True}),
            ("unmerge", {}),
            ("give_to_bot", {}),
        )
        what, facts = self.random.choice(deeds)
        await self._do(what, one, agent, **facts)

    async def _do(
        self, what: str, conversation: Conversation, agent: StaffMember, **facts: Any
    ) -> None:
        try:
            if what == "give_to_bot":
                await self.floor._run(record_giving_to_bot, conversation.reference, agent)
            else:
                desk = self.desk.system.desk
                await getattr(desk, what)(conversation.reference, agent=agent, **facts)
        except (ConflictError, InvalidInputError):
            return
        self.done[what] += 1
        await self.desk.system.worker.work_off()

    # Supervisors

    async def supervisor_acts(self) -> None:
        """Now and then something about the staffing is changed, under running work."""
        if self.random.random() < 0.05:
            change = self.random.choice(CHANGES)
            await change(self)
            self.done[change.__name__] += 1

    async def trains_nobody(self) -> None:
        """Nobody is left who is trained for money."""
        for each in self.staff:
            await self._retrain(each, money=0)

    async def trains_again(self) -> None:
        await self._retrain(self.random.choice(self.staff), money=2)

    async def swaps_baggage(self) -> None:
        await self._retrain(self.random.choice(self.staff), baggage=self.random.randrange(6))

    async def changes_room(self) -> None:
        """Somebody has room for nothing of a channel, or for more."""
        capacity = {"web_chat": self.random.randrange(4), "web_form": 4, "sms": 2}
        await self.floor.train(self.random.choice(self.staff), capacity=capacity)

    async def changes_taking(self) -> None:
        taking = self.random.choice(tuple(Taking))
        await self.floor.train(self.random.choice(self.staff), taking=taking)

    async def renames_a_skill(self) -> None:
        skills = {each.skill.name for each in await self.floor.supervisors.list_skills()}
        name, to = ("baggage", "bags") if "baggage" in skills else ("bags", "baggage")
        await self.floor.supervisors.rename_skill(name, to=to, by="Sue")

    async def bars_or_unbars(self) -> None:
        """Somebody works here no more, or does so again."""
        who = next((each for each in self.staff if each.id in self.barred), self.staff[1])
        store, now = self.desk.system.store, self.desk.clock.now()
        active = who.id in self.barred
        await store.run(record_activity, who.id, active=active)
        if active:
            self.barred.remove(who.id)
        else:
            self.barred.add(who.id)
            self.there[who.id] = False
            await store.run(finish_presence, who.id, now=now)

    async def _retrain(self, agent: StaffMember, **levels: int) -> None:
        skills = {each.skill.name for each in await self.floor.supervisors.list_skills()}
        standing = await self.floor.supervisors.get_agent(agent.id)
        wanted = dict(standing.profile.skills) | {
            ("bags" if name == "baggage" and "bags" in skills else name): level
            for name, level in levels.items()
        }
        trained = {name: level for name, level in wanted.items() if level}
        profile = replace(standing.profile, skills=trained)
        await self.floor.supervisors.save_profile(profile, by="Sue")

    # What the record says

    async def _list(self, **wanted: Any) -> list[Conversation]:
        """The latest conversations that people have or had, as far as anybody would look."""
        found = await self.desk.system.store.read(
            list_conversations_by_id, InboxFilter(**wanted), before=None, limit=40
        )
        return [each for each in found if each.queue is not None]

    def _draw_number(self, mean: float) -> int:
        whole = int(mean)
        return whole + (self.random.random() < mean - whole)


CHANGES: Final[tuple[Callable[[SimulatedDays], Awaitable[None]], ...]] = (
    SimulatedDays.trains_nobody,
    SimulatedDays.trains_again,
    SimulatedDays.trains_again,
    SimulatedDays.swaps_baggage,
    SimulatedDays.changes_room,
    SimulatedDays.changes_taking,
    SimulatedDays.renames_a_skill,
    SimulatedDays.bars_or_unbars,
)
