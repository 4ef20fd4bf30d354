"""Files that an agent sends with a reply: kept with the reply, read again as it goes out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.tools import Tools
from crm_store.files import get_file, record_file
from crm_store.transaction import Transaction
from domain.channels import ThreadKey, Upload
from domain.errors import InvalidInputError
from domain.messages import Attachment, EnclosedFile

MOST_FILES: Final = 10
# Mail servers refuse what is larger than 25 MB or so, and encoding adds a third.
MOST_BYTES: Final = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file on its way out, its name cleaned."""

    filename: str
    media_type: str
    content: bytes = field(repr=False)


def require_sendable(files: Sequence[NewFile]) -> None:
    """Refuse files that a reply cannot carry.

    Raises:
        InvalidInputError: there are too many, they are too large, or one is empty.
    """
    if len(files) > MOST_FILES:
        raise InvalidInputError(
            f"{len(files)} files are too many; up to {MOST_FILES} go with a reply", field="files"
        )
    size = sum(len(file.content) for file in files)
    if size > MOST_BYTES:
        raise InvalidInputError(
            f"the files are {size / 1e6:.1f} MB in all; up to {MOST_BYTES // 1_000_000} MB go with "
            "a reply. Send fewer, or a link to them",
            field="files",
        )
    for file in files:
        if not file.content:
            raise InvalidInputError(f"{file.filename} is empty; leave it out", field="files")


def record_files(
    tx: Transaction, tools: Tools, key: ThreadKey, files: Sequence[NewFile], *, now: datetime
) -> tuple[Attachment, ...]:
    """Keep files so that the customer's thread may read them."""
    return tuple(_record_one(tx, tools, key, file, now) for file in files)


def read_enclosed(tx: Transaction, attachments: Sequence[Attachment]) -> tuple[EnclosedFile, ...]:
    """Read the content of files that go out now.

    Raises:
        NotFoundError: one of them is no longer kept.
    """
    files = (get_file(tx, each.file_id) for each in attachments if each.file_id is not None)
    return tuple(
        EnclosedFile(filename=file.filename, media_type=file.media_type, content=file.content)
        for file in files
    )


def _record_one(
    tx: Transaction, tools: Tools, key: ThreadKey, file: NewFile, now: datetime
) -> Attachment:
    upload = Upload(
        thread=key, filename=file.filename, media_type=file.media_type, content=file.content
    )
    file_id = tools.ids.new()
    record_file(tx, upload, file_id=file_id, now=now)
    return Attachment(
        filename=file.filename,
        media_type=file.media_type,
        size=len(file.content),
        file_id=file_id,
    )
