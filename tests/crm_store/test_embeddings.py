"""The articles' vectors are computed by one process and found by all, and do not pile up."""

from crm_store.embeddings import (
    forget_embeddings,
    list_embeddings,
    record_embeddings,
)
from crm_store.store import Store

MANY = {f"digest {number}": number.to_bytes(4) for number in range(2_500)}


async def test_what_one_process_computed_another_finds(store: Store):
    await store.run(record_embeddings, "minilm", {"a": b"\x00\x01", "b": b"\xff"})

    found = await store.read(list_embeddings, "minilm")
    assert found == {"a": b"\x00\x01", "b": b"\xff"}


async def test_the_vectors_of_two_encoders_never_mix(store: Store):
    await store.run(record_embeddings, "minilm", {"a": b"1"})
    await store.run(record_embeddings, "other", {"a": b"2"})

    assert await store.read(list_embeddings, "minilm") == {"a": b"1"}
    assert await store.read(list_embeddings, "other") == {"a": b"2"}


async def test_two_processes_may_store_the_same_text(store: Store):
    await store.run(record_embeddings, "minilm", {"a": b"1"})
    await store.run(record_embeddings, "minilm", {"a": b"1", "b": b"2"})

    assert await store.read(list_embeddings, "minilm") == {"a": b"1", "b": b"2"}


async def test_a_large_knowledge_base_is_found_whole(store: Store):
    await store.run(record_embeddings, "minilm", MANY)

    assert await store.read(list_embeddings, "minilm") == MANY


async def test_nothing_stored_is_nothing_found(store: Store):
    await store.run(record_embeddings, "minilm", {})

    assert await store.read(list_embeddings, "minilm") == {}


async def test_what_no_article_says_any_more_is_forgotten(store: Store):
    await store.run(record_embeddings, "earlier", {"a": b"1"})
    await store.run(record_embeddings, "minilm", MANY)

    forgotten = await store.run(forget_embeddings, "minilm", {"digest 7"})

    assert forgotten == len(MANY)
    assert await store.read(list_embeddings, "minilm") == {"digest 7": MANY["digest 7"]}
    assert await store.read(list_embeddings, "earlier") == {}
