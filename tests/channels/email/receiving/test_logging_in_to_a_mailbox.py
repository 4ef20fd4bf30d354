"""A mailbox is reached as the settings say, or the check says what to do about it."""

import asyncio
import base64
import socket
from pathlib import Path
from typing import Any, Self

import pytest
import trustme

from channels.email.receiving import ImapReader
from channels.email.receiving.imap_login import explain_connecting
from domain.errors import FrontdeskError
from tests.channels.email.receiving.conftest import MailAccount, make_settings
from tests.fakes import FakeClock, SequentialIds

pytestmark = pytest.mark.xdist_group("dovecot")


@pytest.fixture
def ca_file(mail_authority: trustme.CA, tmp_path: Path) -> str:
    mail_authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    return str(tmp_path / "authority.pem")


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
async def test_a_check_says_how_new_mail_is_noticed(
    mailbox: MailAccount, ca_file: str, security: str
):
    mailbox.append("one", "two")
    server = mailbox.server
    port = server.tls_port if security == "tls" else server.imap_port
    reader = mailbox.reader(security=security, port=port, ca_file=ca_file)
    assert await reader.check() == (
        f"127.0.0.1:{port}, INBOX with 2 messages, noticed as it comes (IDLE)"
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "wrong"}, "does not let user.* in: .*; see username and password"),
        ({"folder": "Suport"}, "there is no folder 'Suport'; there are INBOX"),
        ({"security": "starttls"}, "is not trusted .*; name the authority .* as ca_file"),
        ({"security": "starttls", "ca_file": "/nowhere.pem"}, "ca_file /nowhere.pem cannot be re"),
        ({"security": "tls"}, "does not speak TLS as it should; set security"),
    ],
)
async def test_a_check_says_what_is_wrong(mailbox: MailAccount, wrong: dict[str, Any], words: str):
    with pytest.raises(FrontdeskError, match=words):
        await mailbox.reader(**wrong).check()


def test_a_host_that_does_not_exist_is_named():
    settings = make_settings(imap={"host": "mail.example.invalid", "username": "support"}).imap
    assert settings is not None
    said = explain_connecting(settings, socket.gaierror("no such name"))
    assert said == "there is no host mail.example.invalid; correct imap.host"


async def test_a_check_says_that_nobody_listens(mailbox: MailAccount):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(FrontdeskError, match=rf"127.0.0.1:{port} cannot be reached \(Connection"):
        await mailbox.reader(port=port).check()


async def test_a_check_does_not_wait_for_ever(mailbox: MailAccount):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(FrontdeskError, match=r"does not answer within 0\.2 seconds"):
            await mailbox.reader(port=port, timeout=0.2).check()


class TokenServer:
    """Speaks enough IMAP to be logged in to with an access token or with any password."""

    def __init__(self, expected: bytes) -> None:
        self.expected = expected
        self.port = 0
        self.sessions: list[Any] = []

    async def __aenter__(self) -> Self:
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.server.close()
        await asyncio.gather(*self.sessions)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sessions.append(asyncio.current_task())
        writer.write(b"* OK ready\r\n")
        while line := await reader.readline():
            tag, _, command = line.strip().partition(b" ")
            if command.startswith(b"AUTHENTICATE"):
                writer.write(b"+ \r\n")
                if base64.b64decode(await reader.readline()) != self.expected:
                    writer.write(b"+ eyJzdGF0dXMiOiI0MDEifQ==\r\n")
                    assert (await reader.readline()).strip() == b""
                    writer.write(tag + b" NO AUTHENTICATE failed\r\n")
                    continue
            elif command.startswith(b"CAPABILITY"):
                writer.write(b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 AUTH=PLAIN\r\n")
            elif command.startswith(b"SELECT"):
                writer.write(b"* 7 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 8] ok\r\n")
            writer.write(tag + b" OK done\r\n")
        writer.close()
        await writer.wait_closed()


def make_reader(server: TokenServer, token: str | None, **login: object) -> ImapReader:
    async def access_token() -> str:
        return token or ""

    table = {"host": "127.0.0.1", "port": server.port, "security": "none", "poll_seconds": 30}
    return ImapReader(
        make_settings(imap={**table, "username": "support@example.com", **login}),
        clock=FakeClock(),
        ids=SequentialIds(),
        access_token=access_token if token else None,
    )


async def test_an_access_token_opens_the_mailbox():
    async with TokenServer(b"user=support@example.com\1auth=Bearer fresh\1\1") as server:
        said = await make_reader(server, "fresh").check()
        assert said.endswith("INBOX with 7 messages, noticed every 30 seconds")
        with pytest.raises(FrontdeskError, match=r"does not let support@example\.com in"):
            await make_reader(server, "stale").check()


async def test_a_password_may_be_in_any_script():
    async with TokenServer("\0støtte\0pässwörd".encode()) as server:
        reader = make_reader(server, None, username="støtte", password="pässwörd")
        assert "7 messages" in await reader.check()
