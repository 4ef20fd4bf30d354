"""What arrives in a mailbox of a real server is taken once, whatever becomes of the server."""

import asyncio
import smtplib

import pytest

from tests.channels.email.receiving.conftest import MailAccount, make_mail, reading, subjects
from tests.channels.email.receiving.mail_gateway import MailGateway

pytestmark = pytest.mark.xdist_group("dovecot")


def deliver(account: MailAccount, name: str) -> None:
    """Deliver as other mail servers do."""
    with smtplib.LMTP("127.0.0.1", account.server.lmtp_port) as client:
        client.sendmail("ann@example.com", [f"{account.user}@example.com"], make_mail(name))


async def test_a_mail_is_taken_as_soon_as_it_arrives(mailbox: MailAccount, gateway: MailGateway):
    mailbox.append("here before")
    async with mailbox.read(gateway):
        await gateway.until(1)
        for number, name in enumerate(("first", "second"), start=2):
            await asyncio.to_thread(deliver, mailbox, name)
            await gateway.until(number)
    assert subjects(gateway.bodies) == ["here before", "first", "second"]


async def test_a_mail_is_kept_as_it_came(mailbox: MailAccount, gateway: MailGateway):
    raw = b"From: \xe4nn <Ann@Example.com>\r\nSubject: 8 bit \xff\r\n\r\n.\r\n\x01\r\n"
    mailbox.server.append(mailbox.user, raw)
    async with mailbox.read(gateway):
        await gateway.until(1)
    (kept,) = gateway.received
    assert kept.body == raw
    assert (kept.channel, kept.account, kept.source) == ("email", "support", "ann@example.com")
    assert kept.delivery_id.startswith("sha256:")
    assert kept.headers["received_by"] == "imap"


async def test_mails_come_in_the_order_in_which_they_arrived(
    mailbox: MailAccount, gateway: MailGateway
):
    names = [f"mail {number}" for number in range(45)]
    mailbox.append(*names)
    async with mailbox.read(gateway):
        await gateway.until(45)
    assert subjects(gateway.bodies) == names


async def test_a_restart_goes_on_where_the_last_run_stopped(
    mailbox: MailAccount, gateway: MailGateway
):
    mailbox.append("first")
    async with mailbox.read(gateway):
        await gateway.until(1)
    mailbox.append("second")
    async with mailbox.read(gateway):
        await gateway.until(2)
    assert gateway.handed_over == 2, "nothing is fetched twice"


async def test_an_outage_of_the_server_loses_and_doubles_nothing(
    mailbox: MailAccount, gateway: MailGateway
):
    mailbox.append("before")
    async with mailbox.read(gateway):
        await gateway.until(1)
        await asyncio.to_thread(mailbox.server.stop)
        await asyncio.to_thread(mailbox.server.start)
        await asyncio.to_thread(mailbox.append, "after", "and later")
        await gateway.until(3)
    assert subjects(gateway.bodies) == ["before", "after", "and later"]
    assert {counted["event"] for counted in mailbox.counted} == {"mail_received", "mailbox_outage"}


async def test_new_uids_for_the_same_mails_double_nothing(
    mailbox: MailAccount, gateway: MailGateway
):
    mailbox.append("old")
    async with mailbox.read(gateway):
        await gateway.until(1)
    mailbox.server.administer(
        *("mailbox", "update", "-u", mailbox.user, "--uid-validity", "4242", "INBOX")
    )
    mailbox.append("new")
    async with mailbox.read(gateway):
        await gateway.until(2)
        await gateway.until_asked(3)
    assert subjects(gateway.bodies) == ["old", "new"]


async def test_a_folder_that_was_made_anew_under_the_reader_loses_nothing(
    mailbox: MailAccount, gateway: MailGateway
):
    client = mailbox.server.connect(mailbox.user)
    client.create("Support")
    mailbox.append("one", "two", "three", folder="Support")
    reader = mailbox.reader(folder="Support")
    # The server does not tell of it, so that it is seen when the folder is looked at anew.
    reader._watch._idle_seconds = 0.2
    async with reading(reader, gateway):
        await gateway.until(3)
        client.delete("Support")
        client.create("Support")
        await asyncio.to_thread(mailbox.append, "three", "four", folder="Support")
        await gateway.until(4)
    client.logout()
    assert subjects(gateway.bodies) == ["one", "two", "three", "four"]


async def test_of_what_is_there_at_first_only_the_last_days_are_taken(
    mailbox: MailAccount, gateway: MailGateway
):
    mailbox.append("ancient", at="02-Jan-2020 09:00:00 +0000")
    mailbox.append("an hour too old", at="27-Feb-2026 08:00:00 +0000")
    mailbox.append("an hour younger", at="27-Feb-2026 12:00:00 +0200")
    async with mailbox.read(gateway, first_days=3):
        await gateway.until(1)
        # What arrives from now on is taken whatever date its server gives it.
        await asyncio.to_thread(mailbox.append, "backdated", at="02-Jan-2020 09:00:00 +0000")
        await gateway.until(2)
    assert subjects(gateway.bodies) == ["an hour younger", "backdated"]


