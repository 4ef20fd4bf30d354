"""How an agent's presence is told; pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from domain.assignment import Presence
from domain.staffing import AgentPresence, RoutingPolicy

PRESENCES: Final[Mapping[Presence, str]] = MappingProxyType(
    {
        Presence.AVAILABLE: "Available",
        Presence.WRAP_UP: "Wrap-up",
        Presence.AWAY: "Away",
        Presence.OFFLINE: "Offline",
    }
)


def explain_presence(presence: AgentPresence | None, policy: RoutingPolicy) -> str:
    """Tell an agent why they count as they do where they did not choose it; empty where they did.

    Args:
        presence: None of who was never there.
    """
    counts = Presence.OFFLINE if presence is None else presence.presence
    chosen = None if presence is None else presence.chosen
    if counts is Presence.WRAP_UP:
        return "You have a while to finish what you resolved."
    if counts is chosen or counts is Presence.AVAILABLE:
        return ""
    if counts is Presence.AWAY:
        minutes = _tell_minutes(policy.away_after)
        return f"Nothing was done here for {minutes}. As soon as you do something, that ends."
    return "Your console gave no sign. Load the page again."


def tell_consequences(policy: RoutingPolicy) -> Mapping[Presence, str]:
    """Tell what each presence that can be chosen means for an agent's work."""
    kept = policy.hand_on_after
    after = f"after {_tell_minutes(kept)}" if kept else "at once"
    return {
        Presence.AVAILABLE: "You get work.",
        Presence.AWAY: f"No new work. Who waits for you goes back to the queue {after}.",
        Presence.OFFLINE: "No new work. Who waits for you goes back to the queue at once.",
    }


def count_seconds_left(presence: AgentPresence | None, now: datetime) -> int | None:
    """Count the seconds that are left of a wrap-up; None outside of one."""
    if presence is None or presence.presence is not Presence.WRAP_UP:
        return None
    until = presence.wrap_up_until
    return None if until is None else max(0, round((until - now).total_seconds()))


def write_left(seconds: int) -> str:
    """Write what is left as minutes and seconds, such as `2:05`."""
    return f"{seconds // 60}:{seconds % 60:02}"


def _tell_minutes(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
