"""Whether the knowledge that is published answers a gap's questions by now."""

import asyncio
from collections.abc import Sequence
from typing import Final

from domain.knowledge import Matcher

# The most typical questions, a few milliseconds each.
MOST_ASKED: Final = 8
ANSWERED_FROM: Final = 0.6


async def is_answered_now(
    matcher: Matcher, texts: Sequence[str], locale: str, *, sure: float, precision: float
) -> bool:
    """Say whether the bot would send an article to most of a gap's typical questions.

    Args:
        texts: the most typical first, without those whose answer somebody called wrong.
        sure: least confidence where the matcher cannot tell which one is needed.
        precision: the share of right answers that is asked for.
    """
    asked = texts[:MOST_ASKED]
    if not asked or locale not in matcher.locales:
        return False
    answered = 0
    for text in asked:
        # One at a time, so that whoever serves has its turn in between.
        answered += await asyncio.to_thread(_answers, matcher, text, locale, sure, precision)
    return answered >= ANSWERED_FROM * len(asked)


def _answers(matcher: Matcher, text: str, locale: str, sure: float, precision: float) -> bool:
    found = matcher.explain(text, locale=locale, limit=1, precision=precision).candidates
    if not found:
        return False
    match = found[0].match
    return match.confidence >= (sure if match.needed is None else match.needed)