async def test_what_was_too_old_at_first_stays_so_when_the_uids_change(
    mailbox: MailAccount, gateway: MailGateway
):
    mailbox.append("ancient", at="02-Jan-2020 09:00:00 +0000")
    mailbox.append("recent")
    async with mailbox.read(gateway):
        await gateway.until(1)
    mailbox.server.administer(
        *("mailbox", "update", "-u", mailbox.user, "--uid-validity", "4242", "INBOX")
    )
    mailbox.append("new")
    async with mailbox.read(gateway):
        await gateway.until(2)
    assert subjects(gateway.bodies) == ["recent", "new"]


@pytest.mark.parametrize(
    ("after", "left"), [("seen", b"1 2 3"), ("keep", b"1 2 3"), ("delete", b"")]
)
async def test_a_mail_that_was_taken_is_marked_as_the_settings_say(
    mailbox: MailAccount, gateway: MailGateway, after: str, left: bytes
):
    mailbox.append("other people's", "taken")
    client = mailbox.server.connect(mailbox.user)
    client.select()
    client.store("1", "+FLAGS", r"(\Deleted)")
    async with mailbox.read(gateway, after=after):
        await gateway.until(2)
        await asyncio.to_thread(mailbox.append, "later")
        await gateway.until(3)
    client.noop()
    _, (there,) = client.search(None, "ALL")
    assert there == left
    if left:
        _, seen = client.search(None, "SEEN", "2")
        assert bool(seen[0]) == (after == "seen")
    client.logout()


async def test_what_is_too_large_is_taken_in_part_and_left_in_the_mailbox(
    mailbox: MailAccount, gateway: MailGateway
):
    large = make_mail("large", size=1_300_000)
    mailbox.server.append(mailbox.user, large, make_mail("small"))
    async with mailbox.read(gateway, max_megabytes=1, after="delete"):
        await gateway.until(2)
    first, second = gateway.received
    assert first.body == large[:262_144]
    assert first.headers["truncated"] == str(len(large))
    assert subjects([second.body]) == ["small"]
    client = mailbox.server.connect(mailbox.user)
    assert client.select() == ("OK", [b"1"]), "the rest of it is nowhere else"
    client.logout()


async def test_several_mailboxes_are_read_beside_each_other(
    mailbox: MailAccount, other_mailbox: MailAccount, gateway: MailGateway
):
    async with mailbox.read(gateway), other_mailbox.read(gateway, account="sales"):
        await asyncio.to_thread(mailbox.append, "the same")
        await asyncio.to_thread(other_mailbox.append, "the same")
        await gateway.until(2)
    assert {raw.account for raw in gateway.received} == {"support", "sales"}


async def test_one_process_reads_a_mailbox_and_the_next_takes_over(
    mailbox: MailAccount, gateway: MailGateway
):
    first, second = mailbox.reader(lease_seconds=1), mailbox.reader(lease_seconds=1)
    second._ids.new()  # another process counts otherwise
    async with reading(first, gateway) as task:
        await asyncio.to_thread(mailbox.append, "one")
        await gateway.until(1)
        async with reading(second, gateway):
            await asyncio.to_thread(mailbox.append, "two")
            await gateway.until(2)
            assert gateway.handed_over == 2
            task.cancel()
            await asyncio.to_thread(mailbox.append, "three")
            await gateway.until(3)
    assert gateway.handed_over == 3


async def test_a_store_that_is_down_makes_mails_wait(mailbox: MailAccount, gateway: MailGateway):
    async with mailbox.read(gateway):
        await asyncio.to_thread(mailbox.append, "first")
        await gateway.until(1)
        gateway.down = OSError("the disk is full")
        await asyncio.to_thread(mailbox.append, "second", "third")
        await gateway.until_refused(1)
        gateway.down = None
        await gateway.until(3)
    assert subjects(gateway.bodies) == ["first", "second", "third"]


async def test_a_mail_under_way_is_finished_before_the_reader_stops(
    mailbox: MailAccount, gateway: MailGateway
):
    mailbox.append("under way")
    gateway.gate.clear()
    async with reading(mailbox.reader(), gateway) as task:
        await gateway.until_asked()
        task.cancel()
        await asyncio.sleep(0)
        gateway.gate.set()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert subjects(gateway.bodies) == ["under way"]
    (progress,) = gateway.cursors.values()
    assert progress["last_uid"] == 1
    assert gateway.holders == {}, "the next process need not wait"
