"""From a mailbox to raw messages; its calls block and belong to the mailbox's thread."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress

from channels.email.receiving.fetch_responses import Fetched
from channels.email.receiving.mailbox import FetchRefusedError, Mailbox
from channels.email.receiving.raw_mail import make_raw
from domain.clock import Clock
from domain.messages import RawMessage


class MailFetcher:
    """Fetches messages of one folder."""

    def __init__(self, mailbox: Mailbox, *, account: str, folder: str, clock: Clock) -> None:
        self._mailbox = mailbox
        self._account = account
        self._folder = folder
        self._clock = clock

    def fetch_facts(self, uids: Sequence[int]) -> list[Fetched]:
        """Fetch sizes and dates of those messages that are still there.

        Raises:
            FetchRefusedError: the server does not tell.
        """
        return self._present(uids, self._mailbox.fetch_facts(uids))

    def fetch_whole(self, uids: Sequence[int]) -> list[RawMessage]:
        """Fetch messages with all that is in them.

        Raises:
            FetchRefusedError: the server does not hand one of them over.
        """
        fetched = self._present(uids, self._mailbox.fetch_bodies(uids))
        return [self._make(one.uid, _body(one)) for one in fetched]

    def fetch_beginning(self, uid: int, size: int) -> list[RawMessage]:
        """Fetch what a message that is too large begins with.

        Raises:
            FetchRefusedError: the server does not hand it over.
        """
        fetched = self._present([uid], self._mailbox.fetch_beginning(uid))
        return [self._make(uid, _body(one), {"truncated": str(size)}) for one in fetched]

    def fetch_head(self, uid: int) -> bytes:
        """Fetch a message's header; empty where the server refuses to hand that over."""
        with suppress(FetchRefusedError):
            fetched = self._mailbox.fetch_bodies([uid], "HEADER").get(uid)
            return (fetched.body if fetched else None) or b""
        return b""

    def make_stub(self, uid: int, head: bytes, *, uidvalidity: int) -> list[RawMessage]:
        """Make what stands for a message that cannot be fetched.

        Args:
            head: its header; empty where that cannot be fetched either.
        """
        fault = f"UID {uid} of {self._folder} could not be fetched; it is still in the mailbox"
        # Without a header nothing tells one such message from another but its place.
        name = head or f"imap {self._folder} {uidvalidity} {uid}".encode()
        return [self._make(uid, head, {"imap_fault": fault}, name=name)]

    def _present(self, uids: Sequence[int], fetched: dict[int, Fetched]) -> list[Fetched]:
        missing = [uid for uid in uids if uid not in fetched]
        # Somebody else may have removed them meanwhile.
        if missing and self._mailbox.search(f"UID {','.join(map(str, missing))}"):
            raise FetchRefusedError("the server says nothing of a message that it lists")
        return [fetched[uid] for uid in uids if uid in fetched]

    def _make(
        self, uid: int, body: bytes, notes: dict[str, str] | None = None, name: bytes | None = None
    ) -> RawMessage:
        notes = notes or {}
        place = {"received_by": "imap", "imap_folder": self._folder, "imap_uid": str(uid)}
        # Of two that are too large the beginnings may be the same.
        marks = "".join(f"{key}:{value};" for key, value in notes.items() if key == "truncated")
        digest = hashlib.sha256(marks.encode())
        digest.update(body if name is None else name)
        return make_raw(
            body,
            account=self._account,
            headers={**place, **notes},
            received_at=self._clock.now(),
            digest=digest.hexdigest(),
        )


def _body(fetched: Fetched) -> bytes:
    if fetched.body is None:
        raise FetchRefusedError("the server hands a message over without its content")
    return fetched.body
