"""A conversation changes, and its clocks with it; nothing else pauses or re-targets one."""

from datetime import datetime
from typing import Any, Final

from bot.clocks.choose_terms import choose_policy, make_terms
from bot.clocks.happen import happen
from bot.clocks.stop_clocks import stop_at_resolution
from bot.tools import Tools
from crm_store.clocks import list_clocks, list_running_clocks
from crm_store.conversations import change_conversation
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.service_levels import PauseReason, Retarget, SlaPolicy
from domain.sla_clocks import ClockEvent, ClockEventKind, ClockTerms, SlaClock
from service_levels.clock_fold import apply_event

_REASONS: Final = {
    ConversationStatus.PENDING: PauseReason.CUSTOMER,
    ConversationStatus.SNOOZED: PauseReason.SNOOZE,
    ConversationStatus.ON_HOLD: PauseReason.THIRD_PARTY,
}
_FOLLOWED: Final = ("status", "queue", "priority", "snoozed_until")


def change_with_clocks(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    *,
    now: datetime,
    keep_targets: bool = False,
    **changes: Any,
) -> Conversation:
    """Change fields of a conversation as `change_conversation` does, and have its clocks follow.

    Args:
        keep_targets: leave what was promised as it is, whatever queue and priority become.

    Raises:
        ConflictError: somebody else changed it since it was read.
    """
    changed = change_conversation(tx, conversation, now=now, **changes)
    if any(getattr(conversation, name) != getattr(changed, name) for name in _FOLLOWED):
        _follow(tx, tools, conversation, changed, now=now, keep_targets=keep_targets)
    return changed


def _follow(
    tx: Transaction,
    tools: Tools,
    before: Conversation,
    after: Conversation,
    *,
    now: datetime,
    keep_targets: bool,
) -> None:
    if after.status is ConversationStatus.RESOLVED:
        stop_at_resolution(tx, tools, after.id, now=now)
        return
    if before.status is ConversationStatus.RESOLVED:
        _reopen(tx, tools, after, now)
    if before.queue is None and after.queue is None:
        return
    for clock in list_running_clocks(tx, after.id):
        events = _list_events(tx, tools, clock, before, after, now=now, keep=keep_targets)
        if events:
            happen(tx, tools, clock, *events)


def _reopen(tx: Transaction, tools: Tools, conversation: Conversation, now: datetime) -> None:
    """Have go on what resolving stopped; the time between counts for nothing."""
    latest = {clock.kind: clock for clock in list_clocks(tx, conversation.id)}
    for clock in latest.values():
        if not clock.running and clock.stopped_by == "resolved":
            event = ClockEvent(kind=ClockEventKind.REOPENED, at=now, reason="reopened")
            happen(tx, tools, clock, event)


def _list_events(
    tx: Transaction,
    tools: Tools,
    clock: SlaClock,
    before: Conversation,
    after: Conversation,
    *,
    now: datetime,
    keep: bool,
) -> tuple[ClockEvent, ...]:
    policy = tools.agreements.get_policy(tx, clock.state.terms.policy_version)
    retargeted = () if keep else _retarget(tx, tools, clock, policy, before, after, now)
    if retargeted and retargeted[0].terms is not None:
        policy = tools.agreements.get_policy(tx, retargeted[0].terms.policy_version)
    return (*retargeted, *_hold(clock, policy, after, now))


def _hold(
    clock: SlaClock, policy: SlaPolicy, conversation: Conversation, now: datetime
) -> tuple[ClockEvent, ...]:
    reason = _find_reason(clock, policy, conversation)
    until = conversation.snoozed_until if reason is PauseReason.SNOOZE else None
    if reason is clock.state.paused and until == clock.state.paused_until:
        return ()
    if reason is None:
        paused = clock.state.paused
        why = "" if paused is None else paused.value
        return (ClockEvent(kind=ClockEventKind.RESUMED, at=now, reason=why),)
    return (ClockEvent(kind=ClockEventKind.PAUSED, at=now, reason=reason.value, until=until),)


def _find_reason(
    clock: SlaClock, policy: SlaPolicy, conversation: Conversation
) -> PauseReason | None:
    if conversation.queue is None:
        return PauseReason.BOT
    reason = _REASONS.get(conversation.status)
    return reason if reason in policy.pauses.get(clock.kind, frozenset()) else None


def _retarget(  # noqa: PLR0917 - seven things of their own types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    clock: SlaClock,
    policy: SlaPolicy,
    before: Conversation,
    after: Conversation,
    now: datetime,
) -> tuple[ClockEvent, ...]:
    if after.queue is None or policy.retarget is Retarget.NEVER:
        return ()
    if after.queue not in {before.queue, clock.state.terms.queue}:
        chosen, why = choose_policy(tx, tools, after), "queue"
    elif before.priority is not after.priority:
        chosen, why = policy, "priority"
    else:
        return ()
    terms = make_terms(tx, tools, chosen, after, clock.kind)
    if terms is None or terms == clock.state.terms:
        return ()
    event = ClockEvent(kind=ClockEventKind.RETARGETED, at=now, reason=why, terms=terms)
    if policy.retarget is Retarget.STRICTER and not _is_stricter(tx, tools, clock, event, terms):
        return ()
    return (event,)


def _is_stricter(
    tx: Transaction, tools: Tools, clock: SlaClock, event: ClockEvent, terms: ClockTerms
) -> bool:
    due_at = clock.state.due_at
    if due_at is None:
        return terms.target < clock.state.terms.target
    changed = apply_event(clock.state, event, tools.agreements.hours_of(tx)).due_at
    return changed is not None and changed < due_at
