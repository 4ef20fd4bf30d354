"""Beside the days of a company: customers complain, are answered, given something, and vote."""

import re
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from sqlalchemy import select

from bot.complaints.file_findings import Findings
from bot.complaints.open_by_hand import OpenOrder
from bot.redress.voucher_guesses import Trying
from complaints.response_edits import ResponseEdits
from complaints.shipped_policy import SHIPPED
from complaints.stage_moves import MOVES, list_outcomes
from crm_store.schema import ballots, complaints, conversations, gestures, outbox
from crm_store.transaction import Transaction
from domain.complaint_register import Severity
from domain.complaints import ComplaintStage
from domain.errors import FrontdeskError
from domain.redress import RedemptionAsked
from domain.satisfaction import Survey
from tests.stories.redress_cases import BOB, SHOP, give, set_policy
from tests.stories.simulated_days import SimulatedDays
from tests.stories.world import ANN

_DOING: Final = ResponseEdits(doing="We are searching for your bag")
_CODE: Final = re.compile(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}")
_CAUSES: Final = ("", *SHIPPED.causes)


@dataclass
class SimulatedComplaints:
    """What is complained of within some days, drawn from one seed as they are.

    Attributes:
        done: how often each thing was done, by what it is.
    """

    days: SimulatedDays
    random: Random
    done: Counter[str] = field(default_factory=Counter)

    async def begin(self) -> None:
        """Have small gestures be given by themselves, and dear ones wait for a second person."""
        lines = [
            {"severity": each.value, "give": "voucher", "cost": f"EUR {cost}.00"}
            for each, cost in zip(Severity, (10, 25, 60, 120), strict=True)
        ]
        await set_policy(self.days.desk, give(*lines, budget="2000.00"))
        self.days.beside.append(self.go_on)

    async def go_on(self) -> None:
        """Do some of what may be done, after each step of a day."""
        desk = self.days.desk
        await desk.ask_customers()
        if self.random.random() < 0.25:
            await self._try("opened", self._open)
        for row in await self._draw(complaints, 2):
            await self._see_to(row)
        await self._give_and_take()
        for row in await self._draw(ballots, 1):
            if row.asked_at is not None:
                await self._try("voted", self._vote, row)
        await desk.system.worker.work_off()

    async def _give_and_take(self) -> None:
        for row in await self._list(gestures):
            if row.state == "proposed" and self.random.random() < 0.3:
                await self._try("decided", self._decide, row.id)
        if self.random.random() < 0.3:
            await self._try("redeemed", self._redeem)

    async def _open(self) -> None:
        talk = self.random.choice([row for row in await self._list(conversations) if row.queue])
        order = OpenOrder(
            category=self.random.choice(SHIPPED.categories),
            why="They said so.",
            tell=self.random.random() < 0.5,
        )
        await self.days.desk.system.complaints.open(talk.reference, order, agent=ANN)

    async def _see_to(self, row: Any) -> None:
        desk, number = self.days.desk.system.complaints, row.number
        stage = ComplaintStage(row.stage)
        what = self.random.choice(("move", "move", "respond", "respond", "file", "own", "grade"))
        if what == "respond":
            await self._try(what, desk.respond, number, agent=ANN, edits=_DOING)
        elif what == "file":
            cause = self.random.choice(_CAUSES)
            findings = Findings(root_cause=cause, product=self.random.choice(("", "bags")))
            await self._try(what, desk.file, number, findings, agent=ANN)
        elif what == "own":
            owner = self.random.choice((ANN.id, None))
            await self._try(what, desk.assign, number, owner=owner, agent=ANN)
        elif what == "grade":
            severity = self.random.choice(tuple(Severity))
            grading = {"severity": severity, "reason": "So it is.", "agent": BOB}
            await self._try(what, desk.overrule, number, **grading)
        else:
            to = self.random.choice(MOVES[stage])
            closed = to is ComplaintStage.CLOSED
            outcome = self.random.choice(list_outcomes(stage)) if closed else None
            moving = {"to": to, "why": "It is so.", "outcome": outcome, "agent": ANN}
            await self._try(f"move to {to}", desk.move, number, **moving)

    async def _decide(self, gesture_id: str) -> None:
        desk = self.days.desk.system.redress
        if self.random.random() < 0.7:
            await desk.approve(gesture_id, by=BOB)
        else:
            await desk.decline(gesture_id, by=BOB, reason="Not for this.")

    async def _redeem(self) -> None:
        texts = " ".join(row.text for row in await self._list(outbox))
        code = self.random.choice(_CODE.findall(texts))
        asked = RedemptionAsked(use=f"order {self.random.randrange(9)}", currency="EUR")
        trying = Trying(token_id=SHOP.id, address="192.0.2.1")
        done = await self.days.desk.system.redress.redeem(code, asked, by=SHOP, trying=trying)
        self.done[f"redeemed: {done.redemption.refusal or 'yes'}"] += 1

    async def _vote(self, ballot: Any) -> None:
        talk = next(
            row for row in await self._list(conversations) if row.id == ballot.conversation_id
        )
        value = self.random.randint(1, Survey(ballot.survey).most)
        if talk.channel == "web_chat":
            await self.days.desk.visitor_writes(talk.thread, str(value))

    async def _try(self, what: str, do: Any, *given: Any, **named: Any) -> None:
        """Do something unless it is refused, as much of what is drawn is."""
        try:
            await do(*given, **named)
        except (FrontdeskError, IndexError):
            return
        self.done[what] += 1

    async def _draw(self, table: Any, number: int) -> list[Any]:
        rows = await self._list(table)
        return self.random.sample(rows, min(number, len(rows)))

    async def _list(self, table: Any) -> list[Any]:
        def read(tx: Transaction) -> list[Any]:
            return list(tx.execute(select(table)).all())

        return await self.days.desk.system.store.read(read)
