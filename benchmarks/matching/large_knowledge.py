"""Knowledge of any size, from the public sets and, where they do not reach, from pieces of them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from domain.knowledge import Article
from knowledge_base.encoders.cache import CachedEncoder, digest_text
from knowledge_base.encoders.pooling import scale_to_unit
from knowledge_base.importing import read_articles

NOISE = 0.4
"""Length of what is added to a made-up variant's vector: its cosine to the next is about 0.9."""

_MOST_TRIES = 100


@dataclass(frozen=True, slots=True)
class Sized:
    """Articles with so many variants in all, and real questions that are none of them."""

    articles: tuple[Article, ...]
    unseen: tuple[str, ...]


def read_both(kb: Path) -> list[Article]:
    """Read BANKING77 and CLINC150 as one knowledge base of 227 articles."""
    return [
        replace(article, id=f"{folder}-{article.id}")
        for folder in ("banking77", "clinc150")
        for article in read_articles(kb / folder / "articles.all.jsonl").articles
    ]


def take_variants(articles: Sequence[Article], total: int) -> Sized:
    """Give each article its share of the variants; where it has too few, it keeps those."""
    each, more = divmod(total, len(articles))
    kept: list[Article] = []
    unseen: list[str] = []
    for place, article in enumerate(articles):
        count = each + (place < more)
        kept.append(replace(article, variants=article.variants[:count]))
        unseen += article.variants[count:]
    return Sized(tuple(kept), tuple(unseen))


def make_up_variants(
    articles: Sequence[Article], total: int, encoder: CachedEncoder
) -> tuple[Article, ...]:
    """Add variants until there are so many, and have the encoder remember vectors for them.

    A variant begins like one of the article's and ends like another; its vector is the mean of
    theirs and some noise, since to compute it would take minutes.
    """
    each = -(-total // len(articles))
    return tuple(_enlarge(article, each, encoder, seed) for seed, article in enumerate(articles))


def _enlarge(article: Article, count: int, encoder: CachedEncoder, seed: int) -> Article:
    chance = random.Random(seed)
    real = article.variants
    made = dict(_recombine(real, count - len(real), chance))
    if not made:
        return article
    vectors = encoder.encode(real)
    noise = np.random.default_rng(seed).normal(size=(len(made), encoder.dimension))
    pairs = np.array(list(made.values()))
    means = scale_to_unit(vectors[pairs[:, 0]] + vectors[pairs[:, 1]])
    found = scale_to_unit(means + NOISE * scale_to_unit(noise.astype(np.float32)))
    rows = found.astype("<f2")
    encoder.load({digest_text(t): row.tobytes() for t, row in zip(made, rows, strict=True)})
    return replace(article, variants=(*real, *made))


def _recombine(
    real: Sequence[str], count: int, chance: random.Random
) -> Iterator[tuple[str, tuple[int, int]]]:
    seen = set(real)
    for _ in range(_MOST_TRIES * max(0, count)):
        if len(seen) >= len(set(real)) + count:
            return
        first, second = chance.randrange(len(real)), chance.randrange(len(real))
        head, tail = real[first].split(), real[second].split()
        text = " ".join([*head[: (len(head) + 1) // 2], *tail[len(tail) // 2 :]])
        if text not in seen:
            seen.add(text)
            yield text, (first, second)
