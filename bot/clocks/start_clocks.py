"""A customer begins to wait for a person, and what was promised begins to count."""

from datetime import datetime

from bot.clocks.choose_terms import choose_policy, make_terms
from bot.clocks.happen import begin_clock, happen
from bot.clocks.retarget import find_retargeting
from bot.clocks.untouched import may_be_given_back
from bot.tools import Tools
from crm_store.clocks import list_clocks, list_standing_clocks
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.errors import NotFoundError
from domain.service_levels import ClockKind
from domain.sla_clocks import ClockEvent, ClockEventKind, SlaClock

_FIRST, _NEXT, _RESOLUTION = (
    ClockKind.FIRST_RESPONSE,
    ClockKind.NEXT_RESPONSE,
    ClockKind.RESOLUTION,
)
_BOT = "bot"
_ANSWERED = frozenset({"agent", _BOT})
# Nothing waited for its answer when conversations were taken apart, so none met it either.
_TAKEN_APART = "unmerged"


def start_waiting(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    *,
    since: datetime,
    now: datetime,
    not_helped: bool = False,
    untouched: bool = False,
    tell: bool = False,
) -> SlaClock | None:
    """Have the clocks count of a conversation in which the customer waits for a person.

    The first response is promised once; an answer of the bot's that did not help was none, so its
    clock goes on then with what it had counted. After a first response the next one is promised.

    Args:
        conversation: locked, and in its queue already.
        since: when what the customer waits for an answer to arrived.
        not_helped: whether they say that the bot's answer was no answer.
        untouched: as `is_untouched` said before it was put in its queue.
        tell: whether the customer is told at once by when to expect it.

    Returns:
        The clock of the response they wait for; None where nothing is promised.
    """
    # What another machine stamped may lie ahead of this one's clock.
    since = min(since, now)
    if untouched:
        tell_at = now if tell else None
        return _begin(tx, tools, conversation, _FIRST, since, tell_at=tell_at)
    clocks = list_standing_clocks(tx, conversation.id)
    _go_on_with_resolution(tx, tools, conversation, clocks, since)
    first = _find_last(clocks, _FIRST)
    if first is None and conversation.first_response_at is None:
        return _begin_first(tx, tools, conversation, since)
    if first is not None:
        if first.running:
            return first
        no_answer = first.stopped_by == _BOT and not_helped
        if no_answer or first.state.cancelled_at is not None:
            reason = "not_helped" if no_answer else "reopened"
            return _reopen(tx, tools, conversation, first, reason, since)
    following = _find_last(clocks, _NEXT)
    if following is not None and following.running:
        return following
    return _begin(tx, tools, conversation, _NEXT, since)


def go_on_waiting(
    tx: Transaction, tools: Tools, conversation: Conversation, *, now: datetime
) -> SlaClock | None:
    """Have the clock go on that an answer met which never arrived; else as `start_waiting`.

    Args:
        conversation: locked, in its queue already, and with nobody who waited in it before.
    """
    clocks = list_standing_clocks(tx, conversation.id)
    responses = [clock for clock in clocks if clock.kind is not _RESOLUTION]
    last = max(responses, key=_met_last, default=None)
    if last is None or last.running or last.stopped_by not in _ANSWERED:
        return start_waiting(tx, tools, conversation, since=now, now=now)
    return _reopen(tx, tools, conversation, last, "undelivered", now)


def record_answered_at_once(
    tx: Transaction, tools: Tools, conversation: Conversation, *, since: datetime, now: datetime
) -> None:
    """Record that the bot gave a response.

    The first one is a clock that starts and is met; one that goes on, as after people gave the
    conversation back, is met.
    """
    met = ClockEvent(kind=ClockEventKind.MET, at=now, reason=_BOT)
    # A running clock comes with a handoff.
    came_back = may_be_given_back(conversation)
    known = list_standing_clocks(tx, conversation.id) if came_back else ()
    for clock in known:
        if clock.running and clock.kind is not _RESOLUTION:
            happen(tx, tools, clock, met)
    if conversation.first_response_at is not None or _find_last(known, _FIRST) is not None:
        return
    try:
        policy = choose_policy(tx, tools, conversation)
    except NotFoundError:
        # Without a queue nobody promises anything; the bot answers all the same.
        return
    terms = make_terms(tx, tools, policy, conversation, _FIRST)
    if terms is not None:
        since = min(since, now)
        begin_clock(tx, tools, conversation.id, _FIRST, terms, since=since, more=(met,))


def _begin_first(
    tx: Transaction, tools: Tools, conversation: Conversation, since: datetime
) -> SlaClock | None:
    """Have the first response count; it is promised once, also where a merge was undone."""
    stopped = (each for each in list_clocks(tx, conversation.id) if not each.running)
    owed = _find_last(tuple(each for each in stopped if each.stopped_by == _TAKEN_APART), _FIRST)
    if owed is not None:
        return _reopen(tx, tools, conversation, owed, "reopened", since)
    return _begin(tx, tools, conversation, _FIRST, since)


def _go_on_with_resolution(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    clocks: tuple[SlaClock, ...],
    since: datetime,
) -> None:
    resolution = _find_last(clocks, _RESOLUTION)
    if resolution is not None and not resolution.running:
        _reopen(tx, tools, conversation, resolution, "reopened", since)
    elif not clocks:
        _begin(tx, tools, conversation, _RESOLUTION, since)


def _begin(  # noqa: PLR0917 - six things of their own types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    kind: ClockKind,
    since: datetime,
    tell_at: datetime | None = None,
) -> SlaClock | None:
    policy = choose_policy(tx, tools, conversation)
    terms = make_terms(tx, tools, policy, conversation, kind)
    if terms is None:
        return None
    return begin_clock(tx, tools, conversation.id, kind, terms, since=since, tell_at=tell_at)


def _reopen(  # noqa: PLR0917 - six things of their own types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    clock: SlaClock,
    reason: str,
    at: datetime,
) -> SlaClock:
    """Have a clock go on, and follow to the queue that the conversation is in by now."""
    reopened = ClockEvent(kind=ClockEventKind.REOPENED, at=at, reason=reason)
    going = happen(tx, tools, clock, reopened)
    event = find_retargeting(tx, tools, going, None, conversation, at=at)
    return going if event is None else happen(tx, tools, going, event)


def _find_last(clocks: tuple[SlaClock, ...], kind: ClockKind) -> SlaClock | None:
    return next((each for each in reversed(clocks) if each.kind is kind), None)


def _met_last(clock: SlaClock) -> tuple[bool, datetime]:
    state = clock.state
    return clock.running, state.met_at or state.cancelled_at or state.started_at
