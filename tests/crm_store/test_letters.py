"""What the record keeps of letters: their ids, who takes part, and signs of machines."""

from datetime import datetime, timedelta

from crm_store.consents import record_consent
from crm_store.conversations import record_conversation
from crm_store.customers import record_customer
from crm_store.interactions import record_interaction
from crm_store.loop_signs import (
    count_automatic_messages,
    find_same_words,
    read_loop_signs,
)
from crm_store.message_ids import (
    Place,
    find_conversation_named,
    find_conversation_of_ids,
    find_sent,
    find_sent_by_ids,
    find_sent_to,
    lock_message_id,
    record_message_id,
)
from crm_store.outbox import record_outbound, record_receipt
from crm_store.participants import find_participant, list_participants, record_participant
from crm_store.store import Store
from crm_store.suppressions import (
    find_suppression,
    finish_suppression,
    list_suppressions,
    record_suppression,
)
from crm_store.transaction import Transaction
from crm_store.whole_bodies import find_whole_body, record_whole_body
from domain.channels import ThreadKey
from domain.conversations import Author, Conversation, Direction, Role
from domain.messages import Address, OutboundMessage, Receipt
from tests.fakes import MONDAY_MORNING as NOW

SUPPORT = Place(channel="email", account="support")
BILLING = Place(channel="email", account="billing")
MARA = Address(kind="email", value="mara@example.com", name="Mara")
DAY = timedelta(days=1)


def begin(tx: Transaction, number: int = 1) -> Conversation:
    if number == 1:
        record_customer(tx, customer_id="c1", name=None, language="en", now=NOW)
    return record_conversation(
        tx,
        conversation_id=f"conversation-{number}",
        reference=f"FD-{number}",
        customer_id="c1",
        key=ThreadKey(channel="email", account="support", thread=MARA.value),
        subject=None,
        language="en",
        now=NOW,
    )


def count_by_account(tx: Transaction, place: Place, *, most: int, now: datetime = NOW) -> int:
    return read_loop_signs(tx, place, MARA, MARA.value, now=now, most=most).by_account


def write(
    tx: Transaction,
    conversation: Conversation,
    number: int,
    *,
    automatic: bool = True,
    to: Address = MARA,
) -> OutboundMessage:
    """Write a letter, to Mara where nobody else is named, and have it go out."""
    message = OutboundMessage(
        id=f"out-ABC{number}",
        interaction_id=f"said-{number}",
        conversation_id=conversation.id,
        reference=conversation.reference,
        channel="email",
        account="support",
        to=to,
        text="hello",
        automatic=automatic,
    )
    record_outbound(tx, message, now=NOW)
    record_receipt(tx, message, Receipt(external_id=f"sent-{number}@desk.example"), now=NOW)
    return message


async def test_the_first_of_the_ids_that_is_known_tells_the_conversation(store: Store):
    def work(tx: Transaction) -> None:
        first, second = begin(tx, 1), begin(tx, 2)
        for number, conversation in ((1, first), (2, second)):
            record_message_id(
                tx,
                SUPPORT,
                f"in-{number}@mail.example",
                conversation_id=conversation.id,
                interaction_id=f"i{number}",
            )
        write(tx, first, 1)
        ids = ["gone@x", " in-2@mail.example ", "sent-1@desk.example"]
        assert find_conversation_of_ids(tx, SUPPORT, ids) == second.id
        assert find_conversation_of_ids(tx, SUPPORT, ids[::-1]) == first.id
        assert find_conversation_of_ids(tx, BILLING, ids) is None
        assert find_conversation_of_ids(tx, SUPPORT, ["", "  "]) is None
        assert find_conversation_named(tx, SUPPORT, "FD-2") == second.id
        assert find_conversation_named(tx, BILLING, "FD-2") is None

    await store.run(work)


async def test_an_id_belongs_to_the_letter_that_had_it_first(store: Store):
    def work(tx: Transaction) -> None:
        conversation = begin(tx)
        facts = {"conversation_id": conversation.id}
        assert lock_message_id(tx, SUPPORT, "one@x") is None
        assert record_message_id(tx, SUPPORT, "one@x", interaction_id="first", **facts)
        assert not record_message_id(tx, SUPPORT, "one@x", interaction_id="second", **facts)
        kept = lock_message_id(tx, SUPPORT, "one@x")
        assert kept is not None
        assert kept.interaction_id == "first"
        assert lock_message_id(tx, BILLING, "one@x") is None

    await store.run(work)


async def test_a_letter_of_ours_is_found_though_its_id_lost_its_capitals(store: Store):
    def work(tx: Transaction) -> None:
        conversation = begin(tx)
        write(tx, conversation, 1)
        write(tx, conversation, 2)
        assert find_sent(tx, SUPPORT, "out-abc1") == ("out-ABC1", conversation.id)
        assert find_sent(tx, SUPPORT, "out-ABC1") == ("out-ABC1", conversation.id)
        assert find_sent(tx, BILLING, "out-abc1") is None
        assert find_sent_by_ids(tx, SUPPORT, ["", "sent-2@desk.example"]) == "out-ABC2"
        assert find_sent_by_ids(tx, SUPPORT, [""]) is None
        assert find_sent_to(tx, conversation.id, [MARA.value]) == "out-ABC2"
        assert find_sent_to(tx, conversation.id, []) is None

    await store.run(work)


