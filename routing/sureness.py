"""How sure an article is, how sure it must be to be sent, and both in words."""

import math

from domain.knowledge import ArticleMatch
from domain.routing import Situation

# Of a title in a reason.
TITLE_LENGTH = 60


def find_needed(match: ArticleMatch, situation: Situation) -> float:
    """Find the confidence to answer with: the one for the wanted precision, else a fixed one.

    One above 1 is never reached.
    """
    return situation.policy.answer if match.needed is None else match.needed


def is_sure(match: ArticleMatch, situation: Situation) -> bool:
    """Say whether an article is sure enough to be sent; a sensitive one is not sent even so."""
    return match.confidence >= find_needed(match, situation)


def weigh(match: ArticleMatch, situation: Situation) -> str:
    """Say how sure an article is, how sure it must be to be sent, and for what."""
    needed = find_needed(match, situation)
    if match.needed is None:
        return f"{say_sure(match)}, {say_percent(needed)} is needed to answer"
    wanted = match.precision or situation.policy.precision_on(situation.channel)
    right = f"{_say_share(wanted)} right answers"
    if needed > 1:
        return f"{say_sure(match)}, and nothing is sure enough for {right}"
    near = say_percent(match.confidence) == say_percent(needed)
    # A miss by less than one in a hundred must not read as if it had been enough.
    digits = 1 if near and match.confidence < needed else 0
    return f"{say_sure(match, digits)}, {say_percent(needed, digits)} is needed for {right}"


def say_sure(match: ArticleMatch, digits: int = 0) -> str:
    """Say how sure an article is, by its title."""
    return f"'{shorten_title(match)}' is {say_percent(match.confidence, digits)} sure"


def shorten_title(match: ArticleMatch) -> str:
    """Cut an article's title to what a reason has room for."""
    title = match.title
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1].rstrip()}…"


def say_percent(share: float, digits: int = 0) -> str:
    """Say a share, 0 to 1, in percent.

    It is rounded down, so that "69 % sure, 70 % is needed" never reads as 70 of 70.
    """
    scale = 10**digits
    return f"{math.floor(share * 100 * scale + 1e-9) / scale:.{digits}f} %"


def _say_share(share: float) -> str:
    """Say a share as its owner wrote it: 0.985 as 98.5 %."""
    return f"{share * 100:.4g} %"
