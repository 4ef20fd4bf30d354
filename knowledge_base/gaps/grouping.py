"""Questions are put together by what they are about; how many groups there are is not told."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from knowledge_base.gaps.neighbours import Floats, Places, find_neighbours
from knowledge_base.gaps.partition import divide
from knowledge_base.gaps.question_group import QuestionGroup
from knowledge_base.gaps.sharpening import (
    move_together,
    scale_rows,
    sum_groups,
    take_away_common,
)
from knowledge_base.gaps.telling_words import find_telling_words
from knowledge_base.gaps.word_vectors import span_words
from knowledge_base.strangers import list_strangers
from knowledge_base.wording import normalise_text

NEIGHBOURS = 20
WORDS_SHARE = 0.3
"""Of the nearness of two questions, what their words count; the rest is what they mean."""

NEARNESS = 0.42
"""From which cosine on two of a hundred questions speak for being about one matter."""

NEARNESS_BY_TENFOLD = 0.05
"""How much nearer they have to be where there are ten times as many: among more questions there are
more that lie between two matters. On all sets that were tried a tenth more or less does nearly
alike; see decision 016."""

NEARNESS_OF_WORDS = 0.25
"""As `NEARNESS`, where there are words and letters alone, in which questions lie farther apart."""


def group_questions(
    texts: Sequence[str],
    vectors: Floats | None,
    *,
    locale: str | None = None,
    threads: int = 1,
) -> tuple[QuestionGroup, ...]:
    """Group questions, the largest group first; what is like nothing else is in none.

    The same questions in the same order always make the same groups. Questions in the same words
    count as one for what belongs together, and as many as they are for how large a group is.

    Args:
        texts: as they were written.
        vectors: of a sentence encoder, a row each, of length 1; None where there is none, so that
            words and letters alone count.
        locale: their language, whose commonest words tell nothing.
        threads: for the large products.
    """
    read = [normalise_text(text) for text in texts]
    distinct = {text: place for place, text in reversed(list(enumerate(read))) if text}
    places = np.array(sorted(distinct.values()), dtype=np.int64)
    if len(places) == 0:
        return ()
    wording = [read[place] for place in places]
    with threadpool_limits(limits=threads, user_api="blas"):
        owners, typical = _divide(wording, None if vectors is None else vectors[places])
    return _collect(read, wording, owners, typical, list_strangers(locale or ""))


def _divide(wording: Sequence[str], vectors: Floats | None) -> tuple[Places, Floats]:
    """Return each wording's group, and how typical it is of it."""
    spread = _spread(wording, vectors)
    neighbours = find_neighbours(spread, NEIGHBOURS)
    sharpened = move_together(spread, neighbours)
    owners = divide(sharpened, neighbours.places, _choose_nearness(len(wording), vectors is None))
    centres = sum_groups(spread, owners, int(owners.max()) + 1)
    return owners, np.einsum("nd,nd->n", scale_rows(centres)[owners], spread)


def _choose_nearness(count: int, words_alone: bool) -> float:
    if words_alone:
        return NEARNESS_OF_WORDS
    return NEARNESS + NEARNESS_BY_TENFOLD * max(-1.0, math.log10(count / 100))


def _spread(wording: Sequence[str], vectors: Floats | None) -> Floats:
    """Return vectors of which the cosines are the nearness by meaning and by words together."""
    words = span_words(wording)
    if vectors is None:
        return words
    meaning = take_away_common(vectors)
    parts = (np.sqrt(1 - WORDS_SHARE) * meaning, np.sqrt(WORDS_SHARE) * words)
    return np.ascontiguousarray(np.hstack(parts), dtype=np.float32)


def _collect(
    read: Sequence[str],
    wording: Sequence[str],
    owners: Places,
    typical: Floats,
    usual: Sequence[str],
) -> tuple[QuestionGroup, ...]:
    """Give every question to its wording's group, and leave out groups of a single question."""
    number = {text: place for place, text in enumerate(wording)}
    members: dict[int, list[int]] = {}
    for place, text in enumerate(read):
        if text:
            members.setdefault(int(owners[number[text]]), []).append(place)
    repeats = _count_repeats(read)
    groups = [
        # What was asked in the same words before comes behind all other wording.
        sorted(each, key=lambda place: (repeats[place], -typical[number[read[place]]], place))
        for each in members.values()
        if len(each) > 1
    ]
    groups.sort(key=lambda each: (-len(each), min(each)))
    terms = find_telling_words(
        [[read[place] for place in each] for each in groups],
        usual=[normalise_text(text) for text in usual],
    )
    return tuple(
        QuestionGroup(members=tuple(each), terms=words)
        for each, words in zip(groups, terms, strict=True)
    )


def _count_repeats(read: Sequence[str]) -> list[int]:
    """Count how often each text came before itself."""
    seen: Counter[str] = Counter()
    repeats = []
    for text in read:
        repeats.append(seen[text])
        seen[text] += 1
    return repeats
