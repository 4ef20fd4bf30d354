"""One connection to a mailbox; its calls block and belong to a thread of their own."""

import imaplib
import re
import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from imap_tools import BaseMailBox, ImapToolsError

from channels.email.receiving.fetch_responses import Fetched, parse_fetched
from channels.email.receiving.imap_client import ImapClient
from channels.email.receiving.imap_login import connect, log_in, one_line
from channels.email.receiving.progress import FolderState
from channels.email.settings import ImapSettings
from domain.errors import FrontdeskError

BROKEN: Final = (OSError, imaplib.IMAP4.error, ImapToolsError, UnicodeError)
"""What a call raises where the server or the way to it fails."""

DEAD: Final = (OSError, imaplib.IMAP4.abort)
"""Those of them after which the connection is of no more use."""

HEAD_BYTES: Final = 262_144


class FetchRefusedError(Exception):
    """The server does not hand a message over; its words are the text."""


class _Box(BaseMailBox):
    """What the library knows of folders and searches, on a connection of our own."""

    def __init__(self, client: ImapClient) -> None:
        self._given = client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._given


class Mailbox:
    """A folder of a mailbox.

    Args:
        largest: the longest message that is fetched whole, in bytes.
    """

    def __init__(self, settings: ImapSettings, *, largest: int) -> None:
        self._settings = settings
        self._largest = largest
        self._closed = False
        self._client: ImapClient | None = None
        self._box: _Box | None = None
        self._wake, self._woken = socket.socketpair()

    @property
    def idles(self) -> bool:
        """Whether the server says that it can tell of new messages by itself."""
        return "IDLE" in self._connection.capabilities

    def open(self, access_token: str | None) -> None:
        """Connect and log in.

        Raises:
            FrontdeskError: it cannot be done; says what to do.
        """
        client = connect(self._settings)
        client.largest = max(self._largest, HEAD_BYTES)
        self._client = client
        if self._closed:
            self.abort()
        log_in(client, self._settings, access_token)
        # What a server offers may change with who is logged in (RFC 9051, 6.2.2).
        _, words = client.capability()
        client.capabilities = tuple(str(words[-1], "ascii", "replace").upper().split())
        self._box = _Box(client)

    def select(self) -> FolderState:
        """Open the folder, or look at it anew.

        Raises:
            FrontdeskError: there is no such folder; names those that there are.
        """
        box, client = self._library, self._connection
        try:
            box.folder.set(self._settings.folder)
        except ImapToolsError as error:
            raise FrontdeskError(self._explain_folder()) from error
        uidnext = _number(client, "UIDNEXT")
        if uidnext is None:
            uidnext = max(self.search("ALL"), default=0) + 1
        return FolderState(
            uidvalidity=_number(client, "UIDVALIDITY") or 0,
            uidnext=uidnext,
            exists=_number(client, "EXISTS") or 0,
        )

    def search(self, criteria: str) -> list[int]:
        """Find UIDs, in ascending order."""
        # Some servers refuse to be told a character set.
        return sorted(int(uid) for uid in self._library.uids(criteria, charset=None))

    def fetch_facts(self, uids: Sequence[int]) -> dict[int, Fetched]:
        """Fetch sizes and dates.

        Raises:
            FetchRefusedError: the server does not tell.
        """
        return self._fetch(uids, "(UID RFC822.SIZE INTERNALDATE)")

    def fetch_bodies(self, uids: Sequence[int], part: str = "") -> dict[int, Fetched]:
        """Fetch messages without marking them.

        Args:
            part: `HEADER` for the header block alone.

        Raises:
            FetchRefusedError: the server does not hand them over.
        """
        return self._fetch(uids, f"(UID BODY.PEEK[{part}])")

    def fetch_beginning(self, uid: int) -> dict[int, Fetched]:
        """Fetch what a message begins with."""
        return self._fetch([uid], f"(UID BODY.PEEK[]<0.{HEAD_BYTES}>)")

    def mark_taken(self, uids: Sequence[int], *, may_delete: bool = True) -> None:
        """Do with messages that were taken what the settings say: mark, remove or leave them.

        Args:
            may_delete: otherwise they are marked where the settings say to remove them.

        Raises:
            imaplib.IMAP4.error: the server does not do so.
        """
        if self._settings.after == "keep":
            return
        deletes = may_delete and self._settings.after == "delete"
        flag = r"(\Deleted)" if deletes else r"(\Seen)"
        _expect_ok(self._connection.uid("STORE", _join(uids), "+FLAGS.SILENT", flag))
        if deletes:
            self._expunge(uids)

    def _expunge(self, uids: Sequence[int]) -> None:
        if "UIDPLUS" in self._connection.capabilities:
            _expect_ok(self._connection.uid("EXPUNGE", _join(uids)))
        elif set(self.search("DELETED")) <= set(uids):
            # EXPUNGE alone would also remove what others marked and may want back.
            _expect_ok(self._connection.expunge())

    def wait(self, seconds: float) -> bool:
        """Wait until the server tells of something, at most so long; tell whether it did."""
        return self._connection.idle_for(seconds, self._woken)

    def interrupt(self) -> None:
        """End a wait; safe to call from any thread."""
        with suppress(OSError):
            self._wake.send(b"!")

    def log_out(self) -> None:
        """Say goodbye.

        Raises:
            imaplib.IMAP4.error: the server is gone already.
        """
        self._connection.logout()

    def close(self) -> None:
        """Let go of everything; where it was not logged out, the server learns it so."""
        if self._client is not None:
            with suppress(OSError):
                self._client.shutdown()
        self._wake.close()
        self._woken.close()

    def abort(self) -> None:
        """Make whatever call is under way fail at once; safe to call from any thread."""
        self._closed = True
        self.interrupt()
        if self._client is not None:
            with suppress(OSError):
                # TLS's own shutdown would pull the connection from under the other thread.
                socket.socket.shutdown(self._client.sock, socket.SHUT_RDWR)

    def _fetch(self, uids: Sequence[int], items: str) -> dict[int, Fetched]:
        try:
            status, pieces = self._connection.uid("FETCH", _join(uids), items)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise FetchRefusedError(one_line(str(error))) from error
        if status != "OK":
            raise FetchRefusedError(one_line(str(pieces[0])))
        return parse_fetched(pieces)

    def _explain_folder(self) -> str:
        with suppress(*BROKEN):
            names = ", ".join(folder.name for folder in self._library.folder.list())
            return f"there is no folder {self._settings.folder!r}; there are {names[:1_000]}"
        return f"the folder {self._settings.folder!r} cannot be opened; see imap.folder"

    @property
    def _connection(self) -> ImapClient:
        if self._client is None:
            raise OSError("not connected")
        return self._client

    @property
    def _library(self) -> _Box:
        if self._box is None:
            raise OSError("not logged in")
        return self._box


def _join(uids: Sequence[int]) -> str:
    return ",".join(map(str, uids))


def _number(client: ImapClient, name: str) -> int | None:
    _, values = client.response(name)
    found = re.search(rb"\d+", values[-1] or b"") if values else None
    return int(found[0]) if found else None


def _expect_ok(answer: tuple[str, list[Any]]) -> None:
    status, pieces = answer
    if status != "OK":
        raise imaplib.IMAP4.error(one_line(str(pieces[0])))
