"""Why each thing needs a supervisor, in a sentence: who, since when, by how much; pure."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.exceptions.clock_sentences import tell_agent, tell_holder, tell_leaving, tell_outside
from bot.exceptions.complaint_sentences import tell_asked, tell_complaint, tell_gesture
from bot.exceptions.job_sentences import tell_job, tell_message
from bot.exceptions.spans import tell_span
from bot.exceptions.surroundings import Surroundings
from crm_store.exceptional.source import Found
from domain.exceptions import ExceptionKind

Teller = Callable[[Found, Surroundings], str]


def tell_why(found: Found, around: Surroundings) -> str:
    """Tell why something is an exception."""
    return _TELLERS[found.kind, found.source](found, around)


def tell_unowned(found: Found, around: Surroundings) -> str:
    """Tell how long somebody has waited, or why nobody can take it."""
    facts = around.conversations.get(found.key)
    queue = around.names.name_queue(None if facts is None else facts.queue)
    waited = tell_span(around.now - found.since)
    waits = f"Waits in {queue} for {waited}, since {around.tell(found.since)}"
    if found.facts.unserved_since is None:
        return f"{waits}, and nobody has taken it."
    why = around.unserved.get(found.key) or "Nobody who takes part is trained for it."
    return f"{waits}, and nobody can take it. {why}"


def tell_stuck(found: Found, around: Surroundings) -> str:
    """Tell who has it, and since when nothing has happened."""
    facts = around.conversations.get(found.key)
    who = (
        "Somebody"
        if facts is None or facts.assignee is None
        else tell_agent(facts.assignee, around)
    )
    span = tell_span(around.now - found.since)
    return f"{who} has it, and nothing has happened for {span}, since {around.tell(found.since)}."


def tell_bouncing(found: Found, around: Surroundings) -> str:
    """Tell how often it went from queue to queue, and through which."""
    way = " → ".join(around.names.name_queue(each) for each in around.ways.get(found.key, ()))
    times, since = found.facts.moves, around.tell(found.since)
    return f"Went to another queue {times} times since {since}: {way}. {tell_holder(found, around)}"


def tell_run(found: Found, around: Surroundings) -> str:
    """Tell what a customer began that somebody has to allow."""
    action = found.facts.action
    title = around.actions.get(action) or action.replace("_", " ").capitalize()
    span = tell_span(around.now - found.since)
    since = around.tell(found.since)
    return f"“{title}” has waited for {span} for somebody to allow it, since {since}."


_TELLERS: Final[Mapping[tuple[ExceptionKind, str], Teller]] = {
    (ExceptionKind.OUTSIDE, "clock"): tell_outside,
    (ExceptionKind.LEAVING, "clock"): tell_leaving,
    (ExceptionKind.UNOWNED, "waiting"): tell_unowned,
    (ExceptionKind.STUCK, "conversation"): tell_stuck,
    (ExceptionKind.BOUNCING, "moves"): tell_bouncing,
    (ExceptionKind.SHUNTED, "job"): tell_job,
    (ExceptionKind.SHUNTED, "message"): tell_message,
    (ExceptionKind.COMPLAINT, "complaint"): tell_complaint,
    (ExceptionKind.ASKED, "question"): tell_asked,
    (ExceptionKind.APPROVAL, "gesture"): tell_gesture,
    (ExceptionKind.APPROVAL, "run"): tell_run,
}
