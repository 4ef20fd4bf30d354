"""Three mailboxes on the desk: what they send arrives by LMTP, what they get was sent by SMTP."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from aiohttp import web

from demo.mail_history import read_history
from demo.mail_reading import MailFile, Person, ReadMail, read_mail
from demo.mail_server import MailServer, TakenMail
from demo.mail_threads import describe_threads
from demo.mail_writing import Letter, answer_subject, quote, write_absence, write_letter
from demo.playground_parts import Playground
from demo.stand_ins import MailPorts
from domain.errors import NotFoundError

LONGEST_MAIL: Final = 20_000  # characters
LARGEST_FILE: Final = 1024 * 1024  # bytes
_MOST_MAILS: Final = 200
# Bytes of all mails together; agents may attach large files.
_MOST_BYTES: Final = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxOwner:
    """Whose mailbox it is; `role` says what makes them worth trying.

    Attributes:
        proven: whether their provider signs, so that the receiving host finds DMARC to pass.
    """

    address: str
    name: str
    role: str
    language: str
    proven: bool


MAILBOX_OWNERS: Final = (
    MailboxOwner(
        address="astrid.lindqvist@example.com",
        name="Astrid Lindqvist",
        role="known",
        language="en",
        proven=True,
    ),
    MailboxOwner(
        address="jonas.weber@example.com",
        name="Jonas Weber",
        role="writes German",
        language="de",
        proven=True,
    ),
    MailboxOwner(
        address="robin.hale@example.net",
        name="Robin Hale",
        role="nobody we know",
        language="en",
        proven=False,
    ),
)


@dataclass(slots=True, kw_only=True)
class StoredMail:
    """A mail in one of the mailboxes.

    Attributes:
        mine: written in the mailbox rather than received.
        state: `sending`, `sent` or `failed` for what was written; `received` for what came.
        size: of the whole mail in bytes.
    """

    id: str
    box: str
    mine: bool
    state: str
    mail: ReadMail
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMail:
    """What somebody wrote in a mailbox; `answers` is the id of a mail there, where it answers one.

    Attributes:
        absence: the mailbox answers by itself; subject and text are its own then.
    """

    subject: str = ""
    text: str = ""
    answers: str | None = None
    absence: bool = False
    file: MailFile | None = None


class Mailboxes:
    """The mailboxes, at the mail server's side of SMTP and LMTP."""

    def __init__(self, playground: Playground) -> None:
        settings = playground.email
        assert settings is not None, "mailboxes need the stand-in's account"  # noqa: S101 - a programming error
        assert settings.smtp is not None and settings.listen is not None  # noqa: PT018, S101 - as above
        self.company = Person(playground.services.company, settings.address)
        self._settings = settings
        self._services = playground.services
        self._zone = ZoneInfo(playground.services.time_zone)
        self._owners = {owner.address: owner for owner in MAILBOX_OWNERS}
        self._mails: deque[StoredMail] = deque()
        ports = MailPorts(smtp=settings.smtp.port, lmtp=settings.listen.port)
        self._server = MailServer(ports, self._take)

    async def start(self, _app: web.Application) -> None:
        """Put in what the record holds of each mailbox's mail, and listen."""
        for each in await read_history(self._services, self._settings, tuple(self._owners)):
            state = "sent" if each.mine else "received"
            self._keep(each.box, each.content, mine=each.mine, state=state, at=each.at)
        await self._server.start()

    async def stop(self, _app: web.Application) -> None:
        """Leave off listening."""
        await self._server.stop()

    def get_owner(self, address: str) -> MailboxOwner:
        """Return whose mailbox it is.

        Raises:
            NotFoundError: it is none of those on the desk.
        """
        owner = self._owners.get(address)
        if owner is None:
            known = ", ".join(self._owners)
            raise NotFoundError(f"there is no mailbox {address!r} here; there are {known}")
        return owner

    def get_mail(self, mail_id: str) -> ReadMail:
        """Return a mail of any of the mailboxes.

        Raises:
            NotFoundError: there is none, or it was the oldest of too many.
        """
        return self._get(mail_id).mail

    async def send(self, address: str, new: NewMail) -> str:
        """Send a mail as its owner's mail program and the receiving host would.

        Returns:
            The id by which the mailbox knows it.

        Raises:
            NotFoundError: there is no such mailbox, or no such mail to answer in it.
        """
        owner = self.get_owner(address)
        letter = self._compose(owner, new)
        content = write_letter(letter)
        now = self._services.clock.now()
        stored = self._keep(address, content, mine=True, state="sending", at=now)
        await self._show(address)
        # A machine's mail has no return path (RFC 3834, 3.3).
        taken = await self._server.hand_over(
            content, sender="" if new.absence else address, recipient=letter.to.address
        )
        stored.state = "sent" if taken else "failed"
        await self._show(address)
        return stored.id

    def describe(self, address: str) -> dict[str, Any]:
        """Describe a mailbox as the page draws it."""
        mails = [each for each in self._mails if each.box == address]
        return {"address": address, "threads": describe_threads(mails)}

    def _get(self, mail_id: str) -> StoredMail:
        found = next((each for each in self._mails if each.id == mail_id), None)
        if found is None:
            raise NotFoundError("there is no such mail any more; reload the page")
        return found

    def _compose(self, owner: MailboxOwner, new: NewMail) -> Letter:
        services = self._services
        answered = None if new.answers is None else self._find_answered(owner, new.answers)
        letter = Letter(
            message_id=f"<{services.ids.new()}@{owner.address.rpartition('@')[2]}>",
            sender=Person(owner.name, owner.address),
            to=self.company if answered is None else answered.reply_to,
            subject=new.subject,
            text=new.text,
            at=services.clock.now(),
            answers=answered,
            proven=owner.proven,
            file=new.file,
        )
        if answered is None:
            return letter
        if new.absence:
            subject, text = write_absence(answered.subject, owner.language)
            fields = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
            return replace(letter, subject=subject, text=text, fields=fields)
        quoted = quote(answered, language=owner.language, zone=self._zone)
        text = f"{new.text.rstrip()}\n\n{quoted}\n"
        return replace(letter, subject=answer_subject(answered.subject), text=text)

    def _find_answered(self, owner: MailboxOwner, mail_id: str) -> ReadMail:
        stored = self._get(mail_id)
        if stored.box != owner.address:
            raise NotFoundError("this mailbox has no such mail")
        # To go on after a mail of one's own, mail programs write to whom that one went.
        return replace(stored.mail, reply_to=stored.mail.to[0]) if stored.mine else stored.mail

    async def _take(self, taken: TakenMail) -> None:
        """Put a mail that Frontdesk sent into the mailboxes of those it went to."""
        now = self._services.clock.now()
        for address in self._owners.keys() & set(taken.recipients):
            self._keep(address, taken.content, mine=False, state="received", at=now)
            await self._show(address)

    def _keep(
        self, box: str, content: bytes, *, mine: bool, state: str, at: datetime
    ) -> StoredMail:
        stored = StoredMail(
            id=self._services.ids.new(),
            box=box,
            mine=mine,
            state=state,
            mail=read_mail(content, received_at=at),
            size=len(content),
        )
        self._mails.append(stored)
        while len(self._mails) > _MOST_MAILS or sum(self._sizes()) > _MOST_BYTES:
            self._mails.popleft()
        return stored

    def _sizes(self) -> Iterator[int]:
        return (each.size for each in self._mails)

    async def _show(self, address: str) -> None:
        await self._services.store.announce(topic_of(address), "")


def topic_of(address: str) -> str:
    """Return the wake-up topic of whoever looks at a mailbox."""
    return f"demo-mailbox:{address}"
