"""Other mail servers hand mail over: what is acknowledged is kept, and nothing else is."""

import asyncio
import hashlib
import smtplib
import socket
from datetime import timedelta

import pytest

from domain.errors import FrontdeskError
from tests.channels.email.receiving.conftest import make_mail
from tests.channels.email.receiving.listening import listening, make_listener
from tests.channels.email.receiving.mail_gateway import MailGateway
from tests.channels.email.receiving.stepped_loop import pass_time, run_stepped
from tests.fakes import FakeClock

MAIL = make_mail("hello")
OURS = "support@example.com"
_MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("protocol", "kind", "recipients"),
    [
        ("smtp", smtplib.SMTP, [OURS, "support+x@example.com"]),
        # This client does not hear a reply for each recipient.
        ("lmtp", smtplib.LMTP, ["anybody@example.net"]),
    ],
)
async def test_a_mail_is_handed_over_by_an_ordinary_client(
    gateway: MailGateway, protocol: str, kind: type[smtplib.SMTP], recipients: list[str]
):
    async with listening(gateway, protocol=protocol) as place:

        def hand_over() -> None:
            with kind("127.0.0.1", place.listener.bound_port or 0) as client:
                client.sendmail("bounces@example.net", recipients, MAIL)

        await asyncio.to_thread(hand_over)
    (kept,) = gateway.received
    assert kept.body == MAIL
    assert kept.delivery_id == f"sha256:{hashlib.sha256(MAIL).hexdigest()}"
    assert kept.source == "ann@example.com"
    assert kept.headers == {
        "received_by": protocol,
        "client": "127.0.0.1",
        "mail_from": "bounces@example.net",
        "rcpt_to": " ".join(recipients),
    }


async def test_the_sender_hears_of_success_only_once_the_mail_is_committed(gateway: MailGateway):
    gateway.gate.clear()
    async with listening(gateway) as place:
        client = await place.client()
        await client.begin(OURS)
        reply = asyncio.create_task(client.finish(MAIL))
        await gateway.until_asked()
        assert not reply.done()
        gateway.gate.set()
        assert await reply == "250 2.0.0 Kept"
    assert gateway.bodies == [MAIL]


async def test_a_store_that_is_down_leaves_the_mail_with_its_sender(gateway: MailGateway):
    gateway.down = OSError("the disk is full")
    async with listening(gateway) as place:
        client = await place.client()
        assert (await client.send(MAIL, OURS)).startswith("451 4.3.0")
        gateway.down = None
        assert (await client.send(MAIL, OURS)).startswith("250 2.0.0")
    assert gateway.bodies == [MAIL]


async def test_a_mail_is_kept_though_its_sender_hangs_up_before_it_hears_so(gateway: MailGateway):
    gateway.gate.clear()
    async with listening(gateway) as place:
        client = await place.client()
        await client.begin(OURS)
        client.write(MAIL + b".")
        await gateway.until_asked()
        client.writer.transport.abort()
        gateway.gate.set()
        await gateway.until(1)
    assert gateway.bodies == [MAIL]


async def test_half_a_mail_is_no_mail(gateway: MailGateway):
    async with listening(gateway) as place:
        client = await place.client()
        await client.begin(OURS)
        client.write(MAIL)
        await client.close()
        other = await place.client()
        await other.send(make_mail("whole"), OURS)
    assert gateway.bodies == [make_mail("whole")]


async def test_each_recipient_has_a_reply_over_lmtp(gateway: MailGateway):
    async with listening(gateway) as place:
        client = await place.client()
        assert await client.send(MAIL, OURS, "anybody@example.net") == "250 2.0.0 Kept"
        assert await client.hear() == "250 2.0.0 Kept"
        assert (await client.say("NOOP")).startswith("250 ")
    assert gateway.handed_over == 1


async def test_only_our_addresses_are_taken_over_smtp(gateway: MailGateway):
    async with listening(gateway, protocol="smtp", aliases=("help@example.com",)) as place:
        client = await place.client()
        await client.say("MAIL FROM:<ann@example.com>")
        for address in ("sales@example.com", "support@example.net", "support"):
            assert await client.say(f"RCPT TO:<{address}>") == "550 5.1.1 No such address here"
        for address in (OURS, "Support+anything@Example.com", "help@example.com"):
            assert (await client.say(f"RCPT TO:<{address}>")).startswith("250 ")


