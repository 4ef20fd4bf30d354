"""The key that signs cookies, links and tokens: from the settings, or made once and kept."""

import os
from pathlib import Path

from domain.clock import Ids
from domain.errors import FrontdeskError
from frontdesk.settings import Settings

FILE_NAME = "secret"


def get_secret(settings: Settings, ids: Ids) -> str:
    """Return the signing key.

    Args:
        ids: makes the key where the settings name none and none was made before.

    Raises:
        FrontdeskError: the data folder cannot be written to.
    """
    if settings.security.secret is not None:
        return settings.security.secret.get_secret_value()
    return keep_generated(settings.server.data_dir / FILE_NAME, ids.secret())


def keep_generated(path: Path, fresh: str) -> str:
    """Return what the file holds; write `fresh` into it, for its owner alone, where it is missing.

    Raises:
        FrontdeskError: the file or its folder cannot be read or written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _create(path, fresh)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise FrontdeskError(
            f"{path} cannot be kept ({error.strerror}); make server.data_dir writable, or give "
            "security.secret in the settings"
        ) from error


def _create(path: Path, content: str) -> None:
    """Create the file whole or not at all: several processes may start at once."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(content, encoding="ascii")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
