"""Why work that was given up, or a message that did not arrive, needs somebody; pure."""

from typing import Any, Final

from bot.exceptions.surroundings import Surroundings
from crm_store.exceptional.source import Found
from domain.jobs import JobKind
from domain.messages import DeliveryState

_WHAT: Final = {
    JobKind.ACT: "What a customer began by themselves could not be gone on with",
    JobKind.RELAY: "A message could not be given to the server that leads the conversation",
    JobKind.DELIVER: "A message could not be handed over to be sent",
    JobKind.CODE: "A one-time code could not be sent",
    JobKind.NOTICE: "A notice could not be sent",
    JobKind.FETCH: "A file could not be fetched",
    JobKind.ARTICLE: "What was planned for an article could not be done",
    JobKind.GAPS: "What customers ask in vain could not be put together",
    JobKind.RECOUNT: "Clocks could not be counted anew by a calendar",
    JobKind.STAFF_MAIL: "An email to staff could not be sent",
    JobKind.WEBHOOK: "Another program could not be told of an escalation",
    JobKind.CORRECT: "A customer could not be told of a later time",
}
_CHANNELS: Final = {"sms": "text message", "api": "the API"}
_LONGEST_ERROR: Final = 160


def tell_job(found: Found, around: Surroundings) -> str:
    """Tell what could not be done, how often it was tried, and what went wrong last."""
    facts = found.facts
    tries = f"{facts.attempts} tr{'y' if facts.attempts == 1 else 'ies'}"
    last = f"It was given up after {tries}, the last one {around.tell(found.since)}"
    return f"{_tell_what(facts)}. {last}{_tell_error(facts.last_error)}"


def tell_message(found: Found, around: Surroundings) -> str:
    """Tell that a message did not arrive, or may not have, and why."""
    written = around.tell(found.since)
    if found.facts.state == DeliveryState.UNKNOWN:
        return f"What we wrote {written} may not have arrived: no receipt came back."
    return f"What we wrote {written} did not arrive{_tell_error(found.facts.error)}"


def _tell_what(facts: Any) -> str:
    if facts.kind != JobKind.PROCESS:
        return _WHAT.get(JobKind(facts.kind), "Some work could not be done")
    channel = facts.raw_channel or "some channel"
    by = _CHANNELS.get(channel, channel.replace("_", " "))
    return (
        f"What came in by {by} from {facts.raw_source or 'somebody unnamed'} could not be worked on"
    )


def _tell_error(error: str | None) -> str:
    lines = (error or "").strip().splitlines()
    if not lines:
        return "."
    first = lines[0].rstrip(".")
    return f": {first if len(first) <= _LONGEST_ERROR else first[:_LONGEST_ERROR].rstrip() + '…'}."