async def test_mail_about_mail_has_no_sender(gateway: MailGateway):
    async with listening(gateway) as place:
        client = await place.client()
        await client.say("MAIL FROM:<>", f"RCPT TO:<{OURS}>", "DATA")
        await client.finish(b"Subject: Undelivered\r\n\r\n")
    (kept,) = gateway.received
    assert (kept.headers["mail_from"], kept.source) == ("", "unknown")


async def test_addresses_may_be_in_any_script(gateway: MailGateway):
    async with listening(gateway) as place:
        client = await place.connect()
        await client.hear()
        assert "SMTPUTF8" in await client.offers("LHLO there")
        mail = "From: Jürgen <jürgen@bücher.example>\r\n\r\nGrüße\r\n".encode()
        sender = "MAIL FROM:<jürgen@bücher.example> BODY=8BITMIME SMTPUTF8"
        await client.say(sender, f"RCPT TO:<{OURS}>", "DATA")
        assert (await client.finish(mail)).startswith("250 ")
        # Bytes that are in no script at all are no reason to lose a mail.
        await client.say(b"MAIL FROM:<j\xfcrgen@example.com>", f"RCPT TO:<{OURS}>", "DATA")
        assert (await client.finish(MAIL)).startswith("250 ")
    first, second = gateway.received
    assert first.source == first.headers["mail_from"] == "jürgen@bücher.example"
    assert second.headers["mail_from"] == "j\ufffdrgen@example.com"


async def test_what_is_too_large_is_refused(gateway: MailGateway):
    async with listening(gateway, max_megabytes=1) as place:
        client = await place.connect()
        await client.hear()
        assert f"SIZE {1_048_576}" in await client.offers("LHLO there")
        refusal = await client.say("MAIL FROM:<ann@example.com> SIZE=1048577")
        assert refusal.startswith("552 5.3.4")
        # Who does not say so beforehand is refused afterwards.
        too_large = make_mail("large", size=1_300_000)
        assert (await client.send(too_large, OURS)).startswith("552 5.3.4")
        assert (await client.send(MAIL, OURS)).startswith("250 ")
    assert gateway.bodies == [MAIL]


async def test_who_never_stops_sending_is_cut_off(gateway: MailGateway):
    async with listening(gateway, max_megabytes=1) as place:
        client = await place.client()
        await client.begin(OURS)
        async with asyncio.timeout(60):
            await _send_for_ever(client.writer)
        other = await place.client()
        assert (await other.send(MAIL, OURS)).startswith("250 ")


def test_who_stops_in_the_middle_of_a_mail_is_asked_to_come_again():
    gateway = MailGateway()

    async def stall() -> None:
        async with listening(gateway) as place:
            client = await place.client()
            await client.begin(OURS)
            client.write(MAIL)
            await client.writer.drain()
            other = await place.client()
            pass_time(200)
            assert (await client.hear()).startswith("421 4.4.2 Too slow")
            assert await client.ends()
            assert (await other.send(make_mail("whole"), OURS)).startswith("250 ")
        assert {
            "event": "mail_refused",
            "account": "support",
            "reason": "too_slow",
        } in place.counted

    run_stepped(stall)
    assert gateway.bodies == [make_mail("whole")]


