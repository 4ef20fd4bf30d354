"""Letters between people and a site."""

from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

from crm_store.store import Store
from tests.end_to_end.desk_api import DeskApi
from tests.end_to_end.mail_programs import answer_as_gmail, replies_to, write_mail
from tests.end_to_end.post_office import Mailbox, PostOffice, email_account, proven
from tests.end_to_end.processes import Site


@dataclass
class Correspondence:
    """A site whose mail goes through a real mail server.

    Attributes:
        support: the mailbox that the site reads.
        astrid: a customer's.
    """

    site: Site
    api: DeskApi
    record: Store
    office: PostOffice
    support: Mailbox = field(init=False)
    astrid: Mailbox = field(init=False)

    def __post_init__(self) -> None:
        self.support = self.make_mailbox("support")
        self.astrid = self.make_mailbox("astrid")
        self.set_accounts(email_account(self.support, self.office.settings))

    def make_mailbox(self, name: str) -> Mailbox:
        """Make an empty mailbox, which nobody else in these tests has."""
        return Mailbox(self.office.dovecot, f"{name}-{uuid4().hex[:8]}")

    def set_accounts(self, *accounts: str) -> None:
        """Set the site's email accounts; it heeds them when it starts."""
        self.site.further_settings = "\n".join(accounts)
        self.site.write_settings()

    async def write(self, customer: Mailbox, text: str, **headers: Any) -> None:
        """Write to the company; mail programs show what one wrote among what one received."""
        sender = f"Customer <{customer.address}>"
        mail = write_mail(sender, self.support.address, "My trip", text, **headers)
        customer.server.append(customer.user, mail)
        await self.office.post(proven(mail), self.support.address, sender=customer.address)

    async def answer(self, customer: Mailbox, mail: EmailMessage, text: str) -> bytes:
        """Answer a mail of the company's by a mail program that quotes it."""
        written = answer_as_gmail(mail, f"Customer <{customer.address}>", text)
        customer.server.append(customer.user, written)
        await self.office.post(proven(written), replies_to(mail), sender=customer.address)
        return written
