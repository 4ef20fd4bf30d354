"""Which of customers' questions would make good variants of an article; pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from rapidfuzz import fuzz, process, utils

from bot.personal_data import mask_personal_data
from bot.understanding.intents import read_intent
from crm_store.asked_questions import Outcome, QuestionAsked
from domain.knowledge import ArticleMatch, Matcher

Place: TypeAlias = tuple[str, str]
"""An article's id and its language."""

MOST_SUGGESTED: Final = 12
MOST_WRONG: Final = 5
LONGEST: Final = 200
"""Characters of a question; longer ones are stories."""

# Of 100; from here on two wordings are one.
_ALIKE: Final = 92
_LEAST_NEAR: Final = 0.3
# What is left around a question where a courtesy stood.
_AROUND: Final = " \n\t,;:-"
# Those for which somebody said, or showed, that the article is the right one.
CONFIRMED: Final = frozenset(
    {Outcome.RIGHT, Outcome.CHOSEN, Outcome.INSERTED, Outcome.OPENED, Outcome.GAP}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantSuggestion:
    """A question as it could be written down as a variant.

    Attributes:
        text: without courtesies, and without what is about the customer.
        asked: what became of it when it was asked; of several alike, the one that tells most.
        times: how often it was asked, in nearly these words.
        difference: from the wording there is and from suggestions before it, 0 to 1.
        now: how sure the matcher is of the article for it today; None where it does not come up.
        rival: an article that comes before it today, or None.
    """

    text: str
    asked: QuestionAsked
    times: int = 1
    difference: float = 1.0
    now: ArticleMatch | None = None
    rival: ArticleMatch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantSuggestions:
    """What customers asked, sorted by what it is good for.

    Attributes:
        confirmed: belong to the article for certain; those most unlike its wording first.
        possible: may belong to it.
        wrong: do not belong to it.
        left_out: how many were about the customer too much to be shown.
        cut: whether there was more to look through than was.
    """

    confirmed: tuple[VariantSuggestion, ...]
    possible: tuple[VariantSuggestion, ...]
    wrong: tuple[VariantSuggestion, ...]
    left_out: int
    cut: bool = False


def choose_variants(
    matcher: Matcher, place: Place, asked: Sequence[QuestionAsked], existing: Sequence[str]
) -> VariantSuggestions:
    """Choose those of the questions that an article could have as variants.

    Args:
        place: the article's id and its language.
        asked: in any order.
        existing: the wording it has.
    """
    readable, left_out = _read_all(asked)
    alike = [utils.default_process(each) for each in existing]
    fresh = _count_alike([each for each in readable if not _is_among(each.text, alike)])
    wrong = [each for each in fresh if each.asked.outcome is Outcome.WRONG]
    sound = [each for each in fresh if each.asked.outcome is not Outcome.WRONG]
    groups = []
    for confirmed in (True, False):
        group = [each for each in sound if (each.asked.outcome in CONFIRMED) is confirmed]
        picked = _pick_different(group, alike, 2 * MOST_SUGGESTED)
        looked = (_look_up(matcher, place, each) for each in picked)
        groups.append(tuple(each for each in looked if each is not None)[:MOST_SUGGESTED])
    return VariantSuggestions(
        confirmed=groups[0],
        possible=groups[1],
        wrong=tuple(wrong[:MOST_WRONG]),
        left_out=left_out,
    )


def _read_all(asked: Iterable[QuestionAsked]) -> tuple[list[VariantSuggestion], int]:
    """Read the questions in what was written; count those that had better not be shown."""
    readable: list[VariantSuggestion] = []
    left_out = 0
    for each in asked:
        core = read_intent(each.text[: 4 * LONGEST]).core.strip(_AROUND) or each.text.strip()
        if len(core) > LONGEST or not any(char.isalpha() for char in core):
            continue
        text = mask_personal_data(core)
        if text is None:
            left_out += 1
        else:
            readable.append(VariantSuggestion(text=text, asked=each))
    return readable, left_out


def _is_among(text: str, alike: Sequence[str]) -> bool:
    return _measure_likeness(text, alike) >= _ALIKE


def _measure_likeness(text: str, alike: Sequence[str]) -> float:
    """Measure how like the nearest of some wordings a text is, 0 to 100; words in any order."""
    if not alike:
        return 0.0
    folded = utils.default_process(text)
    return float(process.extractOne(folded, alike, scorer=fuzz.token_sort_ratio)[1])


def _count_alike(suggestions: Sequence[VariantSuggestion]) -> list[VariantSuggestion]:
    """Keep one of those in the same words: what tells most of it, a wrong answer before all."""
    order = [Outcome.WRONG, *(each for each in Outcome if each is not Outcome.WRONG)]
    ranked = sorted(
        suggestions,
        key=lambda one: (order.index(one.asked.outcome), -one.asked.at.timestamp()),
    )
    folded = [utils.default_process(each.text) for each in ranked]
    times = Counter(folded)
    kept: dict[str, VariantSuggestion] = {}
    for key, one in zip(folded, ranked, strict=True):
        kept.setdefault(key, replace(one, times=times[key]))
    return list(kept.values())


def _pick_different(
    suggestions: Sequence[VariantSuggestion], existing: Sequence[str], most: int
) -> list[VariantSuggestion]:
    """Pick one after the other that which is most unlike the wording and those picked before.

    So what is first covers most that no variant covers (Gonzalez, Clustering to Minimize the
    Maximum Intercluster Distance, 1985).
    """
    left = {each.text: _measure_likeness(each.text, existing) for each in suggestions}
    by_text = {each.text: each for each in suggestions}
    picked: list[VariantSuggestion] = []
    while left and len(picked) < most:
        text = min(left, key=lambda one: (left[one], -by_text[one].times, one))
        likeness = left.pop(text)
        if likeness >= _ALIKE:
            continue
        picked.append(replace(by_text[text], difference=1 - likeness / 100))
        folded = [utils.default_process(text)]
        left = {one: max(near, _measure_likeness(one, folded)) for one, near in left.items()}
    return picked


def _look_up(
    matcher: Matcher, place: Place, suggestion: VariantSuggestion
) -> VariantSuggestion | None:
    """Look up what the matcher makes of it today; None for what is of no use as a variant."""
    article_id, locale = place
    known = locale if locale in matcher.locales else None
    found = matcher.explain(suggestion.text, locale=known, limit=5).candidates
    mine = next((each for each in found if each.match.article_id == article_id), None)
    if mine is not None and mine.exact:
        return None
    now = None if mine is None else mine.match
    ahead = found[0].match if found and found[0].match.article_id != article_id else None
    rival = ahead if ahead is not None and ahead.confidence >= _LEAST_NEAR else None
    if _is_far_off(suggestion, now, ahead):
        return None
    return replace(suggestion, now=now, rival=rival)


def _is_far_off(
    suggestion: VariantSuggestion, now: ArticleMatch | None, ahead: ArticleMatch | None
) -> bool:
    """Say whether a search that led nowhere is not about the article either."""
    searched = suggestion.asked.reference is None and suggestion.asked.outcome is Outcome.MISSED
    return searched and (now is None or ahead is not None or now.confidence < _LEAST_NEAR)
