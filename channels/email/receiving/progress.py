"""How far a folder has been read, as the store keeps it, and where to go on from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.email.receiving.fetch_responses import Fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """What a server tells of a folder when it is selected.

    Attributes:
        uidvalidity: while it stays the same, a UID means the same message (RFC 9051, 2.3.1.1).
        uidnext: above the UIDs of all messages that are there.
    """

    uidvalidity: int
    uidnext: int
    exists: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a folder has been read.

    Attributes:
        last_uid: all up to it are kept, or need not be.
        since: messages that were there before and had arrived earlier are left alone.
        fresh_from: what has this UID or a higher one came after the first look, whatever its date.
        careful_upto: up to this UID each message is fetched by itself, as one of several that were
            fetched together made it fail.
        tries: how often fetching a message failed, by its UID.
    """

    uidvalidity: int
    since: datetime
    last_uid: int = 0
    fresh_from: int = 1
    careful_upto: int = 0
    tries: Mapping[int, int] = field(default_factory=dict)

    def wants(self, fetched: Fetched) -> bool:
        """Tell whether a message is to be taken."""
        if fetched.uid >= self.fresh_from or fetched.arrived_at is None:
            return True
        return fetched.arrived_at >= self.since

    def passed(self, uid: int) -> "Progress":
        """Everything up to a UID is done with."""
        tries = {key: times for key, times in self.tries.items() if key > uid}
        return replace(self, last_uid=max(self.last_uid, uid), tries=tries)

    def failed(self, uids: Sequence[int]) -> "Progress":
        """Fetching these together failed."""
        if len(uids) > 1:
            return replace(self, careful_upto=max(uids))
        times = self.tries.get(uids[0], 0) + 1
        return replace(self, tries={**self.tries, uids[0]: times})


def begin_progress(folder: FolderState, *, now: datetime, first_days: float) -> Progress:
    """Start with a folder that was never read."""
    since = now - timedelta(days=first_days)
    return Progress(uidvalidity=folder.uidvalidity, since=since, fresh_from=folder.uidnext)


def resume_progress(progress: Progress, folder: FolderState) -> Progress:
    """Go on with a folder, or start it again where its UIDs no longer mean what they did.

    A server that gives out UIDs anew should change UIDVALIDITY, and one that was restored from a
    backup may not have.
    """
    went_back = folder.uidnext <= progress.last_uid
    if folder.uidvalidity == progress.uidvalidity and not went_back:
        return progress
    return Progress(uidvalidity=folder.uidvalidity, since=progress.since, fresh_from=folder.uidnext)


def to_payload(progress: Progress) -> dict[str, Any]:
    """Write progress down for the store."""
    return {
        "uidvalidity": progress.uidvalidity,
        "last_uid": progress.last_uid,
        "since": progress.since.isoformat(),
        "fresh_from": progress.fresh_from,
        "careful_upto": progress.careful_upto,
        "tries": {str(uid): times for uid, times in progress.tries.items()},
    }


def parse_progress(payload: Mapping[str, Any]) -> Progress | None:
    """Read what the store has; None where the folder was never read."""
    if "uidvalidity" not in payload:
        return None
    return Progress(
        uidvalidity=int(payload["uidvalidity"]),
        last_uid=int(payload.get("last_uid", 0)),
        since=datetime.fromisoformat(payload["since"]).astimezone(UTC),
        fresh_from=int(payload.get("fresh_from", 1)),
        careful_upto=int(payload.get("careful_upto", 0)),
        tries={int(uid): int(times) for uid, times in payload.get("tries", {}).items()},
    )
