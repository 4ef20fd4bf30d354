"""Connections are safe, are used again, and are replaced without anybody noticing."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiohttp import web
from aiohttp.test_utils import TestServer

from domain.errors import FrontdeskError, SendError
from tests.channels.email.sending.accounts import make_message
from tests.channels.email.sending.conftest import MakeSender
from tests.mail_server import (
    DROP,
    HANG,
    ScriptedSmtpServer,
    Security,
    Stage,
    run_smtp_server,
    write_ca_file,
)

LOGIN = {"username": "support@aurora.example", "password": "right"}
LOGINS = {"support@aurora.example": "right"}


async def test_messages_share_a_connection(server: ScriptedSmtpServer, make_sender: MakeSender):
    sender = make_sender(server)
    for _ in range(5):
        await sender.send(make_message())
    assert len(server.received) == 5
    assert server.connections == 1


async def test_no_more_connections_are_open_than_the_settings_say(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server, smtp={"connections": 2})
    await asyncio.gather(*(sender.send(make_message()) for _ in range(12)))
    assert len(server.received) == 12
    assert server.connections == 2


async def test_a_connection_is_used_again_after_a_refusal(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server)
    await sender.send(make_message())
    server.script("rcpt", "550 5.1.1 no")
    with pytest.raises(SendError):
        await sender.send(make_message())
    await sender.send(make_message())
    assert len(server.received) == 2
    assert server.connections == 1


async def test_an_idle_connection_is_closed_after_a_while(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server, idle_seconds=0.01)
    await sender.send(make_message())
    await server.wait_until_idle()
    await sender.send(make_message())
    assert server.connections == 2


async def test_closing_leaves_no_connection_open(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server)
    await asyncio.gather(*(sender.send(make_message()) for _ in range(3)))
    await sender.close()
    await server.wait_until_idle()


@pytest.mark.parametrize("stage", ["rset", "mail", "rcpt", "data"])
@pytest.mark.parametrize("action", [DROP, "421 4.3.2 idle for too long"])
async def test_an_idle_connection_that_died_is_replaced(
    server: ScriptedSmtpServer, make_sender: MakeSender, stage: Stage, action: str
):
    sender = make_sender(server, probe_after=0.0)
    await sender.send(make_message())
    server.script(stage, action)
    await sender.send(make_message())
    assert len(server.received) == 2
    assert server.connections == 2


async def test_a_connection_that_just_served_is_not_asked_whether_it_works(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server)
    await sender.send(make_message())
    server.script("rset", DROP)
    await sender.send(make_message())
    assert (len(server.received), server.connections) == (2, 1)


async def test_an_idle_connection_that_hangs_is_replaced(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server, smtp={"timeout": 0.1})
    await sender.send(make_message())
    server.script("mail", HANG)
    await sender.send(make_message())
    assert len(server.received) == 2


async def test_a_server_that_restarts_between_messages_is_not_noticed(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server)
    await asyncio.gather(*(sender.send(make_message()) for _ in range(3)))
    server.drop_connections()
    await asyncio.gather(*(sender.send(make_message()) for _ in range(3)))
    assert len(server.received) == 6


async def test_what_had_begun_to_go_out_is_not_sent_again_behind_the_outboxs_back(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server)
    await sender.send(make_message())
    server.script("dot", DROP)
    with pytest.raises(SendError) as caught:
        await sender.send(make_message())
    assert caught.value.retryable
    assert len(server.unanswered) == 1
    assert len(server.received) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_mail_goes_over_tls_that_is_checked(
    make_sender: MakeSender, authority: trustme.CA, tmp_path: Path, security: Security
):
    ca_file = write_ca_file(authority, tmp_path)
    async with run_smtp_server(security=security, authority=authority, logins=LOGINS) as server:
        sender = make_sender(server, smtp={"ca_file": ca_file, **LOGIN})
        await sender.send(make_message())
        assert len(server.received) == 1
        assert server.mechanisms_used == ["PLAIN"]
        assert "logged in as support@aurora.example" in await sender.check()
        await sender.close()


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    make_sender: MakeSender, authority: trustme.CA, security: Security
):
    async with run_smtp_server(security=security, authority=authority, logins=LOGINS) as server:
        await _refused(make_sender(server, smtp=LOGIN), "is not trusted", "smtp.ca_file")
        assert not server.mechanisms_used


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_certificate_for_another_name_is_not_trusted(
    make_sender: MakeSender, authority: trustme.CA, tmp_path: Path, security: Security
):
    ca_file = write_ca_file(authority, tmp_path)
    async with run_smtp_server(
        security=security, authority=authority, certificate_for="mail.other.example"
    ) as server:
        await _refused(make_sender(server, smtp={"ca_file": ca_file}), "is not trusted")


async def test_without_starttls_nothing_is_sent(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server, smtp={"security": "starttls", **LOGIN})
    await _refused(sender, "offers no STARTTLS", 'smtp.security = "tls"')
    assert server.commands["mail"] == 0
    assert not server.mechanisms_used


async def test_tls_to_a_port_without_it_says_what_to_try(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server, smtp={"security": "tls"})
    await _refused(sender, "does not speak TLS", 'smtp.security = "starttls"')


async def test_a_ca_file_that_cannot_be_read_is_named(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server, smtp={"security": "tls", "ca_file": "/nowhere/ca.pem"})
    await _refused(sender, "/nowhere/ca.pem", "PEM")


async def test_a_login_does_not_go_through_a_network_in_the_clear(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    loopback = make_sender(server, smtp=LOGIN)
    server.logins.update(LOGINS)
    await loopback.send(make_message())
    connector = loopback._connector
    connector._settings = connector._settings.model_copy(update={"host": "192.0.2.1"})
    with pytest.raises(SendError, match="in the clear"):
        connector._check_safe_login()


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
async def test_a_password_logs_in_by_what_the_server_offers(
    make_sender: MakeSender, mechanism: str
):
    async with run_smtp_server(logins=LOGINS, mechanisms=(mechanism,)) as server:
        sender = make_sender(server, smtp=LOGIN)
        await sender.send(make_message())
        assert server.mechanisms_used == [mechanism]
        await sender.close()


async def test_a_server_that_takes_no_passwords_says_so(make_sender: MakeSender):
    async with run_smtp_server(mechanisms=("XOAUTH2",)) as server:
        await _refused(make_sender(server, smtp=LOGIN), "does not offer a login by password")


async def test_a_server_without_xoauth2_says_so(make_sender: MakeSender):
    oauth = {"token_url": "http://127.0.0.1:9/", "client_id": "frontdesk"}
    async with run_smtp_server(mechanisms=("PLAIN",)) as server:
        sender = make_sender(server, smtp={"username": "support@aurora.example", "oauth": oauth})
        await _refused(sender, "does not offer XOAUTH2")


async def test_a_wrong_password_is_our_mistake_and_tried_again(make_sender: MakeSender):
    async with run_smtp_server(logins={"support@aurora.example": "changed"}) as server:
        sender = make_sender(server, smtp=LOGIN)
        await _refused(sender, "does not accept our login", "smtp.username")
        server.logins.update(LOGINS)
        await sender.send(make_message())
        await sender.close()


@pytest.mark.parametrize(
    "reply", ["530 5.7.0 Authentication required", "550 5.7.57 Client not authenticated"]
)
async def test_a_server_that_wants_a_login_is_tried_again(
    server: ScriptedSmtpServer, make_sender: MakeSender, reply: str
):
    server.script("mail", reply)
    with pytest.raises(SendError, match=r"smtp\.username") as caught:
        await make_sender(server).send(make_message())
    assert caught.value.retryable


async def test_an_access_token_logs_in_and_is_renewed_once_refused(make_sender: MakeSender):
    tokens = iter(["revoked", "fresh"])

    async def give(_request: web.Request) -> web.Response:
        return web.json_response({"access_token": next(tokens), "expires_in": 3600})

    app = web.Application()
    app.router.add_post("/token", give)
    async with (
        TestServer(app) as provider,
        run_smtp_server(tokens={"support@aurora.example": "fresh"}) as server,
    ):
        oauth = {"token_url": str(provider.make_url("/token")), "client_id": "frontdesk"}
        sender = make_sender(server, smtp={"username": "support@aurora.example", "oauth": oauth})
        await sender.send(make_message())
        assert server.mechanisms_used == ["XOAUTH2", "XOAUTH2"]
        await sender.close()


async def test_a_token_endpoint_that_refuses_is_tried_again(make_sender: MakeSender):
    async def refuse(_request: web.Request) -> web.Response:
        return web.json_response({"error": "invalid_grant"}, status=400)

    app = web.Application()
    app.router.add_post("/token", refuse)
    async with TestServer(app) as provider, run_smtp_server() as server:
        oauth: dict[str, Any] = {
            "token_url": str(provider.make_url("/token")),
            "client_id": "frontdesk",
            "refresh_token": "old",
        }
        sender = make_sender(server, smtp={"username": "support@aurora.example", "oauth": oauth})
        await _refused(sender, "authorise the mailbox anew", sends_only=True)


async def test_the_check_says_in_a_line_what_is_well(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    said = await make_sender(server).check()
    assert said == f"127.0.0.1:{server.port} without TLS, without a login"
    await server.wait_until_idle()


async def test_the_check_says_when_the_server_is_unwell(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    server.script("noop", "421 4.3.2 not now")
    with pytest.raises(FrontdeskError, match="not now"):
        await make_sender(server).check()


async def _refused(sender: Any, *words: str, sends_only: bool = False) -> None:
    """See that both the check and a message fail with these words, to be tried again."""
    with pytest.raises(SendError) as caught:
        await sender.send(make_message())
    assert caught.value.retryable
    said = [str(caught.value)]
    if not sends_only:
        with pytest.raises(FrontdeskError) as checked:
            await sender.check()
        said.append(str(checked.value))
    for text in said:
        for word in words:
            assert word in text
