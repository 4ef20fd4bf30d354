"""A mail server hands mail straight over by LMTP: what was answered with 250 is there, once."""

import asyncio
import smtplib
from collections import Counter
from collections.abc import Callable

import asyncpg
import pytest

from tests.end_to_end.conftest import QUESTION
from tests.end_to_end.correspondence import Correspondence
from tests.end_to_end.mail_programs import write_mail
from tests.end_to_end.post_office import email_account
from tests.end_to_end.test_email_outage import count_kept, read_texts, wait_for_texts
from tests.end_to_end.test_killed import count_outbox, kill_at, settle
from tests.engines import SLOW_ON_POSTGRES
from tests.ports import free_port


class Queue:
    """The queue of a mail server, which keeps what was not answered with 250.

    Attributes:
        waiting: the mails that are still to be handed over, by their sender.
        answers: the last answer to each that was refused.
    """

    def __init__(self, port: int, to: str, mails: dict[str, bytes]) -> None:
        self._port, self._to = port, to
        self.waiting = dict(mails)
        self.taken: dict[str, bytes] = {}
        self.answers: dict[str, int] = {}

    def hand_over(self, taken: Callable[[int], None] = lambda _: None) -> None:
        """Try each that waits once."""
        for sender, mail in list(self.waiting.items()):
            try:
                with smtplib.LMTP("127.0.0.1", self._port, "mail.test", timeout=30) as client:
                    client.sendmail(sender, [self._to], mail)
            except smtplib.SMTPRecipientsRefused as error:
                ((self.answers[sender], _),) = error.recipients.values()
            except smtplib.SMTPResponseException as error:
                self.answers[sender] = error.smtp_code
            except (smtplib.SMTPException, OSError):
                continue
            else:
                self.taken[sender] = self.waiting.pop(sender)
                taken(len(self.taken))


def make_queue(correspondence: Correspondence, number: int, text: str = QUESTION) -> Queue:
    """Set the site up to listen, and a mail server to hand mails over."""
    port, support = free_port(), correspondence.support
    listen = {"protocol": "lmtp", "port": port}
    account = email_account(support, correspondence.office.settings, imap={}, listen=listen)
    correspondence.set_accounts(account)
    senders = [f"customer{index}-{support.user}@desk.test" for index in range(number)]
    mails = {each: write_mail(each, support.address, "A trip", text) for each in senders}
    return Queue(port, support.address, mails)


@pytest.mark.slow
@SLOW_ON_POSTGRES
async def test_a_site_that_is_killed_between_mails_has_each_that_it_took_once(
    correspondence: Correspondence,
):
    queue = make_queue(correspondence, 60)
    process = await correspondence.site.start_server()
    await asyncio.to_thread(queue.hand_over, kill_at(25, process.kill))
    await process.wait()
    assert len(queue.waiting) == 35
    assert await correspondence.record.read(count_kept) in {25, 26}
    process = await correspondence.site.start_server()
    # The last answer may not have come through; then the other server hands the mail over again.
    queue.waiting = dict(list(queue.taken.items())[-5:]) | queue.waiting
    await asyncio.to_thread(queue.hand_over)
    assert queue.waiting == {}
    await settle(correspondence.record)
    assert await correspondence.record.read(count_kept) == 60
    assert await correspondence.record.read(read_texts) == {QUESTION: 60}
    assert list((await correspondence.record.read(count_outbox)).values()) == [1] * 60
    sent = [
        (to, mail.message["Message-ID"])
        for mail in correspondence.office.received
        for to in mail.recipients
    ]
    assert len(set(sent)) == len({to for to, _ in sent}) == 60
    # What was on its way when the site was killed may come again, and can be known by its id.
    assert max(Counter(sent).values()) <= 2


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_while_the_store_is_away_the_mail_server_is_told_to_come_back(
    correspondence: Correspondence, postgres_server: str
):
    queue = make_queue(correspondence, 1, text="hello")
    await correspondence.site.start_server()
    name = correspondence.site.database_url.rpartition("/")[2]
    await correspondence.record.close()
    admin = await asyncpg.connect(postgres_server)
    await admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1"
    await admin.execute(ended, name)
    await asyncio.to_thread(queue.hand_over)
    assert list(queue.answers.values()) == [451]

    await admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    await admin.close()
    async with asyncio.timeout(60):
        while queue.waiting:
            await asyncio.to_thread(queue.hand_over)
    await correspondence.record.open()
    await wait_for_texts(correspondence, "hello")
