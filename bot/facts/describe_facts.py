"""What led to each thing that is known of a message, in sentences; pure."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from crm_store.customer_standing import CustomerStanding
from domain.decisions import FOREIGN_LANGUAGE, Understanding
from domain.routing_facts import Evidence
from routing.urgency_rules import name_urgency

BREACH_DAYS: Final = 30
"""For so long a broken promise is remembered of a customer."""
_MOST_SIGNS: Final = 2
_URGENT_SIGN: Final = "urgent: "


def describe_message(
    understood: Understanding, *, topic: str | None, language: str | None
) -> tuple[Evidence, ...]:
    """Say what was read in a message, and by what.

    Args:
        topic: of the conversation, with what the message added to it; or None.
        language: of the conversation, as `topic`.
    """
    return (
        *_describe_topic(understood, topic),
        _describe_language(understood, language),
        *_describe_feelings(understood),
    )


def describe_standing(standing: CustomerStanding, local: datetime) -> tuple[Evidence, ...]:
    """Say how the company stands with the customer.

    Args:
        local: the instant of the message, in the company's time zone.
    """
    others, broken_at = standing.open_conversations, standing.broken_at
    return (
        Evidence(name="tier", value=standing.tier, why="The customer's record says so."),
        Evidence(
            name="open_conversations",
            value=str(others),
            why="Conversations of the customer, beside this one, that are not resolved."
            if others
            else "No other conversation of the customer is open.",
        ),
        Evidence(
            name="recent_breach",
            value="none" if broken_at is None else f"{broken_at.astimezone(local.tzinfo):%Y-%m-%d}",
            why=f"No promise to the customer was broken within {BREACH_DAYS} days."
            if broken_at is None
            else f"The last promise to the customer that was broken, within {BREACH_DAYS} days.",
        ),
    )


def _describe_topic(understood: Understanding, topic: str | None) -> Iterator[Evidence]:
    if topic is None:
        return
    if topic != understood.topic:
        yield Evidence(name="topic", value=topic, why="Earlier messages of the conversation.")
        return
    near = [match for match in understood.matches if match.topic == topic]
    titles = " and ".join(f"“{match.title}” ({match.confidence:.0%})" for match in near[:2])
    of = "The nearest article about it" if len(near) == 1 else "The nearest articles about it"
    yield Evidence(name="topic", value=topic, why=f"{of}: {titles}." if near else "Its words.")


def _describe_language(understood: Understanding, language: str | None) -> Evidence:
    foreign = understood.entities.get(FOREIGN_LANGUAGE)
    if foreign:
        why = "The words of the message are in none of the company's languages."
        return Evidence(name="language", value=foreign, why=why)
    if language is not None and language != understood.language:
        why = "The conversation has been in it, and the message says too little to change that."
        return Evidence(name="language", value=language, why=why)
    why = "The words of the message, and what is known of the customer."
    return Evidence(name="language", value=understood.language, why=why)


def _describe_feelings(understood: Understanding) -> Iterator[Evidence]:
    urgency, complaint = name_urgency(understood.urgency), understood.complaint
    if urgency is None or understood.sentiment is None or complaint is None:
        return
    haste = [sign for sign in understood.signs if sign.startswith(_URGENT_SIGN)]
    others = [sign for sign in understood.signs if sign not in haste][:_MOST_SIGNS]
    words = _end("; ".join(others)) if others else "No word of it tells."
    no_haste = "No word in it asks for haste." if urgency == "none" else words
    yield Evidence(name="urgency", value=urgency, why=_end("; ".join(haste)) if haste else no_haste)
    yield Evidence(name="sentiment", value=understood.sentiment, why=words)
    went_wrong = understood.complaint_reason
    about = f"What went wrong: {went_wrong}. " if went_wrong else ""
    yield Evidence(name="complaint", value=f"{complaint:.2f}", why=f"{about}{words}")


def _end(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '!', '?')) else '.'}"
