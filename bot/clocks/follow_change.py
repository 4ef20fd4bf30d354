"""A conversation changes, and its clocks with it; nothing else pauses or re-targets one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.assigning.follow_waiting import follow_change
from bot.clocks.choose_terms import choose_policy, make_terms
from bot.clocks.happen import begin_clock, happen
from bot.clocks.plan_correction import plan_correction
from bot.clocks.retarget import find_retargeting
from bot.clocks.start_clocks import start_waiting
from bot.clocks.stop_clocks import stop_at_resolution
from bot.clocks.untouched import is_untouched
from bot.tools import Tools
from crm_store.clocks import list_standing_clocks
from crm_store.conversations import change_conversation
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.service_levels import ClockKind, PauseReason, SlaPolicy
from domain.sla_clocks import ClockEvent, ClockEventKind, SlaClock

_REASONS: Final = {
    ConversationStatus.PENDING: PauseReason.CUSTOMER,
    ConversationStatus.SNOOZED: PauseReason.SNOOZE,
    ConversationStatus.ON_HOLD: PauseReason.THIRD_PARTY,
}
_FOLLOWED: Final = ("status", "queue", "priority", "snoozed_until", "policy")


def change_with_clocks(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    *,
    now: datetime,
    since: datetime | None = None,
    keep_targets: bool = False,
    **changes: Any,
) -> Conversation:
    """Change fields of a conversation as `change_conversation` does, and have its clocks follow.

    So does its place among those who wait for an agent. With a status that is no longer `snoozed`
    or `on_hold`, `snoozed_until` and `held_for` go.

    Args:
        since: when what it is changed for arrived, which is when its clocks follow; None for now.
        keep_targets: leave what was promised as it is, whatever queue and priority become.

    Raises:
        ConflictError: somebody else changed it since it was read.
    """
    changes = _end_holds(conversation, changes)
    if conversation.widened_to is not None and _ends_widening(conversation, changes):
        changes = {**changes, "widened_to": None}
    changed = change_conversation(tx, conversation, now=now, **changes)
    if any(getattr(conversation, name) != getattr(changed, name) for name in _FOLLOWED):
        # What another machine stamped may lie ahead of this one's clock.
        at = now if since is None else min(since, now)
        _follow(tx, tools, conversation, changed, at=at, keep_targets=keep_targets)
    follow_change(tx, tools, conversation, changed, now=now)
    return changed


def _end_holds(conversation: Conversation, changes: dict[str, Any]) -> dict[str, Any]:
    """Have what a snooze or a hold is about end with it, whatever ended it."""
    status = changes.get("status", conversation.status)
    ended: dict[str, Any] = {}
    if status is not ConversationStatus.SNOOZED and conversation.snoozed_until is not None:
        ended["snoozed_until"] = None
    if status is not ConversationStatus.ON_HOLD and conversation.held_for is not None:
        ended["held_for"] = None
    return {**changes, **ended}


def _ends_widening(conversation: Conversation, changes: Mapping[str, Any]) -> bool:
    leaves = changes.get("queue", conversation.queue) != conversation.queue
    return leaves or changes.get("status") is ConversationStatus.RESOLVED


def _follow(
    tx: Transaction,
    tools: Tools,
    before: Conversation,
    after: Conversation,
    *,
    at: datetime,
    keep_targets: bool,
) -> None:
    if after.status is ConversationStatus.RESOLVED:
        stop_at_resolution(tx, tools, after.id, now=at)
        return
    if before.queue is None and after.queue is None:
        # The bot has it, as before; what it was given back with stays held.
        return
    clocks = () if is_untouched(before) else list_standing_clocks(tx, after.id)
    if before.status is ConversationStatus.RESOLVED:
        clocks = _reopen(tx, tools, clocks, at)
    for clock in clocks:
        _carry_on(tx, tools, clock, before, after, at=at, keep=keep_targets)
    if after.queue not in {before.queue, None}:
        _begin_resolution(tx, tools, clocks, after, at)
        # Whoever hands over to the first queue says since when they wait.
        if not keep_targets and before.queue is not None:
            _begin_response(tx, tools, clocks, after, at)


def _carry_on(
    tx: Transaction,
    tools: Tools,
    clock: SlaClock,
    before: Conversation,
    after: Conversation,
    *,
    at: datetime,
    keep: bool,
) -> None:
    if clock.running:
        events = _list_events(tx, tools, clock, before, after, at=at, keep=keep)
        if events:
            plan_correction(tx, tools, happen(tx, tools, clock, *events), now=at)


def _reopen(
    tx: Transaction, tools: Tools, clocks: tuple[SlaClock, ...], at: datetime
) -> tuple[SlaClock, ...]:
    """Have go on what resolving stopped; the time between counts for nothing.

    Returns:
        The last clock of each kind.
    """
    event = ClockEvent(kind=ClockEventKind.REOPENED, at=at, reason="reopened")
    return tuple(
        clock
        if clock.running or clock.stopped_by != "resolved"
        else happen(tx, tools, clock, event)
        for clock in {clock.kind: clock for clock in clocks}.values()
    )


def _begin_resolution(
    tx: Transaction,
    tools: Tools,
    clocks: tuple[SlaClock, ...],
    conversation: Conversation,
    at: datetime,
) -> None:
    """However it comes to people who promise that: from then on they are to settle it."""
    kind = ClockKind.RESOLUTION
    if any(clock.kind is kind for clock in clocks):
        return
    policy = choose_policy(tx, tools, conversation)
    terms = make_terms(tx, tools, policy, conversation, kind)
    if terms is not None:
        begun = begin_clock(tx, tools, conversation.id, kind, terms, since=at)
        events = _hold(begun, policy, conversation, at)
        if events:
            happen(tx, tools, begun, *events)


def _begin_response(
    tx: Transaction,
    tools: Tools,
    clocks: tuple[SlaClock, ...],
    conversation: Conversation,
    at: datetime,
) -> None:
    """Have people who promise an answer, where those before them did not, owe one from now on."""
    owed = any(clock.running and clock.kind is not ClockKind.RESOLUTION for clock in clocks)
    if conversation.waiting_since is None or owed:
        return
    begun = start_waiting(tx, tools, conversation, since=at, now=at)
    events = () if begun is None else list_holds(tx, tools, begun, conversation, at=at)
    if begun is not None and events:
        happen(tx, tools, begun, *events)


def _list_events(
    tx: Transaction,
    tools: Tools,
    clock: SlaClock,
    before: Conversation,
    after: Conversation,
    *,
    at: datetime,
    keep: bool,
) -> tuple[ClockEvent, ...]:
    event = None if keep else find_retargeting(tx, tools, clock, before, after, at=at)
    terms = clock.state.terms if event is None or event.terms is None else event.terms
    policy = tools.agreements.get_policy(tx, terms.policy_version)
    retargeted = () if event is None else (event,)
    return (*retargeted, *_hold(clock, policy, after, at))


def list_holds(
    tx: Transaction, tools: Tools, clock: SlaClock, conversation: Conversation, *, at: datetime
) -> tuple[ClockEvent, ...]:
    """List what has to happen to a clock so that it is held as a conversation says, or goes on."""
    policy = tools.agreements.get_policy(tx, clock.state.terms.policy_version)
    return _hold(clock, policy, conversation, at)


def _hold(
    clock: SlaClock, policy: SlaPolicy, conversation: Conversation, at: datetime
) -> tuple[ClockEvent, ...]:
    reason = _find_reason(clock, policy, conversation)
    until = conversation.snoozed_until if reason is PauseReason.SNOOZE else None
    if reason is clock.state.paused and until == clock.state.paused_until:
        return ()
    if reason is None:
        paused = clock.state.paused
        why = "" if paused is None else paused.value
        return (ClockEvent(kind=ClockEventKind.RESUMED, at=at, reason=why),)
    return (ClockEvent(kind=ClockEventKind.PAUSED, at=at, reason=reason.value, until=until),)


def _find_reason(
    clock: SlaClock, policy: SlaPolicy, conversation: Conversation
) -> PauseReason | None:
    if conversation.queue is None:
        return PauseReason.BOT
    reason = _REASONS.get(conversation.status)
    return reason if reason in policy.pauses.get(clock.kind, frozenset()) else None
