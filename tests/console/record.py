"""Staff, queues, customers and conversations, put on record as a test needs them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher

from crm_store.conversations import change_conversation, record_conversation
from crm_store.customers import record_attributes, record_customer, record_identity
from crm_store.decisions import record_decision
from crm_store.interactions import record_interaction
from crm_store.staff import record_queue, record_staff_member
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.conversations import Author, Conversation, Direction
from domain.decisions import Answer, DecisionRecord, RuleTrace, Understanding
from domain.knowledge import ArticleMatch
from domain.messages import Address
from domain.service_levels import ClockKind
from domain.staff import Queue, Role, StaffMember
from tests.clocks import put_clock

PASSWORD = "correct horse battery staple"
# As weak as it may be: what is tested is not how slow it is.
HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def record_company(tx: Transaction, now: datetime) -> None:
    """Record a member of staff of every role, two queues and a customer."""
    for role in Role:
        record_staff_member(tx, make_member(role, now))
    for position, (name, title) in enumerate((("general", "General"), ("baggage", "Baggage"))):
        queue = Queue(
            name=name,
            title=title,
            topics=(),
            is_default=position == 0,
            first_response_minutes=30,
            position=position,
        )
        record_queue(tx, queue)
    record_person(tx, "c-astrid", "Astrid Lindqvist", now)


def make_member(role: Role, now: datetime) -> StaffMember:
    return StaffMember(
        id=f"s-{role}",
        email=f"{role}@example.com",
        name=f"{role.title()} Berg",
        role=role,
        password_hash=HASHER.hash(PASSWORD),
        active=True,
        created_at=now,
    )


def record_person(tx: Transaction, customer_id: str, name: str, now: datetime) -> None:
    record_customer(tx, customer_id=customer_id, name=name, language="en", now=now, tier="gold")
    address = Address(kind="phone", value=f"+1555{len(name):04}", verified=True)
    record_identity(
        tx, identity_id=f"i-{customer_id}", customer_id=customer_id, address=address, now=now
    )
    bookings = [{"reference": "DEMO42", "departs_at": "2026-03-02T15:00:00+00:00"}]
    record_attributes(tx, customer_id, {"bookings": bookings})


def begin(
    tx: Transaction,
    number: int,
    *,
    now: datetime,
    text: str = "Where is my bag?",
    customer_id: str = "c-astrid",
) -> Conversation:
    """Begin the conversation `FD-0…number` with a customer's words."""
    conversation = record_conversation(
        tx,
        conversation_id=f"v-{number}",
        reference=reference_of(number),
        customer_id=customer_id,
        key=ThreadKey(channel="api", account="api", thread=f"visitor-{number}"),
        subject=None,
        language="en",
        now=now,
    )
    say(tx, conversation, f"x-{number}", text=text, now=now)
    return conversation


def hand_over(
    tx: Transaction, conversation: Conversation, *, now: datetime, **changes: Any
) -> Conversation:
    """Have a person wait for by its customer, in the queue for baggage unless told otherwise."""
    wanted = {"queue": "baggage", "waiting_since": now, **changes}
    changed = change_conversation(tx, conversation, now=now, **wanted)
    put_clock(
        tx,
        clock_id=f"k-{conversation.id}",
        conversation_id=conversation.id,
        kind=ClockKind.FIRST_RESPONSE,
        queue="baggage",
        target_minutes=30,
        now=now,
    )
    return changed


def say(
    tx: Transaction,
    conversation: Conversation,
    interaction_id: str,
    *,
    text: str,
    now: datetime,
    direction: Direction = Direction.IN,
    author: Author = Author.CUSTOMER,
    **more: Any,
) -> None:
    record_interaction(
        tx,
        conversation,
        interaction_id=interaction_id,
        direction=direction,
        author=author,
        now=now,
        text=text,
        **more,
    )


def explain(
    tx: Transaction,
    conversation: Conversation,
    interaction_id: str,
    now: datetime,
    understanding: Understanding | None = None,
) -> None:
    """Record that the bot answered a message with an article, and why."""
    match = ArticleMatch(
        article_id="late-bag",
        locale="en",
        version=1,
        title="My bag has not arrived",
        confidence=0.91,
        topic="baggage",
    )
    record = DecisionRecord(
        id=f"d-{interaction_id}",
        conversation_id=conversation.id,
        interaction_id=interaction_id,
        decision=Answer(responder="article", article=match),
        rule="surely_known",
        trace=(
            RuleTrace(rule="asked_for_person", hit=False, why="The customer asked for nobody."),
            RuleTrace(rule="surely_known", hit=True, why="Best article is 91 % sure."),
        ),
        understanding=understanding
        or Understanding(
            language="en",
            intent="question",
            confidence=0.88,
            matches=(match, replace(match, article_id="lost", title="Lost things", confidence=0.2)),
            index_version=7,
        ),
        at=now,
    )
    record_decision(tx, record)


def reference_of(number: int) -> str:
    return f"FD-{number:08}"


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)
