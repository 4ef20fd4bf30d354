"""Whether a mail that cannot be fetched is at fault, or the server, which hands no other over."""

from collections.abc import Sequence
from typing import Final

from channels.email.receiving.dedicated_thread import DedicatedThread
from channels.email.receiving.mail_fetcher import MailFetcher
from channels.email.receiving.mailbox import BROKEN, FetchRefusedError, Mailbox

# So many mails in a row may each be at fault; of more it is likelier that the server is.
_FEW: Final = 3
# Another mail is looked for among so many UIDs: a line of the protocol has an end.
_NEAR: Final = 5_000


class Evidence:
    """What one connection tells of its server.

    Args:
        thread: where the calls of `mailbox` and `fetcher` run.
        suspects: UIDs at which fetching failed since a message was last taken. They outlive a
            connection, and are kept up to date here.
    """

    def __init__(
        self,
        mailbox: Mailbox,
        fetcher: MailFetcher,
        thread: DedicatedThread,
        *,
        suspects: set[int],
    ) -> None:
        self._mailbox = mailbox
        self._fetcher = fetcher
        self._thread = thread
        self._suspects = suspects
        self._proven = False

    def expire(self) -> None:
        """Some time has passed, in which the server may have come into trouble."""
        self._proven = False

    def forget_suspects(self) -> None:
        """The UIDs no longer mean the same messages."""
        self._suspects.clear()

    def note_taken(self) -> None:
        """The server handed a message over."""
        self._proven = True
        self._suspects.clear()

    def blames(self, uid: int) -> bool:
        """Note that fetching a message failed; tell whether that is proven to be its own fault."""
        self._suspects.add(uid)
        return self._proven and len(self._suspects) <= _FEW

    async def gather(self, uids: Sequence[int], *, tried: bool) -> None:
        """Have the server hand over another message before one that failed.

        Where it cannot, the store behind it is likely to be out, and no message's fault. Where
        there is no other, nothing waits behind the one, and it may be tried without a proof.

        Args:
            uids: what is to be taken, first the message in question.
            tried: whether it failed before.

        Raises:
            Exception: the server does not hand the other over.
        """
        if self._proven or not (tried or uids[0] in self._suspects):
            return
        other = await self._find_other(uids)
        if other is None:
            return
        try:
            fetched = await self._thread.run(self._fetcher.fetch_beginning, other, 0)
        except (FetchRefusedError, *BROKEN):
            self._suspects.add(other)
            raise
        self._proven = bool(fetched)

    async def _find_other(self, uids: Sequence[int]) -> int | None:
        first = uids[0]
        reach = f"UID {max(1, first - _NEAR)}:{max(1, first - 1)}"
        before = await self._thread.run(self._mailbox.search, reach)
        known = {first, *self._suspects}
        return next((uid for uid in (*reversed(before), *uids[1:]) if uid not in known), None)
