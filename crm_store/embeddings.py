"""The vectors of the articles' wording, so that no process computes what another one has."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import bindparam, delete, select

from crm_store.schema import embeddings
from crm_store.transaction import Transaction

T = TypeVar("T")

# Values one statement takes; SQLite allows 32,766 and PostgreSQL's driver 32,767.
_PORTION = 1000
_STORED = select(embeddings.c.digest).where(embeddings.c.encoder == bindparam("encoder"))
_PAGE = (
    select(embeddings.c.digest, embeddings.c.vector)
    .where(embeddings.c.encoder == bindparam("encoder"), embeddings.c.digest > bindparam("after"))
    .order_by(embeddings.c.digest)
    .limit(bindparam("limit"))
)
_FORGET = delete(embeddings).where(
    embeddings.c.encoder == bindparam("encoder_"),
    embeddings.c.digest.in_(bindparam("digests", expanding=True)),
)
_FORGET_OTHERS = delete(embeddings).where(embeddings.c.encoder != bindparam("encoder_"))


def list_embeddings(
    tx: Transaction, encoder: str, *, after: str = "", limit: int = 1_000_000
) -> dict[str, bytes]:
    """List an encoder's vectors by their texts' digests, which they are in the order of.

    Args:
        after: the last digest already seen, or an empty text.
    """
    values = {"encoder": encoder, "after": after, "limit": limit}
    return {row.digest: row.vector for row in tx.execute(_PAGE, values)}


def record_embeddings(tx: Transaction, encoder: str, vectors: Mapping[str, bytes]) -> None:
    """Store vectors by their texts' digests; what is stored already stays."""
    rows = [
        {"encoder": encoder, "digest": digest, "vector": vectors[digest]}
        # Two processes that store the same in one order never wait for each other in a circle.
        for digest in sorted(vectors)
    ]
    for portion in _divide(rows):
        tx.execute(tx.insert(embeddings).on_conflict_do_nothing(), portion)


def forget_embeddings(tx: Transaction, encoder: str, keep: Collection[str]) -> int:
    """Delete all vectors but some, those of all other encoders too; return how many.

    Nothing is lost by it: whoever misses a vector computes it anew.

    Args:
        encoder: the name of the encoder in use.
        keep: the digests of the texts that are still asked for.
    """
    stored = tx.execute(_STORED, {"encoder": encoder}).scalars()
    unused = sorted(set(stored).difference(keep))
    forgotten = tx.execute(_FORGET_OTHERS, {"encoder_": encoder}).rowcount
    for portion in _divide(unused):
        forgotten += tx.execute(_FORGET, {"encoder_": encoder, "digests": portion}).rowcount
    return forgotten


def _divide(values: Sequence[T]) -> Iterator[list[T]]:
    return (list(values[start : start + _PORTION]) for start in range(0, len(values), _PORTION))
