"""Teaches a reader a site's labels: what the texts say first, then one label after the other."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.feelings.reader import Floats, Reader
from knowledge_base.feelings.signals import mask_text
from knowledge_base.feelings.site_learning import Learnt, Material, learn_task
from knowledge_base.feelings.site_lessons import Lesson
from knowledge_base.feelings.site_model import TASKS, SiteModel

COMMON_LANGUAGE = 0.05
"""Share of the texts from which on their language counts as taught."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of it; `learnt` by label."""

    model: SiteModel
    learnt: dict[str, Learnt]


def teach(lessons: Sequence[Lesson], reader: Reader, tell: Callable[[str], None]) -> Taught:
    """Learn all labels that the lessons have, and keep what the reader knew of the others.

    Args:
        tell: is told how far it is.

    Raises:
        InvalidInputError: a label has too few texts, or one value alone.
    """
    tell(f"reading {len(lessons):,} texts")
    texts = [lesson.text for lesson in lessons]
    languages = [reader.guess.find_foreign(text) or reader.guess.guess(text) for text in texts]
    encoder = reader.encoder
    vectors = None if encoder is None else encoder.encode([mask_text(text) for text in texts])
    signals = describe_texts(reader, texts, languages, vectors)
    learnt = {}
    for name in TASKS:
        rows = [row for row, lesson in enumerate(lessons) if name in lesson.labels]
        if rows:
            labels = tuple(lesson.labels.get(name, "") for lesson in lessons)
            material = Material(tuple(texts), labels, signals, vectors).take(rows)
            learnt[name] = learn_task(name, material, tell)
    return Taught(_join(reader, learnt, languages), learnt)


def describe_texts(
    reader: Reader, texts: Sequence[str], languages: Sequence[str], vectors: Floats | None
) -> Floats:
    """Return what the shipped part knows of each text, as its site's judges are told."""
    rows = []
    for place, (text, language) in enumerate(zip(texts, languages, strict=True)):
        signals, judged = reader.judge(text, language, None if vectors is None else vectors[place])
        rows.append(judged.describe(signals))
    return np.array(rows, dtype=np.float32)


def _join(reader: Reader, learnt: dict[str, Learnt], languages: Sequence[str]) -> SiteModel:
    old = reader.site
    common = {
        language
        for language, count in Counter(languages).items()
        if count >= COMMON_LANGUAGE * len(languages)
    }
    return SiteModel(
        encoder=reader.encoder.name if reader.encoder else "",
        languages=frozenset(common | (old.languages if old else frozenset())),
        tasks={**(old.tasks if old else {}), **{name: each.task for name, each in learnt.items()}},
        counts={
            **(old.counts if old else {}),
            **{name: each.counts.total() for name, each in learnt.items()},
        },
    )
