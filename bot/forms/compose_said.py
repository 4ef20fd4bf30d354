"""Which sentences answer a message for a form; pure."""

from typing import Any

from bot.forms.heard import Heard
from bot.forms.read_form import FormRead
from domain.self_service import Said

RESUMED = Said(key="common.resumed")
NO_FILE = Said(key="common.no_file")
NOT_UNDERSTOOD = Said(key="common.not_understood")


def compose_said(heard: Heard, read: FormRead, *, text: str, files: int) -> tuple[Said, ...]:
    """Compose what comes before the next question: how the message was taken, and what is said."""
    told = tuple(read.telling.said)
    if files and not text.strip() and not read.filled:
        return (NO_FILE, *told)
    if heard.do == "ask_again" or heard.idle or heard.moved:
        return (RESUMED, *told)
    if read.missed and not told:
        return (NOT_UNDERSTOOD,)
    return told


def compose_question(action: Any, read: FormRead) -> Said:
    """Compose the question for the slot that is missing.

    Args:
        action: a `SelfService`.
    """
    facts = {} if read.question is None else dict(read.question.facts)
    return Said(key=f"{action.name}.ask_{read.requested}", facts=facts)
