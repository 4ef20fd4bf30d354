"""Runs of actions that a Rasa server leads, on the same record as all others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.actions.contract import ActionContext, SelfService, Telling
from bot.forms.reading import Reading
from bot.rasa.called_action import CalledAction
from bot.thread_address import find_thread_address
from bot.tools import Tools
from crm_store.action_runs import (
    change_run,
    find_active_run,
    find_run_by_key,
    lock_run,
    record_run,
    record_step,
)
from crm_store.conversations import find_conversation_by_id, get_conversation_by_id
from crm_store.customers import get_customer
from crm_store.transaction import Transaction
from domain.business import Write
from domain.conversations import Conversation
from domain.customers import Customer
from domain.errors import NotFoundError
from domain.self_service import ENDED, ActionRun, RunState, Step

# What waits for staff is theirs: it stays as they see it.
_LED = frozenset({RunState.COLLECTING, RunState.SUBMITTING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an action is called: whose conversation it is, and which run.

    Attributes:
        begun: the run began with this call, so that what Rasa still holds is of an earlier one.
    """

    tools: Tools
    conversation: Conversation
    customer: Customer
    run: ActionRun
    now: datetime
    begun: bool = False

    def context(self, called: CalledAction, write: Write) -> ActionContext:
        """Return what the action is given beside its slots."""
        return ActionContext(
            tools=self.tools,
            run_id=self.run.id,
            conversation=self.conversation,
            customer=self.customer,
            address=find_thread_address(self.conversation, self.customer),
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
) -> tuple[Place, Write] | None:
    """Commit that the action is about to be carried out, so that it happens once.

    Rasa may call again for the same message, after a crash of its own or of ours; then the outcome
    is to be looked up by the key.

    Returns:
        None where the form itself ended it at this message, so that nothing is to be carried out:
        Rasa's rules cannot tell a form that has all it needs from one that has refused.

    Raises:
        NotFoundError: there is no such conversation.
    """
    return await tools.store.run(_begin_submission, tools, action, called, now=tools.clock.now())


async def record_read(
    place: Place,
    called: CalledAction,
    telling: Telling,
    slots: Mapping[str, Any],
    requested: str | None,
) -> None:
    """Record what the form holds now, and what it asks for, for staff and the funnel."""
    store, now = place.tools.store, place.tools.clock.now()
    run = await store.run(_record_read, place.run, telling, slots, requested, now=now)
    if telling.ended is not None or telling.handed_over is not None:
        key = _make_key(called, run.action, of_form=True)
        await store.run(_record_ended_by_form, run, telling, key, now=now)


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
    if run is not None and run.action == action.name and run.state in _LED:
        return _place(tx, tools, conversation, run, now)
    run = _begin_run(tx, tools, action, conversation, now)
    return replace(_place(tx, tools, conversation, run, now), begun=True)


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
) -> tuple[Place, Write] | None:
    if find_run_by_key(tx, _make_key(called, action.name, of_form=True)) is not None:
        return None
    key = _make_key(called, action.name) if called.message else f"rasa:{tools.ids.new()}"
    begun = find_run_by_key(tx, key)
    if begun is not None:
        conversation = get_conversation_by_id(tx, begun.conversation_id)
        return _place(tx, tools, conversation, begun, now), Write(key=key, repeated=True)
    place = _find_place(tx, tools, action, called, now=now)
    if place.run.state is RunState.SUBMITTING and place.run.key is not None:
        # Whoever began it died over it, and the customer has written again since.
        return place, Write(key=place.run.key, repeated=True)
    run = change_run(tx, place.run, now=now, state=RunState.SUBMITTING, key=key)
    record_step(tx, run, Step.SUBMITTED, now=now)
    return replace(place, run=run), Write(key=key)


def _make_key(called: CalledAction, action: str, *, of_form: bool = False) -> str:
    """Name what a message leads to: the action's being carried out, or its end in the form."""
    kind = "form" if of_form else "do"
    return f"rasa:{kind}:{called.sender}:{action}:{called.message}"


def _record_read(
    tx: Transaction,
    run: ActionRun,
    telling: Telling,
    slots: Mapping[str, Any],
    requested: str | None,
    *,
    now: datetime,
) -> ActionRun:
    run = lock_run(tx, run.id)
    for name, value in slots.items():
        if value is not None and run.slots.get(name) is None:
            record_step(tx, run, Step.FILLED, slot=name, now=now)
    if requested is not None and requested != run.requested:
        record_step(tx, run, Step.ASKED, slot=requested, now=now)
    return change_run(
        tx,
        run,
        now=now,
        slots={name: value for name, value in slots.items() if value is not None},
        requested=requested,
        asked_at=now,
        level=max(run.level, telling.proven),
    )


def _record_ended_by_form(
    tx: Transaction, run: ActionRun, telling: Telling, key: str, *, now: datetime
) -> None:
    if find_run_by_key(tx, key) is None:
        run = change_run(tx, run, now=now, key=key)
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
