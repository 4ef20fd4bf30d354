"""Runs of actions that a Rasa server leads, on the same record as all others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.actions.contract import ActionContext, SelfService, Telling
from bot.compose import ADDRESS_KINDS
from bot.forms.reading import Reading
from bot.rasa.called_action import CalledAction
from bot.tools import Tools
from crm_store.action_runs import (
    change_run,
    find_active_run,
    find_run_by_key,
    lock_run,
    record_run,
    record_step,
)
from crm_store.conversations import find_conversation_by_id
from crm_store.customers import get_customer
from crm_store.transaction import Transaction
from domain.business import Write
from domain.conversations import Conversation
from domain.customers import Customer, Trust
from domain.errors import NotFoundError
from domain.messages import Address
from domain.self_service import ENDED, ActionRun, RunState, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an action is called: whose conversation it is, and which run."""

    tools: Tools
    conversation: Conversation
    customer: Customer
    run: ActionRun
    now: datetime

    def context(self, called: CalledAction, write: Write) -> ActionContext:
        """Return what the action is given beside its slots."""
        return ActionContext(
            tools=self.tools,
            run_id=self.run.id,
            conversation=self.conversation,
            customer=self.customer,
            address=_find_address(self.conversation, self.customer),
            level=self.run.level,
            now=self.now,
            write=write,
            reading=Reading(
                text=called.text,
                language=self.conversation.language or "en",
                now=self.now,
                choices=self.run.choices,
                slots=called.slots,
                time_zone=self.tools.settings.time_zone,
            ),
        )


async def find_place(tools: Tools, action: SelfService, called: CalledAction) -> Place:
    """Find the conversation and its run of the action, or begin one.

    Raises:
        NotFoundError: there is no such conversation.
    """
    return await tools.store.run(_find_place, tools, action, called, now=tools.clock.now())


async def begin_submission(
    tools: Tools, action: SelfService, called: CalledAction
) -> tuple[Place, Write]:
    """Commit that the action is about to be carried out, so that it happens once.

    Rasa may call again for the same message, after a crash of its own or of ours; then the outcome
    is to be looked up by the key.

    Raises:
        NotFoundError: there is no such conversation.
    """
    return await tools.store.run(_begin_submission, tools, action, called, now=tools.clock.now())


async def record_read(
    tools: Tools, run: ActionRun, telling: Telling, slots: Mapping[str, Any]
) -> None:
    """Record what the form holds now, for staff and the funnel."""
    await tools.store.run(_record_read, run, telling, dict(slots), now=tools.clock.now())


async def record_end(tools: Tools, run: ActionRun, telling: Telling) -> None:
    """Record how the action ended, with what is to change on our own record."""
    await tools.store.run(_record_end, run, telling, now=tools.clock.now())


def _find_place(
    tx: Transaction, tools: Tools, action: SelfService, called: CalledAction, *, now: datetime
) -> Place:
    conversation = find_conversation_by_id(tx, called.sender)
    if conversation is None:
        raise NotFoundError(f"there is no conversation {called.sender!r}")
    run = find_active_run(tx, conversation.id)
    if run is None or run.action != action.name:
        run = _begin_run(tx, tools, action, conversation, now)
    return _place(tx, tools, conversation, run, now)


def _place(
    tx: Transaction, tools: Tools, conversation: Conversation, run: ActionRun, now: datetime
) -> Place:
    customer = get_customer(tx, conversation.customer_id)
    return Place(tools=tools, conversation=conversation, customer=customer, run=run, now=now)


def _begin_run(
    tx: Transaction, tools: Tools, action: SelfService, conversation: Conversation, now: datetime
) -> ActionRun:
    run = ActionRun(
        id=tools.ids.new(),
        conversation_id=conversation.id,
        customer_id=conversation.customer_id,
        action=action.name,
        state=RunState.COLLECTING,
        channel=conversation.channel,
        started_at=now,
        updated_at=now,
        expires_at=now + action.patience,
    )
    record_run(tx, run)
    record_step(tx, run, Step.STARTED, now=now)
    return run


def _begin_submission(
    tx: Transaction, tools: Tools, action: SelfService, called: CalledAction, *, now: datetime
) -> tuple[Place, Write]:
    key = f"rasa:{called.sender}:{action.name}:{called.message or tools.ids.new()}"
    begun = find_run_by_key(tx, key)
    place = _find_place(tx, tools, action, called, now=now)
    if begun is not None:
        place = _place(tx, tools, place.conversation, begun, now)
        return place, Write(key=key, repeated=True)
    run = change_run(tx, place.run, now=now, state=RunState.SUBMITTING, key=key)
    record_step(tx, run, Step.SUBMITTED, now=now)
    return _place(tx, tools, place.conversation, run, now), Write(key=key)


def _record_read(
    tx: Transaction, run: ActionRun, telling: Telling, slots: dict[str, Any], *, now: datetime
) -> None:
    run = lock_run(tx, run.id)
    requested = slots.pop("requested_slot", None)
    for name, value in slots.items():
        if value is not None and run.slots.get(name) is None:
            record_step(tx, run, Step.FILLED, slot=name, now=now)
    if requested is not None and requested != run.requested:
        record_step(tx, run, Step.ASKED, slot=requested, now=now)
    run = change_run(
        tx,
        run,
        now=now,
        slots={name: value for name, value in slots.items() if value is not None},
        requested=requested,
        asked_at=now,
        level=max(run.level, telling.proven),
    )
    if telling.ended is not None or telling.handed_over is not None:
        _end(tx, run, telling, now)


def _record_end(tx: Transaction, run: ActionRun, telling: Telling, *, now: datetime) -> None:
    run = lock_run(tx, run.id)
    if run.state in ENDED:
        # It was called once more; what it changed on our record it has changed.
        return
    for work in telling.changes:
        work(tx)
    _end(tx, run, telling, now)


def _end(tx: Transaction, run: ActionRun, telling: Telling, now: datetime) -> None:
    ended = telling.ended
    if ended is None:
        change_run(tx, run, now=now, state=RunState.HANDED_OVER)
        record_step(tx, run, Step.HANDED_OVER, now=now)
        return
    over = now if ended.state in ENDED else None
    changed = {"state": ended.state, "outcome": ended.outcome, "facts": dict(ended.facts)}
    change_run(tx, run, now=now, ended_at=over, **changed)
    record_step(tx, run, Step.ENDED if over else Step.HANDED_OVER, now=now)


def _find_address(conversation: Conversation, customer: Customer) -> Address:
    """Find where the customer writes from; the identity tells whether it is surely theirs."""
    kind = ADDRESS_KINDS.get(conversation.channel, conversation.channel)
    proven = any(
        (each.kind, each.value, each.trust) == (kind, conversation.thread, Trust.VERIFIED)
        for each in customer.identities
    )
    return Address(kind=kind, value=conversation.thread, verified=proven)
