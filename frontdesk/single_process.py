"""One server on an embedded database: a second one would take the first one's work from it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import FrontdeskError
from frontdesk.migration_connections import find_sqlite_path

SUFFIX = ".lock"


class AlreadyRunningError(FrontdeskError):
    """Another process serves the same embedded database."""


@contextmanager
def only_server(url: str) -> Iterator[None]:
    """Be the one server on a SQLite database; on PostgreSQL there may be many.

    Commands that read or write for a moment do not ask: SQLite lets them in beside the server.
    The lock is on a file of its own, since closing any handle of a SQLite file drops the process's
    locks on it (https://www.sqlite.org/howtocorrupt.html, section 2.2). It ends with the process,
    however that ends; the file stays, as another process may be about to lock it.

    Args:
        url: as `database.url` in the settings.

    Raises:
        AlreadyRunningError: another server has the database.
        OSError: the file beside the database cannot be made.
    """
    path = find_sqlite_path(url)
    if path is None:
        yield
        return
    # By whatever name the database is called, it is the same lock.
    path = path.resolve()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(f"{path}{SUFFIX}", os.O_RDWR | os.O_CREAT, mode=0o600)
    try:
        _lock(handle, path)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise AlreadyRunningError(
            f"another Frontdesk{_tell_holder(handle)} serves {path} already; stop it first, name "
            "another file in database.url, or use PostgreSQL, which serves several processes"
        ) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, str(os.getpid()).encode("ascii"), 0)


def _tell_holder(handle: int) -> str:
    """Name the process that has the lock, where it has written down its number by now."""
    number = os.pread(handle, 20, 0)
    return f" (process {int(number)})" if number.isdigit() else ""
