"""What a site's labels have taught, kept in the data folder beside the index of its articles.

Unlike the index it holds numbers and texts alone, nothing that could be run: it needs no signature.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import FrontdeskError

if TYPE_CHECKING:
    from knowledge_base.feelings.site_model import SiteModel

FILE_NAME = "understanding.npz"


def find_labels(folder: Path) -> "SiteModel | None":
    """Find what was kept; None where nothing was.

    Raises:
        FrontdeskError: there is a file that cannot be read.
    """
    from knowledge_base.feelings.site_file import (  # noqa: PLC0415 - needs numpy, as few commands do
        BadSiteModelError,
        unpack_model,
    )

    path = folder / FILE_NAME
    try:
        return unpack_model(path.read_bytes())
    except FileNotFoundError:
        return None
    except BadSiteModelError as error:
        raise FrontdeskError(
            f"{path} cannot be used: {error}; run `frontdesk understand train` again, or remove it "
            "to do with what is shipped"
        ) from error


def keep_labels(folder: Path, model: "SiteModel") -> Path:
    """Keep a model, whole or not at all, for its owner alone; return where.

    Raises:
        FrontdeskError: the folder cannot be written to.
    """
    from knowledge_base.feelings.site_file import pack_model  # noqa: PLC0415 - as above

    path = folder / FILE_NAME
    draft = folder / f"{FILE_NAME}.{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        draft.write_bytes(pack_model(model))
        draft.replace(path)
    except OSError as error:
        raise FrontdeskError(f"{folder}: cannot keep what was learnt: {error.strerror}") from error
    return path