async def test_who_takes_part_keeps_the_part_until_it_is_changed(store: Store):
    def work(tx: Transaction) -> None:
        conversation = begin(tx)
        assert record_participant(tx, conversation.id, MARA, Role.REQUESTER, now=NOW)
        assert not record_participant(tx, conversation.id, MARA, Role.COPIED, now=NOW)
        found = find_participant(tx, conversation.id, MARA)
        assert found is not None
        assert (found.role, found.address) == (Role.REQUESTER, MARA)
        assert find_participant(tx, conversation.id, Address(kind="phone", value="1")) is None
        assert list_participants(tx, conversation.id) == (found,)

    await store.run(work)


async def test_only_what_was_written_without_anybodys_doing_counts_as_automatic(store: Store):
    def work(tx: Transaction) -> None:
        conversation = begin(tx)
        write(tx, conversation, 1)
        write(tx, conversation, 2, automatic=False)
        assert count_automatic_messages(tx, "email", MARA.value, since=NOW - DAY) == 1
        assert count_automatic_messages(tx, "email", MARA.value, since=NOW + DAY) == 0
        assert count_automatic_messages(tx, "email", "else@example.com", since=NOW - DAY) == 0

    await store.run(work)


async def test_letters_to_one_mailbox_under_many_tags_count_together(store: Store):
    def work(tx: Transaction) -> None:
        conversation = begin(tx)
        for number in (1, 2):
            to = Address(kind="email", value=f"mara+{number}@example.com")
            write(tx, conversation, number, to=to)
        for address in (MARA.value, "mara+1@example.com", "mara+new@example.com"):
            assert count_automatic_messages(tx, "email", address, since=NOW - DAY) == 2
        assert count_automatic_messages(tx, "email", "mar@example.com", since=NOW - DAY) == 0

    await store.run(work)


async def test_a_report_on_one_tag_of_a_mailbox_is_none_on_another(store: Store):
    def work(tx: Transaction) -> None:
        conversation = begin(tx)
        for number in (1, 2):
            to = Address(kind="email", value=f"mara+{number}@example.com")
            write(tx, conversation, number, to=to)
        assert find_sent_to(tx, conversation.id, ["mara+1@example.com"]) == "out-ABC1"
        assert find_sent_to(tx, conversation.id, ["mara+3@example.com", MARA.value]) is None

    await store.run(work)


async def test_what_an_account_writes_by_itself_is_counted_up_to_the_most_asked_for(store: Store):
    def work(tx: Transaction) -> None:
        conversation = begin(tx)
        for number in range(3):
            to = Address(kind="email", value=f"person-{number}@example.com")
            write(tx, conversation, number, to=to)
        write(tx, conversation, 4, automatic=False)
        assert count_by_account(tx, SUPPORT, most=10) == 3
        assert count_by_account(tx, SUPPORT, most=2) == 2
        assert count_by_account(tx, SUPPORT, most=0) == 0
        assert count_by_account(tx, SUPPORT, now=NOW + DAY, most=10) == 0
        assert count_by_account(tx, BILLING, most=10) == 0

    await store.run(work)


async def test_signs_tell_what_an_address_was_sent_and_whether_it_wants_no_more(store: Store):
    def work(tx: Transaction) -> None:
        write(tx, begin(tx), 1)
        signs = read_loop_signs(tx, SUPPORT, MARA, "mara+2@example.com", now=NOW, most=10)
        assert (signs.within_hour, signs.within_day, signs.opted_out) == (1, 1, False)
        record_consent(tx, MARA, channel="email", granted=False, source="test", now=NOW)
        later = NOW + timedelta(hours=2)
        signs = read_loop_signs(tx, SUPPORT, MARA, MARA.value, now=later, most=10)
        assert (signs.within_hour, signs.within_day, signs.opted_out) == (0, 1, True)
        record_consent(tx, MARA, channel="email", granted=True, source="test", now=NOW)
        signs = read_loop_signs(tx, SUPPORT, MARA, MARA.value, now=later, most=10)
        assert not signs.opted_out

    await store.run(work)


async def test_the_same_words_are_found_where_the_customer_said_them_lately(store: Store):
    def work(tx: Transaction) -> None:
        conversation = begin(tx)
        record_interaction(
            tx,
            conversation,
            interaction_id="said",
            direction=Direction.IN,
            author=Author.CUSTOMER,
            now=NOW,
            text="I am away",
        )
        assert find_same_words(tx, SUPPORT, "c1", "I am away", since=NOW - DAY) == NOW
        assert find_same_words(tx, SUPPORT, "c1", "I am away", since=NOW + DAY) is None
        assert find_same_words(tx, SUPPORT, "c1", "i am away", since=NOW - DAY) is None
        assert find_same_words(tx, BILLING, "c1", "I am away", since=NOW - DAY) is None
        assert find_same_words(tx, SUPPORT, "c2", "I am away", since=NOW - DAY) is None

    await store.run(work)


async def test_a_dead_address_keeps_its_first_reason_until_it_is_written_to_again(store: Store):
    def work(tx: Transaction) -> None:
        record_suppression(tx, "email", MARA.value, reason="no such mailbox", now=NOW)
        record_suppression(tx, "email", MARA.value, reason="later", now=NOW + DAY)
        found = find_suppression(tx, "email", MARA.value)
        assert found is not None
        assert found.reason == "no such mailbox"
        assert list_suppressions(tx, "email") == (found,)
        assert list_suppressions(tx, "sms") == ()
        assert finish_suppression(tx, "email", MARA.value)
        assert find_suppression(tx, "email", MARA.value) is None

    await store.run(work)


async def test_the_whole_of_a_letter_is_kept_beside_it(store: Store):
    def work(tx: Transaction) -> None:
        record_whole_body(tx, "said", text="all\n> of it", html=None)
        whole = find_whole_body(tx, "said")
        assert whole is not None
        assert (whole.text, whole.html) == ("all\n> of it", None)
        assert find_whole_body(tx, "other") is None

    await store.run(work)
