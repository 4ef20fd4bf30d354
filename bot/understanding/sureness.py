"""Whether an article is sure enough for a text to be taken as said, before any rule decides."""

from domain.knowledge import ArticleMatch, MatchExplanation
from domain.routing import AnswerPolicy

# Where the matcher does not say what is needed.
SURE = AnswerPolicy().answer


def find_best(found: MatchExplanation) -> ArticleMatch | None:
    """Return the best article, or None."""
    return found.candidates[0].match if found.candidates else None


def find_sure(found: MatchExplanation) -> ArticleMatch | None:
    """Return the best article where it is sure, or None."""
    best = find_best(found)
    if best is None or best.confidence < (SURE if best.needed is None else best.needed):
        return None
    return best
