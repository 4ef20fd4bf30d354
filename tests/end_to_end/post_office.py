"""Mail between people and a site: a real mailbox for everybody, and the server that fills them."""

import asyncio
import smtplib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import Envelope

from tests.dovecot import PASSWORD, Dovecot
from tests.mail_server import ScriptedSmtpServer

AUTHSERV = "mx.desk.test"
WAIT_SECONDS = 60.0
Answering = Callable[[EmailMessage], bytes]


@dataclass(frozen=True)
class Mailbox:
    """Somebody's mailbox on the real server."""

    server: Dovecot
    user: str

    @property
    def address(self) -> str:
        return f"{self.user}@desk.test"

    @property
    def imap(self) -> dict[str, Any]:
        """How to read it; a poll would come too late for any test, so that IDLE has to tell."""
        return {
            "host": "127.0.0.1",
            "port": self.server.imap_port,
            "security": "none",
            "username": self.user,
            "password": PASSWORD,
            "timeout": 10,
            "poll_seconds": 3600,
        }

    def read(self) -> list[EmailMessage]:
        """All that is in it, oldest first."""
        client = self.server.connect(self.user)
        try:
            client.select(readonly=True)
            _, (found,) = client.search(None, "ALL")
            return [_read_one(client.fetch(number, "(BODY.PEEK[])")) for number in found.split()]
        finally:
            client.logout()

    async def wait_for(self, number: int) -> list[EmailMessage]:
        """Wait until so many mails are in it."""
        async with asyncio.timeout(WAIT_SECONDS):
            while len(mails := await asyncio.to_thread(self.read)) < number:  # noqa: ASYNC110 - as IMAP is
                await asyncio.sleep(0.05)
        return mails

    def threads(self, algorithm: str) -> str:
        """How the server threads its mails (RFC 5256), for example `(1 2)(3)`."""
        client = self.server.connect(self.user)
        try:
            client.select(readonly=True)
            _, (found,) = client.thread(algorithm, "UTF-8", "ALL")
            return str(found.decode())
        finally:
            client.logout()


def _read_one(fetched: tuple[str, list[Any]]) -> EmailMessage:
    _, parts = fetched
    return message_from_bytes(parts[0][1], policy=policy.default)


class PostOffice(ScriptedSmtpServer):
    """Takes the site's mail by SMTP and puts it into mailboxes by LMTP.

    Attributes:
        answering: what writes back by itself to what is delivered to an address.
        came_back: how many mails were written so.
    """

    def __init__(self, dovecot: Dovecot) -> None:
        super().__init__()
        self.dovecot = dovecot
        self.answering: dict[str, Answering] = {}
        self.came_back: defaultdict[str, int] = defaultdict(int)
        self._writing: set[asyncio.Task[None]] = set()

    async def keep(self, envelope: Envelope, *, answered: bool) -> None:
        content = envelope.original_content or b""
        if answered:
            await self.post(content, *envelope.rcpt_tos, sender=envelope.mail_from or "")
        await super().keep(envelope, answered=answered)
        if answered:
            for address in envelope.rcpt_tos:
                self._answer(content, address)

    def _answer(self, mail: bytes, address: str) -> None:
        """Write back as an auto-responder does; it answers whatever it is sent."""
        if (answering := self.answering.get(address)) is None:
            return
        written = answering(message_from_bytes(mail, policy=policy.default))
        self.came_back[address] += 1
        to = message_from_bytes(written, policy=policy.default)["To"].addresses[0].addr_spec
        task = asyncio.create_task(self.post(written, to, sender=address))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def post(self, mail: bytes, *recipients: str, sender: str = "somebody@desk.test") -> None:
        """Deliver a mail into mailboxes, as the server that is responsible for them does."""
        await asyncio.to_thread(_hand_over, self.dovecot.lmtp_port, mail, recipients, sender)

    async def finish_writing(self) -> None:
        """Wait until all that was to be written back is delivered."""
        while self._writing:
            await asyncio.gather(*self._writing)


def _hand_over(port: int, mail: bytes, recipients: tuple[str, ...], sender: str) -> None:
    with smtplib.LMTP("127.0.0.1", port, local_hostname="mail.test") as client:
        refused = client.sendmail(sender.removeprefix("<>"), recipients, mail)
    assert not refused


def proven(mail: bytes, domain: str = "desk.test") -> bytes:
    """Stamp a mail as the receiving server does that found its sender to be genuine."""
    return (
        f"Authentication-Results: {AUTHSERV}; dmarc=pass header.from={domain}\r\n".encode() + mail
    )


def email_account(
    mailbox: Mailbox, smtp: dict[str, Any], *, account: str = "support", **sections: dict[str, Any]
) -> str:
    """Settings of an email account that reads a mailbox, as an operator writes them."""
    lines = [
        "[[channels.email]]",
        f'account = "{account}"',
        f'address = "{mailbox.address}"',
        f'trusted_authserv = ["{AUTHSERV}"]',
    ]
    for name, section in {"smtp": smtp, "imap": mailbox.imap, **sections}.items():
        if section:
            lines += [f"[channels.email.{name}]", *(_write(*item) for item in section.items())]
    return "\n".join(lines)


def _write(name: str, value: Any) -> str:
    words = str(value).lower() if isinstance(value, bool) else value
    return f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {words}"
