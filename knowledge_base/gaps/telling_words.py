"""The words that tell one group of questions from the others."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from knowledge_base.wording import stem_word

MOST_WORDS = 5
SHORTEST = 3
"""Letters of a word, where letters are of the alphabet; in other scripts two say much."""

_LEAST_TIMES_AS_OFTEN = 2.5
_LEAST_OF_BEST = 0.35


def find_telling_words(
    groups: Sequence[Sequence[str]], *, usual: Sequence[str] = ()
) -> tuple[tuple[str, ...], ...]:
    """Find the telling words of each group, the most telling first.

    A word tells much that many of the group's questions have and few of the others: its weight is
    the share of questions with it times the logarithm of how much larger that share is than among
    others (TF-IDF of classes rather than of texts, by shares so that sizes do not count).
    Forms of one word are one, shown as it is mostly written.

    Args:
        groups: of normalised texts.
        usual: normalised texts about something else: what is common in them tells nothing.
    """
    counted = [_count_stems(texts) for texts in groups]
    everywhere: Counter[str] = Counter()
    for stems, _ in counted:
        everywhere.update(stems)
    total = sum(len(texts) for texts in groups)
    known, asked = _count_stems(usual)[0], len(usual)
    told = []
    for (stems, forms), texts in zip(counted, groups, strict=True):
        size, others = len(texts), total - len(texts)
        weights = {
            stem: _weigh(
                number / size,
                max(
                    (everywhere[stem] - number + 1) / (others + 1) if others else 0.0,
                    (known[stem] + 1) / (asked + 1) if asked else 0.0,
                ),
            )
            for stem, number in stems.items()
            # One question alone says nothing of the group.
            if number > 1
        }
        told.append(_choose(weights, forms))
    return tuple(told)


def _weigh(share: float, usual: float) -> float:
    """Weigh a word by its shares among the group's questions and among others."""
    if share < _LEAST_TIMES_AS_OFTEN * usual:
        return 0.0
    return share * math.log(share / max(usual, 1e-6))


def _choose(weights: dict[str, float], forms: dict[str, Counter[str]]) -> tuple[str, ...]:
    least = _LEAST_OF_BEST * max(weights.values(), default=0.0)
    telling = sorted((-weight, stem) for stem, weight in weights.items() if weight > least)
    best = [stem for _, stem in telling[:MOST_WORDS]]
    return tuple(min(forms[stem], key=lambda form: (-forms[stem][form], form)) for stem in best)


def _count_stems(texts: Iterable[str]) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Count in how many texts each stem occurs, and how often in which form."""
    stems: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        words = [word for word in text.split() if _tells(word)]
        stems.update({stem_word(word) for word in words})
        for word in words:
            forms.setdefault(stem_word(word), Counter())[word] += 1
    return stems, forms


def _tells(word: str) -> bool:
    return len(word) >= (SHORTEST if word.isascii() else 2) and not word.isdecimal()
