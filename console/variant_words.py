"""Questions that an article could have as variants: where they are from, and why; pure."""

from collections.abc import Mapping
from typing import Final

from bot.choose_variants import VariantSuggestion
from console.understanding_words import describe_share
from crm_store.asked_questions import Outcome

_ORIGINS: Final[Mapping[Outcome, str]] = {
    Outcome.RIGHT: "Answered with this article, and judged right",
    Outcome.CHOSEN: "The bot asked back, and the customer chose this article",
    Outcome.INSERTED: "An agent answered with this article",
    Outcome.OPENED: "A reader searched for it and opened this article",
    Outcome.GAP: "This article was written for it",
    Outcome.ANSWERED: "Answered with this article; nobody said whether it was right",
    Outcome.MISSED: "This article came nearest, and a person had to answer",
    Outcome.WRONG: "Answered with this article, and judged wrong",
}


def describe_origin(suggestion: VariantSuggestion) -> str:
    """Say what became of a question when it was asked."""
    asked = suggestion.asked
    if asked.outcome is Outcome.MISSED and asked.reference is None:
        return "A reader searched for it and opened nothing"
    return _ORIGINS[asked.outcome]


def describe_help(suggestion: VariantSuggestion) -> str:
    """Say what a question would do for the article as a variant."""
    now, rival = suggestion.now, suggestion.rival
    if now is None:
        today = "The bot does not think of this article today"
    elif now.needed is not None and now.confidence >= now.needed:
        today = f"The bot finds it already, {describe_share(now.confidence)} sure"
    else:
        today = f"The bot is only {describe_share(now.confidence)} sure today"
    if rival is None:
        return f"{today}."
    return f"{today}, and surer of “{rival.title}”: see that it belongs here."
