"""A mail that cannot be fetched is shown as such, and holds up nothing; nor does a poor server."""

import asyncio
from collections.abc import Callable

import pytest

from tests.channels.email.receiving.conftest import MailAccount, make_mail, reading, subjects
from tests.channels.email.receiving.imap_proxy import ImapProxy, fetches
from tests.channels.email.receiving.mail_gateway import MailGateway

pytestmark = pytest.mark.xdist_group("dovecot")

NAMES = ("one", "two", "poison", "four", "five")


async def read_with(proxy: ImapProxy, account: MailAccount, gateway: MailGateway) -> None:
    async with proxy.open(), account.read(gateway, port=proxy.bound_port):
        await gateway.until(5)


@pytest.mark.parametrize("part", [b"BODY.PEEK[]", b"BODY.PEEK[", b"RFC822.SIZE"])
async def test_a_mail_at_which_the_connection_breaks_is_given_up_and_the_rest_flows(
    mailbox: MailAccount, gateway: MailGateway, part: bytes
):
    mailbox.append(*NAMES)
    proxy = ImapProxy(mailbox.server.imap_port, breaks=fetches(3, part=part))
    await read_with(proxy, mailbox, gateway)
    stub = gateway.received[2]
    assert subjects(gateway.bodies[:2] + gateway.bodies[3:]) == ["one", "two", "four", "five"]
    assert "UID 3 of INBOX could not be fetched" in stub.headers["imap_fault"]
    # Of the header, too, where that breaks nothing.
    assert subjects([stub.body]) == ([""] if part == b"BODY.PEEK[" else ["poison"])
    assert sum(map(proxy.breaks, proxy.commands)) <= 5, "it is not fetched for ever"
    assert all(not tries.keys() - {"3"} for tries in gateway.tries), "no other is charged with it"


async def test_mails_that_cannot_be_fetched_do_not_make_the_others_wait_longer_and_longer(
    mailbox: MailAccount, gateway: MailGateway
):
    mailbox.append(*(f"mail {number}" for number in range(1, 13)))
    poison = [fetches(uid) for uid in (2, 3, 5, 8, 11)]
    proxy = ImapProxy(
        mailbox.server.imap_port, breaks=lambda line: any(breaks(line) for breaks in poison)
    )
    # With a pause twice as long after each failure, nobody would live to see the last mail.
    async with proxy.open(), mailbox.read(gateway, port=proxy.bound_port, longest_pause=3600):
        await gateway.until(12)
    faults = [raw.headers["imap_uid"] for raw in gateway.received if "imap_fault" in raw.headers]
    assert faults == ["2", "3", "5", "8", "11"]


@pytest.mark.parametrize("hangs_up", [True, False])
async def test_a_server_that_can_hand_nothing_over_for_a_while_costs_no_mail(
    mailbox: MailAccount, gateway: MailGateway, hangs_up: bool
):
    mailbox.append(*(f"old {number}" for number in range(20)))
    async with mailbox.read(gateway):
        await gateway.until(20)
    mailbox.append("one", "two", "three")
    failures = iter(range(15))

    def is_out(line: bytes) -> bool:
        return b"BODY.PEEK[" in line and next(failures, None) is not None

    proxy = ImapProxy(
        mailbox.server.imap_port,
        breaks=is_out if hangs_up else never,
        refuses=never if hangs_up else is_out,
    )
    async with proxy.open(), mailbox.read(gateway, port=proxy.bound_port):
        await gateway.until(23)
    assert subjects(gateway.bodies[20:]) == ["one", "two", "three"]
    assert next(failures, None) is None, "it was out for long"


