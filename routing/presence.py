"""What counts of an agent's presence, and when that is to be looked at again.

Pure. Time alone changes it too: `advance` goes through all that has fallen due since, each as of
its own instant, so that it does not matter how late anybody looks.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from domain.assignment import Presence
from domain.staffing import AgentPresence, RoutingPolicy

# Once a page was closed, for so long another one may still give a sign. The console's pages give
# one every half minute, and browsers let hidden pages do so once a minute.
CLOSING_GRACE: Final = timedelta(seconds=75)


def begin_presence(
    staff_id: str, policy: RoutingPolicy, *, now: datetime, there: bool
) -> AgentPresence:
    """Begin with somebody who was never there: they are available once they are.

    Args:
        there: whether they are there now; else they stay offline until they come.
    """
    begun = AgentPresence(
        staff_id=staff_id,
        presence=Presence.OFFLINE,
        chosen=Presence.AVAILABLE,
        since=now,
        seen_at=now,
        active_at=now,
        gone_at=None if there else now,
    )
    return _count(begun, policy, now)


def advance(presence: AgentPresence, policy: RoutingPolicy, *, now: datetime) -> AgentPresence:
    """Tell what time has made of somebody's presence by an instant."""
    while presence.due_at is not None and presence.due_at <= now:
        presence = _count(presence, policy, presence.due_at)
    return presence


def sign(
    presence: AgentPresence, policy: RoutingPolicy, *, active: bool, now: datetime
) -> AgentPresence:
    """Take a sign of their console in.

    Args:
        active: whether they did something, rather than that a page of theirs is open.
    """
    before = advance(presence, policy, now=now)
    seen = replace(
        before,
        seen_at=_choose_latest(before.seen_at, now),
        active_at=_choose_latest(before.active_at, now) if active else min(before.active_at, now),
        gone_at=None,
    )
    return _count(seen, policy, now)


def choose(
    presence: AgentPresence, policy: RoutingPolicy, chosen: Presence, *, own: bool, now: datetime
) -> AgentPresence:
    """Take in what was chosen: available, away or offline. It ends a wrap-up.

    Args:
        own: whether they chose it themselves, which is a sign that they are there.
    """
    before = sign(presence, policy, active=True, now=now) if own else presence
    before = advance(before, policy, now=now)
    return _count(replace(before, chosen=chosen, wrap_up_until=None), policy, now)


def leave(
    presence: AgentPresence, policy: RoutingPolicy, *, at: datetime, now: datetime
) -> AgentPresence:
    """Take in that they are gone from `at` on, unless their console gives another sign."""
    before = advance(presence, policy, now=now)
    gone_at = at if before.gone_at is None else min(before.gone_at, at)
    return _count(replace(before, gone_at=gone_at), policy, now)


def wrap_up(presence: AgentPresence, policy: RoutingPolicy, *, now: datetime) -> AgentPresence:
    """Let them finish what they have just resolved, for as long as the policy gives."""
    before = advance(presence, policy, now=now)
    if not policy.wrap_up:
        return before
    return _count(replace(before, wrap_up_until=now + policy.wrap_up), policy, now)


def find_hand_on_at(presence: AgentPresence, policy: RoutingPolicy) -> datetime | None:
    """Find from when on nobody shall wait for somebody as they stand; None while they are there."""
    if presence.presence is Presence.OFFLINE:
        return presence.since
    if presence.presence is Presence.AWAY:
        return presence.since + policy.hand_on_after
    return None


def _choose_latest(known: datetime, now: datetime) -> datetime:
    """Choose the later instant; what lies far ahead was told by a clock that was wrong."""
    return known if now < known <= now + CLOSING_GRACE else now


def _count(presence: AgentPresence, policy: RoutingPolicy, at: datetime) -> AgentPresence:
    """Tell what counts as of an instant, and until when it does."""
    counts, due_at = _assess(presence, policy, at)
    until = presence.wrap_up_until
    return replace(
        presence,
        presence=counts,
        since=presence.since if counts is presence.presence else at,
        wrap_up_until=None if until is None or until <= at else until,
        due_at=due_at,
    )


def _assess(
    presence: AgentPresence, policy: RoutingPolicy, at: datetime
) -> tuple[Presence, datetime | None]:
    gone_at = presence.seen_at + policy.offline_after
    if presence.gone_at is not None:
        gone_at = min(gone_at, presence.gone_at)
    if presence.chosen is Presence.OFFLINE or gone_at <= at:
        return Presence.OFFLINE, None
    idle_at = presence.active_at + policy.away_after
    if presence.chosen is Presence.AWAY or idle_at <= at:
        return Presence.AWAY, gone_at
    until = presence.wrap_up_until
    if until is not None and at < until:
        return Presence.WRAP_UP, min(gone_at, idle_at, until)
    return Presence.AVAILABLE, min(gone_at, idle_at)
