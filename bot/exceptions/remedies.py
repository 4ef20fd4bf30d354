"""Which button helps most; pure."""

from collections.abc import Mapping
from typing import Final

from bot.exceptions.surroundings import Surroundings
from crm_store.exceptional.conversation_facts import ConversationFacts
from crm_store.exceptional.source import Found
from domain.exceptions import Remedy

# By the source that found it; others follow from who has the conversation.
_OF_SOURCE: Final[Mapping[str, Remedy]] = {
    "job": Remedy.REPLAY,
    "message": Remedy.OPEN,
    "complaint": Remedy.SEE_COMPLAINT,
    "gesture": Remedy.SEE_GESTURE,
    "run": Remedy.APPROVE_RUN,
    "question": Remedy.ANSWER_QUESTION,
}
# Those that are done to what was found, and not to its conversation.
_OWN: Final = (Remedy.REPLAY, Remedy.SEE_COMPLAINT, Remedy.SEE_GESTURE, Remedy.APPROVE_RUN)


def choose_remedy(found: Found, around: Surroundings) -> tuple[Remedy, str]:
    """Choose what helps with one exception, and name what it is done to.

    Returns:
        The remedy and its subject: the reference of a conversation, the number of a complaint, the
        id of a job or of a run.
    """
    facts = around.conversations.get(found.conversation_id or "")
    remedy = _OF_SOURCE.get(found.source) or _choose_by_holder(found, facts, around)
    if remedy in _OWN or facts is None:
        return remedy, found.facts.number if remedy is Remedy.SEE_GESTURE else found.subject
    return remedy, facts.reference


def _choose_by_holder(
    found: Found, facts: ConversationFacts | None, around: Surroundings
) -> Remedy:
    if found.source == "waiting" and found.facts.unserved_since is not None:
        return Remedy.WIDEN
    if facts is None or facts.queue is None:
        return Remedy.OPEN
    if facts.assignee is None:
        return Remedy.TAKE
    return Remedy.RETURN if around.is_gone(facts.assignee) else Remedy.ASSIGN
