"""A whole Frontdesk in this process, without HTTP: messages go in at the gateway."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy import Engine as SqlEngine
from sqlalchemy import event

from channels.web_chat.settings import WebChatSettings
from domain.channels import ThreadKey
from domain.messages import RawMessage
from frontdesk.logging import configure_logging
from frontdesk.settings import CompanySettings, DatabaseSettings, LoggingSettings, Settings
from frontdesk.wiring import System, make_system

_SECRET = "benchmark-" * 4
_QUESTION = "How much cabin baggage may I take?"


@asynccontextmanager
async def started_system(url: str) -> AsyncIterator[System]:
    """Open a system on a furnished database; its worker works when it is told to."""
    settings = Settings(
        database=DatabaseSettings(url=url),
        company=CompanySettings(name="Aurora Airways"),
        channels={"web_chat": (WebChatSettings(account="site"),)},
    )
    configure_logging(LoggingSettings(level="warning"))
    system = make_system(settings, secret=_SECRET)
    await system.store.open()
    try:
        await system.index.refresh()
        yield system
    finally:
        await system.http.close()
        await system.store.close()


async def chat(system: System, visitor: str, number: int) -> None:
    """Take in a question of a visitor's and do all that follows from it."""
    await say(system, visitor, number, _QUESTION)


async def say(system: System, visitor: str, number: int, text: str) -> None:
    """Take in one message of a visitor and do all that follows from it."""
    raw = RawMessage(
        channel="web_chat",
        account="site",
        delivery_id=f"{visitor}:{number}",
        source=visitor,
        body=json.dumps({"id": f"m{number}", "text": text}).encode(),
        received_at=system.clock.now(),
    )
    await system.gateway.receive(raw)
    await system.worker.work_off()


async def read_answer(system: System, visitor: str) -> None:
    """Read a visitor's thread as a page that is opened anew does."""
    key = ThreadKey(channel="web_chat", account="site", thread=visitor)
    view = await system.gateway.read_thread(key, after=0, limit=100)
    if view.entries[-1].author != "bot" or "8 kg" not in view.entries[-1].text:
        raise RuntimeError(f"not the answer: {view.entries[-1].text}")


@contextmanager
def recorded_statements() -> Iterator[list[str]]:
    """Record every statement that any engine of this process is given."""
    statements: list[str] = []

    def record(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(SqlEngine, "before_cursor_execute", record)
    try:
        yield statements
    finally:
        event.remove(SqlEngine, "before_cursor_execute", record)