async def _send_for_ever(writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            writer.write(b"." * 65_536)
            await writer.drain()
    except OSError:
        return


async def test_long_lines_and_any_bytes_are_kept_as_they_came(gateway: MailGateway):
    content = (
        b"From: ann@example.com\r\n\r\n"
        + b"x" * 300_000
        + b"\r\n\0\xff\r\r\n.dot\r\n..\r\n\n.bare\r\n"
        + bytes(range(256)) * 3
        + b"\r\n"
    )
    stuffed = content.replace(b"\r\n.", b"\r\n..")
    async with listening(gateway) as place:
        client = await place.client()
        assert (await client.send(stuffed, OURS)).startswith("250 ")
    assert gateway.bodies == [content]


@pytest.mark.parametrize(
    "content", [b"", b"\r\n", b"\n\r\n", b"\r\r\n", b"a\r\n", b"..\r\n", b"..\r\r\n", b"\r\n\r\n"]
)
async def test_the_shortest_mails_end_where_they_end(gateway: MailGateway, content: bytes):
    async with listening(gateway) as place:
        client = await place.client()
        assert (await client.send(content, OURS)).startswith("250 ")
        assert (await client.send(MAIL, OURS)).startswith("250 ")
    assert gateway.bodies == [content.removeprefix(b".") if content else b"", MAIL]


@pytest.mark.parametrize(
    "end", [b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r.\r\n", b"\r\n.\n", b"\r\n.\r"]
)
async def test_no_second_mail_can_be_hidden_in_a_first(gateway: MailGateway, end: bytes):
    hidden = b"MAIL FROM:<boss@example.com>\r\nRCPT TO:<support@example.com>\r\nDATA\r\n"
    smuggled = b"Subject: one\r\n\r\nHello" + end + hidden + b"Subject: two\r\n\r\n"
    async with listening(gateway) as place:
        client = await place.client()
        assert (await client.send(smuggled, OURS)).startswith("250 ")
        assert (await client.say("NOOP")).startswith("250 ")
    (kept,) = gateway.received
    assert b"MAIL FROM:<boss@example.com>" in kept.body
    assert kept.headers["mail_from"] == "ann@example.com"


async def test_commands_may_come_in_one_packet(gateway: MailGateway):
    async with listening(gateway) as place:
        client = await place.client()
        await client.begin(OURS)
        client.writer.write(
            MAIL + b".\r\nMAIL FROM:<bob@example.com>\r\nRCPT TO:<support@example.com>\r\nDATA\r\n"
        )
        replies = [await client.hear() for _ in range(4)]
        assert [reply[:3] for reply in replies] == ["250", "250", "250", "354"]
        assert (await client.finish(make_mail("second"))).startswith("250 ")
    assert gateway.bodies == [MAIL, make_mail("second")]


async def test_the_same_mail_twice_is_one(gateway: MailGateway):
    async with listening(gateway) as place:
        for _ in range(2):
            client = await place.client()
            assert (await client.send(MAIL, OURS)).startswith("250 ")
    assert gateway.bodies == [MAIL]


async def test_who_sends_too_much_at_a_time_is_asked_to_wait(gateway: MailGateway):
    async with listening(gateway, messages_per_minute=2) as place:
        client = await place.client()
        for number in range(2):
            assert (await client.send(make_mail(str(number)), OURS)).startswith("250 ")
        assert (await client.say("MAIL FROM:<ann@example.com>")).startswith("451 4.7.0")
        place.clock.advance(_MINUTE)
        assert (await client.send(MAIL, OURS)).startswith("250 ")
    assert {"event": "mail_refused", "account": "support", "reason": "rate"} in place.counted


async def test_strangers_are_turned_away(gateway: MailGateway):
    async with listening(gateway, allow=("192.0.2.0/24", "::1/128")) as place:
        client = await place.connect()
        assert await client.hear() == "554 5.7.1 This host may not deliver here"
        assert await client.ends()
    async with listening(gateway, allow=("127.0.0.0/8",)) as place:
        await place.client()


async def test_one_client_cannot_take_all_the_connections(gateway: MailGateway):
    async with listening(gateway) as place:
        clients = [await place.connect() for _ in range(101)]
        replies = [await client.hear() for client in clients]
        assert [reply[:3] for reply in replies] == ["220"] * 100 + ["421"]
        await clients[0].close()
        assert await clients[-1].ends()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\xff\xfe",
        b"MAIL",
        b"MAIL FROM:",
        b"MAIL FROM:<",
        b"MAIL FROM:<" + b"(" * 3_000,
        b"MAIL FROM:<a@b> BODY=WRONG",
        b"MAIL FROM:<a@b> SIZE=x",
        b"RCPT TO:<a@b>",
        b"DATA",
        b"x" * 5_000,
        b"x" * 200_000,
        b"AUTH PLAIN AGEAYg==",
        b"EXPN staff",
    ],
)
async def test_nonsense_is_refused_and_the_session_goes_on(gateway: MailGateway, line: bytes):
    async with listening(gateway) as place:
        client = await place.client()
        assert (await client.say(line))[:1] in {"4", "5"}
        assert (await client.send(MAIL, OURS)).startswith("250 ")


