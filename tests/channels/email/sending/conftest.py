"""A mail server to send to, and senders that are closed after each test."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
import trustme

from channels.email.sending import MailSender
from tests.channels.email.sending.accounts import COMPANY, SIGNER, make_settings
from tests.fakes import FakeClock
from tests.mail_server import ScriptedSmtpServer, run_smtp_server

MakeSender = Callable[..., MailSender]


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
async def server() -> AsyncIterator[ScriptedSmtpServer]:
    async with run_smtp_server() as server:
        yield server


@pytest.fixture
async def make_sender(
    clock: FakeClock, session: aiohttp.ClientSession
) -> AsyncIterator[MakeSender]:
    """Make a sender to a server; `smtp` changes that section, other names those of MailSender."""
    made: list[MailSender] = []

    def make(
        server: ScriptedSmtpServer,
        *,
        smtp: dict[str, Any] | None = None,
        settings: dict[str, Any] | None = None,
        **arguments: Any,
    ) -> MailSender:
        account = make_settings(smtp={**server.settings, **(smtp or {})}, **(settings or {}))
        made.append(
            MailSender(
                account,
                signer=SIGNER,
                company=COMPANY,
                clock=clock,
                http=lambda: session,
                **arguments,
            )
        )
        return made[-1]

    yield make
    for sender in made:
        await sender.close()
