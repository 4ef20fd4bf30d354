"""Questions are put together by what they are about; how many groups there are is not told."""

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
from knowledge_base.wording import normalise_text

NEIGHBOURS = 20
WORDS_SHARE = 0.3
"""Of the nearness of two questions, what their words count; the rest is what they mean."""

NEARNESS = 0.5
"""0.4 to 0.55 do nearly alike on all sets that were tried, small and large; see decision 016."""

NEARNESS_OF_WORDS = 0.25
"""The same where there are words and letters alone, in which questions lie farther apart."""


def group_questions(
    texts: Sequence[str], vectors: Floats | None, *, threads: int = 1
) -> tuple[QuestionGroup, ...]:
    """Group questions, the largest group first; what is like nothing else is in none.

    The same questions in the same order always make the same groups. Questions in the same words
    count as one for what belongs together, and as many as they are for how large a group is.

    Args:
        texts: as they were written.
        vectors: of a sentence encoder, a row each, of length 1; None where there is none, so that
            words and letters alone count.
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
    return _collect(read, wording, owners, typical)


def _divide(wording: Sequence[str], vectors: Floats | None) -> tuple[Places, Floats]:
    """Return each wording's group, and how typical it is of it."""
    spread = _spread(wording, vectors)
    neighbours = find_neighbours(spread, NEIGHBOURS)
    sharpened = move_together(spread, neighbours)
    nearness = NEARNESS_OF_WORDS if vectors is None else NEARNESS
    owners = divide(sharpened, neighbours.places, nearness)
    centres = sum_groups(spread, owners, int(owners.max()) + 1)
    return owners, np.einsum("nd,nd->n", scale_rows(centres)[owners], spread)


def _spread(wording: Sequence[str], vectors: Floats | None) -> Floats:
    """Return vectors of which the cosines are the nearness by meaning and by words together."""
    words = span_words(wording)
    if vectors is None:
        return words
    meaning = take_away_common(vectors)
    parts = (np.sqrt(1 - WORDS_SHARE) * meaning, np.sqrt(WORDS_SHARE) * words)
    return np.ascontiguousarray(np.hstack(parts), dtype=np.float32)


def _collect(
    read: Sequence[str], wording: Sequence[str], owners: Places, typical: Floats
) -> tuple[QuestionGroup, ...]:
    """Give every question to its wording's group, and leave out groups of a single question."""
    number = {text: place for place, text in enumerate(wording)}
    members: dict[int, list[int]] = {}
    for place, text in enumerate(read):
        if text:
            members.setdefault(int(owners[number[text]]), []).append(place)
    groups = [
        sorted(each, key=lambda place: (-typical[number[read[place]]], place))
        for each in members.values()
        if len(each) > 1
    ]
    groups.sort(key=lambda each: (-len(each), min(each)))
    terms = find_telling_words([[read[place] for place in each] for each in groups])
    return tuple(
        QuestionGroup(members=tuple(each), terms=words)
        for each, words in zip(groups, terms, strict=True)
    )
