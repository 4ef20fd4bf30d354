"""The vectors of a large help centre's wording, in the store before anything is learnt."""

import numpy as np

from benchmarks.help_library import Library
from benchmarks.matching.large_knowledge import NOISE
from benchmarks.matching.vectors import open_encoder, say
from crm_store.store import Store
from frontdesk.training.stored_vectors import keep_vectors as store_vectors
from knowledge_base.corpus import collect_corpus
from knowledge_base.encoders.cache import CachedEncoder, digest_text
from knowledge_base.encoders.pooling import scale_to_unit

_PORTION = 2_048


def make_vectors(library: Library) -> CachedEncoder:
    """Compute the vectors of all titles and variants, and make up those of the answers.

    A paragraph takes the encoder ten milliseconds, and there are fifty thousand. Its vector is the
    mean of its article's questions and some noise.
    """
    encoder = CachedEncoder(open_encoder(threads=2))
    corpus = collect_corpus(library.articles)
    questions, passages = corpus.questions, corpus.passages
    for start in range(0, len(questions), _PORTION):
        encoder.learn(questions.written[start : start + _PORTION])
        say(f"encoded {min(start + _PORTION, len(questions)):,} of {len(questions):,} questions")
    vectors = encoder.encode(questions.written)
    means = np.zeros((len(corpus.articles), encoder.dimension), dtype=np.float32)
    np.add.at(means, questions.owners, vectors)
    noise = np.random.default_rng(1).normal(size=(len(passages), encoder.dimension))
    near = scale_to_unit(means)[passages.owners] + NOISE * scale_to_unit(noise.astype(np.float32))
    rows = scale_to_unit(near).astype("<f2")
    named = zip(passages.written, rows, strict=True)
    encoder.load({digest_text(text): row.tobytes() for text, row in named})
    return encoder


async def keep_vectors(store: Store, encoder: CachedEncoder) -> None:
    """Put the vectors into the store, where the server looks for them."""
    await store_vectors(store, encoder, encoder.known())
