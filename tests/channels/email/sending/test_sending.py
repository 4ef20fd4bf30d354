"""Mail reaches the server, and what the server refuses is retried or failed as RFC 5321 says."""

import asyncio
import socket

import pytest

from channels.email.sending import MailSender
from domain.errors import SendError
from domain.messages import Receipt
from tests.channels.email.sending.accounts import SIGNER, email, make_message
from tests.channels.email.sending.conftest import MakeSender
from tests.mail_server import DROP, HANG, OK, ScriptedSmtpServer, Stage, run_smtp_server


async def refuse(sender: MailSender, **changed: object) -> SendError:
    with pytest.raises(SendError) as caught:
        await sender.send(make_message(**changed))
    return caught.value


async def test_a_message_reaches_everybody_it_is_for(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    receipt = await make_sender(server).send(
        make_message(cc=(email("bob@example.com"),), bcc=(email("boss@example.com"),))
    )
    (mail,) = server.received
    assert mail.sender == "support@aurora.example"
    assert mail.recipients == ["jane@example.com", "bob@example.com", "boss@example.com"]
    assert "Your bag is on its way." in mail.text
    assert receipt == Receipt(external_id=mail.message["Message-ID"].strip("<>"))
    assert SIGNER.read_message_id(receipt.external_id or "") is not None


async def test_nobody_gets_a_message_twice(server: ScriptedSmtpServer, make_sender: MakeSender):
    jane, bob = email("jane@example.com"), email("bob@example.com")
    await make_sender(server).send(make_message(cc=(bob, jane, bob), bcc=(bob,)))
    assert server.received[0].recipients == ["jane@example.com", "bob@example.com"]
    assert server.received[0].message["Cc"] == "bob@example.com"


STAGES: list[Stage] = ["mail", "rcpt", "data", "dot"]


@pytest.mark.parametrize("stage", STAGES)
async def test_a_refusal_for_now_is_tried_again(
    server: ScriptedSmtpServer, make_sender: MakeSender, stage: Stage
):
    sender = make_sender(server)
    server.script(stage, "451 4.7.1 Greylisted, try again later")
    error = await refuse(sender)
    assert error.retryable
    assert error.code == "451 4.7.1"
    assert "Greylisted, try again later" in str(error)
    await sender.send(make_message())
    assert len(server.received) == 1


@pytest.mark.parametrize("stage", STAGES)
async def test_a_refusal_for_good_is_not_tried_again(
    server: ScriptedSmtpServer, make_sender: MakeSender, stage: Stage
):
    server.script(stage, "550-5.1.1 No such\r\n550 5.1.1 person here")
    error = await refuse(make_sender(server))
    assert not error.retryable
    assert error.code == "550 5.1.1"
    assert "5.1.1 No such person here" in str(error)
    assert not server.received


@pytest.mark.parametrize("stage", ["connect", *STAGES])
async def test_a_server_that_closes_down_is_tried_again(
    server: ScriptedSmtpServer, make_sender: MakeSender, stage: Stage
):
    sender = make_sender(server)
    server.script(stage, "421 4.3.2 shutting down")
    assert (await refuse(sender)).retryable
    await sender.send(make_message())


async def test_a_server_that_does_not_want_us_is_tried_again(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    server.script("connect", "554 5.7.1 you are on a list")
    error = await refuse(make_sender(server))
    assert error.retryable
    assert "you are on a list" in str(error)


@pytest.mark.parametrize("stage", ["connect", "mail", "rcpt", "data", "body", "dot"])
async def test_a_connection_that_drops_is_tried_again(
    server: ScriptedSmtpServer, make_sender: MakeSender, stage: Stage
):
    sender = make_sender(server)
    server.script(stage, DROP)
    error = await refuse(sender)
    assert error.retryable
    assert error.code != "ambiguous"
    assert not server.received
    await sender.send(make_message())
    assert len(server.received) == 1


async def test_a_mail_whose_answer_was_lost_has_the_same_id_when_it_is_sent_again(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server)
    server.script("dot", DROP)
    await refuse(sender)
    await sender.send(make_message(attempts=1))
    assert server.unanswered[0].content == server.received[0].content


@pytest.mark.parametrize("stage", ["connect", "mail", "rcpt", "data"])
async def test_a_server_that_hangs_is_given_up_and_tried_again(
    server: ScriptedSmtpServer, make_sender: MakeSender, stage: Stage
):
    sender = make_sender(server, smtp={"timeout": 0.1})
    server.script(stage, HANG)
    error = await refuse(sender)
    assert error.retryable
    assert error.code == "timeout"
    await sender.send(make_message())
    assert len(server.received) == 1


@pytest.mark.parametrize("stage", ["body", "dot"])
async def test_a_server_that_never_answers_ends_with_the_lease(
    server: ScriptedSmtpServer, make_sender: MakeSender, stage: Stage
):
    sender = make_sender(server, smtp={"timeout": 0.1}, deadline=0.3)
    server.script(stage, HANG)
    error = await refuse(sender)
    assert error.retryable
    assert error.code == "timeout"


async def test_waiting_for_a_free_connection_ends_with_the_lease_too(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server, smtp={"connections": 1}, deadline=0.3)
    server.always("dot", HANG)
    errors = await asyncio.gather(*(refuse(sender) for _ in range(3)))
    assert all(error.retryable for error in errors)


async def test_a_server_that_is_not_there_is_tried_again(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        sender = make_sender(server, smtp={"port": closed.getsockname()[1]})
        error = await refuse(sender)
    assert error.retryable
    assert "refuses connections; check smtp.host and smtp.port" in str(error)


async def test_a_host_that_does_not_exist_is_named(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    error = await refuse(make_sender(server, smtp={"host": "mail.invalid"}))
    assert error.retryable
    assert "mail.invalid" in str(error)


async def test_an_address_that_is_none_fails_without_a_connection(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    error = await refuse(make_sender(server), to=email("jane@example.com> <eve@example.com"))
    assert not error.retryable
    assert server.connections == 0


async def test_a_refused_copy_is_reported_and_the_customer_gets_the_mail(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    server.refused_recipients = {
        "gone@example.com": "550 5.1.1 no such mailbox",
        "full@example.com": "452 4.2.2 mailbox full",
        "spam@example.com": "550 5.7.1 not from you",
    }
    copies = ("gone@example.com", "full@example.com", "spam@example.com", "bob@example.com", "bad")
    receipt = await make_sender(server).send(
        make_message(cc=tuple(email(address) for address in copies))
    )
    assert server.received[0].recipients == ["jane@example.com", "bob@example.com"]
    told = {failed.address: failed for failed in receipt.refused}
    assert set(told) == {"bad", "gone@example.com", "full@example.com", "spam@example.com"}
    assert (told["gone@example.com"].permanent, told["gone@example.com"].hard) == (True, True)
    assert told["gone@example.com"].status == "5.1.1"
    assert told["gone@example.com"].reason == "550 5.1.1 no such mailbox"
    assert (told["full@example.com"].permanent, told["full@example.com"].hard) == (False, False)
    assert (told["spam@example.com"].permanent, told["spam@example.com"].hard) == (True, False)


async def test_where_the_customer_is_refused_nobody_gets_the_mail(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server)
    server.refused_recipients = {"jane@example.com": "550 5.1.1 no such mailbox"}
    error = await refuse(sender, cc=(email("bob@example.com"),))
    assert not error.retryable
    assert not server.received
    server.refused_recipients = {}
    await sender.send(make_message())
    assert server.received[0].recipients == ["jane@example.com"]


async def test_copies_beyond_what_a_mail_may_have_get_one_of_their_own(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    server.script("rcpt", OK, OK, "452 4.5.3 too many recipients", "552 5.5.3 too many recipients")
    copies = tuple(email(f"copy{number}@example.com") for number in range(3))
    receipt = await make_sender(server).send(make_message(cc=copies))
    assert not receipt.refused
    assert [mail.recipients for mail in server.received] == [
        ["jane@example.com", "copy0@example.com"],
        ["copy1@example.com", "copy2@example.com"],
    ]


async def test_automatic_mail_has_no_return_path(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server)
    await sender.send(make_message(automatic=True))
    await sender.send(make_message(automatic=False))
    assert [mail.sender for mail in server.received] == ["", "support@aurora.example"]


@pytest.mark.parametrize(
    ("stage", "reply"),
    [("mail", "550 5.7.1 no null sender here"), ("dot", "554 5.7.60 SendAsDenied")],
)
async def test_a_server_that_refuses_the_null_sender_gets_our_address(
    server: ScriptedSmtpServer, make_sender: MakeSender, stage: Stage, reply: str
):
    sender = make_sender(server)
    server.script(stage, reply)
    await sender.send(make_message(automatic=True))
    await sender.send(make_message(automatic=True))
    assert [mail.sender for mail in server.received] == ["support@aurora.example"] * 2
    assert server.commands["mail"] == 3


async def test_a_null_sender_refused_for_now_is_no_reason_to_give_it_up(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    sender = make_sender(server)
    server.script("mail", "451 4.3.0 later")
    assert (await refuse(sender, automatic=True)).retryable
    await sender.send(make_message(automatic=True))
    assert server.received[0].sender == ""


async def test_the_null_sender_can_be_switched_off(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    await make_sender(server, smtp={"null_sender": False}).send(make_message(automatic=True))
    assert server.received[0].sender == "support@aurora.example"


async def test_an_address_beyond_ascii_is_sent_to_where_the_server_can(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    await make_sender(server).send(make_message(to=email("用户@例子.example")))
    (mail,) = server.received
    assert mail.recipients == ["用户@xn--fsqu00a.example"]
    assert "SMTPUTF8" in mail.options


async def test_mail_to_plain_addresses_does_not_ask_for_smtputf8(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    await make_sender(server).send(make_message(to=email("jane@bücher.example", "Jörg")))
    assert "SMTPUTF8" not in server.received[0].options


async def test_an_address_that_the_server_cannot_take_fails_for_good(make_sender: MakeSender):
    async with run_smtp_server(smtputf8=False) as server:
        sender = make_sender(server)
        error = await refuse(sender, to=email("用户@example.com"))
        assert not error.retryable
        await sender.close()


async def test_a_mail_larger_than_the_server_takes_fails_before_it_is_sent(
    make_sender: MakeSender,
):
    async with run_smtp_server(size_limit=1000) as server:
        sender = make_sender(server)
        error = await refuse(sender, text="x" * 2000)
        assert not error.retryable
        assert "send fewer or smaller files" in str(error)
        assert server.commands["mail"] == 0
        await sender.close()


async def test_lines_of_dots_arrive_as_they_were_written(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    await make_sender(server).send(make_message(text="one\n.\n..\n.two"))
    assert server.received[0].text.replace("\r\n", "\n").startswith("one\n.\n..\n.two")


async def test_copies_that_cannot_be_told_any_more_are_reported_and_the_customer_has_the_mail(
    server: ScriptedSmtpServer, make_sender: MakeSender
):
    server.script("rcpt", OK, "452 4.5.3 too many recipients")
    server.script("dot", OK, DROP)
    receipt = await make_sender(server).send(make_message(cc=(email("bob@example.com"),)))
    assert [failed.address for failed in receipt.refused] == ["bob@example.com"]
    assert [mail.recipients for mail in server.received] == [["jane@example.com"]]
