"""Why a promise makes a conversation an exception, in a sentence; pure."""

from datetime import datetime

from bot.clocks.read_explained import ExplainedClock
from bot.exceptions.surroundings import Surroundings
from crm_store.exceptional.conversation_facts import ConversationFacts
from crm_store.exceptional.source import Found
from service_levels.clock_sentence import tell_clock_in_brief
from service_levels.told_times import tell_amount


def tell_outside(found: Found, around: Surroundings) -> str:
    """Tell since when a promise is broken, by how much, and who has it."""
    explained = around.clocks.get(found.subject)
    if explained is None:
        return f"A promise was broken {around.tell(found.since)}."
    return f"{_tell_briefly(explained, around)} {tell_holder(found, around)}"


def tell_leaving(found: Found, around: Surroundings) -> str:
    """Tell when a promise falls due, how much of it is left, and who has it."""
    explained = around.clocks.get(found.subject)
    if explained is None:
        return "A promise is about to be broken."
    left = tell_amount(explained.explanation.remaining)
    told = _tell_briefly(explained, around).removesuffix(".")
    return f"{told}; {left} of it left. {tell_holder(found, around)}"


def tell_holder(found: Found, around: Surroundings) -> str:
    """Tell who has a conversation: "Nobody in Baggage has taken it."."""
    facts = around.conversations.get(found.conversation_id or "")
    if facts is None:
        return ""
    if facts.assignee is not None:
        return f"{tell_agent(facts.assignee, around)} has it."
    if facts.queue is None:
        return "The bot has it."
    return f"Nobody in {around.names.name_queue(facts.queue)} has taken it."


def tell_agent(staff_id: str, around: Surroundings) -> str:
    """Name somebody, and say where they are not there."""
    name, known = around.names.name_agent(staff_id), around.people.get(staff_id)
    if known is None:
        return f"{name}, who cannot log in any more,"
    return f"{name}, who is {known}," if around.is_gone(staff_id) else name


def find_due_at(
    found: Found, facts: ConversationFacts | None, around: Surroundings
) -> datetime | None:
    """Find by when something was, or is, to be done."""
    explained = around.clocks.get(found.subject)
    if explained is not None:
        return explained.clock.state.breached_at or explained.explanation.due_at
    return None if facts is None else facts.due_at


def _tell_briefly(explained: ExplainedClock, around: Surroundings) -> str:
    return tell_clock_in_brief(
        explained.clock.kind,
        explained.explanation,
        time_zone=around.time_zone,
        at=max(around.now, explained.explanation.at),
    )
