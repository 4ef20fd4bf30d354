"""A mailbox is read for as long as the server runs, by one process at a time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

import structlog

from channels.email.receiving.cursor_lease import CursorLease
from channels.email.receiving.dedicated_thread import DedicatedThread
from channels.email.receiving.evidence import Evidence
from channels.email.receiving.folder_reader import (
    ConnectionSpentError,
    FolderReader,
    Handover,
    PoisonError,
)
from channels.email.receiving.imap_login import explain_connecting
from channels.email.receiving.mail_fetcher import MailFetcher
from channels.email.receiving.mailbox import BROKEN, Mailbox
from channels.email.receiving.mailbox_watch import MailboxWatch, connected, wait_for_stop
from channels.email.receiving.outage import Outage, Pauses
from channels.email.receiving.progress import (
    FolderState,
    Progress,
    begin_progress,
    parse_progress,
    to_payload,
)
from channels.email.settings import EmailSettings, ImapSettings
from domain.channels import CursorKey, Gateway
from domain.clock import Clock, Ids
from domain.errors import FrontdeskError, LeaseLostError
from domain.messages import RawMessage

_log = structlog.get_logger()

_LEASE_SECONDS: Final = 60
# What is under way when the server stops may take so long to be committed.
_DRAIN_SECONDS: Final = 10.0
_MEGABYTE: Final = 1_048_576


class ImapReader:
    """Reads the folder that an account's settings name.

    Args:
        access_token: gives a token to log in with, where the settings say oauth.
        count: counts what happened, for operators.
        pauses: how long to wait after a failure.
        lease_seconds: how long the folder stays with a process that died.

    Raises:
        FrontdeskError: the settings name no mailbox.
    """

    def __init__(
        self,
        settings: EmailSettings,
        *,
        clock: Clock,
        ids: Ids,
        access_token: Callable[[], Awaitable[str]] | None = None,
        count: Callable[..., None] = lambda *_args, **_labels: None,
        pauses: Pauses | None = None,
        lease_seconds: int = _LEASE_SECONDS,
    ) -> None:
        self._account = settings.account
        self._imap = _get_imap(settings)
        self._largest = settings.max_megabytes * _MEGABYTE
        self._clock = clock
        self._ids = ids
        self._access_token = access_token
        self._count = count
        self._lease_seconds = lease_seconds
        self._watch = MailboxWatch(self._imap)
        self._suspects: set[int] = set()
        self._outage = Outage(
            settings.account, pauses=pauses or Pauses(), ids=ids, count=self._count_outage
        )
        self._log = _log.bind(account=settings.account, folder=self._imap.folder)

    async def keep_reading(self, gateway: Gateway) -> None:
        """Read until cancelled; what is under way then is finished first."""
        stop = asyncio.Event()
        work = asyncio.create_task(self._read_for_ever(gateway, stop))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            stop.set()
            await asyncio.wait({work}, timeout=_DRAIN_SECONDS)
            raise
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def check(self) -> str:
        """Log in and look at the folder; say how new mail is noticed.

        Raises:
            FrontdeskError: naming what is wrong and what to do.
        """
        place = f"{self._imap.host}:{self._imap.port}"
        try:
            async with self._connect() as (mailbox, thread):
                folder = await thread.run(mailbox.select)
                idles = mailbox.idles
        except BROKEN as error:
            raise FrontdeskError(explain_connecting(self._imap, error)) from error
        noticed = "as it comes (IDLE)" if idles else f"every {self._imap.poll_seconds:g} seconds"
        return f"{place}, {self._imap.folder} with {folder.exists} messages, noticed {noticed}"

    async def _read_for_ever(self, gateway: Gateway, stop: asyncio.Event) -> None:
        key = CursorKey(channel="email", account=self._account, name=f"imap:{self._imap.folder}")
        while not stop.is_set():
            holder = self._ids.new()
            lease = CursorLease(gateway, key, holder=holder, seconds=self._lease_seconds)
            try:
                await self._read_in_turn(gateway, lease, stop)
                # Another process reads it, and may end at any time.
                pause = self._lease_seconds / 4
            except LeaseLostError:
                self._log.warning("mailbox_lost_to_another_process")
                pause = self._lease_seconds / 4
            except ConnectionSpentError:
                # Less is left each time that can break it so.
                pause = 0
            except PoisonError as error:
                pause = self._outage.failed_at_mail(error)
            except Exception as error:  # noqa: BLE001 - whatever is wrong outside, try again
                pause = self._outage.failed(error)
            await wait_for_stop(stop, pause)

    async def _read_in_turn(
        self, gateway: Gateway, lease: CursorLease, stop: asyncio.Event
    ) -> None:
        """Read while the folder is ours; return where it is another's."""
        payload = await lease.claim()
        if payload is None:
            return
        handover = self._make_handover(gateway, lease, stop)
        reading = asyncio.create_task(self._read(parse_progress(payload), handover, stop))
        keeping = asyncio.create_task(lease.keep())
        try:
            done, _ = await asyncio.wait({reading, keeping}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (reading, keeping):
                task.cancel()
            await asyncio.gather(reading, keeping, return_exceptions=True)
            await lease.release()

    async def _read(
        self, progress: Progress | None, handover: Handover, stop: asyncio.Event
    ) -> None:
        async with self._connect() as (mailbox, thread):
            fetcher = MailFetcher(
                mailbox, account=self._account, folder=self._imap.folder, clock=self._clock
            )
            reader = FolderReader(
                mailbox,
                fetcher,
                thread,
                handover=handover,
                largest=self._largest,
                progress=progress,
                evidence=Evidence(mailbox, fetcher, thread, suspects=self._suspects),
                log=self._log,
            )
            while not stop.is_set():
                await reader.look()
                self._suspects.clear()
                self._outage.over()
                await self._watch.wait(mailbox, thread, reader, stop)

    def _make_handover(self, gateway: Gateway, lease: CursorLease, stop: asyncio.Event) -> Handover:
        async def receive(raws: Sequence[RawMessage]) -> None:
            # Started in this order, they are committed in it, and together.
            await asyncio.gather(*map(gateway.receive, raws))
            for _ in raws:
                self._count("mail_received", account=self._account, by="imap")

        async def record(progress: Progress) -> None:
            await lease.record(to_payload(progress))

        return Handover(begin=self._begin, receive=receive, record=record, stopping=stop.is_set)

    def _begin(self, folder: FolderState) -> Progress:
        days = self._imap.first_days
        return begin_progress(folder, now=self._clock.now(), first_days=days)

    @asynccontextmanager
    async def _connect(self) -> AsyncIterator[tuple[Mailbox, DedicatedThread]]:
        token = await self._access_token() if self._access_token is not None else None
        name = f"imap-{self._account}"
        async with connected(
            self._imap, largest=self._largest, access_token=token, name=name
        ) as both:
            yield both

    def _count_outage(self, error: str) -> None:
        self._count("mailbox_outage", account=self._account, error=error)


def _get_imap(settings: EmailSettings) -> ImapSettings:
    if settings.imap is None:
        raise FrontdeskError(f"the email account {settings.account!r} has no imap settings")
    return settings.imap