async def test_who_talks_nothing_but_nonsense_is_cut_off(gateway: MailGateway):
    async with listening(gateway) as place:
        client = await place.client()
        for _ in range(5):
            client.write("GET / HTTP/1.1")
        while not (reply := await client.hear()).startswith("502 5.5.1 Too many"):
            assert reply.startswith("500 ")
        assert await client.ends()


@pytest.mark.parametrize(
    "line", [b"NOOP", b"RSET", b"VRFY x", b"RCPT TO:<x@y>", b"LHLO me", b"", b"\xff", b"x" * 5_000]
)
async def test_who_says_much_and_sends_no_mail_is_cut_off(gateway: MailGateway, line: bytes):
    async with listening(gateway) as place:
        client = await place.client()
        # The greetings were two replies already.
        client.writer.write((line + b"\r\n") * 99)
        replies = [await client.hear() for _ in range(99)]
        assert {reply[:1] for reply in replies[:-1]} < {"2", "5"}
        assert replies[-1].startswith("421 4.7.0 Too many commands")
        assert await client.ends()
        other = await place.client()
        assert (await other.send(MAIL, OURS)).startswith("250 ")
    refused = {"event": "mail_refused", "account": "support", "reason": "commands"}
    assert place.counted.count(refused) == 1


async def test_who_sends_mails_may_talk_as_long_as_they_like(gateway: MailGateway):
    recipients = [f"reader{number}@example.com" for number in range(150)]
    async with listening(gateway) as place:
        client = await place.client()
        for number in range(3):
            await client.say(*["NOOP"] * 40, "RSET")
            assert (await client.send(make_mail(str(number)), *recipients)).startswith("250 ")
            for _ in recipients[1:]:
                assert (await client.hear()).startswith("250 ")
    assert gateway.handed_over == 3


async def test_nobody_learns_which_addresses_there_are(gateway: MailGateway):
    async with listening(gateway, protocol="smtp") as place:
        client = await place.client()
        for address in (OURS, "nobody@example.com"):
            assert await client.say(f"VRFY {address}") == "252 2.1.5 Send the mail and see"


async def test_stopping_finishes_the_mail_under_way_and_sends_the_others_away(
    gateway: MailGateway,
):
    gateway.gate.clear()
    async with listening(gateway) as place:
        busy, idle = await place.client(), await place.client()
        await busy.begin(OURS)
        reply = asyncio.create_task(busy.finish(MAIL))
        await gateway.until_asked()
        place.task.cancel()
        assert (await idle.hear()).startswith("421 4.3.2")
        assert not place.task.done()
        with pytest.raises(OSError, match="Connect call failed"):
            await place.connect()
        gateway.gate.set()
        assert await reply == "250 2.0.0 Kept"
        assert (await busy.hear()).startswith("421 4.3.2")
        with pytest.raises(asyncio.CancelledError):
            await place.task
    assert gateway.bodies == [MAIL]


async def test_a_check_says_where_it_listens(gateway: MailGateway):
    async with listening(gateway) as place:
        port = place.listener.bound_port
        # So it does in another process, while the server runs.
        other = make_listener([], FakeClock(), port=port)
        assert await other.check() == f"lmtp on 127.0.0.1:{port}"


async def test_a_port_that_is_taken_is_named(gateway: MailGateway):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        taken.settimeout(0)
        port = taken.getsockname()[1]
        listener = make_listener([], FakeClock(), port=port)
        with pytest.raises(FrontdeskError, match=f"127.0.0.1:{port} cannot be listened on"):
            await listener.keep_listening(gateway)


async def test_networks_that_are_none_are_named():
    with pytest.raises(FrontdeskError, match="allow names no network: 'office'"):
        await make_listener([], FakeClock(), allow=("office",)).check()
