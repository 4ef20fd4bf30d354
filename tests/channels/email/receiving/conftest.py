"""Mailboxes of a real server, and readers and listeners with a gateway in memory."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from channels.email.receiving import ImapReader
from channels.email.receiving.outage import Pauses
from channels.email.settings import EmailSettings
from tests.channels.email.receiving.mail_gateway import MailGateway
from tests.dovecot import PASSWORD, Dovecot
from tests.fakes import FakeClock, SequentialIds

_numbers = itertools.count(1)


def make_settings(**details: Any) -> EmailSettings:
    """Settings of an account; `imap` and `listen` are given as tables."""
    account: dict[str, Any] = {
        "account": "support",
        "address": "support@example.com",
        "smtp": {"host": "127.0.0.1", "security": "none"},
    }
    return EmailSettings.model_validate({**account, **details})


def make_mail(name: str, sender: str = "Ann <ann@example.com>", size: int = 0) -> bytes:
    """A mail whose subject is its name."""
    padding = ("x" * 76 + "\r\n") * (size // 78)
    return f"From: {sender}\r\nSubject: {name}\r\n\r\nHello from {name}\r\n{padding}".encode()


def subjects(mails: list[bytes]) -> list[str]:
    return [mail.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode() for mail in mails]


@dataclass
class MailAccount:
    """Somebody's mailbox on the real server, and how it is read."""

    server: Dovecot
    user: str
    counted: list[dict[str, str]] = field(default_factory=list)

    def append(self, *names: str, **details: Any) -> None:
        self.server.append(self.user, *(make_mail(name) for name in names), **details)

    def settings(self, *, max_megabytes: int = 50, account: str = "support", **imap: Any) -> Any:
        """Settings to read this mailbox with; the poll comes too late for any test."""
        table = {
            "host": "127.0.0.1",
            "port": self.server.imap_port,
            "security": "none",
            "username": self.user,
            "password": PASSWORD,
            "timeout": 10,
            "poll_seconds": 3600,
            **imap,
        }
        return make_settings(imap=table, max_megabytes=max_megabytes, account=account)

    def reader(
        self, *, lease_seconds: int = 60, longest_pause: float = 0.1, **settings: Any
    ) -> ImapReader:
        def count(event: str, **labels: str) -> None:
            self.counted.append({"event": event, **labels})

        return ImapReader(
            self.settings(**settings),
            clock=FakeClock(),
            ids=SequentialIds(),
            count=count,
            pauses=Pauses(first=0.02, last=longest_pause),
            lease_seconds=lease_seconds,
        )

    @asynccontextmanager
    async def read(self, gateway: MailGateway, **settings: Any) -> AsyncIterator[None]:
        """Read it while the context is open."""
        async with reading(self.reader(**settings), gateway):
            yield


@asynccontextmanager
async def reading(reader: ImapReader, gateway: MailGateway) -> AsyncIterator[asyncio.Task[None]]:
    """Let a reader run while the context is open."""
    task = asyncio.create_task(reader.keep_reading(gateway))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def gateway() -> MailGateway:
    return MailGateway()


@pytest.fixture
def mailbox(dovecot: Dovecot) -> MailAccount:
    """An empty mailbox."""
    return _make_account(dovecot)


@pytest.fixture
def other_mailbox(dovecot: Dovecot) -> MailAccount:
    """Another empty mailbox."""
    return _make_account(dovecot)


def _make_account(server: Dovecot) -> MailAccount:
    return MailAccount(server, f"user{next(_numbers)}")
