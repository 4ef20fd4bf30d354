"""What the record keeps of merges and splits, and which logs are shown together."""

from datetime import timedelta

from crm_store.conversation_moves import (
    find_last_merge,
    finish_move,
    list_merged,
    list_standing_moves,
    record_merged_into,
    record_move,
)
from crm_store.conversations import (
    find_current_conversation,
    find_thread_conversation,
    get_conversation_by_id,
    lock_conversations,
    lock_matter,
    record_conversation,
)
from crm_store.customers import record_customer
from crm_store.interactions import record_interaction
from crm_store.joined_log import (
    JoinedLog,
    list_customer_words,
    list_joined_interactions,
    list_unanswered,
    read_joined_log,
)
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.conversation_moves import ConversationMove, MoveKind
from domain.conversations import Author, Conversation, Direction
from tests.fakes import MONDAY_MORNING as NOW


def begin(tx: Transaction, name: str) -> Conversation:
    if name == "a":
        record_customer(tx, customer_id="c1", name=None, language="en", now=NOW)
    return record_conversation(
        tx,
        conversation_id=name,
        reference=f"FD-{name}",
        customer_id="c1",
        key=ThreadKey(channel="sms", account="main", thread=name),
        subject=None,
        language="en",
        now=NOW,
    )


def say(
    tx: Transaction, conversation: Conversation, text: str, *, author: Author = Author.CUSTOMER
) -> None:
    direction = Direction.IN if author is Author.CUSTOMER else Direction.OUT
    record_interaction(
        tx,
        conversation,
        interaction_id=text,
        direction=direction,
        author=author,
        now=NOW,
        text=text,
    )


def move(
    kind: MoveKind, source: str, target: str, *texts: str, number: int = 1
) -> ConversationMove:
    return ConversationMove(
        id=f"m{number}",
        kind=kind,
        source_id=source,
        target_id=target,
        facts={"interactions": list(texts)},
        at=NOW + timedelta(minutes=number),
        by="ann",
    )


def furnish(tx: Transaction) -> None:
    """Two conversations, `a` and `b`, in which there was talk by turns."""
    a, b = begin(tx, "a"), begin(tx, "b")
    say(tx, a, "a1")
    say(tx, b, "b1")
    say(tx, a, "a2", author=Author.AGENT)
    say(tx, b, "b2")
    say(tx, a, "a3")


def joined(tx: Transaction, name: str) -> JoinedLog:
    return read_joined_log(tx, get_conversation_by_id(tx, name))


def shown(tx: Transaction, name: str) -> list[str]:
    return [each.text for each in list_joined_interactions(tx, joined(tx, name))]


async def test_merged_logs_are_shown_as_one_in_the_order_of_what_was_said(store: Store) -> None:
    await store.run(furnish)
    await store.run(record_merged_into, ["b"], "a")
    assert await store.read(shown, "a") == ["a1", "b1", "a2", "b2", "a3"]
    assert await store.read(shown, "b") == ["b1", "b2"]


async def test_what_was_split_off_stays_shown_and_counts_no_more(store: Store) -> None:
    def record(tx: Transaction) -> None:
        furnish(tx)
        begin(tx, "n")
        record_move(tx, move(MoveKind.SPLIT, "a", "n", "a3"))

    await store.run(record)
    assert await store.read(shown, "a") == ["a1", "a2", "a3"]
    assert await store.read(shown, "n") == ["a3"]

    def read(tx: Transaction) -> list[list[str]]:
        a, n = joined(tx, "a"), joined(tx, "n")
        assert {said: other.id for said, other in a.split_off.items()} == {"a3": "n"}
        return [
            [each.text for each in words]
            for words in (
                list_customer_words(tx, a),
                list_unanswered(tx, a),
                list_unanswered(tx, n),
            )
        ]

    assert await store.read(read) == [["a1"], [], ["a3"]]


async def test_a_move_that_was_undone_stands_no_more_and_is_remembered(store: Store) -> None:
    def record(tx: Transaction) -> None:
        furnish(tx)
        for number in (1, 2):
            record_move(tx, move(MoveKind.MERGE, "b", "a", number=number))
            finish_move(tx, f"m{number}", now=NOW)

    await store.run(record)
    assert await store.read(list_standing_moves, ["a", "b"]) == ()
    last = await store.read(find_last_merge, "b")
    assert last is not None
    assert (last.id, last.undone_at) == ("m2", NOW)


async def test_a_merged_thread_leads_to_what_it_was_merged_into(store: Store) -> None:
    await store.run(furnish)
    await store.run(record_merged_into, ["b"], "a")
    key = ThreadKey(channel="sms", account="main", thread="b")
    current = await store.run(find_current_conversation, key)
    own = await store.read(find_thread_conversation, key)
    matter = await store.run(lock_matter, "b")
    assert current is not None
    assert own is not None
    assert matter is not None
    assert (current.id, own.id, matter.id) == ("a", "b", "a")
    assert [each.id for each in await store.read(list_merged, "a")] == ["b"]


async def test_several_conversations_are_locked_at_once_by_their_ids(store: Store) -> None:
    await store.run(furnish)
    locked = await store.run(lock_conversations, ("b", "a", "b", "nobody"))
    assert list(locked) == ["a", "b"]
