"""A mail server goes away, counts anew and holds what it cannot hand over: the rest is unharmed."""

import asyncio
import os
import signal
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm_store.jobs import list_shunted
from crm_store.schema import interactions, raw_messages
from crm_store.transaction import Transaction
from tests.end_to_end.conftest import ANSWER, QUESTION
from tests.end_to_end.correspondence import Correspondence
from tests.end_to_end.mail_programs import write_mail
from tests.end_to_end.post_office import Mailbox
from tests.end_to_end.test_killed import count_outbox, settle
from tests.engines import SLOW_ON_POSTGRES

pytestmark = SLOW_ON_POSTGRES

WAIT_SECONDS = 120.0


def read_texts(tx: Transaction) -> Counter[str]:
    """What came in, and how often."""
    found = select(interactions.c.text).where(interactions.c.direction == "in")
    return Counter(tx.execute(found).scalars())


def count_kept(tx: Transaction) -> int:
    """How many mails were kept as they came."""
    number: int = tx.execute(select(func.count()).select_from(raw_messages)).scalar_one()
    return number


async def until_kept(correspondence: Correspondence, number: int) -> None:
    """Wait until so many mails were kept."""
    async with asyncio.timeout(WAIT_SECONDS):
        while await correspondence.record.read(count_kept) < number:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.02)


async def wait_for_texts(correspondence: Correspondence, *texts: str) -> None:
    """Wait until all of them came in, and see that each did once and nothing else did."""
    found: Counter[str] = Counter()
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            while not set(texts) <= set(found):
                await asyncio.sleep(0.1)
                found = await correspondence.record.read(read_texts)
    except TimeoutError:
        raise AssertionError(found, correspondence.site.logs()[-3000:]) from None
    assert await correspondence.record.read(read_texts) == Counter(texts)


def folder_of(mailbox: Mailbox) -> Path:
    return mailbox.server.folder / "mail" / mailbox.user


def put(mailbox: Mailbox, name: str, mail: bytes, *, mode: int = 0o600) -> None:
    """Put a mail where the server, which is down, finds it when it starts."""
    folder = folder_of(mailbox)
    file = folder / "new" / f"{name}.mail.test"
    file.write_bytes(mail)
    owner = folder.stat()
    os.chown(file, owner.st_uid, owner.st_gid)
    file.chmod(mode)


def count_anew(mailbox: Mailbox) -> None:
    """Have the server, which is down, forget how it numbered its mails."""
    for pattern in ("dovecot-uid*", "dovecot.index*"):
        for file in folder_of(mailbox).glob(pattern):
            file.unlink()


def find_uidvalidity(mailbox: Mailbox) -> bytes:
    client = mailbox.server.connect(mailbox.user)
    _, (state,) = client.status("INBOX", "(UIDVALIDITY)")
    client.logout()
    return bytes(state)


@pytest.mark.slow  # a real server is stopped and started again
async def test_a_server_that_went_away_and_came_back_counting_anew_costs_no_mail(
    correspondence: Correspondence,
):
    dovecot, support = correspondence.office.dovecot, correspondence.support
    await correspondence.site.start_server()
    await correspondence.write(correspondence.astrid, "before")
    await wait_for_texts(correspondence, "before")

    dovecot.stop()
    put(support, "1", letter(support, "meanwhile"))
    await asyncio.to_thread(dovecot.start)
    await correspondence.write(correspondence.astrid, "after")
    await wait_for_texts(correspondence, "before", "meanwhile", "after")

    numbered = await asyncio.to_thread(find_uidvalidity, support)
    dovecot.stop()
    count_anew(support)
    put(support, "2", letter(support, "at last"))
    await asyncio.to_thread(dovecot.start)
    await wait_for_texts(correspondence, "before", "meanwhile", "after", "at last")
    assert await asyncio.to_thread(find_uidvalidity, support) != numbered
    assert await correspondence.record.read(count_kept) == 4


@pytest.mark.slow  # the server hangs up at it, and is asked again after some seconds
async def test_a_mail_that_the_server_cannot_hand_over_is_shown_and_the_rest_flows(
    correspondence: Correspondence,
):
    dovecot, support = correspondence.office.dovecot, correspondence.support
    await correspondence.site.start_server()
    await correspondence.write(correspondence.astrid, "before")
    await wait_for_texts(correspondence, "before")

    dovecot.stop()
    count_anew(support)
    put(support, "2", letter(support, "no one reads this"), mode=0)
    put(support, "3", letter(support, "behind it"))
    await asyncio.to_thread(dovecot.start)
    await wait_for_texts(correspondence, "before", "behind it")
    assert await correspondence.record.read(count_kept) == 3
    (poison,) = await correspondence.record.read(list_shunted)
    assert "did not hand the message over" in (poison.last_error or "")

    await correspondence.write(correspondence.astrid, "at last")
    await wait_for_texts(correspondence, "before", "behind it", "at last")


def letter(support: Mailbox, text: str, sender: str = "jonas@desk.test") -> bytes:
    return write_mail(sender, support.address, text.capitalize(), text)


@pytest.mark.slow  # another process takes the mailbox over when a minute's lease has run out
async def test_a_site_that_is_killed_amid_a_burst_takes_and_answers_each_mail_once(
    correspondence: Correspondence,
):
    support, senders = correspondence.support, [f"customer{number}" for number in range(60)]
    process = await correspondence.site.start_server()
    posting = asyncio.create_task(post_all(correspondence, senders))
    await until_kept(correspondence, 20)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    await posting
    assert await correspondence.record.read(count_kept) < 60
    await correspondence.site.start_server()
    await until_kept(correspondence, 60)
    await settle(correspondence.record)
    assert await correspondence.record.read(read_texts) == {QUESTION: 60}
    assert list((await correspondence.record.read(count_outbox)).values()) == [1] * 60
    got = Counter(to for mail in correspondence.office.received for to in mail.recipients)
    assert set(got.values()) == {1}
    assert all(mail.text.startswith(ANSWER) for mail in correspondence.office.received)
    assert len(await support.wait_for(60)) == 60


async def post_all(correspondence: Correspondence, senders: list[str]) -> None:
    for sender in senders:
        address = f"{sender}-{correspondence.support.user}@desk.test"
        mail = letter(correspondence.support, QUESTION, address)
        await correspondence.office.post(mail, correspondence.support.address, sender=address)
