"""The words that tell one group of questions from the others."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from knowledge_base.wording import stem_word

MOST_WORDS = 5
SHORTEST = 2
_LEAST_TIMES_AS_OFTEN = 2.5


def find_telling_words(
    groups: Sequence[Sequence[str]], *, usual: Sequence[str] = ()
) -> tuple[tuple[str, ...], ...]:
    """Find the telling words of each group, the most telling first.

    A word tells much that many of the group's questions have and few of the others: its weight is
    the share of questions with it times the logarithm of how much larger that share is than in all
    (TF-IDF of classes rather than of texts, by shares so that sizes do not count). Forms of one
    word are one, shown as it is mostly written.

    Args:
        groups: of normalised texts.
        usual: normalised texts about something else: what is common in them tells nothing.
    """
    counted = [_count_stems(texts) for texts in groups]
    everywhere: Counter[str] = Counter()
    for stems, _ in counted:
        everywhere.update(stems)
    shares = _share(everywhere, sum(len(texts) for texts in groups))
    for stem, share in _share(_count_stems(usual)[0], len(usual)).items():
        shares[stem] = max(share, shares.get(stem, 0.0))
    return tuple(
        _choose(stems, forms, len(texts), shares)
        for (stems, forms), texts in zip(counted, groups, strict=True)
    )


def _share(stems: Counter[str], total: int) -> dict[str, float]:
    return {stem: (number + 1) / (total + 1) for stem, number in stems.items()}


def _choose(
    stems: Counter[str], forms: dict[str, Counter[str]], size: int, shares: dict[str, float]
) -> tuple[str, ...]:
    weighed = []
    for stem, number in stems.items():
        share = number / size
        # One question alone says nothing of the group.
        if number > 1 and share >= _LEAST_TIMES_AS_OFTEN * shares[stem]:
            weighed.append((-share * math.log(share / shares[stem]), stem))
    best = [stem for _, stem in sorted(weighed)[:MOST_WORDS]]
    return tuple(min(forms[stem], key=lambda form: (-forms[stem][form], form)) for stem in best)


def _count_stems(texts: Iterable[str]) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Count in how many texts each stem occurs, and how often in which form."""
    stems: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        words = [word for word in text.split() if len(word) >= SHORTEST and not word.isdecimal()]
        stems.update({stem_word(word) for word in words})
        for word in words:
            forms.setdefault(stem_word(word), Counter())[word] += 1
    return stems, forms
