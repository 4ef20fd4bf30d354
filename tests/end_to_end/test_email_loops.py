"""Auto-responders that answer whatever they are sent come to rest, whatever they say of it."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from typing import Any

from tests.end_to_end.conftest import ANSWER, QUESTION
from tests.end_to_end.correspondence import Correspondence
from tests.end_to_end.desk_api import said
from tests.end_to_end.mail_programs import begin_mail, replies_to, write_mail
from tests.end_to_end.post_office import Answering, Mailbox, email_account, proven
from tests.end_to_end.test_killed import settle
from tests.engines import SLOW_ON_POSTGRES

pytestmark = SLOW_ON_POSTGRES

AWAY = "Thank you for your message. We will look into it."
LABELLED = {"Auto_Submitted": "auto-replied", "Precedence": "bulk"}
Words = Callable[[int], str]
# What they say, the headers that they say it with, and whether they say what they answer.
MACHINES: dict[str, tuple[Words, dict[str, str], bool]] = {
    "labelled": (lambda _: AWAY, LABELLED, True),
    "unlabelled": (lambda _: AWAY, {}, True),
    "with ever new words": (lambda number: f"{QUESTION} {number}? It is {number**3}.", {}, True),
    "without a thread": (lambda number: f"Ticket {number} was opened. {AWAY}", {}, False),
    "two at once": (lambda number: f"Ticket {number} was opened. {AWAY}", {}, True),
    "two at once with ever new words": (lambda number: f"{QUESTION} {number}?", {}, True),
    "two at once, labelled": (lambda _: AWAY, LABELLED, True),
}


def make_machine(
    mailbox: Mailbox, say: Words, headers: dict[str, str], *, threads: bool
) -> Answering:
    """Make what answers every mail that comes to a mailbox.

    Args:
        threads: whether its answers go where replies are wanted and say what they answer.
    """
    numbers = itertools.count(1)

    def answer(mail: EmailMessage) -> bytes:
        said_from = str(mail["From"].addresses[0].addr_spec)
        to, subject = replies_to(mail) if threads else said_from, f"Re: {mail['Subject']}"
        answer = begin_mail(mailbox.address, to, subject, **headers)
        if threads:
            answer["In-Reply-To"] = answer["References"] = mail["Message-ID"]
        answer.set_content(say(next(numbers)))
        return proven(answer.as_bytes())

    return answer


@dataclass(frozen=True)
class Exchange:
    """Who writes to the company, and who else is to read the answers."""

    correspondence: Correspondence
    machines: tuple[Mailbox, ...]

    async def begin(self, text: str, headers: dict[str, str]) -> None:
        first, *others = (each.address for each in self.machines)
        copies = {"Cc": ", ".join(others)} if others else {}
        to = self.correspondence.support.address
        mail = write_mail(first, to, "Order 1", text, **headers, **copies)
        await self.correspondence.office.post(proven(mail), to, sender=first)

    def count(self) -> int:
        """Count the mails that went both ways, the first one included."""
        office, ours = self.correspondence.office, {each.address for each in self.machines}
        received = sum(bool(ours & set(mail.recipients)) for mail in office.received)
        return 1 + sum(office.came_back[each] for each in ours) + received


async def come_to_rest(correspondence: Correspondence, begun: int) -> None:
    """Wait until nobody has anything more to write."""
    office, handled = correspondence.office, -1
    while handled != (there := begun + sum(office.came_back.values())):
        handled = there
        await office.finish_writing()
        await correspondence.api.wait_until(partial(_have_read, handled))
        await settle(correspondence.record)


def _have_read(number: int, found: list[dict[str, Any]]) -> bool:
    return sum(len(said(each, "in")) for each in found) >= number


async def test_machines_of_every_kind_are_left_alone_within_five_mails(
    correspondence: Correspondence,
):
    exchanges: dict[str, Exchange] = {}
    for name, (say, headers, threads) in MACHINES.items():
        machines = tuple(
            correspondence.make_mailbox("machine") for _ in range(2 if "two" in name else 1)
        )
        exchanges[name] = Exchange(correspondence, machines)
        for machine in machines:
            answering = make_machine(machine, say, headers, threads=threads)
            correspondence.office.answering[machine.address] = answering
    await correspondence.site.start_server()
    for name, exchange in exchanges.items():
        await exchange.begin(QUESTION if "words" in name else AWAY, MACHINES[name][1])
    await come_to_rest(correspondence, len(exchanges))
    counted = {name: exchange.count() for name, exchange in exchanges.items()}
    print(counted)
    assert counted == {name: min(5, number) for name, number in counted.items()}
    assert counted["labelled"] == 1
    assert counted["with ever new words"] > 1


async def test_two_addresses_of_the_company_do_not_write_to_each_other_for_long(
    correspondence: Correspondence,
):
    support, sales = correspondence.support, correspondence.make_mailbox("sales")
    smtp = correspondence.office.settings
    correspondence.set_accounts(
        email_account(support, smtp), email_account(sales, smtp, account="sales")
    )
    await correspondence.site.start_server()
    forged = write_mail(sales.address, support.address, "Order 1", QUESTION)
    await correspondence.office.post(proven(forged), support.address, sender=sales.address)
    await sales.wait_for(1)
    found = await correspondence.api.wait_until(lambda found: len(found) == 2)
    await settle(correspondence.record)
    assert [
        said(each, "in")[0].startswith(words)
        for each, words in zip(found, (QUESTION, ANSWER), strict=True)
    ] == [True, True]
    assert len(correspondence.office.received) == 1
    assert [len(support.read()), len(sales.read())] == [1, 1]
