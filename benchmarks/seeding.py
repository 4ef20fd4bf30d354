"""A database with a past: customers, conversations and all that was said and decided in them."""

import asyncio
import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
from sqlalchemy import Table

from crm_store.schema import (
    clocks,
    conversations,
    customers,
    decisions,
    identities,
    interactions,
    outbox,
    raw_messages,
)

_BEGAN = datetime(2026, 1, 5, tzinfo=UTC)
_APART = timedelta(seconds=60)
# Each conversation: asked, answered, asked, handed over, told so.
_SAID = (
    ("in", "customer"),
    ("out", "bot"),
    ("in", "customer"),
    ("event", "system"),
    ("out", "bot"),
)
_CONVERSATIONS_EACH = 2
_TEXT = "Is there anything that I have to know about my luggage when I change planes? "
_UNDERSTOOD = {
    "language": "en",
    "intent": None,
    "confidence": 0.4,
    "matches": [
        {
            "article_id": f"article-{n}",
            "locale": "en",
            "title": _TEXT,
            "confidence": 0.2,
            "topic": "x",
        }
        for n in range(5)
    ],
    "topic": None,
    "index_version": 1,
}
_TRACE = [
    {"rule": f"rule_{n}", "hit": False, "why": "it did not apply to this one"} for n in range(9)
]

Row = dict[str, Any]


def with_bot(number: int) -> list[int]:
    """Which of the visitors `visitor-0` and on, among `number` interactions, wait for no person."""
    return [visitor for visitor in range(_count_visitors(number)) if visitor % 10]


def _count_visitors(number: int) -> int:
    return number // (len(_SAID) * _CONVERSATIONS_EACH)


async def seed(url: str, number: int) -> None:
    """Put about `number` interactions into a furnished database, and have it know its size."""
    await load(url, _make_rows(number))


async def load(url: str, rows: list[tuple[Table, Iterable[Row]]]) -> None:
    """Put rows into the tables of a database, and have it know its size."""
    if url.startswith("sqlite"):
        await asyncio.to_thread(_load_sqlite, url.partition(":///")[2], rows)
    else:
        await _load_postgres(url, rows)


def _make_rows(number: int) -> list[tuple[Table, Iterable[Row]]]:
    visitors = range(_count_visitors(number))
    talks = range(len(visitors) * _CONVERSATIONS_EACH)
    said = range(len(talks) * len(_SAID))
    heard = [n for n in said if _SAID[n % len(_SAID)][0] == "in"]
    sent = [n for n in said if _SAID[n % len(_SAID)][0] == "out"]
    return [
        (customers, map(_customer, visitors)),
        (identities, map(_identity, visitors)),
        (conversations, map(_conversation, talks)),
        (interactions, map(_interaction, said)),
        (raw_messages, map(_raw_message, heard)),
        (decisions, map(_decision, heard)),
        (outbox, map(_outbound, sent)),
        (clocks, map(_clock, talks)),
    ]


def _id(prefix: str, number: int) -> str:
    """Like the ids that a program makes: growing with time, 26 characters."""
    return f"01A{prefix}{number:022}"


def _at(interaction: int) -> datetime:
    return _BEGAN + _APART * interaction


def _customer(number: int) -> Row:
    return {
        "id": _id("C", number),
        "name": None,
        "language": "en",
        "tier": "standard",
        "attributes": "{}",
        "created_at": _at(number),
    }


def _identity(number: int) -> Row:
    return {
        "id": _id("I", number),
        "customer_id": _id("C", number),
        "kind": "visitor",
        "value": f"visitor-{number}",
        "trust": "verified",
        "created_at": _at(number),
    }


def _conversation(number: int) -> Row:
    visitor = number // _CONVERSATIONS_EACH
    is_open = number % (10 * _CONVERSATIONS_EACH) == 0
    begun = _at(number * len(_SAID))
    return {
        "id": _id("V", number),
        "reference": f"FD-{number * 7919:08X}",
        "customer_id": _id("C", visitor),
        "channel": "web_chat",
        "account": "site",
        "thread": f"visitor-{visitor}",
        "status": "open" if is_open else "resolved",
        "queue": "general",
        "priority": "normal",
        "language": "en",
        "created_at": begun,
        "updated_at": begun,
        "waiting_since": begun if is_open else None,
        "version": 3,
    }


