"""The key that signs cookies, links and tokens: from the settings, or made once and kept."""

import os
import stat
from pathlib import Path

from domain.clock import Ids
from domain.errors import FrontdeskError
from frontdesk.settings import Settings
from frontdesk.system import SystemClock, SystemIds

FILE_NAME = "secret"


def get_secret(settings: Settings, ids: Ids | None = None) -> str:
    """Return the signing key; generate and keep it where the settings give none.

    Several processes that start at once on one data folder end up with the same key.

    Raises:
        FrontdeskError: the file cannot be read or written, or others may read it.
    """
    if settings.security.secret is not None:
        return settings.security.secret.get_secret_value()
    path = settings.server.data_dir / FILE_NAME
    try:
        if not path.exists():
            _keep_secret(path, (ids or SystemIds(SystemClock())).secret())
        return _read_secret(path)
    except OSError as error:
        raise FrontdeskError(
            f"the secret in {path} cannot be kept: {error.strerror}; make the folder writable "
            "(server.data_dir) or give security.secret"
        ) from error


def _keep_secret(path: Path, secret: str) -> None:
    """Write the file whole or not at all; who comes second leaves the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{FILE_NAME}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secret + "\n")
            file.flush()
            os.fsync(file.fileno())
        _link(fresh, path)
    finally:
        fresh.unlink()


def _link(fresh: Path, path: Path) -> None:
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        return


def _read_secret(path: Path) -> str:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise FrontdeskError(f"others may read the secret in {path}; run: chmod 600 {path}")
    secret = path.read_text("ascii").strip()
    if not secret:
        raise FrontdeskError(f"the secret in {path} is empty; delete the file to have one made")
    return secret