async def test_a_connection_that_breaks_when_a_mail_is_marked_is_no_fault_of_the_next(
    mailbox: MailAccount, gateway: MailGateway
):
    large = make_mail("large", size=600_000)
    mailbox.server.append(mailbox.user, large, make_mail("next", size=600_000))
    proxy = ImapProxy(mailbox.server.imap_port, breaks=lambda line: b"STORE 1 " in line)
    async with proxy.open(), mailbox.read(gateway, port=proxy.bound_port, after="seen"):
        await gateway.until(2)
    assert subjects(gateway.bodies) == ["large", "next"]
    assert not any(gateway.tries)
    assert {counted["event"] for counted in mailbox.counted} == {"mail_received"}


async def test_a_mail_that_the_server_refuses_is_given_up_and_the_rest_flows(
    mailbox: MailAccount, gateway: MailGateway
):
    mailbox.append(*NAMES)
    proxy = ImapProxy(mailbox.server.imap_port, refuses=fetches(3, part=b"BODY.PEEK[]"))
    await read_with(proxy, mailbox, gateway)
    assert subjects(gateway.bodies) == list(NAMES)
    assert "imap_fault" in gateway.received[2].headers
    assert gateway.received[2].source == "ann@example.com"


async def test_a_restart_remembers_how_often_a_mail_was_tried(
    mailbox: MailAccount, gateway: MailGateway
):
    mailbox.append("poison")
    broken = asyncio.Event()

    def breaks(line: bytes) -> bool:
        if fetches(1, part=b"BODY.PEEK[]")(line):
            broken.set()
            return True
        return False

    proxy = ImapProxy(mailbox.server.imap_port, breaks=breaks)
    async with proxy.open():
        for _ in range(3):
            broken.clear()
            async with mailbox.read(gateway, port=proxy.bound_port):
                async with asyncio.timeout(60):
                    await broken.wait()
        async with mailbox.read(gateway, port=proxy.bound_port):
            await gateway.until(1)
    assert "imap_fault" in gateway.received[0].headers


async def test_a_mail_that_can_be_fetched_in_the_end_is_whole(
    mailbox: MailAccount, gateway: MailGateway
):
    mailbox.append(*NAMES)
    left = iter((True, True))
    body = fetches(3, part=b"BODY.PEEK[]")
    proxy = ImapProxy(
        mailbox.server.imap_port, breaks=lambda line: body(line) and next(left, False)
    )
    await read_with(proxy, mailbox, gateway)
    assert subjects(gateway.bodies) == list(NAMES)
    assert not any("imap_fault" in raw.headers for raw in gateway.received)


def never(_line: bytes) -> bool:
    return False


def is_idle(line: bytes) -> bool:
    return line.strip().endswith(b"IDLE")


@pytest.mark.parametrize(("hides", "refuses"), [(b"IDLE", never), (b"", is_idle)])
async def test_a_server_that_cannot_tell_of_new_mail_is_asked_for_it(
    mailbox: MailAccount, gateway: MailGateway, hides: bytes, refuses: Callable[[bytes], bool]
):
    proxy = ImapProxy(mailbox.server.imap_port, hides=hides, refuses=refuses)
    async with proxy.open(), mailbox.read(gateway, port=proxy.bound_port, poll_seconds=1):
        mailbox.append("first")
        await gateway.until(1)
        await asyncio.to_thread(mailbox.append, "second")
        await gateway.until(2)
    assert proxy.connections == 1


async def test_a_server_that_only_claims_to_tell_of_new_mail_is_asked_for_it(
    mailbox: MailAccount, gateway: MailGateway
):
    proxy = ImapProxy(mailbox.server.imap_port, hides=b"* 2 EXISTS\r\n* 1 RECENT\r\n")
    reader = mailbox.reader()
    reader._imap = reader._imap.model_copy(update={"port": 0})
    async with proxy.open():
        reader._imap = reader._imap.model_copy(update={"port": proxy.bound_port})
        reader._watch._idle_seconds = 0.3
        async with reading(reader, gateway):
            mailbox.append("first")
            await gateway.until(1)
            await asyncio.to_thread(mailbox.append, "second")
            await gateway.until(2)
    assert subjects(gateway.bodies) == ["first", "second"]
