"""A customer begins to wait for a person, and what was promised begins to count."""

from datetime import datetime

from bot.clocks.choose_terms import choose_policy, make_terms
from bot.clocks.happen import begin_clock, happen
from bot.tools import Tools
from crm_store.clocks import list_clocks
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.service_levels import ClockKind
from domain.sla_clocks import ClockEvent, ClockEventKind, SlaClock

_FIRST, _NEXT, _RESOLUTION = (
    ClockKind.FIRST_RESPONSE,
    ClockKind.NEXT_RESPONSE,
    ClockKind.RESOLUTION,
)
_BOT = "bot"
_HANDED_OVER = 3


def start_waiting(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    *,
    since: datetime,
    now: datetime,
    not_helped: bool = False,
) -> SlaClock | None:
    """Have the clocks count of a conversation in which the customer waits for a person.

    The first response is promised once; an answer of the bot's that did not help was none, so its
    clock goes on then with what it had counted. After a first response the next one is promised.

    Args:
        conversation: locked, and in its queue already.
        since: when what the customer waits for an answer to arrived.
        not_helped: whether they say that the bot's answer was no answer.

    Returns:
        The clock of the response they wait for; None where nothing is promised.
    """
    clocks = list_clocks(tx, conversation.id)
    _go_on_with_resolution(tx, tools, conversation, clocks, since=since, now=now)
    first = _find_last(clocks, _FIRST)
    if first is None and conversation.first_response_at is None:
        return _begin(tx, tools, conversation, _FIRST, since)
    if first is not None:
        if first.running:
            return first
        no_answer = first.stopped_by == _BOT and not_helped
        if no_answer or first.state.cancelled_at is not None:
            reason = "not_helped" if no_answer else "reopened"
            return _reopen(tx, tools, conversation, first, reason, now)
    following = _find_last(clocks, _NEXT)
    if following is not None and following.running:
        return following
    return _begin(tx, tools, conversation, _NEXT, since)


def record_answered_at_once(
    tx: Transaction, tools: Tools, conversation: Conversation, *, since: datetime, now: datetime
) -> None:
    """Record that the bot gave the first response: by a clock that starts and is met."""
    met = ClockEvent(kind=ClockEventKind.MET, at=now, reason=_BOT)
    # A clock comes with a handoff, and that is at least the second change after the beginning.
    first = None if conversation.version < _HANDED_OVER else _find_last(list_clocks(tx, conversation.id), _FIRST)
    if first is not None:
        if first.running:
            happen(tx, tools, first, met)
        return
    policy = choose_policy(tx, tools, conversation)
    terms = make_terms(tx, tools, policy, conversation, _FIRST)
    if terms is not None:
        begin_clock(tx, tools, conversation.id, _FIRST, terms, since=since, more=(met,))


def _go_on_with_resolution(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    clocks: tuple[SlaClock, ...],
    *,
    since: datetime,
    now: datetime,
) -> None:
    resolution = _find_last(clocks, _RESOLUTION)
    if resolution is None:
        _begin(tx, tools, conversation, _RESOLUTION, since)
    elif not resolution.running:
        _reopen(tx, tools, conversation, resolution, "reopened", now)


def _begin(
    tx: Transaction, tools: Tools, conversation: Conversation, kind: ClockKind, since: datetime
) -> SlaClock | None:
    policy = choose_policy(tx, tools, conversation)
    terms = make_terms(tx, tools, policy, conversation, kind)
    if terms is None:
        return None
    return begin_clock(tx, tools, conversation.id, kind, terms, since=since)


def _reopen(  # noqa: PLR0917 - six things of their own types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    clock: SlaClock,
    reason: str,
    now: datetime,
) -> SlaClock:
    """Have a clock go on, by what is promised in the queue that the conversation is in now."""
    events = [ClockEvent(kind=ClockEventKind.REOPENED, at=now, reason=reason)]
    if clock.state.terms.queue != conversation.queue:
        policy = choose_policy(tx, tools, conversation)
        terms = make_terms(tx, tools, policy, conversation, clock.kind)
        kind = ClockEventKind.RETARGETED
        if terms is not None:
            events.append(ClockEvent(kind=kind, at=now, reason="queue", terms=terms))
    return happen(tx, tools, clock, *events)


def _find_last(clocks: tuple[SlaClock, ...], kind: ClockKind) -> SlaClock | None:
    return next((each for each in reversed(clocks) if each.kind is kind), None)