def _interaction(number: int) -> Row:
    direction, author = _SAID[number % len(_SAID)]
    return {
        "id": _id("S", number),
        "conversation_id": _id("V", number // len(_SAID)),
        "channel": "web_chat",
        "direction": direction,
        "author": author,
        "at": _at(number),
        "text": _TEXT if direction == "in" else _TEXT * 4,
        "html": None if direction == "in" else f"<p>{_TEXT * 4}</p>",
        "external_id": f"m{number}" if direction == "in" else None,
        "attachments": "[]",
        "quick_replies": "[]",
        "source_ids": "{}",
    }


def _raw_message(number: int) -> Row:
    visitor = number // len(_SAID) // _CONVERSATIONS_EACH
    return {
        "id": _id("R", number),
        "channel": "web_chat",
        "account": "site",
        "delivery_id": f"visitor-{visitor}:{number}",
        "source": f"visitor-{visitor}",
        "reference": f"FD-R{number}",
        "body": json.dumps({"id": f"m{number}", "text": _TEXT}).encode(),
        "headers": "{}",
        "received_at": _at(number),
    }


def _decision(number: int) -> Row:
    return {
        "id": _id("D", number),
        "conversation_id": _id("V", number // len(_SAID)),
        "interaction_id": _id("S", number),
        "rule": "unsure",
        "decision": json.dumps({"kind": "Answer" if number % 2 else "Escalate"}),
        "trace": json.dumps(_TRACE),
        "understanding": json.dumps(_UNDERSTOOD),
        "at": _at(number),
    }


def _outbound(number: int) -> Row:
    visitor = number // len(_SAID) // _CONVERSATIONS_EACH
    return {
        "id": _id("O", number),
        "interaction_id": _id("S", number),
        "conversation_id": _id("V", number // len(_SAID)),
        "reference": f"FD-{number // len(_SAID) * 7919:08X}",
        "channel": "web_chat",
        "account": "site",
        "recipient": json.dumps({"kind": "visitor", "value": f"visitor-{visitor}"}),
        "text": _TEXT * 4,
        "quick_replies": "[]",
        "attachments": "[]",
        "thread": "{}",
        "state": "delivered",
        "attempts": 0,
        "created_at": _at(number),
        "updated_at": _at(number),
    }


def _clock(number: int) -> Row:
    begun = _at(number * len(_SAID))
    return {
        "id": _id("K", number),
        "conversation_id": _id("V", number),
        "kind": "first_response",
        "policy": "queue:general",
        "policy_version": "queue:general",
        "calendar": "always",
        "calendar_version": "always",
        "target_us": 3_600_000_000,
        "priority": "normal",
        "queue": "general",
        "started_at": begun,
        "as_of": begun,
        "counted_us": 0,
        "due_at": begun + timedelta(hours=1),
        "met_at": begun,
        "stopped_by": "agent",
        "seen": [],
        "corrections": 0,
        "failures": 0,
    }


def _load_sqlite(path: str, tables: list[tuple[Table, Iterable[Row]]]) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    for table, rows in tables:
        for columns, values in _columns(rows):
            names, marks = ", ".join(columns), ", ".join("?" * len(columns))
            written = (tuple(map(_write_time, row)) for row in values)
            connection.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", written)
    connection.commit()
    connection.close()


async def _load_postgres(url: str, tables: list[tuple[Table, Iterable[Row]]]) -> None:
    connection = await asyncpg.connect(url)
    for table, rows in tables:
        for columns, values in _columns(rows):
            await connection.copy_records_to_table(table.name, records=values, columns=columns)
    # As autovacuum does by itself within a minute.
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


def _columns(rows: Iterable[Row]) -> Iterator[tuple[list[str], Iterator[tuple[Any, ...]]]]:
    """Take the columns' names from the first row; all rows have the same."""
    rows = iter(rows)
    first = next(rows, None)
    if first is not None:
        yield list(first), _values(first, rows)


def _values(first: Row, others: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    yield tuple(first.values())
    for row in others:
        yield tuple(row.values())


def _write_time(value: Any) -> Any:
    """Write a time as SQLAlchemy does in SQLite."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    return value
