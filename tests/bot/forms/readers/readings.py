"""A message as readers are given it, on a Monday morning."""

from datetime import UTC, datetime
from typing import Any

from bot.forms.reading import Reading
from domain.messages import QuickReply

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


def said(text: str, **given: Any) -> Reading:
    """What a customer says unasked."""
    return Reading(text=text, language=given.pop("language", "en"), now=NOW, **given)


def answered(text: str, *choices: QuickReply, **given: Any) -> Reading:
    """What a customer says where the slot was asked for."""
    return said(text, requested=True, choices=choices, **given)
