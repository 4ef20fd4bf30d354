"""Runs of self-service actions on record, each as short as its steps, for reports to be counted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from crm_store.action_runs import record_run, record_step
from crm_store.conversations import change_conversation, record_conversation
from crm_store.customers import record_customer
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.conversations import Conversation, ConversationStatus
from domain.self_service import ENDED, ActionRun, RunState, Step
from domain.service_levels import ClockKind
from tests.clocks import put_clock

PATIENCE = timedelta(hours=24)


class RunRecord:
    """Writes runs; what is not said of one is as usual.

    Args:
        tx: an open transaction.
        customer_id: of a customer on record; None for one of its own.
    """

    def __init__(self, tx: Transaction, customer_id: str | None = None) -> None:
        self._tx = tx
        self._number = 0
        self._customer_id = customer_id or "mara"
        if customer_id is None:
            long_ago = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
            record_customer(tx, customer_id="mara", name="Mara Ek", language="en", now=long_ago)

    def converse(
        self,
        at: datetime,
        *,
        channel: str = "sms",
        ended: str | None = "answered",
        queue: str | None = None,
    ) -> Conversation:
        """Record a conversation that ended an hour later, unless `ended` is None."""
        self._number += 1
        begun = record_conversation(
            self._tx,
            conversation_id=f"run-v-{self._number}",
            reference=f"FD-RUN{self._number:05}",
            customer_id=self._customer_id,
            key=ThreadKey(channel=channel, account="a", thread=f"thread-{self._number}"),
            subject=None,
            language="en",
            now=at,
        )
        changes: dict[str, Any] = {"queue": queue}
        if ended is not None:
            over = {"status": ConversationStatus.RESOLVED, "disposition": ended}
            changes |= over | {"resolved_at": at + timedelta(hours=1)}
        return change_conversation(self._tx, begun, now=at + timedelta(hours=1), **changes)

    def run(
        self,
        steps: Sequence[str],
        at: datetime,
        *,
        state: RunState = RunState.DONE,
        conversation: Conversation | None = None,
        action: str = "check_in",
        channel: str = "sms",
        queue: str | None = None,
        **more: Any,
    ) -> ActionRun:
        """Record a run and its steps, each a minute after the one before.

        Args:
            steps: such as `asked booking`, `filled booking` or `handed_over`.
        """
        self._number += 1
        conversation = conversation or self.converse(at, channel=channel, queue=queue)
        end = at + timedelta(minutes=len(steps) + 1)
        run = ActionRun(
            id=f"run-{self._number}",
            conversation_id=conversation.id,
            customer_id=self._customer_id,
            action=action,
            state=state,
            channel=channel,
            started_at=at,
            updated_at=end,
            expires_at=at + PATIENCE,
            ended_at=end if state in ENDED else None,
        )
        run = replace(run, **more)
        record_run(self._tx, run)
        if "handed_over" in steps:
            self._promise(run)
        for minute, told in enumerate(("started", *steps)):
            step, _, slot = told.partition(" ")
            when = at + timedelta(minutes=minute)
            record_step(self._tx, run, Step(step), slot=slot or None, now=when)
        return run

    def _promise(self, run: ActionRun) -> None:
        put_clock(
            self._tx,
            clock_id=f"k-{run.id}",
            conversation_id=run.conversation_id,
            kind=ClockKind.FIRST_RESPONSE,
            queue="general",
            target_minutes=30,
            now=run.started_at,
        )
